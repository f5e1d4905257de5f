"""Adamax: Adam with the largest slope instead of the mean square."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.optimizers.base import Optimizer, decayed_mean

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.schedules import Schedule


class Adamax(Optimizer):
    """Adam that divides by the largest gradient of late, which fades, instead of a root of squares.

    m ← β₁ m + (1 − β₁) g, u ← max(β₂ u, |g|), θ ← θ − η / (1 − β₁ᵗ) · m / (u + ε)

    Parameters
    ----------
    learning_rate : float or Schedule
        η in (0, 10].
    beta_1 : float
        How much of the past m keeps.
    beta_2 : float
        How slowly u fades.
    epsilon : float
        ε, which keeps the division from exploding.
    clipnorm, clipvalue, global_clipnorm : float, optional
        Make long gradients shorter; see `Optimizer`.

    Notes
    -----
    `state` holds "m" and "u", each of shape (p,). A maximum needs no correction for its start from zero.

    References
    ----------
    Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, section 7.1.
    """

    state_names = ("m", "u")

    live_names = (*Optimizer.live_names, "beta_1", "beta_2", "epsilon")

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        *,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(learning_rate, clipnorm, clipvalue, global_clipnorm)
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def _step(self, theta: Array, g: Array, rate: float) -> None:
        m, u = self.state["m"], self.state["u"]
        work = self._buffer("work", g)
        decayed_mean(m, self.beta_1, g, work)
        u *= self.beta_2
        np.maximum(u, np.abs(g, out=work), out=u)
        np.add(u, self.epsilon, out=work)
        np.divide(m, work, out=work)
        work *= rate / (1 - self.beta_1**self.iterations)
        theta -= work
