"""A model as a program in TensorFlow.js 4, for Node and for web pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.data.plane.features import USUAL_FEATURES, check_features
from mlwidgets.engine.constraints import FixedFilters
from mlwidgets.engine.initializers import GivenFilters
from mlwidgets.engine.layers import BatchNormalization
from mlwidgets.interchange.code.common.context import context
from mlwidgets.interchange.code.common.distributions import Eye, drawing
from mlwidgets.interchange.code.common.row import Row, not_in
from mlwidgets.interchange.code.common.templates import rendered
from mlwidgets.interchange.code.common.text import Call, Code, literal, whole
from mlwidgets.interchange.code.tfjs.initializers import written_afterwards
from mlwidgets.interchange.code.tfjs.layers import tfjs_parts
from mlwidgets.interchange.code.tfjs.parts import Held, camel, constraint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.interchange.code.common.description import ModelDescription
    from mlwidgets.interchange.code.tfjs.parts import Part

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

USUAL_EPSILON = 1e-7
"""Of TensorFlow.js, and of Keras."""

AFTER_THE_ROOT = (
    "TensorFlow.js adds epsilon to √v̂, Keras to √v, which is smaller in the first steps: those "
    "differ a little where gradients are small."
)
MOMENTS = ("learning_rate", "beta_1", "beta_2", "epsilon")
USUAL = {
    "Adagrad": (0.1,),
    "RMSprop": (0.9, 0.0, USUAL_EPSILON),
    "Adam": (0.9, 0.999, USUAL_EPSILON),
    "Adamax": (0.9, 0.999, USUAL_EPSILON),
}
"""What follows after the learning rate where nothing is given: it is left out at the end."""

OPTIMIZERS = {
    "SGD": Row(
        lambda of: "tf.train.momentum" if of.momentum else "tf.train.sgd",
        ("learning_rate",),
    ),
    "Adagrad": Row("tf.train.adagrad", ("learning_rate", "initial_accumulator_value")),
    "RMSprop": Row("tf.train.rmsprop", ("learning_rate", "rho", "momentum", "epsilon")),
    "Adam": Row("tf.train.adam", MOMENTS, comment=AFTER_THE_ROOT),
    "Adamax": Row("tf.train.adamax", MOMENTS),
}
"""TensorFlow.js' own optimizers; those of which `WRITTEN` is true are classes in `helpers.jinja`."""

WRITTEN: dict[str, Callable[[Any], bool]] = {
    "AdamW": lambda _: True,
    "Adadelta": lambda _: True,
    "Adam": lambda of: of.amsgrad,
    "RMSprop": lambda of: of.centered,
    "Adagrad": lambda of: of.epsilon != USUAL_EPSILON or not of.initial_accumulator_value,
}
"""When TensorFlow.js has no such optimizer, or has it otherwise."""

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
        A batch normalization without scale or shift is trained with global_clipnorm.
    """
    d = description
    _refuse(d)
    parts = tfjs_parts(d)
    held = [one for part in parts for one in part.held]
    names = check_features(d.features) if d.features else USUAL_FEATURES
    loss = _loss(d)
    one_hot = d.sparse and d.from_logits  # a loss of its own never gets the numbers of classes
    return rendered(
        "tfjs",
        context(d)
        | {
            "parts": parts,
            "afterwards": _afterwards(parts),
            "holds": bool(held),
            "constrained": any(one.spec is None or one.spec.constraint for one in held),
            "script_features": [] if names == USUAL_FEATURES else [FEATURES[name] for name in names],
            "one_hot": one_hot,
            "o": d.engine_optimizer,
            "kind": type(d.engine_optimizer).__name__,
            "optimizer": _optimizer(d.engine_optimizer),
            "shorter": _shorter(d.engine_optimizer),
            "loss": loss,
            "loss_kind": type(d.engine_loss).__name__,
            "delta": d.engine_loss.get_config().get("delta", 1.0),
            "metrics": [
                _metric(d, name, one_hot=one_hot, own=not isinstance(loss, str)) for name in d.metrics
            ],
        },
    )


def _refuse(description: ModelDescription) -> None:
    if description.engine_optimizer.global_clipnorm is None or not description.trains:
        return
    for placed in description.stack:
        layer = placed.layer
        if isinstance(layer, BatchNormalization) and not (layer.scale and layer.center):
            raise not_in(
                "A BatchNormalization without scale or center, trained with global_clipnorm,",
                "TensorFlow.js",
                "Its layer always has both, and their gradients count. Use clipnorm instead.",
            )


def _optimizer(optimizer: Optimizer) -> Call:
    name = type(optimizer).__name__
    if WRITTEN.get(name, lambda _: False)(optimizer):
        return Call(f"new {name}", (optimizer.learning_rate,))
    call = OPTIMIZERS[name].call(optimizer)
    config = optimizer.get_config()
    if config.get("momentum") and name == "SGD":
        nesterov = (True,) if config["nesterov"] else ()
        return Call(call.name, (*call.positional, config["momentum"], *nesterov))
    given, usual = list(call.positional), USUAL.get(name, ())
    while len(given) > 1 and given[-1] == usual[len(given) - 2]:
        given.pop()
    return Call(call.name, tuple(given), comment=call.comment)


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


def _afterwards(parts: Sequence[Part]) -> list[str]:
    """Return the lines about weights for which layers have no setting."""
    return [
        line
        for number, part in enumerate(parts)
        for held in part.held
        for line in _after(f"model.layers[{number}].{held.attribute}", held)
    ]


def _after(target: str, held: Held) -> list[str]:
    if held.spec is None:
        function = "onesLike" if held.value else "zerosLike"
        missing = "scale" if held.value else "center"
        return [f"{target}.constraint = {{apply: (w) => tf.{function}(w)}}; // {missing}: false"]
    lines = []
    found = drawing(held.spec.initializer, held.spec.shape)
    if isinstance(found, Eye) and written_afterwards(found, held.spec.shape):
        times = f".mul({literal(found.gain, 'javascript')})" if found.gain != 1 else ""
        lines.append(f"{target}.write(tf.eye({', '.join(map(str, held.spec.shape))}){times});")
    if isinstance(held.spec.initializer, GivenFilters):
        lines.append(f"{target}.write(withFilters({target}.read(), {_filters(held.spec.initializer)}));")
    if isinstance(held.spec.constraint, FixedFilters):
        filters = _filters(held.spec.constraint)
        lines.append(f"{target}.constraint = {{apply: (w) => withFilters(w, {filters})}};")
    elif held.spec.constraint is not None and not held.own_constraint:
        lines.append(f"{target}.constraint = {literal(constraint(held.spec.constraint), 'javascript')};")
    return lines


def _filters(thing: GivenFilters | FixedFilters) -> str:
    return literal(dict(zip(thing.numbers, map(whole, thing.values), strict=True)), "javascript")
