"""A model as a program in PyTorch 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine.losses import BinaryCrossentropy
from mlwidgets.interchange.code.common.context import context, measures
from mlwidgets.interchange.code.common.row import Row, name_of, not_in
from mlwidgets.interchange.code.common.templates import rendered
from mlwidgets.interchange.code.common.text import Call, Code, number
from mlwidgets.interchange.code.torch.layers import torch_parts
from mlwidgets.interchange.code.torch.weights import (
    constraints,
    prices,
    start_modules,
    starts,
    without_bias,
)
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.interchange.code.common.description import ModelDescription

PICTURE_RANK = 2
"""From so many axes of an example on, PyTorch wants the channels first."""

AFTER_THE_ROOT = (
    "PyTorch adds eps to √v̂, Keras to √v, which is smaller in the first steps: those differ a little where "
    "gradients are small."
)
SMALL_EPSILON = 1e-4
"""So much smaller than Adagrad's start, ε does the same before the root and after it."""


def _before_the_root(optimizer: Any) -> str:  # noqa: ANN401 - an Adagrad
    """Return why this one cannot be written, if it matters on which side of the root ε is added."""
    if optimizer.epsilon <= SMALL_EPSILON * optimizer.initial_accumulator_value:
        return ""
    return (
        "PyTorch's Adagrad adds epsilon after the root, so it must be far below the "
        f"initial_accumulator_value; got {optimizer.epsilon:g} and {optimizer.initial_accumulator_value:g}. "
        "Choose a smaller epsilon."
    )


def _rate(optimizer: Optimizer) -> object:
    rate = optimizer.learning_rate
    return rate if isinstance(rate, (int, float)) else 1.0  # a schedule multiplies it


PARAMETERS = (lambda _: Code("model.parameters()"),)
BETAS: dict[str, Any] = {
    "lr": _rate,
    "betas": (lambda of: (of.beta_1, of.beta_2), (0.9, 0.999)),
    "eps": "epsilon",
}
OPTIMIZERS = {
    "SGD": Row(
        "torch.optim.SGD",
        PARAMETERS,
        # Without momentum there is nothing to look ahead with, and PyTorch refuses.
        {
            "lr": _rate,
            "momentum": ("momentum", 0.0),
            "nesterov": (lambda of: of.nesterov and of.momentum > 0, False),
        },
    ),
    "Adadelta": Row("torch.optim.Adadelta", PARAMETERS, {"lr": _rate, "rho": "rho", "eps": "epsilon"}),
    "Adagrad": Row(
        "torch.optim.Adagrad",
        PARAMETERS,
        {"lr": _rate, "initial_accumulator_value": "initial_accumulator_value", "eps": "epsilon"},
        refused=_before_the_root,
    ),
    "RMSprop": Row("RMSprop", PARAMETERS, {"lr": _rate}),
    "Adam": Row(
        "torch.optim.Adam", PARAMETERS, BETAS | {"amsgrad": ("amsgrad", False)}, comment=AFTER_THE_ROOT
    ),
    "AdamW": Row(
        "torch.optim.AdamW",
        PARAMETERS,
        BETAS | {"weight_decay": "weight_decay", "amsgrad": ("amsgrad", False)},
        comment=AFTER_THE_ROOT,
    ),
    "Adamax": Row("torch.optim.Adamax", PARAMETERS, BETAS),
}
LOSSES = {
    "MeanSquaredError": Row("nn.MSELoss", ()),
    "MeanAbsoluteError": Row("nn.L1Loss", ()),
    "Huber": Row("nn.HuberLoss", (), {"delta": ("delta", 1.0)}),
    "Poisson": Row("nn.PoissonNLLLoss", (), {"log_input": lambda _: False, "eps": lambda _: 1e-7}),
}
"""Those that PyTorch has; the others are functions in `helpers.jinja` under their Keras names."""

METRICS = {
    "mean_absolute_error": "(predictions - y).abs().mean()",
    "mean_squared_error": "(predictions - y).square().mean()",
    "binary": "((predictions > {threshold:g}) == (y > 0.5)).float().mean()",
    "categorical": "(predictions.argmax(1) == y.argmax(1)).float().mean()",
    "sparse": "(predictions.argmax(1) == y).float().mean()",
}


def torch_text(description: ModelDescription) -> str:
    """Return the model as a program in PyTorch, with the marks of its cells.

    It reads data.npz, starts from weights.npz if that is there, and leaves ``loss`` and ``predictions``.
    """
    d, optimizer = description, description.engine_optimizer
    parts = torch_parts(d)
    turned = [len(shape) >= PICTURE_RANK for shape in (d.input_shape, d.output_shape)]
    return rendered(
        "torch",
        context(d)
        | {
            "parts": parts,
            "x_turned": turned[0],
            "y_turned": turned[1],
            "starts": starts(parts),
            "start_modules": start_modules(parts),
            "without_bias": without_bias(parts),
            "prices": prices(parts),
            "constraints": constraints(parts) if d.trains else [],
            "loss": _loss(d),
            "kept": number(d.smoothed[0]),
            "added": number(d.smoothed[1]),
            "weights": _class_weights(d),
            "optimizer": OPTIMIZERS[type(optimizer).__name__].call(optimizer),
            "made": "" if not d.absorbs else ".sigmoid()" if d.binary else ".softmax(1)",
            "metrics": measures(d, METRICS),
        },
    )


def _loss(d: ModelDescription) -> object:
    name = type(d.engine_loss).__name__
    if name in LOSSES:
        return LOSSES[name].call(d.engine_loss)
    named: dict[str, object] = {"reduction": "none"} if _class_weights(d) else {}
    if d.through is not None and not d.binary:
        smoothed = {"label_smoothing": d.label_smoothing} if d.label_smoothing else {}
        return Call("nn.CrossEntropyLoss", (), smoothed | named)
    if d.through is not None and not d.label_smoothing:
        return Call("nn.BCEWithLogitsLoss", (), named)
    return Code(name_of(d.engine_loss))


def _class_weights(d: ModelDescription) -> list[float]:
    """Return the weight of each class, or nothing if all count alike."""
    if not d.class_weight or not d.trains:
        return []
    classes = d.output_shape[-1] if d.sparse else 2
    plain = d.through is not None and not d.label_smoothing and set(d.class_weight) <= set(range(classes))
    if not plain or not (
        d.sparse or (isinstance(d.engine_loss, BinaryCrossentropy) and d.output_shape == (1,))
    ):
        raise not_in(
            _("Training with class weights"),
            "PyTorch",
            _("Choose a cross-entropy after a sigmoid or a softmax, Keras, or no class weights."),
        )
    return [float(d.class_weight.get(one, 1.0)) for one in range(classes)]
