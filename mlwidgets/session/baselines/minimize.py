"""L-BFGS: down a convex function to its minimum, with nothing to tune."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]
    Objective = Callable[[Vector], tuple[float, Vector]]
    """From parameters to a value and its gradient."""

MEMORY = 10
"""So many earlier steps tell how the function curves."""

MOST_STEPS = 1_000
FLAT = 1e-6
"""Where no number of the gradient is larger than this, relative to the value, the minimum is reached."""

_ENOUGH = 1e-4  # of the fall that the slope promises (Armijo's condition)
_MOST_HALVINGS = 40


@dataclass(frozen=True, eq=False)
class Descent:
    """Where a descent stands.

    Attributes
    ----------
    at : ndarray
        The parameters.
    value : float
        The function there.
    steps : int
        How many steps have been made.
    converged : bool
        Whether this is the minimum.
    """

    at: Vector
    value: float
    steps: int
    converged: bool = False


def minimized(objective: Objective, start: Vector) -> Generator[Descent]:
    """Yield each step of the way to the minimum of a smooth convex function.

    The direction is −H⁻¹g with an estimate of the inverse Hessian H⁻¹ from the last `MEMORY` steps and the
    changes of the gradient g along them; the step is halved until the value falls enough.

    References
    ----------
    Nocedal and Wright, "Numerical Optimization", 2nd edition, 2006, algorithms 7.4 and 7.5.

    Examples
    --------
    >>> bowl = lambda at: (float((at - 3) @ (at - 3)), 2 * (at - 3))
    >>> *_, last = minimized(bowl, np.zeros(2))
    >>> last.at.round(6).tolist(), last.converged
    ([3.0, 3.0], True)
    """
    at = start
    value, gradient = objective(at)
    pairs: deque[tuple[Vector, Vector]] = deque(maxlen=MEMORY)
    for steps in range(MOST_STEPS + 1):
        converged = bool(np.abs(gradient).max() <= FLAT * max(1.0, abs(value)))
        yield Descent(at, value, steps, converged)
        if converged:
            return
        direction = -_times_inverse_hessian(gradient, pairs)
        slope = float(gradient @ direction)
        size = 1.0 if pairs else 1 / max(1.0, float(np.linalg.norm(gradient)))
        for _ in range(_MOST_HALVINGS):
            there = at + size * direction
            new_value, new_gradient = objective(there)
            if new_value <= value + _ENOUGH * size * slope:
                break
            size /= 2
        else:  # rounding hides any further fall
            yield Descent(at, value, steps, converged=True)
            return
        step, change = there - at, new_gradient - gradient
        if step @ change > 1e-12 * float(change @ change):  # else the estimate would not stay positive
            pairs.append((step, change))
        at, value, gradient = there, new_value, new_gradient


def _times_inverse_hessian(gradient: Vector, pairs: deque[tuple[Vector, Vector]]) -> Vector:
    """Return H⁻¹g: the two-loop recursion."""
    result = gradient.copy()
    kept: list[tuple[float, float]] = []
    for step, change in reversed(pairs):
        rho = 1 / float(step @ change)
        alpha = rho * float(step @ result)
        result -= alpha * change
        kept.append((alpha, rho))
    if pairs:
        step, change = pairs[-1]
        result *= float(step @ change) / float(change @ change)
    for (step, change), (alpha, rho) in zip(pairs, reversed(kept), strict=True):
        result += (alpha - rho * float(change @ result)) * step
    return result
