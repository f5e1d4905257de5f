"""Convolution, pooling and whatever else slides a window or goes over whole pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine import layers as kinds
from mlwidgets.interchange.onnx.reading.padding import Sliding
from mlwidgets.interchange.onnx.reading.refused import Refused, named
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.interchange.onnx.graph import Node
    from mlwidgets.interchange.onnx.reading.chain import Chain
    from mlwidgets.interchange.onnx.reading.settings import Settings

_PICTURE, _SEQUENCE = 4, 3
"""Axes of a tensor of pictures or sequences, with the batch."""


def _conv(chain: Chain, node: Node, settings: Settings) -> None:
    """Conv2D, DepthwiseConv2D where each channel is a group of its own, or Conv1D."""
    kernel = chain.weights(node, 1)
    if kernel.ndim not in (_SEQUENCE, _PICTURE):
        raise Refused(
            _("{node} has a kernel with {ndim} axes; 1 or 2 are known.").format(
                node=named(node), ndim=kernel.ndim - 2
            )
        )
    sides = kernel.ndim - 2
    chain.stack.make_channels_last(sides + 1)
    channels, group = chain.stack.shape[-1], settings.integer("group", 1)
    sliding = Sliding.read(node, settings, kernel.shape[2:])
    padding = sliding.padding(chain)
    weights = {"kernel": np.moveaxis(kernel, (0, 1), (-1, -2))}
    if len(node.inputs) > 2 and node.inputs[2]:  # noqa: PLR2004 - a bias
        weights["bias"] = chain.weights(node, 2)
    config: dict[str, Any] = {
        "kernel_size": sliding.size,
        "strides": sliding.strides,
        "padding": padding,
        "dilation_rate": sliding.dilations,
        "use_bias": "bias" in weights,
    }
    depth, rest = divmod(len(kernel), channels)
    layer: kinds.Layer
    if group == channels > 1 and not rest and kernel.shape[1] == 1 and sides == 2:  # noqa: PLR2004 - a picture
        weights["kernel"] = kernel.reshape(channels, depth, *kernel.shape[2:]).transpose(2, 3, 0, 1)
        layer = kinds.DepthwiseConv2D.from_config(config | {"depth_multiplier": depth})
    else:
        kind = kinds.Conv1D if sides == 1 else kinds.Conv2D
        layer = kind.from_config(config | {"filters": len(kernel), "groups": group})
    chain.stack.add(layer, weights, first=True)


def _conv_transpose(chain: Chain, node: Node, settings: Settings) -> None:
    """Conv2DTranspose, if the result is cut as Keras cuts it."""
    kernel = chain.weights(node, 1, _PICTURE)
    chain.stack.make_channels_last(3)
    sliding = Sliding.read(node, settings, kernel.shape[2:])
    added = settings.integers("output_padding", 2, (0, 0))
    settings.must_be("group", 1)
    weights = {"kernel": kernel.transpose(2, 3, 1, 0)}
    if len(node.inputs) > 2 and node.inputs[2]:  # noqa: PLR2004 - a bias
        weights["bias"] = chain.weights(node, 2)
    config: dict[str, Any] = {
        "filters": kernel.shape[1],
        "kernel_size": sliding.size,
        "strides": sliding.strides,
        "use_bias": "bias" in weights,
    }
    missing = tuple(max(s - k, 0) for k, s in zip(sliding.size, sliding.strides, strict=True))
    for padding in ("valid", "same"):
        layer = kinds.Conv2DTranspose.from_config(config | {"padding": padding})
        windows = layer.windows(chain.stack.shape)
        if sliding.is_cut(windows.before, windows.after) and added == missing and sliding.is_dense:
            chain.stack.add(layer, weights, first=True)
            return
    raise Refused(
        _(
            "{node} cuts its result by pads = {pads} and output_padding = {added}; Conv2DTranspose "
            'cuts nothing (padding="valid") or down to size × stride (padding="same").'
        ).format(node=named(node), pads=sliding.pads, added=added)
    )


def _max_pool(chain: Chain, node: Node, settings: Settings) -> None:
    """MaxPooling2D or MaxPooling1D."""
    settings.must_be("storage_order", 0)
    _pool(chain, node, settings, kinds.MaxPooling2D, kinds.MaxPooling1D, zeros_count=False)


def _average_pool(chain: Chain, node: Node, settings: Settings) -> None:
    """AveragePooling2D or AveragePooling1D."""
    zeros_count = settings.integer("count_include_pad", 0) == 1
    _pool(chain, node, settings, kinds.AveragePooling2D, kinds.AveragePooling1D, zeros_count=zeros_count)


def _pool(
    chain: Chain,
    node: Node,
    settings: Settings,
    of_pictures: Callable[..., kinds.Layer],
    of_sequences: Callable[..., kinds.Layer],
    *,
    zeros_count: bool,
) -> None:
    sides = chain.stack.places.ndim - 1
    if sides not in (1, 2):
        raise Refused(
            _("{node} needs pictures or sequences with their channels first.").format(node=named(node))
        )
    chain.stack.make_channels_last(sides + 1)
    sliding = Sliding.read(node, settings, None, sides)
    sliding.check_floor(settings, chain)
    if not sliding.is_dense:
        raise Refused(
            _("{node} has dilations = {dilations}; a pooling here has none.").format(
                node=named(node), dilations=sliding.dilations
            )
        )
    padding = sliding.padding(chain, zeros=zeros_count)
    numbers = (sliding.size, sliding.strides) if sides == 2 else (sliding.size[0], sliding.strides[0])  # noqa: PLR2004
    chain.stack.add((of_pictures if sides == 2 else of_sequences)(*numbers, padding), first=True)  # noqa: PLR2004


def _global(layer: Callable[[], kinds.Layer]) -> Callable[[Chain, Node, Settings], None]:
    """Return a row for a pooling over whole pictures, after which ONNX keeps two axes of side 1."""

    def read(chain: Chain, _node: Node, _settings: Settings) -> None:
        chain.stack.make_channels_last(3)
        chain.stack.add(layer())
        chain.stack.places = chain.stack.places.reshape(-1, 1, 1)

    return read


def _reduce(layer: Callable[[], kinds.Layer]) -> Callable[[Chain, Node, Settings], None]:
    """Return a row for mean or maximum over rows and columns, written without a pooling."""

    def read(chain: Chain, node: Node, settings: Settings) -> None:
        rank = chain.stack.places.ndim + 1
        given = chain.optional(node, 1)
        listed = node.attributes.get("axes", ())
        count = len(listed) if isinstance(listed, tuple) else 0
        axes = settings.integers("axes", count, ()) if given is None else _whole(given)
        counted = sorted(axis + rank if axis < 0 else axis for axis in axes)
        keeps = settings.integer("keepdims", 1)
        settings.must_be("noop_with_empty_axes", 0)
        if rank != _PICTURE or counted not in ([2, 3], [1, 2]):
            raise Refused(
                _("{node} goes over the axes {axes}, not over rows and columns.").format(
                    node=named(node), axes=list(axes)
                )
            )
        first = counted == [2, 3]
        if not first:
            chain.stack.places = np.moveaxis(chain.stack.places, -1, 0)
        chain.stack.make_channels_last(3)
        chain.stack.add(layer())
        if keeps:
            chain.stack.places = chain.stack.places.reshape((-1, 1, 1) if first else (1, 1, -1))

    return read


def _whole(array: AnyArray) -> tuple[int, ...]:
    return tuple(int(one) for one in array.ravel()[:8]) if array.dtype.kind == "i" else ()


ROWS: dict[str, Callable[[Chain, Node, Settings], None]] = {
    "AveragePool": _average_pool,
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "GlobalAveragePool": _global(kinds.GlobalAveragePooling2D),
    "GlobalMaxPool": _global(kinds.GlobalMaxPooling2D),
    "MaxPool": _max_pool,
    "ReduceMax": _reduce(kinds.GlobalMaxPooling2D),
    "ReduceMean": _reduce(kinds.GlobalAveragePooling2D),
}
