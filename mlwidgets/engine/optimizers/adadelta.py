"""Adadelta: steps measured in the steps made before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.optimizers.base import Optimizer, decayed_mean

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.schedules import Schedule


class Adadelta(Optimizer):
    """Each step is as long as the steps before it, compared with the slopes before it.

    E[g²] ← ρ E[g²] + (1 − ρ) g², Δ = −g √(E[Δ²] + ε) / √(E[g²] + ε), E[Δ²] ← ρ E[Δ²] + (1 − ρ) Δ²,
    θ ← θ + η Δ

    Parameters
    ----------
    learning_rate : float or Schedule
        η in (0, 10]; the paper has none, which is η = 1.
    rho : float
        ρ in [0, 1): how much of the past is kept.
    epsilon : float
        ε, which also decides how long the first steps are.
    clipnorm, clipvalue, global_clipnorm : float, optional
        Make long gradients shorter; see `Optimizer`.

    Notes
    -----
    `state` holds "accumulated_gradient", E[g²], and "accumulated_update", E[Δ²], each of shape (p,). With the
    learning rate of Keras, 0.001, it is a thousand times slower than the paper's.

    References
    ----------
    Zeiler, "ADADELTA: An Adaptive Learning Rate Method", arXiv:1212.5701, 2012.
    """

    state_names = ("accumulated_gradient", "accumulated_update")

    live_names = (*Optimizer.live_names, "rho", "epsilon")

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        rho: float = 0.95,
        epsilon: float = 1e-7,
        *,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(learning_rate, clipnorm, clipvalue, global_clipnorm)
        self.rho = rho
        self.epsilon = epsilon

    def _step(self, theta: Array, g: Array, rate: float) -> None:
        slopes, updates = self.state["accumulated_gradient"], self.state["accumulated_update"]
        work, delta = self._buffer("work", g), self._buffer("delta", g)
        decayed_mean(slopes, self.rho, np.multiply(g, g, out=work), work)
        # Divided before the root: one root instead of two.
        np.add(slopes, self.epsilon, out=work)
        np.add(updates, self.epsilon, out=delta)
        delta /= work
        np.sqrt(delta, out=delta)
        delta *= g
        decayed_mean(updates, self.rho, np.multiply(delta, delta, out=work), work)
        delta *= rate
        theta -= delta
