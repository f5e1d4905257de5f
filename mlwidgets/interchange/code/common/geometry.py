"""Where the windows of a layer stand: the padding that "same" comes to, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.layers.windows import Windows

if TYPE_CHECKING:
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


def padding_of(placed: LayerInStack) -> tuple[Pair, Pair]:
    """Return ((top, bottom), (left, right)): the padding around the input of a convolution or a pooling."""
    layer, shape = placed.layer, placed.input_shape
    picture = (shape[0], 1, shape[1]) if is_sequence(layer) else shape
    steps, padding = pair(layer, "strides"), layer.get_config()["padding"]
    dilation = pair(layer, "dilation_rate")
    return sides(Windows.over(picture, window(layer), steps, padding, layer.class_name, dilation=dilation))


def sides(windows: Windows) -> tuple[Pair, Pair]:
    """Return ((top, bottom), (left, right)): the padding around what the windows stand on."""
    (top, left), (bottom, right) = windows.before, windows.after
    return (top, bottom), (left, right)


def short(value: object) -> object:
    """Return 3 for (3, 3) or [3, 3], and everything else as it is."""
    if isinstance(value, (tuple, list)) and len(value) == 2 and value[0] == value[1]:  # noqa: PLR2004 - a pair
        return value[0]
    return value
