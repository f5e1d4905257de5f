"""What the engine's classes are in Keras 3: themselves, but for these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine import schedules
from mlwidgets.engine.activations import ELU, GELU, ActivationFunction, Swish
from mlwidgets.engine.configurable import Configurable
from mlwidgets.engine.constraints import Constraint, FixedFilters
from mlwidgets.engine.initializers import Constant, GivenFilters, Initializer
from mlwidgets.engine.losses import Loss
from mlwidgets.engine.optimizers import Optimizer
from mlwidgets.engine.regularizers import L1, L1L2, L2, Regularizer
from mlwidgets.engine.schedules import OneCycle, Schedule, WarmUp
from mlwidgets.interchange.code.common.geometry import is_sequence, padding_of, pair, short, window
from mlwidgets.interchange.code.common.row import Row, filters, name_of, not_in
from mlwidgets.interchange.code.common.text import Call, Code
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.interchange.code.common.description import LayerInStack

FAMILIES = {
    Initializer: "initializers",
    Regularizer: "regularizers",
    Constraint: "constraints",
    Loss: "losses",
    Optimizer: "optimizers",
    Schedule: "optimizers.schedules",
}
"""Where Keras keeps what the engine has under the same name."""

PAIRS = ("kernel_size", "strides", "pool_size", "dilation_rate", "size")
"""Settings of which Keras reads 3 as (3, 3)."""


def _both(placed: LayerInStack) -> str:
    if max(pair(placed.layer, "strides")) == 1 or max(pair(placed.layer, "dilation_rate")) == 1:
        return ""
    name = placed.layer.class_name
    return f"{name} has strides or a dilation_rate above 1 in Keras, not both. Set one of them to 1."


def _equal_steps(placed: LayerInStack) -> str:
    down, right = pair(placed.layer, "strides")
    return (
        "" if down == right else "Here TensorFlow takes equal strides only: let Keras run on PyTorch or JAX."
    )


def _last_axis(placed: Any) -> str:  # noqa: ANN401 - a layer that has axes, at its place
    if len(placed.input_shape) - 1 in placed.layer.weight_axes(placed.input_shape):
        return ""
    return (
        "Keras 3 normalizes a layer over axes with the last one among them. Choose -1, or add the last axis."
    )


def _axes(placed: Any) -> object:  # noqa: ANN401 - as above
    # Keras lays gamma out in the order of the axes: ours is always the rising one.
    axes = placed.layer.weight_axes(placed.input_shape)
    return [axis + 1 for axis in axes] if len(axes) > 1 else -1


def _border(placed: Any) -> object:  # noqa: ANN401 - as above
    """Return the padding as Keras reads it: one number is all four sides, two are rows and columns."""
    rows, columns = placed.layer.padding
    if rows[0] == rows[1] and columns[0] == columns[1]:
        return short((rows[0], columns[0]))
    return rows, columns


def _hangs_over(placed: LayerInStack) -> bool:
    return any(before != after for before, after in padding_of(placed))


def _mean(placed: LayerInStack) -> Call:
    """Return the pooling that takes the mean of the cells inside, where windows hang over an edge."""
    dims = 1 if is_sequence(placed.layer) else 2
    settings = padding_of(placed), window(placed.layer), pair(placed.layer, "strides")
    around, size, step = (one[:dims] for one in settings)
    return Call("PaddedMean", (around, *(short(one) if dims > 1 else one[0] for one in (size, step))))


SAME = Row(rest=True)
CONVOLUTION = Row(rest=True, refused=_both)
POOLING = Row(first=("pool_size",), rest=True)
ROWS = {
    "Conv1D": CONVOLUTION,
    "Conv2D": CONVOLUTION,
    "DepthwiseConv2D": Row(rest=True, refused=_both, comment=_equal_steps),
    "SeparableConv2D": Row(rest=True, refused=_both, comment=_equal_steps),
    "MaxPooling1D": POOLING,
    "MaxPooling2D": POOLING,
    "AveragePooling1D": POOLING,
    "AveragePooling2D": POOLING,
    "UpSampling2D": Row(first=("size",)),
    "ZeroPadding2D": Row(first=(_border,)),
    "LayerNormalization": Row(named={"axis": (_axes, -1)}, rest=True, refused=_last_axis),
}
"""The layers that are not the same, or of which a setting is written even at its default."""


def keras_layer(placed: LayerInStack) -> Call:
    """Return the Keras layer that does what one of ours does."""
    if placed.layer.class_name.startswith("AveragePooling") and _hangs_over(placed):
        return _mean(placed)
    return ROWS.get(placed.layer.class_name, SAME).call(placed, prefix="layers.", convert=_as_keras)


def keras_part(thing: object) -> object:
    """Return a part of a layer, a loss, an optimizer or a schedule for Keras; a plain value as it is."""
    if type(thing) in PARTS:
        return PARTS[type(thing)](thing)
    if isinstance(thing, ActivationFunction):
        return name_of(thing)
    if not isinstance(thing, Configurable):
        return thing
    family = next(name for kind, name in FAMILIES.items() if isinstance(thing, kind))
    call = SAME.call(thing, prefix=f"keras.{family}.", convert=_as_keras)
    return call if call.named or call.positional else name_of(thing)


def _as_keras(name: str, value: object) -> object:
    return short(value) if name in PAIRS else keras_part(value)


def _price(thing: Regularizer) -> Call:
    """Return a regularizer with its factors: at least one, since Keras takes 0.01 where none is given."""
    factors = thing.get_config()
    given = {name: value for name, value in factors.items() if value} or factors
    return Call(f"keras.regularizers.{type(thing).__name__}", named=given)


def _no_schedule(thing: Schedule) -> object:
    what = _("The schedule {kind}").format(kind=type(thing).__name__)
    raise not_in(what, "Keras", _("Choose another, or PyTorch or NumPy."))


PARTS: dict[type, Callable[[Any], object]] = {
    ELU: lambda thing: "elu" if thing.alpha == 1 else Call("layers.ELU", named={"alpha": thing.alpha}),
    GELU: lambda thing: Code("gelu_tanh") if thing.approximate else "gelu",
    Swish: lambda _: "silu",
    GivenFilters: lambda thing: Call("GivenFilters", (filters(thing), keras_part(thing.others))),
    FixedFilters: lambda thing: Call("FixedFilters", (filters(thing),)),
    L1: _price,
    L2: _price,
    L1L2: _price,
    Constant: lambda thing: Call("keras.initializers.Constant", (thing.value,)),  # no name alone will do
    schedules.Constant: lambda thing: thing.learning_rate,
    WarmUp: _no_schedule,
    OneCycle: _no_schedule,
}
"""The parts that are not called as here, or of which a setting is written even at its default."""
