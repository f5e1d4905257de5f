"""The layers of a stack as Keras writes them: names and defaults are the engine's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine.activations import ELU, GELU, ActivationFunction, Swish
from mlwidgets.engine.constraints import Constraint, FixedFilters
from mlwidgets.engine.initializers import GivenFilters, Initializer
from mlwidgets.engine.layers import LayerNormalization
from mlwidgets.engine.regularizers import Regularizer
from mlwidgets.interchange.code.common.geometry import is_sequence, padding_of, pair, short, window
from mlwidgets.interchange.code.common.settings import changed, name_of, required
from mlwidgets.interchange.code.common.source import Call, Code, whole

if TYPE_CHECKING:
    from mlwidgets.engine.configurable import Configurable
    from mlwidgets.engine.layers import Layer
    from mlwidgets.interchange.code.common.description import LayerInStack

SHOWN = {
    "AveragePooling1D": ("pool_size",),
    "AveragePooling2D": ("pool_size",),
    "MaxPooling1D": ("pool_size",),
    "MaxPooling2D": ("pool_size",),
    "UpSampling2D": ("size",),
    "ZeroPadding2D": ("padding",),
}
"""Settings that are written even at their default, and without their name."""

DEPTHWISE = ("DepthwiseConv2D", "SeparableConv2D")


def keras_layer(placed: LayerInStack) -> list[Call]:
    """Return the Keras layers that do what one of ours does: nearly always one."""
    layer = placed.layer
    settings = changed(layer, *SHOWN.get(layer.class_name, ()))
    if isinstance(layer, LayerNormalization):
        return _normalization(placed, layer, settings)
    if layer.class_name.startswith("AveragePooling") and _uneven(placed):
        return [_padded_mean(placed)]
    after: list[Call] = []
    function = settings.get("activation")
    if isinstance(function, ELU) and function.alpha != 1:
        del settings["activation"]
        after = [Call("layers.ELU", named={"alpha": function.alpha})]
    if layer.class_name == "Activation" and after:
        return after
    before, subsampling = _moved_out(placed, settings)
    return [*before, _call(layer, settings), *subsampling, *after]


def keras_object(thing: Configurable, family: str) -> object:
    """Return an initializer, regularizer or constraint as Keras writes it: by its name if nothing is set."""
    if isinstance(thing, GivenFilters):
        return Call("GivenFilters", (_filters(thing), keras_object(thing.others, family)))
    if isinstance(thing, FixedFilters):
        return Call("FixedFilters", (_filters(thing),))
    settings = changed(thing)
    if isinstance(thing, Regularizer):
        settings = {name: value for name, value in thing.get_config().items() if value}
        if len(settings) == 1:  # L2(0.01) says it all
            return Call(f"keras.{family}.{type(thing).__name__}", tuple(settings.values()))
    elif not settings:
        return name_of(thing)
    named = {name: short(value) for name, value in settings.items()}
    return Call(f"keras.{family}.{type(thing).__name__}", named=named)


def keras_activation(function: ActivationFunction) -> object:
    """Return an activation by its Keras name."""
    if isinstance(function, GELU) and function.approximate:
        return Code("gelu_tanh")
    return "silu" if isinstance(function, Swish) else name_of(function)


def _call(layer: Layer, settings: dict[str, Any]) -> Call:
    first = (*required(layer), *SHOWN.get(layer.class_name, ()))
    values = {name: _value(value) for name, value in settings.items()}
    positional = tuple(values.pop(name) for name in first)
    return Call(f"layers.{layer.class_name}", positional, values)


def _value(value: object) -> object:
    if isinstance(value, ActivationFunction):
        return keras_activation(value)
    if isinstance(value, Initializer):
        return keras_object(value, "initializers")
    if isinstance(value, Regularizer):
        return keras_object(value, "regularizers")
    if isinstance(value, Constraint):
        return keras_object(value, "constraints")
    return short(value)


def _normalization(placed: LayerInStack, layer: LayerNormalization, settings: dict[str, Any]) -> list[Call]:
    axes, last = layer.weight_axes(placed.input_shape), len(placed.input_shape) - 1
    if last in axes:
        if "axis" in settings:
            # Keras lays gamma out in the order of the axes: ours is always the rising one.
            settings["axis"] = [axis + 1 for axis in axes] if len(axes) > 1 else -1
        return [_call(layer, settings)]
    # Keras 3 fails where the last axis is not among them: the axes go to the end, and back again.
    others = [axis for axis in range(last + 1) if axis not in axes]
    order = (*others, *axes)
    back = tuple(order.index(axis) + 1 for axis in range(last + 1))
    settings["axis"] = list(range(-len(axes), 0)) if len(axes) > 1 else -1
    there = tuple(axis + 1 for axis in order)
    return [
        Call(
            "layers.Permute",
            (there,),
            comment="Keras 3 normalizes the last axes: they are moved there and back.",
        ),
        _call(layer, {name: value for name, value in settings.items() if (name, value) != ("axis", -1)}),
        Call("layers.Permute", (back,)),
    ]


def _uneven(placed: LayerInStack) -> bool:
    return any(before != after for before, after in padding_of(placed))


def _padded_mean(placed: LayerInStack) -> Call:
    sequence = is_sequence(placed.layer)
    around = padding_of(placed)[:1] if sequence else padding_of(placed)
    size, step = window(placed.layer), pair(placed.layer, "strides")
    if sequence:
        return Call("PaddedMean", (around, size[0], step[0]))
    return Call("PaddedMean", (around, short(size), short(step)))


def _filters(thing: GivenFilters | FixedFilters) -> dict[int, object]:
    return dict(zip(thing.numbers, map(whole, thing.values), strict=True))


def _moved_out(placed: LayerInStack, settings: dict[str, Any]) -> tuple[list[Call], list[Call]]:
    """Take out of a convolution what Keras does not do, as layers before and after it."""
    layer = placed.layer
    if not layer.class_name.endswith(("Conv1D", "Conv2D")):
        return [], []
    step, apart = pair(layer, "strides"), pair(layer, "dilation_rate")
    both = max(step) > 1 and max(apart) > 1
    if not both and not (layer.class_name in DEPTHWISE and step[0] != step[1]):
        return [], []
    sequence = is_sequence(layer)
    before: list[Call] = []
    (top, bottom), (left, right) = padding_of(placed)
    if settings.pop("padding", "valid") == "same" and any((top, bottom, left, right)):
        sides = (top, bottom) if sequence else ((top, bottom), (left, right))
        before = [Call(f"layers.ZeroPadding{'1D' if sequence else '2D'}", (sides,))]
    del settings["strides"]
    reason = (
        "Keras takes strides or a dilation_rate, not both"
        if both
        else "TensorFlow, on which Keras may run, takes equal strides only here"
    )
    steps = step[0] if sequence else short(step)
    remark = f"{reason}: convolve at every place, then keep the places of strides {steps}."
    pooling = f"layers.MaxPooling{'1D' if sequence else '2D'}"
    return before, [Call(pooling, (1,), {"strides": steps}, remark)]
