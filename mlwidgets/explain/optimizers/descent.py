"""Gradient descent of one weight: the path of a ball, and the minimum that each start leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from mlwidgets.engine.optimizers import SGD
from mlwidgets.explain.optimizers.descent_curves import DescentCurve, descent_curve
from mlwidgets.ranges import LEARNING_RATE, MOMENTUM, Interval

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array

MOST_STEPS = 500
"""So many steps a ball makes at most."""

STARTS = 201
"""Starts at even distances whose minimum is found."""

START: Final = Interval(name="start", low=-6.0, high=6.0)

CLOSE = 0.01
"""Within this of a minimum, and staying there, a ball has arrived."""

_AT_REST = 0.001
"""When it is this close and stays so, nothing more is to be seen."""

FAR = 1_000.0
"""Beyond ± this the descent diverges."""

_HUGE = 1e100
"""Weights that have left for good are kept to this, or they would overflow."""

_LATE = 40
"""The last steps, by which a path that has not arrived is judged."""

End = Literal["converged", "swings", "diverged", "slow"]
"""How a descent ends: at a minimum; swinging to and fro; further and further out; still on its way."""


@dataclass(frozen=True, eq=False)
class Descent:
    """The path of a ball.

    Attributes
    ----------
    curve : DescentCurve
        What it rolls on.
    learning_rate, momentum : float
        η and β.
    weights, losses, slopes : ndarray of float64, shape (steps + 1,)
        w, L(w) and dL/dw at the start and after each step.
    velocities : ndarray of float64, shape (steps + 1,)
        v, what the step that led there has added to w; 0 at the start.
    end : End
        How it ends.
    minimum : int or None
        Which minimum it ends in, or is on its way to, counted from the left.
    arrived : int or None
        After how many steps it is within `CLOSE` of that for good.
    better : float or None
        A start that leads to the lowest minimum: the middle of the nearest ones; None if none does.
    """

    curve: DescentCurve
    learning_rate: float
    momentum: float
    weights: Array
    losses: Array
    slopes: Array
    velocities: Array
    end: End
    minimum: int | None
    arrived: int | None
    better: float | None = None

    @property
    def steps(self) -> int:
        """How many steps the path has."""
        return len(self.weights) - 1


def descend(
    curve: str, *, start: float, learning_rate: float, momentum: float = 0.0, curvature: float = 1.0
) -> tuple[Descent, AnyArray]:
    """Return the path from a start, and where starts all over the curve lead to.

    The engine's own SGD makes the steps: v ← β v − η dL/dw, w ← w + v.

    Parameters
    ----------
    curve : str
        See `descent_curve`.
    start : float
        w₀; what lies beyond the curve's ends is brought to the nearer one.
    learning_rate, momentum : float
        η in (0, 10] and β in [0, 1).
    curvature : float
        λ of the bowl.

    Returns
    -------
    Descent
        The path, up to where nothing more is to be seen.
    basins : ndarray of int8, shape (201,)
        For starts at even distances from the curve's low end to its high one, the minimum that they end in,
        counted from the left; −1 for none.

    Raises
    ------
    ConfigurationError
        A setting is out of its range.

    Examples
    --------
    >>> path, _ = descend("bowl", start=2.0, learning_rate=0.25, curvature=2.0)
    >>> path.weights[:3].tolist(), path.end
    ([2.0, 1.0, 0.5], 'converged')
    """
    found = descent_curve(curve, curvature)
    first = min(max(START.check(start), found.low), found.high)
    rate, kept = LEARNING_RATE.check(learning_rate), MOMENTUM.check(momentum)
    starts = np.concatenate([[first], np.linspace(found.low, found.high, STARTS)])
    weights = _paths(found, starts, rate, kept)
    basins = _minimum_of_each(found, weights[:, 1:])
    better = _better_start(found, first, starts[1:], basins)
    return _descent(found, rate, kept, weights[:, 0], better), basins


def stability_limit(curvature: float, momentum: float = 0.0) -> float:
    """Return the learning rate from which on gradient descent diverges on a bowl: 2 (1 + β) / λ.

    Without momentum each step multiplies w by 1 − η λ, which is below −1 from η = 2 / λ on.

    References
    ----------
    Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    """
    return 2 * (1 + momentum) / curvature


def _paths(curve: DescentCurve, starts: Array, rate: float, momentum: float) -> Array:
    """Return w after each step for all starts at once, shape (MOST_STEPS + 1, n)."""
    optimizer, weights = SGD(rate, momentum), starts.copy()
    found = np.empty((MOST_STEPS + 1, len(starts)))
    found[0] = weights
    for step in range(MOST_STEPS):
        optimizer.apply(weights, curve.slope(weights))
        np.clip(weights, -_HUGE, _HUGE, out=weights)
        found[step + 1] = weights
    return found


def _minimum_of_each(curve: DescentCurve, weights: Array) -> AnyArray:
    """Return the minimum near which each path has spent its last steps, −1 if there is none."""
    last = weights[-10:]
    apart = np.abs(last[:, :, np.newaxis] - np.array(curve.minima))
    near = np.all(apart < 5 * CLOSE, axis=0)
    return np.where(near.any(axis=1), near.argmax(axis=1), -1).astype(np.int8)


def _better_start(curve: DescentCurve, first: float, starts: Array, basins: AnyArray) -> float | None:
    """Return the middle of the starts side by side that lead to the lowest minimum and are nearest."""
    good = np.flatnonzero(basins == curve.lowest)
    if not good.size:
        return None
    groups = np.split(good, np.flatnonzero(np.diff(good) > 1) + 1)
    nearest = min(groups, key=lambda group: np.abs(starts[group] - first).min())
    return float(starts[nearest[len(nearest) // 2]])


def _descent(
    curve: DescentCurve, rate: float, momentum: float, weights: Array, better: float | None
) -> Descent:
    end, minimum, arrived, last = _end(curve, weights)
    path = weights[: last + 1]
    return Descent(
        curve=curve,
        learning_rate=rate,
        momentum=momentum,
        weights=path,
        losses=curve.loss(path),
        slopes=curve.slope(path),
        velocities=np.diff(path, prepend=path[:1]),
        end=end,
        minimum=minimum,
        arrived=arrived,
        better=better,
    )


def _end(curve: DescentCurve, weights: Array) -> tuple[End, int | None, int | None, int]:
    """Return how a path ends, in which minimum, when it arrived there, and the last step worth showing."""
    gone = np.flatnonzero(np.abs(weights) > FAR)
    if gone.size:
        return "diverged", None, None, int(gone[0])
    minima = np.array(curve.minima)
    nearest = int(np.argmin(np.abs(minima - weights[-1])))
    apart = np.abs(weights - minima[nearest])
    if apart[-1] < CLOSE and apart[-10:].max() < CLOSE:
        arrived, rest = _for_good(apart, CLOSE), _for_good(apart, _AT_REST)
        last = rest if apart[-1] < _AT_REST else arrived + _LATE // 2  # it may never come closer
        return "converged", nearest, arrived, min(max(last, 1), MOST_STEPS)
    late = np.diff(weights[-_LATE:])
    one_way = np.all(late >= 0) or np.all(late <= 0)
    return ("slow", nearest, None, MOST_STEPS) if one_way else ("swings", None, None, MOST_STEPS)


def _for_good(apart: Array, limit: float) -> int:
    """Return the first step from which on a distance stays below a limit; the last step if there is none."""
    outside = np.flatnonzero(apart >= limit)
    return min(int(outside[-1]) + 1 if outside.size else 0, len(apart) - 1)
