"""What all optimizers share: settings, memory, the learning rate of the moment, clipping."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from mlwidgets.engine import schedules
from mlwidgets.engine.configurable import Configurable
from mlwidgets.engine.optimizers.clipping import CLIPPING, clip
from mlwidgets.engine.schedules import Schedule
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import (
    BETA_1,
    BETA_2,
    EPSILON,
    INITIAL_ACCUMULATOR_VALUE,
    LEARNING_RATE,
    MOMENTUM,
    RHO,
    WEIGHT_DECAY,
    Interval,
    check_flag,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Array

_RANGES: dict[str, Interval] = {
    interval.name: interval
    for interval in (MOMENTUM, RHO, BETA_1, BETA_2, EPSILON, WEIGHT_DECAY, INITIAL_ACCUMULATOR_VALUE)
}
_FLAGS = ("nesterov", "centered", "amsgrad")
_CHECKED = frozenset((*_RANGES, *_FLAGS, *CLIPPING, "learning_rate"))


class Optimizer(Configurable, ABC):
    """Moves parameters against their gradient.

    Every setting is checked whenever it is assigned, at the start and during a run.

    Parameters
    ----------
    learning_rate : float or Schedule
        η in (0, 10], or a rule that gives it for each update.
    clipnorm : float, optional
        The gradient of each variable (one kernel, one bias) with a longer Euclidean norm is scaled to this.
    clipvalue : float, optional
        Every number of the gradient is brought to between −clipvalue and clipvalue.
    global_clipnorm : float, optional
        As `clipnorm`, for the gradient of all variables together, so that its direction stays.

    Attributes
    ----------
    learning_rate : float or Schedule
        May be changed at any time; a number then takes the place of a schedule.
    iterations : int
        How many steps have been made.
    state : dict of str to ndarray
        The optimizer's memory, one vector a name, each as long as the parameters.

    References
    ----------
    Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013
    (clipping of the norm).
    """

    live_names: ClassVar[tuple[str, ...]] = ("learning_rate", *CLIPPING)
    """Settings that may change during a run, where the change is marked in its history; memory stays."""

    learning_rate: float | Schedule
    clipnorm: float | None = None
    clipvalue: float | None = None
    global_clipnorm: float | None = None

    def __init__(
        self,
        learning_rate: float | Schedule,
        clipnorm: float | None,
        clipvalue: float | None,
        global_clipnorm: float | None,
    ) -> None:
        self.learning_rate = learning_rate
        self.clipnorm = clipnorm
        self.clipvalue = clipvalue
        self.global_clipnorm = global_clipnorm
        self.iterations = 0
        self.state: dict[str, Array] = {}
        self._scratch: dict[str, Array] = {}

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401 - any attribute passes here
        # Wherever a change comes from, it is checked here.
        super().__setattr__(name, self._checked(name, value) if name in _CHECKED else value)

    def _checked(self, name: str, value: Any) -> Any:  # noqa: ANN401 - settings are of several types
        if name in _RANGES:
            return _RANGES[name].check(value)
        if name in _FLAGS:
            return check_flag(name, value)
        if name == "learning_rate":
            # A mapping is a schedule that has been written down.
            scheduled = isinstance(value, (Schedule, Mapping))
            return schedules.get(value) if scheduled else LEARNING_RATE.check(value)
        if value is None:
            return None
        other = [kind for kind in CLIPPING if kind != name and getattr(self, kind) is not None]
        if other:
            raise ConfigurationError(
                _(
                    "Gradients are clipped in one way only; got {name} and {other}. Set one of them to None."
                ).format(name=name, other=other[0])
            )
        return CLIPPING[name].check(value)

    def __repr__(self) -> str:
        # Without the ways of clipping that are not used, which are most of them.
        settings = [f"{name}={value!r}" for name, value in self.get_config().items() if value is not None]
        return f"{type(self).__name__}({', '.join(settings)})"

    @property
    def state_names(self) -> tuple[str, ...]:
        """Names of the vectors in the memory."""
        return ()

    @property
    def current_learning_rate(self) -> float:
        """η of the next step."""
        return self.learning_rate_at(self.iterations)

    def learning_rate_at(self, iterations: int) -> float:
        """Return η of the step that follows after so many."""
        rate = self.learning_rate
        return rate(iterations) if isinstance(rate, Schedule) else rate

    def reset(self) -> None:
        """Forget every step made."""
        self.iterations = 0
        self.state = {}

    def apply(self, parameters: Array, gradients: Array, offsets: Sequence[int] = (0,)) -> None:
        """Make one step, in place.

        Parameters
        ----------
        parameters, gradients : ndarray, shape (p,)
            θ, which changes, and g, which does not.
        offsets : sequence of int
            Where each variable begins in them, in rising order; only `clipnorm` asks.
        """
        if parameters.shape != gradients.shape:
            raise ShapeError(
                f"Parameters and gradients must be alike; got {parameters.shape} and {gradients.shape}."
            )
        for name in self.state_names:
            if name not in self.state:
                self.state[name] = self.initial(name, parameters)
        for memory in self.state.values():
            if memory.shape != parameters.shape:
                raise ShapeError(
                    f"This {type(self).__name__} remembers {memory.size} parameters, and the model has "
                    f"{parameters.size}. Give each model an optimizer of its own, or call reset on this one."
                )
        rate = self.current_learning_rate
        gradients = self.clipped(gradients, offsets)
        self.iterations += 1
        self._step(parameters, gradients, rate)

    def clipped(self, gradients: Array, offsets: Sequence[int] = (0,)) -> Array:
        """Return what a step works with: the gradients as they are, or a clipped copy until the next."""
        for kind in CLIPPING:
            limit = getattr(self, kind)
            if limit is not None:
                gradients = clip(gradients, kind, limit, offsets, out=self._buffer("clipped", gradients))
        return gradients

    def initial(self, name: str, parameters: Array) -> Array:  # noqa: ARG002 - most start from zero
        """Return a vector of the memory as it is before the first step."""
        return np.zeros_like(parameters)

    def _buffer(self, name: str, like: Array) -> Array:
        # Fresh vectors at every step would cost more than the arithmetic.
        found = self._scratch.get(name)
        if found is None or found.shape != like.shape or found.dtype != like.dtype:
            found = self._scratch[name] = np.empty_like(like)
        return found

    @abstractmethod
    def _step(self, theta: Array, g: Array, rate: float) -> None:
        """Move `theta` with the learning rate `rate`; `iterations` is already t."""


def decayed_mean(mean: Array, keep: float, new: Array, work: Array) -> None:
    """Let `mean` ← keep · mean + (1 − keep) · new, in place; `work` may be `new` itself."""
    np.multiply(new, 1 - keep, out=work)
    mean *= keep
    mean += work
