"""The largest curvature of a loss: how sharp the valley is that gradient descent stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.losses import Loss

ITERATIONS = 2
"""Steps of the power iteration in one measurement; the next one goes on from where it ended."""

REACH = 1e-3
"""How far the second gradient is taken, as a share of the length of the weights."""


class Sharpness:
    """The largest eigenvalue λ of the loss's Hessian H, by power iteration: v ← Hv / ‖Hv‖, λ ≈ vᵀHv.

    Hv is taken from two gradients, (∇L(θ + εv) − ∇L(θ)) / ε; the Hessian itself, p × p numbers, is never
    made. The estimate is never above λ, but for rounding.

    Parameters
    ----------
    model : Sequential
        A network whose weights may be moved for a moment.
    x, y : ndarray
        Examples and targets in the engine's layout.
    loss : Loss
        What is minimised.

    References
    ----------
    Pearlmutter, "Fast Exact Multiplication by the Hessian", Neural Computation, 1994.
    """

    def __init__(self, model: Sequential, x: Array, y: AnyArray, loss: Loss) -> None:
        self._model, self._x, self._y, self._loss = model, x, y, loss
        self._pass = model.new_pass()
        self._direction: Array | None = None

    def measure(self) -> float | None:
        """Return λ at the present weights; None where it cannot be told, such as where the loss is flat."""
        theta = self._model.parameters
        here, start = theta.copy(), self._gradient()
        epsilon = REACH * float(np.linalg.norm(here))
        v = _unit(start if self._direction is None else self._direction)
        value = None
        for _ in range(ITERATIONS):
            if v is None or not epsilon:
                return None
            theta[...] = here + epsilon * v
            curved = (self._gradient() - start) / epsilon
            theta[...] = here
            value = float(np.dot(v, curved))
            v = self._direction = _unit(curved)
        return value if value is not None and np.isfinite(value) else None

    def _gradient(self) -> Array:
        graded = self._pass.grade(self._x.copy(), self._y, self._loss)
        return self._pass.backward(self._y, graded, self._loss).copy()


def _unit(vector: Array) -> Array | None:
    length = float(np.linalg.norm(vector))
    return vector / vector.dtype.type(length) if np.isfinite(length) and length > 0 else None


def stability_limit(learning_rate: float, momentum: float = 0.0, *, nesterov: bool = False) -> float:
    """Return the curvature beyond which gradient descent with this rate swings out instead of settling.

    2 / η; with momentum β it is 2 (1 + β) / η, and with Nesterov's (2 + 2β) / ((1 + 2β) η).

    References
    ----------
    Cohen et al., "Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability", ICLR 2021.

    Examples
    --------
    >>> stability_limit(0.1), round(stability_limit(0.1, 0.9), 6)
    (20.0, 38.0)
    """
    limit = 2 * (1 + momentum) / learning_rate
    return limit / (1 + 2 * momentum) if nesterov else limit
