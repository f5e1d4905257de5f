"""One example's numbers in a layer, of whatever rank, as maps: one for each channel, unit or feature."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import ConfigurationError

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array, Shape

MOST_SIDE = 64
"""Rows and columns of a map that a small picture shows."""


def as_maps(array: Array) -> Array:
    """Return one example's numbers as maps `(channels, height, width)`.

    A picture `(height, width, channels)` gives a map for each channel, a sequence `(steps, channels)` a row
    for each, and a vector `(units,)` single cells. Leading axes beyond these are stacked.
    """
    if array.ndim == 1:
        return array.reshape(-1, 1, 1)
    channels_first = np.moveaxis(array, -1, 0)
    width = array.shape[-2]
    return channels_first.reshape(array.shape[-1], -1, width)


def place_in(shape: Shape, channel: int, row: int, column: int) -> tuple[int, ...]:
    """Return the index, in an array of this shape, of a cell of the maps that `as_maps` makes of it.

    Examples
    --------
    >>> place_in((26, 28, 8), channel=3, row=25, column=0), place_in((10,), channel=7, row=0, column=0)
    ((25, 0, 3), (7,))
    """
    if len(shape) == 1:
        return (channel,)
    leading = np.unravel_index(row * shape[-2] + column, shape[:-1])
    return (*(int(part) for part in leading), channel)


def check_cell(shape: Shape, channel: int, row: int, column: int) -> None:
    """Raise `ConfigurationError` if the maps of an array of this shape have no such cell."""
    height, width = (math.prod(shape[:-2]), shape[-2]) if len(shape) > 1 else (1, 1)
    if not (0 <= channel < shape[-1] and 0 <= row < height and 0 <= column < width):
        raise ConfigurationError(
            f"There are {shape[-1]} maps of {height} × {width} cells, counted from 0; got map {channel}, "
            f"row {row}, column {column}."
        )


def thinned(maps: Array) -> Array:
    """Return maps `(n, rows, columns)`; of those that are too large every second, third, … row and column."""
    step = -(-max(maps.shape[1:]) // MOST_SIDE)
    return maps[:, ::step, ::step]


def levels(numbers: Array, reach: float | Array, *, signed: bool) -> AnyArray:
    """Return numbers as `uint8`, for a screen: 0 is an empty place, one whose number is not finite.

    Signed: 128 is 0, and 1 and 255 are −`reach` and `reach`. Else 1 is 0 and 255 is `reach`. What lies beyond
    gets the last level. An array of reaches is broadcast, one for each number.

    Examples
    --------
    >>> levels(np.array([-2.0, 0.0, 1.0, np.nan]), 1.0, signed=True).tolist()
    [1, 128, 255, 0]
    """
    zero, steps = (128, 127) if signed else (1, 254)
    known = np.isfinite(numbers)
    shades = zero + np.rint(np.where(known, numbers, 0) / np.where(reach, reach, 1) * steps)
    return np.where(known, np.clip(shades, 1, 255), 0).astype(np.uint8)
