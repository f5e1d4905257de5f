"""How the page reads a network's outputs, and how it goes on training it, as plain JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine.activations import Sigmoid, Softmax
from mlwidgets.engine.configurable import snake_case
from mlwidgets.engine.losses.crossentropy import BinaryCrossentropy, CrossEntropy
from mlwidgets.engine.optimizers import SGD, Adadelta, Adagrad, Adam, Adamax, AdamW, RMSprop
from mlwidgets.explain.network.answers import OneOutput
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.losses import Loss
    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.interchange.web.inputs import Inputs

USUAL_RATE = 0.001
"""With which the page trains where an optimizer of its own takes the place of ours: Adam's."""

_SCHEDULE = _("The learning rate stays as it is; the model's schedule began with {rate:g}.")
_NOT_CLIPPED = _("Gradients are not clipped here, as they were where the model was trained.")
_WITH_ADAM = _("TensorFlow.js does not have {optimizer}, so this page trains with Adam.")
_ADADELTA, _AMSGRAD = _("Adadelta as published"), _("Adam with AMSGrad")
_CENTERED, _FROM_ZERO = _("centered RMSprop as Keras computes it"), _("Adagrad that starts at 0")

_LOSSES = {
    "CosineSimilarity": "cosineProximity",
    "KLDivergence": "kullbackLeiblerDivergence",
    "LogCosh": "logcosh",
    # Targets are one-hot rows in the page: that is the same number.
    "SparseCategoricalCrossentropy": "categoricalCrossentropy",
}
"""Names in TensorFlow.js that are not ours in camel case."""


def reading_of(inputs: Inputs, model: Sequential, loss: Loss) -> dict[str, Any]:
    """Return how outputs are read.

    Parameters
    ----------
    inputs : Inputs
        With the classes.
    model : Sequential
        The network.
    loss : Loss
        What it was trained with: with `from_logits` the softmax or sigmoid is part of it.

    Returns
    -------
    dict
        `kind`: "classes", an output for each class; "one_output", which is `no` for the first and `yes` for
        the second of two classes; "numbers". `activation`, which turns the outputs into probabilities where
        the network has none at its end. `probabilities`: whether they may be called so.
    """
    last = model.layers[-1].activation
    one = OneOutput.of(snake_case(type(loss).__name__), last)
    kind = "numbers"
    if inputs.class_names:
        kind = "one_output" if model.output_shape == (1,) else "classes"
    activation = "linear"
    if isinstance(loss, CrossEntropy) and loss.from_logits:
        activation = "sigmoid" if isinstance(loss, BinaryCrossentropy) else "softmax"
    return {
        "kind": kind,
        "activation": activation,
        "no": one.no,
        "yes": one.yes,
        "probabilities": activation != "linear" or isinstance(last, (Softmax, Sigmoid)),
    }


def training_of(loss: Loss, optimizer: Optimizer, batch_size: int) -> dict[str, Any]:
    """Return how the page trains: TensorFlow.js' own loss and optimizer, and what is different there.

    Returns
    -------
    dict
        `loss`: its `name` there, with `from_logits`, `label_smoothing` and `delta`; `optimizer`: its `name`
        there and `settings`, in the order of its arguments after the learning rate; `learning_rate`;
        `batch_size`; `note`, a sentence for each thing that TensorFlow.js does not have.
    """
    name, settings, note = _optimizer(optimizer)
    rate = optimizer.learning_rate
    if callable(rate):
        rate = rate(0)
        note.append(_SCHEDULE.format(rate=rate))
    if any(one is not None for one in (optimizer.clipnorm, optimizer.clipvalue, optimizer.global_clipnorm)):
        note.append(str(_NOT_CLIPPED))
    config = loss.get_config()
    kind = type(loss).__name__
    return {
        "loss": {
            "name": _LOSSES.get(kind, kind[0].lower() + kind[1:]),
            "from_logits": bool(config.get("from_logits", False)),
            "label_smoothing": float(config.get("label_smoothing", 0.0)),
            "delta": float(config.get("delta", 1.0)),
        },
        "optimizer": {"name": name, "settings": settings},
        "learning_rate": USUAL_RATE if name != _own_name(optimizer) else rate,
        "batch_size": batch_size,
        "note": " ".join(note),
    }


def _own_name(optimizer: Optimizer) -> str:
    if isinstance(optimizer, SGD) and optimizer.momentum:
        return "momentum"
    return type(optimizer).__name__.lower()


def _optimizer(optimizer: Optimizer) -> tuple[str, list[float | bool], list[str]]:
    """Return TensorFlow.js' optimizer, its settings, and what has to be said."""
    name = _own_name(optimizer)
    if isinstance(optimizer, SGD):
        return name, [optimizer.momentum, optimizer.nesterov] if optimizer.momentum else [], []
    if isinstance(optimizer, Adagrad) and optimizer.initial_accumulator_value:
        return name, [optimizer.initial_accumulator_value], []
    if isinstance(optimizer, RMSprop) and not optimizer.centered:
        return name, [optimizer.rho, optimizer.momentum, optimizer.epsilon], []
    if isinstance(optimizer, Adamax):
        return name, [optimizer.beta_1, optimizer.beta_2, optimizer.epsilon], []
    if isinstance(optimizer, Adam) and not (isinstance(optimizer, AdamW) or optimizer.amsgrad):
        return name, [optimizer.beta_1, optimizer.beta_2, optimizer.epsilon], []
    said = str(_ADADELTA) if isinstance(optimizer, Adadelta) else _title(optimizer)
    return "adam", [0.9, 0.999, 1e-7], [_WITH_ADAM.format(optimizer=said)]


def _title(optimizer: Optimizer) -> str:
    if isinstance(optimizer, AdamW):
        return "AdamW"
    if isinstance(optimizer, Adam):
        return str(_AMSGRAD)
    if isinstance(optimizer, RMSprop):
        return str(_CENTERED)
    return str(_FROM_ZERO)
