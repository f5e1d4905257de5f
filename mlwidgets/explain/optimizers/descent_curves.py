"""Curves that a ball can be dropped on: the loss of one weight, its slope, and where its minima are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from mlwidgets.ranges import Interval, OneOf

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array

Function = Callable[["Array"], "Array"]

CURVATURE: Final = Interval(name="curvature", low=0.5, high=5.0)
"""λ of the bowl."""

_FINE = 4_001
"""Places at which a curve's slope is looked at to find its minima."""


@dataclass(frozen=True, eq=False)
class DescentCurve:
    """A loss of one weight.

    Attributes
    ----------
    name : str
        What it is called in settings: "bowl".
    loss, slope : callable
        L(w) and dL/dw, number by number, for arrays of float64.
    low, high : float
        The part that is shown, in which a ball can be dropped.
    minima : tuple of float
        Where the slope changes from negative to positive, from left to right.
    curvatures : tuple of float
        d²L/dw² at each minimum; infinite at a corner.
    """

    name: str
    loss: Function
    slope: Function
    low: float
    high: float
    minima: tuple[float, ...]
    curvatures: tuple[float, ...]

    @property
    def lowest(self) -> int:
        """Which minimum is the lowest."""
        return int(np.argmin(self.loss(np.array(self.minima))))


def _bowl(curvature: float) -> tuple[Function, Function]:
    return (lambda w: curvature / 2 * w**2), (lambda w: curvature * w)


def _two_minima(_: float) -> tuple[Function, Function]:
    return (lambda w: (w**2 - 4) ** 2 / 8 + 0.4 * w + 1), (lambda w: (w**2 - 4) * w / 2 + 0.4)


def _plateau(_: float) -> tuple[Function, Function]:
    return (lambda w: w**2 / (1 + w**2)), (lambda w: 2 * w / (1 + w**2) ** 2)


def _wavy(_: float) -> tuple[Function, Function]:
    return (lambda w: 0.12 * w**2 + 0.5 * (1 - np.cos(3 * w))), (lambda w: 0.24 * w + 1.5 * np.sin(3 * w))


def _corner(_: float) -> tuple[Function, Function]:
    return np.abs, np.sign


_MAKERS: dict[str, tuple[Callable[[float], tuple[Function, Function]], float]] = {
    "bowl": (_bowl, 3.0),
    "two_minima": (_two_minima, 3.2),
    "plateau": (_plateau, 6.0),
    "wavy": (_wavy, 5.0),
    "corner": (_corner, 3.0),
}

CURVE: Final = OneOf(name="curve", options=tuple(_MAKERS))


def descent_curve(name: str, curvature: float = 1.0) -> DescentCurve:
    """Return a curve.

    Parameters
    ----------
    name : {"bowl", "two_minima", "plateau", "wavy", "corner"}
        ½ λ w²; (w² − 4)² / 8 + 0.4 w + 1, whose left minimum is the lower one; w² / (1 + w²), flat far out;
        0.12 w² + ½ (1 − cos 3w); |w|, whose slope at the corner is taken as 0.
    curvature : float
        λ in [0.5, 5]; only the bowl has it.

    Raises
    ------
    ConfigurationError
        There is no such curve, or λ is out of its range.

    Examples
    --------
    >>> bowl = descent_curve("bowl", 2.0)
    >>> bowl.minima, bowl.curvatures
    ((0.0,), (2.0,))
    """
    make, reach = _MAKERS[CURVE.check(name)]
    loss, slope = make(CURVATURE.check(curvature))
    minima = _minima(slope, reach)
    curvatures = tuple(_curvature(slope, place, corner=name == "corner") for place in minima)
    return DescentCurve(name, loss, slope, -reach, reach, minima, curvatures)


def _minima(slope: Function, reach: float) -> tuple[float, ...]:
    """Return where the slope changes from negative to positive, found by halving."""
    places = np.linspace(-reach, reach, _FINE)
    slopes = slope(places)
    left = np.flatnonzero((slopes[:-1] < 0) & (slopes[1:] >= 0))
    low, high = places[left], places[left + 1]
    for _ in range(60):
        middle = (low + high) / 2
        before = slope(middle) < 0
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    return tuple(float(f"{place:.12g}") + 0.0 for place in np.round(high, 12))


def _curvature(slope: Function, place: float, *, corner: bool) -> float:
    if corner:
        return float("inf")
    near = slope(np.array([place - 1e-5, place + 1e-5]))
    return float(f"{(near[1] - near[0]) / 2e-5:.9g}")
