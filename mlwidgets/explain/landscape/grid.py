"""The points of a slice, coarse ones first, and the picture that some of them give already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.engine.arrays import AnyArray

SIZE = 41
"""Points along each side of the finished picture."""

STEPS = (4, 2, 1)
"""The distances between the points of one refinement and the next: 11, 21 and 41 points a side."""


def refinements(size: int = SIZE, steps: tuple[int, ...] = STEPS) -> Iterator[list[tuple[int, int]]]:
    """Yield the points `(row, column)` of each refinement that none before it has.

    Examples
    --------
    >>> [len(points) for points in refinements()]
    [121, 320, 1240]
    """
    done: set[tuple[int, int]] = set()
    for step in steps:
        points = [
            (row, column)
            for row in range(0, size, step)
            for column in range(0, size, step)
            if (row, column) not in done
        ]
        done.update(points)
        yield points


def filled(heights: AnyArray, step: int) -> AnyArray:
    """Return a whole picture from the points that are known.

    Parameters
    ----------
    heights : ndarray, shape (size, size)
        What is known; NaN elsewhere. All points at multiples of `step` are known.
    step : int
        The distance between the points of the last refinement that is complete.

    Returns
    -------
    ndarray, shape (size, size)
        Between those the mean, weighted by distance, of the nearest four; later ones as they are.
    """
    size = len(heights)
    known = np.arange(0, size, step)
    rows = np.array([np.interp(np.arange(size), known, heights[row, known]) for row in known])
    smooth = np.array([np.interp(np.arange(size), known, rows[:, column]) for column in range(size)]).T
    return np.where(np.isnan(heights), smooth, heights)
