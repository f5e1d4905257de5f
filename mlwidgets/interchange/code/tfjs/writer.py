"""A model as a program in TensorFlow.js 4, for Node and for web pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine.constraints import FixedFilters
from mlwidgets.engine.initializers import GivenFilters
from mlwidgets.interchange.code.common.context import context, made_features
from mlwidgets.interchange.code.common.distributions import drawing
from mlwidgets.interchange.code.common.row import filters, not_in
from mlwidgets.interchange.code.common.templates import rendered
from mlwidgets.interchange.code.common.text import Call, Code, literal
from mlwidgets.interchange.code.tfjs.initializers import written_afterwards
from mlwidgets.interchange.code.tfjs.layers import camel, tfjs_parts
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.interchange.code.common.description import ModelDescription
    from mlwidgets.interchange.code.tfjs.layers import Part

FEATURES = {
    "x1": "x1",
    "x2": "x2",
    "x1^2": "x1.square()",
    "x2^2": "x2.square()",
    "x1*x2": "x1.mul(x2)",
    "sin(x1)": "x1.sin()",
    "sin(x2)": "x2.sin()",
}
"""What a network may be given for a point."""

AFTER_THE_ROOT = (
    "TensorFlow.js adds epsilon to √v̂, Keras to √v, which is smaller in the first steps: those "
    "differ a little where gradients are small."
)
MOMENTS = {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}
OPTIMIZERS: dict[str, dict[str, float]] = {
    "Adagrad": {"initial_accumulator_value": 0.1},
    "RMSprop": {"rho": 0.9, "momentum": 0.0, "epsilon": 1e-7},
    "Adam": MOMENTS,
    "Adamax": MOMENTS,
}
"""What TensorFlow.js' optimizers take after the learning rate, and what it takes by itself."""

WITH = _("{class_name} with {what}")

REFUSED: dict[str, tuple[Callable[[Any], bool], str]] = {
    "amsgrad": (lambda of: of.amsgrad, _("Set amsgrad to False.")),
    "centered": (lambda of: of.centered, _("Set centered to False.")),
    "epsilon": (lambda of: type(of).__name__ == "Adagrad" and of.epsilon != 1e-7, _("Set epsilon to 1e-7.")),  # noqa: PLR2004 - theirs
    "initial_accumulator_value": (
        lambda of: not of.initial_accumulator_value,
        _("Set initial_accumulator_value above 0."),
    ),
}
"""When a setting of an optimizer cannot be written, and what to do then."""

LOSSES: dict[str, object] = {
    "MeanSquaredError": "meanSquaredError",
    "MeanAbsoluteError": "meanAbsoluteError",
    "MeanAbsolutePercentageError": "meanAbsolutePercentageError",
    "MeanSquaredLogarithmicError": "meanSquaredLogarithmicError",
    "LogCosh": "logcosh",
    "Hinge": Code("marginLoss"),
    "SquaredHinge": Code("marginLoss"),
    "CategoricalHinge": "categoricalHinge",
    "KLDivergence": "kullbackLeiblerDivergence",
    "Poisson": "poisson",
    "CosineSimilarity": "cosineProximity",
    "BinaryCrossentropy": "binaryCrossentropy",
    "CategoricalCrossentropy": "categoricalCrossentropy",
    "SparseCategoricalCrossentropy": "sparseCategoricalCrossentropy",
}


def tfjs_text(description: ModelDescription) -> str:
    """Return the model as a module in TensorFlow.js.

    It reads data.json, starts from weights.json if that is there, and leaves ``measured`` and
    ``predictions``.

    Raises
    ------
    ConfigurationError
        A layer or the optimizer has settings that TensorFlow.js does not have.
    """
    d = description
    parts = tfjs_parts(d)
    specs = [spec for placed in d.stack for spec in placed.specs.values()]
    loss = _loss(d)
    one_hot = d.sparse and d.from_logits  # a loss of its own never gets the numbers of classes
    return rendered(
        "tfjs",
        context(d)
        | {
            "parts": parts,
            "afterwards": list(_afterwards(parts)),
            "holds": bool(specs),
            "constrained": any(spec.constraint for spec in specs),
            "script_features": made_features(d, FEATURES),
            "one_hot": one_hot,
            "optimizer": _optimizer(d.engine_optimizer) if d.trains else None,
            "shorter": _shorter(d.engine_optimizer),
            "loss": loss,
            "delta": d.engine_loss.get_config().get("delta", 1.0),
            "metrics": [
                _metric(d, name, one_hot=one_hot, own=not isinstance(loss, str)) for name in d.metrics
            ],
        },
    )


def _optimizer(optimizer: Any) -> Call:  # noqa: ANN401 - each has settings of its own
    name, rate = type(optimizer).__name__, optimizer.learning_rate
    for setting, (refused, advice) in REFUSED.items():
        if hasattr(optimizer, setting) and refused(optimizer):
            value = f"{setting} {getattr(optimizer, setting)}"
            what = WITH.format(class_name=name, what=value)
            raise not_in(what, "TensorFlow.js", advice)
    if name == "SGD" and optimizer.momentum:
        nesterov = (True,) if optimizer.nesterov else ()
        return Call("tf.train.momentum", (rate, optimizer.momentum, *nesterov))
    if name in ("AdamW", "Adadelta"):  # written out in helpers.jinja
        return Call(f"new {name}", (rate,))
    usual = OPTIMIZERS.get(name, {})
    given = [getattr(optimizer, setting) for setting in usual]
    while given and given[-1] == list(usual.values())[len(given) - 1]:
        given.pop()
    comment = AFTER_THE_ROOT if usual is MOMENTS and name == "Adam" else ""
    return Call(f"tf.train.{name.lower()}", (rate, *given), comment=comment)


def _shorter(optimizer: Optimizer) -> str:
    """Return the expression that makes a long gradient, ``tensor``, shorter; empty if none is."""
    if optimizer.clipvalue is not None:
        limit = literal(optimizer.clipvalue, "javascript")
        return f"tf.clipByValue(tensor, -{limit}, {limit})"
    limit = literal(optimizer.clipnorm or optimizer.global_clipnorm, "javascript")
    length = "norm" if optimizer.clipnorm is None else "tensor.norm()"
    return "" if limit == "null" else f"tensor.mul(tf.div({limit}, tf.maximum({length}, {limit})))"


def _loss(d: ModelDescription) -> object:
    """Return the loss as ``model.compile`` takes it."""
    if type(d.engine_loss).__name__ == "Huber":
        return Code("tf.losses.huberLoss" if d.engine_loss.get_config()["delta"] == 1 else "huberLoss")
    if d.from_logits:
        return Code("logitsLoss")
    return Code("smoothedLoss") if d.label_smoothing else LOSSES[type(d.engine_loss).__name__]


def _metric(d: ModelDescription, name: str, *, one_hot: bool, own: bool) -> object:
    """Return a metric as ``model.compile`` takes it; from a loss of our own it cannot tell which accuracy."""
    if name != "accuracy":
        return Code(f"tf.metrics.{camel(name)}")
    grade = d.grade()
    if grade == "binary" and d.threshold == 0:
        return Code("accuracy")
    several = grade == "binary" and d.output_shape[-1] > 1
    if not own and not several:
        return "accuracy"
    kinds = {"binary": "binaryAccuracy", "categorical": "categoricalAccuracy"}
    kind = "categoricalAccuracy" if one_hot else kinds.get(grade, "sparseCategoricalAccuracy")
    return Code(f"tf.metrics.{kind}")


def _afterwards(parts: Sequence[Part]) -> Iterator[str]:
    """Yield the lines about weights for which layers have no setting."""
    for number, part in enumerate(parts):
        for name, spec in part.placed.specs.items() if part.placed else ():
            depthwise = part.call.name == "tf.layers.depthwiseConv2d" and name == "kernel"
            target = f"model.layers[{number}].{'depthwiseKernel' if depthwise else camel(name)}"
            if written_afterwards(spec.initializer, spec.shape):
                gain = drawing(spec.initializer, spec.shape).a
                times = f".mul({literal(gain, 'javascript')})" if gain != 1 else ""
                yield f"{target}.write(tf.eye({', '.join(map(str, spec.shape))}){times});"
            if isinstance(spec.initializer, GivenFilters):
                given = literal(filters(spec.initializer), "javascript")
                yield f"{target}.write(withFilters({target}.read(), {given}));"
            if isinstance(spec.constraint, FixedFilters):
                given = literal(filters(spec.constraint), "javascript")
                yield f"{target}.constraint = {{apply: (w) => withFilters(w, {given})}};"
