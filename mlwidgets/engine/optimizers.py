"""Optimizers: how far, and which way, the weights move once the gradient is known.

An optimizer works on one long vector of parameters θ with one long vector g of their gradients. Its memory
is one more vector, or two, under the names of the papers. In the formulas η is the learning rate, t the
number of the step (1, 2, …), and all operations on vectors are element by element.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from mlwidgets.engine.configurable import Configurable, Registry
from mlwidgets.errors import ShapeError
from mlwidgets.ranges import BETA_1, BETA_2, EPSILON, LEARNING_RATE, MOMENTUM, RHO, Interval, check_flag

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array

_ACCUMULATOR = Interval(name="initial_accumulator_value", low=0.0, high=1e6)


class Optimizer(Configurable, ABC):
    """Moves parameters against their gradient.

    Attributes
    ----------
    learning_rate : float
        η; may be changed at any time.
    iterations : int
        How many steps have been made.
    state : dict of str to ndarray
        The optimizer's memory, one vector a name, each as long as the parameters.
    """

    state_names: ClassVar[tuple[str, ...]] = ()
    live_names: ClassVar[tuple[str, ...]] = ("learning_rate",)
    """Settings that may change during a run."""

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = learning_rate
        self.iterations = 0
        self.state: dict[str, Array] = {}
        self._scratch: dict[str, Array] = {}

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401 - any attribute passes here
        # The settings that may change during a run are checked wherever the change comes from.
        if name == "learning_rate":
            value = LEARNING_RATE.check(value)
        elif name == "momentum":
            value = MOMENTUM.check(value)
        super().__setattr__(name, value)

    def reset(self) -> None:
        """Forget every step made."""
        self.iterations = 0
        self.state = {}

    def apply(self, parameters: Array, gradients: Array) -> None:
        """Make one step, in place.

        Parameters
        ----------
        parameters, gradients : ndarray, shape (p,)
            θ, which changes, and g, which does not.
        """
        if parameters.shape != gradients.shape:
            raise ShapeError(
                f"Parameters and gradients must be alike; got {parameters.shape} and {gradients.shape}."
            )
        if not self.state and self.state_names:
            self.state = {name: self._initial(name, parameters) for name in self.state_names}
        for memory in self.state.values():
            if memory.shape != parameters.shape:
                raise ShapeError(
                    f"This {type(self).__name__} remembers {memory.size} parameters, and the model has "
                    f"{parameters.size}. Give each model an optimizer of its own, or call reset on this one."
                )
        self.iterations += 1
        self._step(parameters, gradients)

    def _initial(self, name: str, parameters: Array) -> Array:  # noqa: ARG002 - most start from zero
        return np.zeros_like(parameters)

    def _buffer(self, name: str, like: Array) -> Array:
        # Fresh vectors at every step would cost more than the arithmetic.
        found = self._scratch.get(name)
        if found is None or found.shape != like.shape or found.dtype != like.dtype:
            found = self._scratch[name] = np.empty_like(like)
        return found

    @abstractmethod
    def _step(self, theta: Array, g: Array) -> None:
        """Move `theta`; `iterations` is already t."""


class SGD(Optimizer):
    """Stochastic gradient descent, with momentum if wanted.

    θ ← θ − η g; with momentum μ a velocity v builds up: v ← μ v − η g, θ ← θ + v; with Nesterov's look ahead
    θ ← θ + μ v − η g.

    Parameters
    ----------
    learning_rate : float
        η in (0, 10].
    momentum : float
        μ in [0, 1): how much of the last step is kept.
    nesterov : bool
        Whether to look ahead.

    References
    ----------
    Robbins and Monro, "A Stochastic Approximation Method", 1951. Polyak, "Some methods of speeding up the
    convergence of iteration methods", 1964. Sutskever et al., "On the importance of initialization and
    momentum in deep learning", ICML 2013.
    """

    state_names = ("velocity",)
    live_names = ("learning_rate", "momentum")

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.0, *, nesterov: bool = False) -> None:
        super().__init__(learning_rate)
        self.momentum = momentum
        self.nesterov = check_flag("nesterov", nesterov)

    def _step(self, theta: Array, g: Array) -> None:
        v = self.state["velocity"]
        step = np.multiply(g, -self.learning_rate, out=self._buffer("step", g))
        v *= self.momentum
        v += step
        if self.nesterov:
            theta += step
            theta += np.multiply(v, self.momentum, out=step)
        else:
            theta += v


class Adagrad(Optimizer):
    """Each parameter has its own step, smaller the more it has moved so far.

    G ← G + g², θ ← θ − η g / √(G + ε)

    Parameters
    ----------
    learning_rate : float
        η in (0, 10].
    initial_accumulator_value : float
        What G starts from.
    epsilon : float
        ε, which keeps the division from exploding.

    References
    ----------
    Duchi et al., "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", JMLR 12,
    2011.
    """

    state_names = ("accumulator",)

    def __init__(
        self, learning_rate: float = 0.001, initial_accumulator_value: float = 0.1, epsilon: float = 1e-7
    ) -> None:
        super().__init__(learning_rate)
        self.initial_accumulator_value = _ACCUMULATOR.check(initial_accumulator_value)
        self.epsilon = EPSILON.check(epsilon)

    def _initial(self, name: str, parameters: Array) -> Array:  # noqa: ARG002 - there is only one
        return np.full_like(parameters, self.initial_accumulator_value)

    def _step(self, theta: Array, g: Array) -> None:
        accumulator = self.state["accumulator"]
        work = np.multiply(g, g, out=self._buffer("work", g))
        accumulator += work
        np.add(accumulator, self.epsilon, out=work)
        np.sqrt(work, out=work)
        np.divide(g, work, out=work)
        work *= self.learning_rate
        theta -= work


class RMSprop(Optimizer):
    """Like Adagrad, but old gradients are forgotten, so that the steps do not die out.

    v ← ρ v + (1 − ρ) g², θ ← θ − η g / √(v + ε); with momentum μ: b ← μ b + η g / √(v + ε), θ ← θ − b

    Parameters
    ----------
    learning_rate : float
        η in (0, 10].
    rho : float
        ρ in [0, 1): how much of the past is kept.
    momentum : float
        μ in [0, 1).
    epsilon : float
        ε, which keeps the division from exploding.

    References
    ----------
    Tieleman and Hinton, "Lecture 6.5 – rmsprop", Coursera: Neural Networks for Machine Learning, 2012.
    """

    state_names = ("v", "momentum")
    live_names = ("learning_rate", "momentum")

    def __init__(
        self, learning_rate: float = 0.001, rho: float = 0.9, momentum: float = 0.0, epsilon: float = 1e-7
    ) -> None:
        super().__init__(learning_rate)
        self.rho = RHO.check(rho)
        self.momentum = momentum
        self.epsilon = EPSILON.check(epsilon)

    def _step(self, theta: Array, g: Array) -> None:
        v, b = self.state["v"], self.state["momentum"]
        work = np.multiply(g, g, out=self._buffer("work", g))
        work *= 1 - self.rho
        v *= self.rho
        v += work
        np.add(v, self.epsilon, out=work)
        np.sqrt(work, out=work)
        np.divide(g, work, out=work)
        work *= self.learning_rate
        b *= self.momentum
        b += work
        theta -= b


class Adam(Optimizer):
    """Momentum and a step size for each parameter, both corrected for their start from zero.

    m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ),
    θ ← θ − η m̂ / (√v̂ + ε̂)

    Parameters
    ----------
    learning_rate : float
        η in (0, 10].
    beta_1, beta_2 : float
        How much of the past m and v keep.
    epsilon : float
        Keeps the division from exploding.

    Notes
    -----
    As in Keras, the correction is put into the step, η √(1 − β₂ᵗ) / (1 − β₁ᵗ), and `epsilon` is added to √v:
    the paper's "ε hat". With t counted from 1, the first step has the length η whatever the size of g.

    References
    ----------
    Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015.
    """

    state_names = ("m", "v")

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
    ) -> None:
        super().__init__(learning_rate)
        self.beta_1 = BETA_1.check(beta_1)
        self.beta_2 = BETA_2.check(beta_2)
        self.epsilon = EPSILON.check(epsilon)

    def _step(self, theta: Array, g: Array) -> None:
        m, v = self.state["m"], self.state["v"]
        work = np.multiply(g, 1 - self.beta_1, out=self._buffer("work", g))
        m *= self.beta_1
        m += work
        np.multiply(g, g, out=work)
        work *= 1 - self.beta_2
        v *= self.beta_2
        v += work
        np.sqrt(v, out=work)
        work += self.epsilon
        np.divide(m, work, out=work)
        t = self.iterations
        work *= self.learning_rate * (1 - self.beta_2**t) ** 0.5 / (1 - self.beta_1**t)
        theta -= work


OPTIMIZERS: Registry[Optimizer] = Registry("optimizer", (SGD, Adagrad, RMSprop, Adam))


def get(spec: object) -> Optimizer:
    """Return an optimizer from its name, from a config or as it is."""
    return OPTIMIZERS.get(spec)
