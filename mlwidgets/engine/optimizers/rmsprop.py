"""RMSprop: Adagrad that forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.optimizers.base import Optimizer, decayed_mean

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.schedules import Schedule


class RMSprop(Optimizer):
    """Like Adagrad, but old gradients are forgotten, so that the steps do not die out.

    v ← ρ v + (1 − ρ) g², θ ← θ − η g / √(v + ε); with momentum β: b ← β b + η g / √(v + ε), θ ← θ − b;
    centered, the mean m ← ρ m + (1 − ρ) g is taken off, and the root is √(v − m² + ε)

    Parameters
    ----------
    learning_rate : float or Schedule
        η in (0, 10].
    rho : float
        ρ in [0, 1): how much of the past is kept.
    momentum : float
        β in [0, 1).
    epsilon : float
        ε, which keeps the division from exploding.
    centered : bool
        Whether to divide by the root of the gradient's variance instead of its mean square.
    clipnorm, clipvalue, global_clipnorm : float, optional
        Make long gradients shorter; see `Optimizer`.

    Notes
    -----
    `state` holds "v", "momentum" (b in the formula) and, if centered, "m", each of shape (p,). A variance is
    never negative: where rounding makes v − m² so, 0 is taken.

    References
    ----------
    Tieleman and Hinton, "Lecture 6.5 – rmsprop", Coursera: Neural Networks for Machine Learning, 2012.
    Graves, "Generating Sequences With Recurrent Neural Networks", arXiv:1308.0850, 2013 (centered).
    """

    live_names = (*Optimizer.live_names, "rho", "momentum", "epsilon")

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        *,
        centered: bool = False,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(learning_rate, clipnorm, clipvalue, global_clipnorm)
        self.rho = rho
        self.momentum = momentum
        self.epsilon = epsilon
        self.centered = centered

    @property
    def state_names(self) -> tuple[str, ...]:
        """Names of the vectors in the memory."""
        return ("v", "momentum", "m") if self.centered else ("v", "momentum")

    def _step(self, theta: Array, g: Array, rate: float) -> None:
        v, b = self.state["v"], self.state["momentum"]
        work = self._buffer("work", g)
        decayed_mean(v, self.rho, np.multiply(g, g, out=work), work)
        if self.centered:
            m = self.state["m"]
            decayed_mean(m, self.rho, g, work)
            np.multiply(m, m, out=work)
            np.subtract(v, work, out=work)
            np.maximum(work, 0, out=work)
            work += self.epsilon
        else:
            np.add(v, self.epsilon, out=work)
        np.sqrt(work, out=work)
        np.divide(g, work, out=work)
        work *= rate
        b *= self.momentum
        b += work
        theta -= b
