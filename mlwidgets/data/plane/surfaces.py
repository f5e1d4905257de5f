"""Points with a number to predict, from −1 to 1: each kind is a surface over the plane.

Plane and multi-gauss are those of TensorFlow Playground. In all kinds both coordinates are drawn evenly from
−6 to 6, and noise moves the point at which the surface is read, not the point that is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.plane.geometry import EDGE
from mlwidgets.data.plane.shapes import Cloud, Order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.data.plane.geometry import Points

_HILLS = np.array(
    [[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]], dtype=np.float64
)
"""Where the six cones of multi-gauss stand, and whether each goes up or down."""


def plane(order: Order) -> Cloud:
    """Return y = (x₁ + x₂) / 12, at a point moved by up to ±6 n in both directions and kept within ±1.

    Notes
    -----
    Playground divides by 10, so that its targets reach ±1.2 in two of the corners; by 12 they reach ±1.
    """
    points = order.uniform(EDGE)
    moved = points + order.moved(EDGE)
    return _cloud(points, np.clip(moved.sum(axis=1) / (2 * EDGE), -1, 1))


def multi_gauss(order: Order) -> Cloud:
    """Return six cones of radius 2 that point up and down in turn: ±(1 − d / 2) at the distance d, else 0.

    They stand at x₁ = −4, 0, 4 and x₂ = ±2.5, and are read at a point moved by up to ±6 n in both directions.
    (The name is Playground's, though the cones are not Gaussian.)
    """
    points = order.uniform(EDGE)
    moved = points + order.moved(EDGE)
    distance = np.linalg.norm(moved[:, np.newaxis] - _HILLS[:, :2], axis=2)
    # The cones do not overlap, so the sum is the one that is not 0.
    return _cloud(points, (np.clip(1 - distance / 2, 0, 1) * _HILLS[:, 2]).sum(axis=1))


def sine(order: Order) -> Cloud:
    """Return y = sin x₁, read at a point moved by up to ±3 n; x₂ says nothing about it."""
    points = order.uniform(EDGE)
    moved = points + order.moved(EDGE / 2)
    return _cloud(points, np.sin(moved[:, 0]))


def _cloud(points: Points, y: NDArray[np.float64]) -> Cloud:
    return Cloud(points, y.astype(np.float32), np.zeros(len(points), np.int64))
