"""Points in classes, each kind from its formula.

Circle, xor, gauss and spiral are those of TensorFlow Playground [1]_, with their numbers: its label −1 is
class 0 here, its 1 is class 1. Noise is a share n from 0 to 1. What it disturbs is drawn whether it is used
or not and then multiplied by n, so that the same seed with more noise shows the same points, further
disturbed.

References
----------
.. [1] D. Smilkov, S. Carter, D. Sculley, F. Viégas, M. Wattenberg, "Direct-Manipulation Visualization of Deep
   Networks", ICML Workshop on Visualization for Deep Learning, 2016; https://playground.tensorflow.org.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.plane.geometry import Points, mirrored

if TYPE_CHECKING:
    from numpy.typing import NDArray

RADIUS = 5.0
"""Of the circle, the spiral's end and the outermost ring."""

JITTER = 1.5
"""Standard deviation that full noise gives to moons and rings."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is asked of a kind of points.

    Attributes
    ----------
    samples, classes : int
        How many points, in how many classes; 1 class if a number is to be predicted.
    noise : float
        The share n, from 0 to 1.
    places, disturbance, layout : numpy.random.Generator
        Where the points are, what noise does to each of them, and where blobs stand.
    """

    samples: int
    classes: int
    noise: float
    places: np.random.Generator
    disturbance: np.random.Generator
    layout: np.random.Generator

    @property
    def groups(self) -> NDArray[np.int64]:
        """The class that each point is made for: 0, 1, 0, 1, …, so that more points leave the first ones."""
        return np.arange(self.samples, dtype=np.int64) % self.classes

    def uniform(self, reach: float) -> Points:
        """Return numbers from −`reach` to `reach` for the places, shape `(samples, 2)`."""
        return self.places.uniform(-reach, reach, (self.samples, 2))

    def moved(self, reach: float) -> Points:
        """Return by how much noise moves each point: evenly within ±`reach`, times n."""
        return self.noise * self.disturbance.uniform(-reach, reach, (self.samples, 2))

    def jitter(self) -> Points:
        """Return by how much noise moves each point: normally distributed, σ = 1.5 n."""
        return self.noise * JITTER * self.disturbance.standard_normal((self.samples, 2))


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points, and what is known of each.

    Attributes
    ----------
    points : ndarray, shape (n, 2)
        All in the plane.
    y : ndarray, shape (n,)
        Class numbers, or the numbers to predict.
    groups : ndarray of int, shape (n,)
        The class that each point was made for. Noise may give it another one, but not another place among
        the training and test points.
    """

    points: Points
    y: NDArray[Any]
    groups: NDArray[np.int64]


def circle(order: Order) -> Cloud:
    """Return a disc (class 1) within a ring (class 0).

    Half the points have a radius r evenly from 0 to 2.5, the others from 3.5 to 5, and any angle. A point is
    of class 1 if it is less than 2.5 from the middle after both its coordinates have been moved by up to
    ±5 n; it is shown where it was before.
    """
    groups = order.groups
    share, turn = order.places.random((order.samples, 2)).T
    inside, gap = RADIUS * 0.5, RADIUS * 0.7
    radius = np.where(groups == 1, share * inside, gap + share * (RADIUS - gap))
    points = _polar(radius, turn * 2 * np.pi)
    moved = points + order.moved(RADIUS)
    return Cloud(points, (np.hypot(*moved.T) < inside).astype(np.int64), groups)


def xor(order: Order) -> Cloud:
    """Return a square whose quarters alternate: class 1 where x₁ and x₂ have the same sign, else class 0.

    Both coordinates are drawn evenly from −5 to 5 and pushed 0.3 away from 0, which leaves a cross free. The
    class is that of the point moved by up to ±5 n in both directions; it is shown where it was before.
    """
    drawn = order.uniform(RADIUS)
    points = drawn + np.where(drawn > 0, 0.3, -0.3)
    moved = points + order.moved(RADIUS)
    return Cloud(points, _alike(moved), _alike(points))


def gauss(order: Order) -> Cloud:
    """Return normally distributed clouds, one a class, whose centres stand 2√2 from the middle.

    With two classes they are (−2, −2) and (2, 2); more stand at equal angles. The variance of both
    coordinates grows with the noise, σ² = 0.5 + 7 n. What falls over the edge of the plane is mirrored.
    """
    angles = 2 * np.pi * (0.625 + np.arange(order.classes) / order.classes)
    centres = _polar(np.full(order.classes, np.sqrt(8)), angles)
    spread = np.sqrt(0.5 + 7 * order.noise)
    groups = order.groups
    points = centres[groups] + spread * order.places.standard_normal((order.samples, 2))
    return Cloud(mirrored(points), groups, groups)


def spiral(order: Order) -> Cloud:
    """Return arms that wind 1.75 times around the middle, one a class.

    The i-th of an arm's m points has the radius r = 5 i / m and the angle t = 1.75 · 2π i / m + Δ, and stands
    at (r sin t, r cos t); Δ turns class c by (c + 1) / classes of a full turn. Both coordinates are then
    moved by up to ±n.
    """
    groups = order.groups
    along = (np.arange(order.samples) // order.classes) / np.bincount(groups)[groups]
    angle = 1.75 * 2 * np.pi * along + 2 * np.pi * (groups + 1) / order.classes
    return Cloud(_polar(RADIUS * along, angle) + order.moved(1), groups, groups)


def moons(order: Order) -> Cloud:
    """Return two half circles, each of which reaches into the other.

    Class 0 is (cos t, sin t) and class 1 is (1 − cos t, 0.5 − sin t), t evenly from 0 to π, as in
    scikit-learn; here moved into the middle and made 10/3 times as large. Noise adds normally distributed
    numbers with σ = 1.5 n. What falls over the edge of the plane is mirrored.
    """
    groups = order.groups
    angle = np.pi * order.places.random(order.samples)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    halves = np.where(groups[:, np.newaxis] == 0, upper, (1, 0.5) - upper)
    points = (halves - (0.5, 0.25)) * (2 * RADIUS / 3) + order.jitter()
    return Cloud(mirrored(points), groups, groups)


def blobs(order: Order) -> Cloud:
    """Return normally distributed clouds, one a class, whose centres the seed chooses.

    Each centre is the one of 32 points drawn from −4 to 4 that is furthest from the centres before it. σ is
    0.5 + 1.5 n in both directions. What falls over the edge of the plane is mirrored.
    """
    centres = order.layout.uniform(-4, 4, (1, 2))
    while len(centres) < order.classes:
        drawn = order.layout.uniform(-4, 4, (32, 2))
        apart = np.linalg.norm(drawn[:, np.newaxis] - centres, axis=2).min(axis=1)
        centres = np.concatenate([centres, drawn[[apart.argmax()]]])
    groups = order.groups
    spread = 0.5 + 1.5 * order.noise
    points = centres[groups] + spread * order.places.standard_normal((order.samples, 2))
    return Cloud(mirrored(points), groups, groups)


def rings(order: Order) -> Cloud:
    """Return circles around the middle, one a class.

    Class c has the radius 5 (c + 1) / classes, and its points stand at any angle. Noise adds normally
    distributed numbers with σ = 1.5 n. What falls over the edge of the plane is mirrored.
    """
    groups = order.groups
    radius = RADIUS * (groups + 1) / order.classes
    points = _polar(radius, 2 * np.pi * order.places.random(order.samples)) + order.jitter()
    return Cloud(mirrored(points), groups, groups)


def _polar(radius: NDArray[np.float64], angle: NDArray[np.float64]) -> Points:
    """Return (r sin t, r cos t), with Playground's order of sine and cosine."""
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)


def _alike(points: Points) -> NDArray[np.int64]:
    """Return 1 where both coordinates have the same sign."""
    return (points.prod(axis=1) >= 0).astype(np.int64)
