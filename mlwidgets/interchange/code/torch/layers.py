"""The layers of a stack as PyTorch modules: channels first, padding in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.layers import Conv1D, Conv2D, Conv2DTranspose, Dense, DepthwiseConv2D, SeparableConv2D
from mlwidgets.interchange.code.common.geometry import is_sequence, padding_of, pair, short, window
from mlwidgets.interchange.code.common.source import Call
from mlwidgets.interchange.code.torch.activations import torch_activation
from mlwidgets.interchange.code.torch.norms import batch_normalization, layer_normalization
from mlwidgets.interchange.code.torch.parts import AxisPermutation, Part, Weights
from mlwidgets.interchange.code.torch.plain import PLAIN
from mlwidgets.interchange.code.torch.pooling import POOLINGS
from mlwidgets.interchange.code.torch.shapes import Order, flatten, reshape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.interchange.code.common.description import LayerInStack, ModelDescription

Named = dict[str, object]


def torch_parts(description: ModelDescription) -> list[Part]:
    """Return the modules of a stack, in order.

    The last activation is left out where the loss contains it.
    """
    order = Order(description)
    parts: list[Part] = []
    for placed in description.stack:
        parts += _transformation(placed, order)
        last = placed.number == len(description.stack) - 1
        if not (last and description.absorbs):
            parts += torch_activation(placed.layer.activation)
    return parts


def torch_weights(description: ModelDescription, named: Sequence[dict[str, Array]]) -> dict[str, AnyArray]:
    """Return the weights as the program's ``model.load_state_dict`` takes them."""
    found: dict[str, AnyArray] = {}
    for index, part in enumerate(torch_parts(description)):
        for weights in part.weights:
            found[f"{index}.{weights.attribute}"] = weights.array(named[weights.layer])
        if part.counts_batches:
            found[f"{index}.num_batches_tracked"] = np.array(0)
    return found


def _transformation(placed: LayerInStack, order: Order) -> list[Part]:
    kind = placed.layer.class_name
    if kind == "Flatten":
        return flatten(placed, order)
    if kind == "Reshape":
        return reshape(placed)
    return _WRITERS[kind](placed) if kind != "Dense" else _dense(placed, order)


def _dense(placed: LayerInStack, order: Order) -> list[Part]:
    layer = placed.layer
    assert isinstance(layer, Dense)  # noqa: S101 - its name says so
    features, units = placed.input_shape[0], layer.units
    before = order.taken()
    if before:
        # PyTorch flattens channel by channel: the kernel's rows come in that order.
        rank = len(before)
        turn = AxisPermutation(
            (*before, units), (rank, rank - 1, *range(rank - 1)), (units, features), dims={0: 1, 1: 0}
        )
    else:
        turn = AxisPermutation.along((features, units), (1, 0))
    call = Call("nn.Linear", (features, units), _bias(layer.use_bias))
    return [Part(call, _weights(placed, {"kernel": ("weight", turn)}))]


def _convolution(placed: LayerInStack) -> list[Part]:
    layer = placed.layer
    assert isinstance(layer, (Conv1D, Conv2D))  # noqa: S101 - their names say so
    channels = placed.input_shape[-1]
    pads, named = _window_settings(placed)
    if layer.groups > 1:
        named["groups"] = layer.groups
    shape = layer.weight_specs(placed.input_shape)["kernel"].shape
    turn = AxisPermutation.along(shape, (len(shape) - 1, len(shape) - 2, *range(len(shape) - 2)))
    name = "nn.Conv1d" if is_sequence(layer) else "nn.Conv2d"
    call = Call(name, (channels, layer.filters, _size(placed)), named | _bias(layer.use_bias))
    return [*pads, Part(call, _weights(placed, {"kernel": ("weight", turn)}))]


def _depthwise(placed: LayerInStack) -> list[Part]:
    layer = placed.layer
    assert isinstance(layer, DepthwiseConv2D)  # noqa: S101 - its name says so
    return _channel_by_channel(placed, layer.depth_multiplier, "kernel", layer.use_bias)


def _separable(placed: LayerInStack) -> list[Part]:
    layer = placed.layer
    assert isinstance(layer, SeparableConv2D)  # noqa: S101 - its name says so
    first = _channel_by_channel(placed, layer.depth_multiplier, "depthwise_kernel", use_bias=False)
    between = placed.input_shape[-1] * layer.depth_multiplier
    call = Call("nn.Conv2d", (between, layer.filters, 1), _bias(layer.use_bias))
    turn = AxisPermutation.along((1, 1, between, layer.filters), (3, 2, 0, 1))
    return [*first, Part(call, _weights(placed, {"pointwise_kernel": ("weight", turn)}))]


def _channel_by_channel(placed: LayerInStack, multiplier: int, name: str, use_bias: bool) -> list[Part]:
    channels = placed.input_shape[-1]
    height, width = window(placed.layer)
    pads, named = _window_settings(placed)
    named["groups"] = channels
    made = channels * multiplier
    turn = AxisPermutation(
        (height, width, channels, multiplier),
        (2, 3, 0, 1),
        (made, 1, height, width),
        dims={0: 2, 1: 3, 2: 0, 3: 1},
        view=(channels, multiplier, height, width),
    )
    call = Call("nn.Conv2d", (channels, made, _size(placed)), named | _bias(use_bias))
    return [*pads, Part(call, _weights(placed, {name: ("weight", turn)}, bias=use_bias))]


def _transposed(placed: LayerInStack) -> list[Part]:
    layer = placed.layer
    assert isinstance(layer, Conv2DTranspose)  # noqa: S101 - its name says so
    inside, added, cut = [], [], []
    for k, s in zip(layer.kernel_size, layer.strides, strict=True):
        surplus = max(k - s, 0) if layer.padding == "same" else 0
        inside.append(surplus // 2)
        added.append(max(s - k, 0))
        cut.append(surplus % 2)
    named: Named = {}
    if max(layer.strides) > 1:
        named["stride"] = short(layer.strides)
    if max(inside):
        named["padding"] = short(tuple(inside))
    if max(added):
        named["output_padding"] = short(tuple(added))
    channels = placed.input_shape[-1]
    shape = (*layer.kernel_size, layer.filters, channels)
    call = Call("nn.ConvTranspose2d", (channels, layer.filters, _size(placed)), named | _bias(layer.use_bias))
    part = Part(call, _weights(placed, {"kernel": ("weight", AxisPermutation.along(shape, (3, 2, 0, 1)))}))
    if not max(cut):
        return [part]
    rows, columns = cut
    edge = Call(
        "nn.ZeroPad2d", ((0, -columns, 0, -rows),), comment="Cut off the odd row and column at the end."
    )
    return [part, Part(edge)]


def _window_settings(placed: LayerInStack) -> tuple[list[Part], Named]:
    """Return the padding that has to come before a convolution, and stride, padding and dilation of it."""
    layer = placed.layer
    sequence = is_sequence(layer)
    step, apart = pair(layer, "strides"), pair(layer, "dilation_rate")
    named: Named = {}
    pads: list[Part] = []
    if max(step) > 1:
        named["stride"] = step[0] if sequence else short(step)
    rows, columns = padding_of(placed)
    if max(*rows, *columns):
        if max(step) == 1:
            named["padding"] = "same"
        elif rows[0] == rows[1] and columns[0] == columns[1]:
            named["padding"] = rows[0] if sequence else short((rows[0], columns[0]))
        else:
            name, around = ("nn.ZeroPad1d", rows) if sequence else ("nn.ZeroPad2d", (*columns, *rows))
            pads = [Part(Call(name, (around,), comment='Keras\' "same": the odd cell comes at the end.'))]
    if max(apart) > 1:
        named["dilation"] = apart[0] if sequence else short(apart)
    return pads, named


def _size(placed: LayerInStack) -> object:
    size = window(placed.layer)
    return size[0] if is_sequence(placed.layer) else short(size)


def _bias(use_bias: bool) -> Named:
    return {} if use_bias else {"bias": False}


def _weights(
    placed: LayerInStack, turns: dict[str, tuple[str, AxisPermutation]], *, bias: bool = True
) -> tuple[Weights, ...]:
    """Return a module's weights: those named, and the layer's bias if it has one and the module takes it."""
    specs = placed.layer.weight_specs(placed.input_shape)
    if bias and "bias" in specs:
        turns = turns | {"bias": ("bias", AxisPermutation.same(specs["bias"].shape))}
    return tuple(
        Weights(attribute, placed.number, name, specs[name], turn)
        for name, (attribute, turn) in turns.items()
    )


_WRITERS: dict[str, Callable[[LayerInStack], list[Part]]] = {
    "Conv1D": _convolution,
    "Conv2D": _convolution,
    "DepthwiseConv2D": _depthwise,
    "SeparableConv2D": _separable,
    "Conv2DTranspose": _transposed,
    "BatchNormalization": batch_normalization,
    "LayerNormalization": layer_normalization,
    **POOLINGS,
    **PLAIN,
}
