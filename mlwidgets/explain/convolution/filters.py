"""What each filter or unit of a layer looks for: its weights, laid out as pictures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.layers import Conv2DTranspose, Dense, DepthwiseConv2D, Flatten
from mlwidgets.explain.network.maps import MOST_SIDE, as_maps, thinned

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tracing import LayerTrace, Trace

_LONGEST_STRIP = 16
"""Weights of one unit that stand in one row; more of them are wrapped into a square."""

_PICTURE_RANK = 3
_KERNELS = frozenset({"kernel", "depthwise_kernel", "pointwise_kernel"})


def filters_of(seen: LayerTrace, name: str, source: Shape | None) -> Array:
    """Return an array of weights as `(outputs, inputs, rows, columns)`: what each output looks for.

    Parameters
    ----------
    seen : LayerTrace
        The layer.
    name : str
        Which of its arrays of weights, of two axes or more.
    source : tuple of int or None
        For Dense, the shape of the picture that was flattened before it, if there was one.
    """
    weights = seen.weights[name]
    if isinstance(seen.layer, Dense):
        return _of_units(weights, source)
    if name not in _KERNELS:
        return as_maps(weights)[:, np.newaxis]  # PReLU has one slope for each number of its input
    if weights.ndim == _PICTURE_RANK:  # (steps, inputs, outputs): a sequence is a picture one row high
        return weights.transpose(2, 1, 0)[:, :, np.newaxis]
    if name == "depthwise_kernel" or isinstance(seen.layer, DepthwiseConv2D):
        rows, columns, _, _ = weights.shape
        return weights.reshape(rows, columns, -1).transpose(2, 0, 1)[:, np.newaxis]
    order = (2, 3, 0, 1) if isinstance(seen.layer, Conv2DTranspose) else (3, 2, 0, 1)
    return weights.transpose(order)


def _of_units(kernel: Array, source: Shape | None) -> Array:
    """Return the weights of a Dense layer as pictures, like those that were flattened before it."""
    features, units = kernel.shape
    if source is not None:
        return kernel.T.reshape(units, *source).transpose(0, 3, 1, 2)
    width = features if features <= _LONGEST_STRIP else math.isqrt(features - 1) + 1
    rows = -(-features // width)
    padded = np.full((units, rows * width), np.nan, kernel.dtype)
    padded[:, :features] = kernel.T
    return padded.reshape(units, 1, rows, width)


def flattened_from(trace: Trace, place: int) -> Shape | None:
    """Return the shape `(height, width, channels)` that a layer's flat input was before it was flattened.

    None if it was no picture, or if a layer in between mixed its numbers.
    """
    for earlier in reversed(trace.layers[:place]):
        if isinstance(earlier.layer, Flatten):
            return earlier.input.shape if earlier.input.ndim == _PICTURE_RANK else None
        if isinstance(earlier.layer, Dense) or earlier.input.shape != earlier.a.shape:
            return None
    return None


def side_by_side(kernels: Array) -> Array:
    """Lay the kernels of one output, `(inputs, rows, columns)`, out in a square with empty cells in between.

    Those that do not fit into a small picture are left out.
    """
    kernels = thinned(kernels)
    _, rows, columns = kernels.shape
    if rows == 1 < columns:
        return kernels[:MOST_SIDE, 0]  # of a sequence: one strip below the other
    gap = 0 if rows == columns == 1 else 1
    across = max(1, (MOST_SIDE + gap) // (max(rows, columns) + gap))
    kernels = kernels[: across * across]
    across = math.isqrt(len(kernels) - 1) + 1
    down = -(-len(kernels) // across)
    sheet = np.full((down * (rows + gap) - gap, across * (columns + gap) - gap), np.nan, kernels.dtype)
    for number, kernel in enumerate(kernels):
        top, left = number // across * (rows + gap), number % across * (columns + gap)
        sheet[top : top + rows, left : left + columns] = kernel
    return sheet
