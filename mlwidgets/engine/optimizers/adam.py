"""Adam, AMSGrad and AdamW: momentum, and a step size for each parameter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.optimizers.base import Optimizer, decayed_mean

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.schedules import Schedule


class Adam(Optimizer):
    """Momentum and a step size for each parameter, both corrected for their start from zero.

    m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ),
    θ ← θ − η m̂ / (√v̂ + ε̂); AMSGrad divides by the largest v so far instead of v, so that no step size
    grows

    Parameters
    ----------
    learning_rate : float or Schedule
        η in (0, 10].
    beta_1, beta_2 : float
        How much of the past m and v keep.
    epsilon : float
        Keeps the division from exploding.
    amsgrad : bool
        Whether to keep the largest v.
    clipnorm, clipvalue, global_clipnorm : float, optional
        Make long gradients shorter; see `Optimizer`.

    Notes
    -----
    As in Keras, the correction is put into the step, η √(1 − β₂ᵗ) / (1 − β₁ᵗ), and `epsilon` is added to √v:
    the paper's "ε hat". With t counted from 1, the first step has the length η whatever the size of g.
    `state` holds "m", "v" and, for AMSGrad, "v_hat" (that paper's name for the largest v, which is not
    Adam's v̂ above), each of shape (p,).

    References
    ----------
    Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015. Reddi, Kale and Kumar, "On the
    Convergence of Adam and Beyond", ICLR 2018 (AMSGrad).
    """

    live_names = (*Optimizer.live_names, "beta_1", "beta_2", "epsilon")

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        *,
        amsgrad: bool = False,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(learning_rate, clipnorm, clipvalue, global_clipnorm)
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.amsgrad = amsgrad

    @property
    def state_names(self) -> tuple[str, ...]:
        """Names of the vectors in the memory."""
        return ("m", "v", "v_hat") if self.amsgrad else ("m", "v")

    def _step(self, theta: Array, g: Array, rate: float) -> None:
        m, v = self.state["m"], self.state["v"]
        work = self._buffer("work", g)
        decayed_mean(m, self.beta_1, g, work)
        decayed_mean(v, self.beta_2, np.multiply(g, g, out=work), work)
        if self.amsgrad:
            v = np.maximum(self.state["v_hat"], v, out=self.state["v_hat"])
        np.sqrt(v, out=work)
        work += self.epsilon
        np.divide(m, work, out=work)
        t = self.iterations
        work *= rate * math.sqrt(1 - self.beta_2**t) / (1 - self.beta_1**t)
        theta -= work


class AdamW(Adam):
    """Adam whose weights also shrink a little at every step, apart from the gradient.

    θ ← θ − η λ θ, then Adam's step

    Parameters
    ----------
    learning_rate : float or Schedule
        η in (0, 10].
    weight_decay : float
        λ in [0, 1].
    beta_1, beta_2 : float
        How much of the past m and v keep.
    epsilon : float
        Keeps the division from exploding.
    amsgrad : bool
        Whether to keep the largest v.
    clipnorm, clipvalue, global_clipnorm : float, optional
        Make long gradients shorter; see `Optimizer`.

    Notes
    -----
    An L2 penalty in the loss would pass through Adam's division, so that weights with small gradients would
    shrink more; here all shrink by the same share, biases too, as in Keras. `state` is that of `Adam`.

    References
    ----------
    Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019.
    """

    live_names = (*Adam.live_names, "weight_decay")

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        *,
        amsgrad: bool = False,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
            amsgrad=amsgrad,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
        )
        self.weight_decay = weight_decay

    def _step(self, theta: Array, g: Array, rate: float) -> None:
        theta *= 1 - rate * self.weight_decay
        super()._step(theta, g, rate)
