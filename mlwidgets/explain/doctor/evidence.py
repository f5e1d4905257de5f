"""What the doctor looks at: the facts of a training, and its course so far."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.training.history import History
    from mlwidgets.explain.doctor.scale import Scale
    from mlwidgets.explain.doctor.vitals import Vitals
    from mlwidgets.explain.stack.report import Goal
    from mlwidgets.spec.settings import Settings

MARGIN = 0.02
"""How much better than the most frequent class an accuracy must be to count as something learned."""

_RECENT_EXAMPLES, _FIRST_EXAMPLES = 512, 64
"""Examples over whose batches a loss or metric is averaged, now and at the start."""

_FEWEST, _MOST = 8, 100
"""Batches that the recent mean is taken over."""

_LITTLE = 0.2
"""With less skill than this a network has hardly learned anything."""

_CALM = 1.5
"""A loss up to so many times the smallest before it is still calm."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known of a training before it begins.

    Attributes
    ----------
    settings : Settings
        What has been chosen.
    goal : Goal
        What the data ask of the network's end.
    examples : int
        Training examples.
    guess : float
        What guessing scores: the accuracy of always answering the most frequent class; or the mean absolute
        error of always answering the median.
    inputs, targets : Scale
        How large the numbers are that go in, and those to be predicted.
    usual_rate : float
        The learning rate with which such a network usually learns.
    """

    settings: Settings
    goal: Goal
    examples: int
    guess: float
    inputs: Scale
    targets: Scale
    usual_rate: float


@dataclass(frozen=True)
class Measured:
    """An accuracy, and on how many examples it was measured."""

    accuracy: float
    examples: int

    def better_than(self, guess: float) -> bool:
        """Return whether it is more than chance: beyond two standard errors, and beyond `MARGIN`."""
        error = math.sqrt(max(guess * (1 - guess), 0) / max(self.examples, 1))
        return self.accuracy > guess + max(MARGIN, 2 * error)


@dataclass(frozen=True)
class Onset:
    """When something began.

    Attributes
    ----------
    update : int
        The first look at which it was there.
    healthy : int or None
        The last look at which it was not; None if it was there from the first.
    """

    update: int
    healthy: int | None

    @property
    def words(self) -> str:
        """When, in words that claim no more than is known."""
        if self.healthy is None:
            return (
                _("from the start")
                if self.update <= 1
                else _("by update {update:,}").format(update=self.update)
            )
        if self.update == 1:
            return _("since the first update")
        if self.update - self.healthy == 1:
            return _("since update {update:,}").format(update=self.update)
        return _("by update {update:,}").format(update=self.update)


@dataclass(frozen=True)
class Raise:
    """A learning rate that was raised on the way.

    Attributes
    ----------
    update : int
        After how many updates.
    old, new : float
        The rates.
    """

    update: int
    old: float
    new: float


@dataclass(frozen=True, eq=False)
class Evidence:
    """A training so far.

    Attributes
    ----------
    facts : Facts
        What was chosen.
    vitals : tuple of Vitals
        How the layers have been, in order of the updates; may be empty.
    history : History
        Losses and metrics of each update and epoch.
    iteration : int
        Updates made.
    epoch : float
        How far the run has come.
    resting : bool
        Whether it is paused, finished or failed.
    error : str
        Why it failed, in a sentence; else empty.
    validation : Measured or None
        The newest accuracy on validation data, if classes are to be told apart.
    """

    facts: Facts
    vitals: tuple[Vitals, ...]
    history: History
    iteration: int
    epoch: float
    resting: bool
    error: str = ""
    validation: Measured | None = None

    @property
    def newest(self) -> Vitals | None:
        """The last vitals that were taken."""
        return self.vitals[-1] if self.vitals else None

    @property
    def recorded_from(self) -> int:
        """After how many updates the record begins: shipped weights have a past that is not recorded."""
        return self.iteration - len(self.history.batch_epochs)

    @property
    def finished(self) -> bool:
        """Whether the last epoch is done, so that a run can only go on from an earlier moment."""
        return self.epoch >= self.facts.settings.epochs

    @cached_property
    def recent_loss(self) -> float:
        """The mean loss of the last batches; NaN before the first."""
        return self._recent("loss")

    @cached_property
    def first_loss(self) -> float:
        """The mean loss of the first batches; NaN before the first."""
        count = max(3, math.ceil(_FIRST_EXAMPLES / self.facts.settings.batch_size))
        return _mean(self.history.batch_logs.get("loss", ())[:count])

    @cached_property
    def skill(self) -> float:
        """How much better than guessing the last batches were: 0 for no better, 1 for perfect."""
        guess = self.facts.guess
        if self.facts.goal.n_classes:
            return (self._recent("accuracy") - guess) / max(1 - guess, 1e-9)
        return 1 - self._recent("mean_absolute_error") / guess if guess else math.nan

    @property
    def helpless(self) -> bool:
        """Whether the network is hardly better than guessing, or worse."""
        return self.skill < _LITTLE  # not where it is NaN: nothing has been measured

    @property
    def guessing(self) -> bool:
        """Whether the network is no better than guessing, on training and validation data."""
        if not self.facts.goal.n_classes:
            return self.skill < MARGIN
        batches = min(self._window, len(self.history.batch_epochs))
        if not batches:
            return False  # shipped weights, whose past is not recorded
        seen = min(batches * self.facts.settings.batch_size, self.facts.examples)
        recent = Measured(self._recent("accuracy"), seen)
        both = [recent, *([] if self.validation is None else [self.validation])]
        return not any(one.better_than(self.facts.guess) for one in both)

    def onset(self, ill: Callable[[Vitals], bool], among: Sequence[Vitals] | None = None) -> Onset | None:
        """Return since when something has been so at every look, or among some; None if it is not so now."""
        found: Onset | None = None
        for look in reversed(self.vitals if among is None else among):
            if not ill(look):
                return None if found is None else Onset(found.update, look.iteration)
            found = Onset(look.iteration, None)
        return found

    def calm_before(self, update: int) -> int:
        """Return the last update up to this one before the loss rose: a moment to go back to."""
        losses = self.history.batch_logs.get("loss", ())[: max(0, update - self.recorded_from) + 1]
        if not losses:
            return min(update, self.recorded_from)
        # The loss in place i was measured after i updates.
        with np.errstate(all="ignore"):
            loss = _smooth(np.nan_to_num(np.asarray(losses, np.float64), nan=np.inf, posinf=np.inf))
            best = np.minimum.accumulate(loss)
            calm = np.flatnonzero(loss <= best + (_CALM - 1) * np.abs(best))
        at = int(calm[-1]) if len(calm) else 0
        return min(update, self.recorded_from + at)

    @property
    def raised(self) -> Raise | None:
        """Where the learning rate of now was set, if it was a smaller one before with which the loss fell."""
        marks = [mark for mark in self.history.marks if mark.name == "learning_rate"]
        if not marks or not marks[-1].new > marks[-1].old > 0:
            return None
        epochs, losses = self.history.batch_epochs, self.history.batch_logs.get("loss", ())
        # An update stands at the epoch before it.
        at = int(np.searchsorted(epochs, marks[-1].epoch))
        since = int(np.searchsorted(epochs, marks[-2].epoch)) if len(marks) > 1 else 0
        if at - since < _FEWEST:
            return None  # too short to say that it suits
        before = _mean(losses[max(since, at - self._window) : at])
        start = _mean(losses[since : since + _FEWEST])
        if not (before < self.first_loss and before <= _CALM * start):
            return None
        return Raise(self.recorded_from + at, marks[-1].old, marks[-1].new)

    def _recent(self, name: str) -> float:
        values = self.history.batch_logs.get(name, ())
        return _mean(values[-self._window :])

    @property
    def _window(self) -> int:
        return min(max(_RECENT_EXAMPLES // self.facts.settings.batch_size, _FEWEST), _MOST)


def guess_accuracy(y: AnyArray) -> float:
    """Return what always answering the most frequent class would get right.

    Examples
    --------
    >>> guess_accuracy(np.array([0, 1, 1, 1]))
    0.75
    """
    return float(np.bincount(np.asarray(y, np.int64)).max() / len(y)) if len(y) else 0.0


def guess_error(y: AnyArray) -> float:
    """Return the mean absolute error of always answering the median.

    Examples
    --------
    >>> guess_error(np.array([0.0, 1.0, 5.0]))
    1.6666666666666667
    """
    return float(np.abs(y - np.median(y, axis=0)).mean()) if len(y) else 0.0


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(np.asarray(values, np.float64))) if len(values) else math.nan


def _smooth(loss: AnyArray) -> AnyArray:
    """Return the mean of each number and the two before it."""
    return np.mean(
        [loss, *(np.concatenate([loss[:1].repeat(k), loss[:-k]])[: len(loss)] for k in (1, 2))], axis=0
    )
