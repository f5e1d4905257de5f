"""Pooling in PyTorch, which pads both ends alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.code.common.geometry import is_sequence, padding_of, pair, short, window
from mlwidgets.interchange.code.common.source import Call, Code
from mlwidgets.interchange.code.torch.parts import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.interchange.code.common.description import LayerInStack

ROUNDED_UP = 'Keras\' "same": ceil_mode lets the last windows hang over the edge.'


def _pooling(placed: LayerInStack) -> list[Part]:
    layer = placed.layer
    sequence, mean = is_sequence(layer), layer.class_name.startswith("Average")
    dims = "1d" if sequence else "2d"
    name = f"nn.{'AvgPool' if mean else 'MaxPool'}{dims}"
    size, step = window(layer), pair(layer, "strides")
    first = (size[0] if sequence else short(size),)
    named: dict[str, object] = {}
    if step != size:
        named["stride"] = step[0] if sequence else short(step)
    around = padding_of(placed)
    befores = tuple(before for before, _ in around)
    if not any(max(side) for side in around):
        return [Part(Call(name, first, named))]
    # With steps of 1 there is nothing to round up.
    odd = any(before != after and one == 1 for (before, after), one in zip(around, step, strict=True))
    if odd:
        return _padded(placed, Call(name, first, named), mean=mean)
    if any(befores):
        named["padding"] = befores[0] if sequence else short(befores)
        if mean:
            named["count_include_pad"] = False
    uneven = any(before != after for before, after in around)
    if uneven:
        named["ceil_mode"] = True
    return [Part(Call(name, first, named, ROUNDED_UP if uneven else ""))]


def _padded(placed: LayerInStack, pool: Call, *, mean: bool) -> list[Part]:
    """Return a pooling whose odd cell of padding comes at the end, which PyTorch has no setting for."""
    rows, columns = padding_of(placed)
    sequence = is_sequence(placed.layer)
    around = rows if sequence else (*columns, *rows)
    if mean:
        return [Part(Call("PaddedMean", (around, pool)), own="PaddedMean")]
    name = "nn.ConstantPad1d" if sequence else "nn.ConstantPad2d"
    pad = Call(
        name, (around, Code('float("-inf")')), comment='Keras\' "same": the odd cell comes at the end.'
    )
    return [Part(pad), Part(pool)]


def _whole_mean(placed: LayerInStack) -> list[Part]:  # noqa: ARG001 - no settings
    return [Part(Call("nn.AdaptiveAvgPool2d", (1,))), Part(Call("nn.Flatten"))]


def _whole_maximum(placed: LayerInStack) -> list[Part]:  # noqa: ARG001 - no settings
    return [Part(Call("nn.AdaptiveMaxPool2d", (1,))), Part(Call("nn.Flatten"))]


POOLINGS: dict[str, Callable[[LayerInStack], list[Part]]] = {
    "MaxPooling1D": _pooling,
    "MaxPooling2D": _pooling,
    "AveragePooling1D": _pooling,
    "AveragePooling2D": _pooling,
    "GlobalAveragePooling2D": _whole_mean,
    "GlobalMaxPooling2D": _whole_maximum,
}
