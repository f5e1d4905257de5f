"""The square in which all points lie: both coordinates from −6 to 6, as in TensorFlow Playground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import DataError, ShapeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

EDGE = 6.0
"""How far the plane goes in each direction."""

Points = np.ndarray[tuple[int, int], np.dtype[np.float64]]
"""Rows (x₁, x₂)."""


def mirrored(points: Points) -> Points:
    """Bring points that fell over the edge back, as a mirror there would show them.

    6.5 becomes 5.5. So every point that is learned from can be seen, none piles up on the edge, and a point
    that moves a little is drawn a little elsewhere. Points within the plane stay as they are, bit for bit.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Finite numbers.

    Examples
    --------
    >>> mirrored(np.array([[6.5, -7.0], [1.0, 6.0]])).tolist()
    [[5.5, -5.0], [1.0, 6.0]]
    """
    # A mirror at each edge repeats the plane with the period 24; within it the distance to 6 counts.
    back = EDGE - np.abs((points + EDGE) % (4 * EDGE) - 2 * EDGE)
    return np.where(np.abs(points) <= EDGE, points, back)


def check_in_plane(label: str, points: NDArray[Any]) -> None:
    """Raise `ShapeError` or `DataError` unless these are rows (x₁, x₂) of numbers from −6 to 6."""
    if points.ndim != 2 or points.shape[1] != 2:  # noqa: PLR2004 - a point has two coordinates
        raise ShapeError(
            f"{label} must hold one point (x₁, x₂) a row, shape (points, 2); got {points.shape}."
        )
    outside = np.flatnonzero(~(np.abs(points) <= EDGE).all(axis=1))
    if len(outside):
        first = ", ".join(f"{value:g}" for value in points[outside[0]].tolist())
        raise DataError(
            f"{label} must lie in the plane, both coordinates from −6 to 6; {len(outside)} of {len(points)} "
            f"do not, the first of them ({first}). Scale or move them into the plane."
        )
