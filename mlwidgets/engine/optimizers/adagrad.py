"""Adagrad: steps that shrink with all the slope a parameter has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.optimizers.base import Optimizer

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.schedules import Schedule


class Adagrad(Optimizer):
    """Each parameter has its own step, smaller the steeper its past.

    G ← G + g², θ ← θ − η g / √(G + ε)

    Parameters
    ----------
    learning_rate : float or Schedule
        η in (0, 10].
    initial_accumulator_value : float
        What G starts from.
    epsilon : float
        ε, which keeps the division from exploding.
    clipnorm, clipvalue, global_clipnorm : float, optional
        Make long gradients shorter; see `Optimizer`.

    Notes
    -----
    `state` holds "accumulator", the paper's diagonal of G, shape (p,).

    References
    ----------
    Duchi et al., "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", JMLR 12,
    2011.
    """

    state_names = ("accumulator",)

    live_names = (*Optimizer.live_names, "epsilon")

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7,
        *,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(learning_rate, clipnorm, clipvalue, global_clipnorm)
        self.initial_accumulator_value = initial_accumulator_value
        self.epsilon = epsilon

    def initial(self, name: str, parameters: Array) -> Array:  # noqa: ARG002 - there is only one
        """Return what the sum of squares starts from."""
        return np.full_like(parameters, self.initial_accumulator_value)

    def _step(self, theta: Array, g: Array, rate: float) -> None:
        accumulator = self.state["accumulator"]
        work = np.multiply(g, g, out=self._buffer("work", g))
        accumulator += work
        np.add(accumulator, self.epsilon, out=work)
        np.sqrt(work, out=work)
        np.divide(g, work, out=work)
        work *= rate
        theta -= work
