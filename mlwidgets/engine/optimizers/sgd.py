"""Gradient descent, plain and with momentum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.optimizers.base import Optimizer

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.schedules import Schedule


class SGD(Optimizer):
    """Stochastic gradient descent, with momentum if wanted.

    θ ← θ − η g; with momentum β a velocity v builds up: v ← β v − η g, θ ← θ + v; with Nesterov's look ahead
    θ ← θ + β v − η g.

    Parameters
    ----------
    learning_rate : float or Schedule
        η in (0, 10].
    momentum : float
        β in [0, 1): how much of the last step is kept.
    nesterov : bool
        Whether to look ahead.
    clipnorm, clipvalue, global_clipnorm : float, optional
        Make long gradients shorter; see `Optimizer`.

    Notes
    -----
    `state` holds "velocity", shape (p,), as long as the parameters.

    References
    ----------
    Robbins and Monro, "A Stochastic Approximation Method", 1951. Polyak, "Some methods of speeding up the
    convergence of iteration methods", 1964. Sutskever et al., "On the importance of initialization and
    momentum in deep learning", ICML 2013.
    """

    state_names = ("velocity",)
    live_names = (*Optimizer.live_names, "momentum", "nesterov")

    def __init__(
        self,
        learning_rate: float | Schedule = 0.01,
        momentum: float = 0.0,
        *,
        nesterov: bool = False,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(learning_rate, clipnorm, clipvalue, global_clipnorm)
        self.momentum = momentum
        self.nesterov = nesterov

    def _step(self, theta: Array, g: Array, rate: float) -> None:
        v = self.state["velocity"]
        step = np.multiply(g, -rate, out=self._buffer("step", g))
        v *= self.momentum
        v += step
        if self.nesterov:
            theta += step
            theta += np.multiply(v, self.momentum, out=step)
        else:
            theta += v
