"""The arithmetic of one cell of a layer that looks through a window: convolutions and poolings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import layers as kinds
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.explain.convolution.filters import filters_of
from mlwidgets.explain.network.cell_blocks import (
    Origin,
    Row,
    Table,
    Window,
    largest,
    rest_text,
    sum_text,
    weighted_sum_text,
)
from mlwidgets.explain.network.maps import as_maps
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array, Shape
    from mlwidgets.engine.layers import Layer
    from mlwidgets.engine.tracing import LayerTrace

MOST_CELLS = 144
"""Cells of a window that are shown; a larger one, such as a whole picture, is told in words."""

_FEW = 9
"""Terms of a mean that fit into one line of text."""

_SEQUENCE = 2
"""The rank of a sequence `(steps, channels)`."""

_CONVOLUTIONS = (kinds.Conv1D, kinds.Conv2D, kinds.DepthwiseConv2D)
_POOLINGS = (
    kinds.MaxPooling1D,
    kinds.MaxPooling2D,
    kinds.AveragePooling1D,
    kinds.AveragePooling2D,
    kinds.GlobalMaxPooling2D,
    kinds.GlobalAveragePooling2D,
)

_INPUT_MAP, _OF_INPUT_MAP = _("Input map {number}"), _("input map {number}")
_SEPARATE = _("Each input map's window with its own kernel, then weighted")
_SEPARATE_HEADS = (_("window · kernel"), _("weight"), _("product"))
_LARGEST = _(
    "The largest of the {count} numbers in the window is {value}, at row {row}, column {column} of the input"
)
_LARGEST_STEP = _("The largest of the {count} numbers in the window is {value}, at step {step} of the input")
_MEAN = _("the mean of {count} numbers = {value}")

Cell = tuple[int, int, int]
"""Channel, row and column of a map."""


def through_a_window(seen: LayerTrace, cell: Cell, z: float) -> Origin | None:
    """Return how z comes about in a convolution or a pooling; None if the layer is neither.

    Parameters
    ----------
    seen : LayerTrace
        The layer.
    cell : (int, int, int)
        Channel, row and column, among the maps that `as_maps` makes of its output.
    z : float
        What the engine found there.
    """
    if isinstance(seen.layer, _CONVOLUTIONS):
        return _convolved(seen, cell, z)
    if isinstance(seen.layer, kinds.SeparableConv2D):
        return _separated(seen, cell, z)
    if isinstance(seen.layer, _POOLINGS):
        return _pooled(seen, cell, z)
    return None


def bias_of(seen: LayerTrace, output: int) -> float | None:
    """Return the bias of one output; None if the layer has none."""
    return float(seen.weights["bias"][output]) if "bias" in seen.weights else None


def _windows(layer: Layer, shape: Shape) -> Windows:
    """Return where the layer's window stands on maps of this input."""
    size = getattr(layer, "kernel_size", getattr(layer, "pool_size", None))
    if size is None:  # over the whole picture
        return Windows.over(shape, shape[:2], shape[:2], "valid", layer.class_name)
    strides, dilation = layer.strides, getattr(layer, "dilation_rate", 1)  # type: ignore[attr-defined]
    if len(shape) == _SEQUENCE:  # a picture one row high
        shape, size, strides, dilation = (1, *shape), (1, size), (1, strides), (1, dilation)
    dilation = dilation if isinstance(dilation, tuple) else (1, 1)
    padding = layer.padding  # type: ignore[attr-defined]
    return Windows.over(shape, size, strides, padding, layer.class_name, dilation=dilation)


def _reach(windows: Windows, row: int, column: int) -> tuple[int, int, int, int]:
    """Return top, left, rows and columns of what a window spans on the input maps, the padding included."""
    top, left = (
        at * stride - before
        for at, stride, before in zip((row, column), windows.strides, windows.before, strict=True)
    )
    rows, columns = ((k - 1) * d + 1 for k, d in zip(windows.size, windows.dilation, strict=True))
    return top, left, rows, columns


def _seen_through(one: Array, windows: Windows, row: int, column: int) -> tuple[Array, AnyArray]:
    """Return the numbers of a map under a window, 0 beyond its edge, and where it is inside."""
    top, left, _height, _width = _reach(windows, row, column)
    rows = top + np.arange(windows.size[0]) * windows.dilation[0]
    columns = left + np.arange(windows.size[1]) * windows.dilation[1]
    height, width = one.shape
    inside = np.outer((rows >= 0) & (rows < height), (columns >= 0) & (columns < width))
    values = one[np.ix_(np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1))]
    return np.where(inside, values, 0).astype(np.float64), inside


def _convolved(seen: LayerTrace, cell: Cell, z: float) -> Origin:
    channel, row, column = cell
    windows = _windows(seen.layer, seen.input.shape)
    maps = as_maps(seen.input)
    kernels = filters_of(seen, "kernel", None)
    filters, kernel = len(kernels), kernels[channel].astype(np.float64)
    if isinstance(seen.layer, kinds.DepthwiseConv2D):
        first = channel // seen.layer.depth_multiplier
    else:
        groups: int = seen.layer.groups  # type: ignore[attr-defined]
        first = channel // (filters // groups) * len(kernel)
    sources = range(first, first + len(kernel))
    looks = [_seen_through(maps[source], windows, row, column) for source in sources]
    sums = np.array([(values * k).sum() for (values, _), k in zip(looks, kernel, strict=True)])
    shown, left_out = largest(sums)
    blocks = tuple(
        Window(_INPUT_MAP.format(number=sources[at] + 1), *looks[at], kernel[at], None, float(sums[at]))
        for at in shown
    )
    text = f"z = {weighted_sum_text(sums, shown, left_out, bias_of(seen, channel))} = {number_text(z)}"
    return Origin(text, blocks, rest_text("maps", sums, left_out), _reach(windows, row, column), sources)


def _separated(seen: LayerTrace, cell: Cell, z: float) -> Origin:
    channel, row, column = cell
    windows = _windows(seen.layer, seen.input.shape)
    maps = as_maps(seen.input)
    depthwise = filters_of(seen, "depthwise_kernel", None)[:, 0].astype(np.float64)
    weights = filters_of(seen, "pointwise_kernel", None)[channel, :, 0, 0].astype(np.float64)
    multiplier = len(depthwise) // len(maps)
    looks = [_seen_through(one, windows, row, column)[0] for one in maps]
    steps = np.array([(looks[at // multiplier] * kernel).sum() for at, kernel in enumerate(depthwise)])
    products = steps * weights
    shown, left_out = largest(products)
    rows = tuple(
        Row(
            _OF_INPUT_MAP.format(number=at // multiplier + 1),
            (float(steps[at]), float(weights[at]), float(products[at])),
        )
        for at in shown
    )
    rest = rest_text("terms", products, left_out)
    table = Table(_SEPARATE, _SEPARATE_HEADS, rows, rest)
    text = f"z = {weighted_sum_text(products, shown, left_out, bias_of(seen, channel))} = {number_text(z)}"
    return Origin(text, (table,), "", _reach(windows, row, column), range(len(maps)))


def _pooled(seen: LayerTrace, cell: Cell, z: float) -> Origin:
    channel, row, column = cell
    windows = _windows(seen.layer, seen.input.shape)
    values, inside = _seen_through(as_maps(seen.input)[channel], windows, row, column)
    reach = top, left, _height, _width = _reach(windows, row, column)
    count = int(inside.sum())
    if "Max" in seen.layer.class_name:
        best = int(np.where(inside, values, -np.inf).argmax())
        winner = (best // values.shape[1], best % values.shape[1])
        at_row, at_column = top + winner[0] + 1, left + winner[1] + 1
        if seen.input.ndim == _SEQUENCE:
            text = _LARGEST_STEP.format(count=count, value=number_text(z), step=at_column)
        else:
            text = _LARGEST.format(count=count, value=number_text(z), row=at_row, column=at_column)
    else:
        winner = None
        terms = values[inside].tolist()
        if count <= _FEW:
            text = f"({sum_text(terms)}) / {count} = {number_text(z)}"
        else:
            text = _MEAN.format(count=count, value=number_text(z))
    window = Window(_INPUT_MAP.format(number=channel + 1), values, inside, None, winner, z)
    blocks = (window,) if values.size <= MOST_CELLS else ()
    return Origin(text, blocks, "", reach, range(channel, channel + 1))
