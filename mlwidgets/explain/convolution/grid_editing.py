"""Grids (rows, columns, channels) with something changed: always a new array, the old one stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Array


def with_block(grid: Array, row: int, column: int, channel: int, values: Sequence[Sequence[float]]) -> Array:
    """Return the grid with a block of numbers written into one channel, from a cell on to the lower right.

    Examples
    --------
    >>> with_block(np.zeros((2, 2, 1)), 0, 1, 0, [[5.0], [6.0]])[:, :, 0].tolist()
    [[0.0, 5.0], [0.0, 6.0]]
    """
    changed = grid.copy()
    block = np.asarray(values, grid.dtype)
    changed[row : row + block.shape[0], column : column + block.shape[1], channel] = block
    return changed


def resized(grid: Array, rows: int, columns: int) -> Array:
    """Return the grid with so many rows and columns; at the bottom and the right it is cut, or 0 is added.

    Examples
    --------
    >>> resized(np.ones((1, 2, 1)), 2, 1)[:, :, 0].tolist()
    [[1.0], [0.0]]
    """
    changed = np.zeros((rows, columns, grid.shape[2]), grid.dtype)
    kept = grid[:rows, :columns]
    changed[: kept.shape[0], : kept.shape[1]] = kept
    return changed


def recentred(kernel: Array, rows: int, columns: int) -> Array:
    """Return a kernel with so many rows and columns whose middle stays in the middle.

    An even side has its middle just before the half, where `padding="same"` puts it.

    Examples
    --------
    >>> recentred(np.ones((1, 1, 1)), 3, 3)[:, :, 0].tolist()
    [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    changed = np.zeros((rows, columns, kernel.shape[2]), kernel.dtype)
    pairs = []
    for before, after in zip(kernel.shape[:2], (rows, columns), strict=True):
        shift = (after - 1) // 2 - (before - 1) // 2
        start, stop = max(0, shift), min(after, before + shift)
        pairs.append((slice(start, stop), slice(start - shift, stop - shift)))
    (rows_to, rows_from), (columns_to, columns_from) = pairs
    changed[rows_to, columns_to] = kernel[rows_from, columns_from]
    return changed


def with_channels(grid: Array, channels: int) -> Array:
    """Return the grid with so many channels; new ones are copies of the last.

    Examples
    --------
    >>> with_channels(np.ones((1, 1, 1)), 3).shape
    (1, 1, 3)
    """
    order = np.minimum(np.arange(channels), grid.shape[2] - 1)
    return np.ascontiguousarray(grid[:, :, order])
