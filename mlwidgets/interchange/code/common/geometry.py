"""Where the windows of a layer stand: the padding that "same" comes to, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.layers.windows import Windows

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.layers import Layer
    from mlwidgets.interchange.code.common.description import LayerInStack

Pair = tuple[int, int]


def pair(layer: Layer, name: str) -> Pair:
    """Return a setting such as "strides" as (down, right), 1 where the layer has none of that name.

    A sequence is taken for a picture one column wide.
    """
    value = layer.get_config().get(name, 1)
    if isinstance(value, list):
        down, right = value
        return down, right
    return value, 1


def window(layer: Layer) -> Pair:
    """Return (height, width) of a layer's window, without the holes of a dilation."""
    return pair(layer, "pool_size" if "Pooling" in layer.class_name else "kernel_size")


def is_sequence(layer: Layer) -> bool:
    """Return whether a layer with a window works on sequences, not on pictures."""
    return layer.class_name.endswith("1D")


def as_picture(shape: Shape) -> Shape:
    """Return the shape of a sequence as that of a picture one column wide."""
    return (shape[0], 1, shape[1]) if len(shape) == 2 else shape  # noqa: PLR2004 - (steps, channels)


def windows(placed: LayerInStack) -> Windows:
    """Return where the window of a convolution or a pooling stands."""
    layer = placed.layer
    return Windows.over(
        as_picture(placed.input_shape),
        window(layer),
        pair(layer, "strides"),
        layer.get_config()["padding"],
        layer.class_name,
        dilation=pair(layer, "dilation_rate"),
    )


def padding_of(placed: LayerInStack) -> tuple[Pair, Pair]:
    """Return ((top, bottom), (left, right)): the padding around a layer's input."""
    found = windows(placed)
    (top, left), (bottom, right) = found.before, found.after
    return (top, bottom), (left, right)


def short(value: object) -> object:
    """Return 3 for (3, 3) or [3, 3], and everything else as it is."""
    if isinstance(value, (tuple, list)) and len(value) == 2 and value[0] == value[1]:  # noqa: PLR2004 - a pair
        return value[0]
    return value
