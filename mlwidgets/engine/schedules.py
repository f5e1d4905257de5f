"""Schedules: learning rates that follow a course of their own.

A schedule is a function of the update's number t, counted from 0: η(t) is the learning rate of the update
that follows after t others. An optimizer takes one in place of a number.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlwidgets.engine.configurable import Configurable, Registry
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.ranges import (
    ALPHA,
    BOUNDARIES,
    DECAY_RATE,
    DECAY_STEPS,
    DIV_FACTOR,
    END_LEARNING_RATE,
    FINAL_DIV_FACTOR,
    INITIAL_LEARNING_RATE,
    LEARNING_RATE,
    MAXIMAL_LEARNING_RATE,
    PCT_START,
    POWER,
    TOTAL_STEPS,
    VALUES,
    WARMUP_STEPS,
    WARMUP_TARGET,
    check_flag,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


class Schedule(Configurable, ABC):
    """A learning rate for every update."""

    @abstractmethod
    def __call__(self, step: int) -> float:
        """Return η of the update that follows after `step` others."""


class Constant(Schedule):
    """The same rate for ever: η(t) = η.

    Parameters
    ----------
    learning_rate : float
        η in (0, 10].
    """

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = LEARNING_RATE.check(learning_rate)

    def __call__(self, step: int) -> float:  # noqa: ARG002 - the same for each
        """Return η."""
        return self.learning_rate


class PiecewiseConstantDecay(Schedule):
    """A staircase: η(t) = values[i], where i is how many boundaries t has passed.

    Parameters
    ----------
    boundaries : sequence of int
        Rising; as in Keras, t = boundaries[0] still belongs to values[0].
    values : sequence of float
        One more than there are boundaries, each in [0, 10].

    Examples
    --------
    >>> schedule = PiecewiseConstantDecay([100, 200], [0.1, 0.05, 0.01])
    >>> [schedule(step) for step in (0, 100, 101, 500)]
    [0.1, 0.1, 0.05, 0.01]
    """

    def __init__(self, boundaries: Sequence[int], values: Sequence[float]) -> None:
        for name, numbers in (("boundaries", boundaries), ("values", values)):
            if not isinstance(numbers, (list, tuple)):
                said = _("{name} must be a list of numbers; got {got}.")
                raise ConfigurationError(said.format(name=name, got=shown(numbers)))
        self.boundaries = tuple(BOUNDARIES.check_int(boundary) for boundary in boundaries)
        self.values = tuple(VALUES.check(value) for value in values)
        if any(one >= two for one, two in zip(self.boundaries, self.boundaries[1:], strict=False)):
            raise ConfigurationError(
                _("Each of the boundaries must be larger than the one before; got {got}.").format(
                    got=shown(boundaries)
                )
            )
        if len(self.values) != len(self.boundaries) + 1:
            raise ConfigurationError(
                _(
                    "There must be one value more than boundaries; got {values} values and {boundaries} "
                    "boundaries."
                ).format(values=len(self.values), boundaries=len(self.boundaries))
            )

    def __call__(self, step: int) -> float:
        """Return the value of the stair that `step` is on."""
        return self.values[bisect_left(self.boundaries, step)]


class ExponentialDecay(Schedule):
    """The same share less in the same time: η(t) = η₀ r^(t / T).

    Parameters
    ----------
    initial_learning_rate : float
        η₀ in [0, 10].
    decay_steps : int
        T: after so many updates the rate is r times what it was.
    decay_rate : float
        r in (0, 1].
    staircase : bool
        Whether t / T is rounded down, so that the rate falls in stairs.
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: int, decay_rate: float, *, staircase: bool = False
    ) -> None:
        self.initial_learning_rate = INITIAL_LEARNING_RATE.check(initial_learning_rate)
        self.decay_steps = DECAY_STEPS.check_int(decay_steps)
        self.decay_rate = DECAY_RATE.check(decay_rate)
        self.staircase = check_flag("staircase", staircase)

    def __call__(self, step: int) -> float:
        """Return η₀ r^(t / T)."""
        power = step // self.decay_steps if self.staircase else step / self.decay_steps
        return self.initial_learning_rate * self.decay_rate**power


class PolynomialDecay(Schedule):
    """Down a power of the time that is left: η(t) = (η₀ − η₁) (1 − t / T)^p + η₁, and η₁ from T on.

    Parameters
    ----------
    initial_learning_rate, end_learning_rate : float
        η₀ and η₁ in [0, 10].
    decay_steps : int
        T.
    power : float
        p in (0, 10]; 1 is a straight line.
    cycle : bool
        Whether to climb back and fall again: T is then the first multiple of `decay_steps` that t has not
        passed, so that each fall begins lower.
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        *,
        cycle: bool = False,
    ) -> None:
        self.initial_learning_rate = INITIAL_LEARNING_RATE.check(initial_learning_rate)
        self.decay_steps = DECAY_STEPS.check_int(decay_steps)
        self.end_learning_rate = END_LEARNING_RATE.check(end_learning_rate)
        self.power = POWER.check(power)
        self.cycle = check_flag("cycle", cycle)

    def __call__(self, step: int) -> float:
        """Return (η₀ − η₁) (1 − t / T)^p + η₁."""
        end = self.decay_steps
        if self.cycle:
            end *= max(1, math.ceil(step / end))
        left = 1 - min(step, end) / end
        fall = self.initial_learning_rate - self.end_learning_rate
        return fall * left**self.power + self.end_learning_rate


class CosineDecay(Schedule):
    """Half a wave of a cosine: η(t) = η₀ ((1 − α) (1 + cos(π t / T)) / 2 + α), and α η₀ from T on.

    Parameters
    ----------
    initial_learning_rate : float
        η₀ in [0, 10], where the wave begins; with a warm-up, where that begins.
    decay_steps : int
        T, not counting the warm-up.
    alpha : float
        α in [0, 1]: the share of the rate that stays.
    warmup_target : float, optional
        Where the warm-up, a straight line, ends and the wave begins.
    warmup_steps : int
        How many updates the warm-up takes.

    References
    ----------
    Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017.
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        alpha: float = 0.0,
        warmup_target: float | None = None,
        warmup_steps: int = 0,
    ) -> None:
        self.initial_learning_rate = INITIAL_LEARNING_RATE.check(initial_learning_rate)
        self.decay_steps = DECAY_STEPS.check_int(decay_steps)
        self.alpha = ALPHA.check(alpha)
        self.warmup_target = None if warmup_target is None else WARMUP_TARGET.check(warmup_target)
        self.warmup_steps = WARMUP_STEPS.check_int(warmup_steps)

    def __call__(self, step: int) -> float:
        """Return the point of the warm-up or of the wave."""
        top = self.initial_learning_rate
        if self.warmup_target is not None:
            if step < self.warmup_steps:
                return _between(top, self.warmup_target, step / self.warmup_steps)
            step, top = step - self.warmup_steps, self.warmup_target
        return _cosine(top, self.alpha * top, min(1.0, step / self.decay_steps))


class WarmUp(Schedule):
    """A straight line up to the beginning of another schedule: η(t) = η₀ + (s(0) − η₀) t / T, then s(t − T).

    Parameters
    ----------
    schedule : float or Schedule
        s: what follows after the warm-up, where it begins at its 0.
    warmup_steps : int
        T.
    initial_learning_rate : float
        η₀ in [0, 10].

    References
    ----------
    Goyal et al., "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", arXiv:1706.02677, 2017.

    Examples
    --------
    >>> schedule = WarmUp(0.1, warmup_steps=4)
    >>> [schedule(step) for step in (0, 1, 2, 4, 9)]
    [0.0, 0.025, 0.05, 0.1, 0.1]
    """

    def __init__(
        self, schedule: float | Schedule, warmup_steps: int, initial_learning_rate: float = 0.0
    ) -> None:
        self.schedule = get(schedule)
        self.warmup_steps = WARMUP_STEPS.check_int(warmup_steps)
        self.initial_learning_rate = INITIAL_LEARNING_RATE.check(initial_learning_rate)

    def __call__(self, step: int) -> float:
        """Return the point of the line, or of what follows."""
        if step >= self.warmup_steps:
            return self.schedule(step - self.warmup_steps)
        return _between(self.initial_learning_rate, self.schedule(0), step / self.warmup_steps)


class OneCycle(Schedule):
    """Up half a wave to a large rate, then down another to almost nothing.

    η rises from η_max / d at t = 0 to η_max at t = p T − 1 and falls to η_max / (d f) at t = T − 1, each time
    along half a wave of a cosine, and stays there.

    Parameters
    ----------
    maximal_learning_rate : float
        η_max in (0, 10].
    total_steps : int
        T, the updates of the whole run.
    pct_start : float
        p in (0, 1): the share of the run in which the rate rises.
    div_factor, final_div_factor : float
        d and f, at least 1.

    Notes
    -----
    Keras has none; names, defaults and values are those of PyTorch's OneCycleLR.

    References
    ----------
    Smith and Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates",
    arXiv:1708.07120, 2018.
    """

    def __init__(
        self,
        maximal_learning_rate: float,
        total_steps: int,
        pct_start: float = 0.3,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
    ) -> None:
        self.maximal_learning_rate = MAXIMAL_LEARNING_RATE.check(maximal_learning_rate)
        self.total_steps = TOTAL_STEPS.check_int(total_steps)
        self.pct_start = PCT_START.check(pct_start)
        self.div_factor = DIV_FACTOR.check(div_factor)
        self.final_div_factor = FINAL_DIV_FACTOR.check(final_div_factor)

    def __call__(self, step: int) -> float:
        """Return the point of the rise or of the fall."""
        top, first = self.maximal_learning_rate, self.maximal_learning_rate / self.div_factor
        peak, last = max(0.0, self.pct_start * self.total_steps - 1), self.total_steps - 1
        if step < peak:
            return _cosine(first, top, step / peak)
        return _cosine(top, first / self.final_div_factor, min(1.0, (step - peak) / (last - peak)))


def _between(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


def _cosine(start: float, end: float, share: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2


SCHEDULES: Registry[Schedule] = Registry(
    "schedule",
    (Constant, PiecewiseConstantDecay, ExponentialDecay, PolynomialDecay, CosineDecay, WarmUp, OneCycle),
)


def get(spec: Any) -> Schedule:  # noqa: ANN401 - checked here
    """Return a schedule from a number, from a config or as it is."""
    if isinstance(spec, (str, Mapping, Schedule)):
        return SCHEDULES.get(spec)
    return Constant(spec)
