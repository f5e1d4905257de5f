"""The course of a learning rate over a whole run, as points for a chart and in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.schedules import (
    CosineDecay,
    ExponentialDecay,
    OneCycle,
    PiecewiseConstantDecay,
    PolynomialDecay,
    WarmUp,
)
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.schedules import Schedule

MOST_ASKED = 4_000
"""Updates whose rate is asked for; a longer run is asked at even distances."""

MOST_POINTS = 400
"""Points at even distances that are kept; where the rate jumps or bends, more are."""

_BEND = 1e-3
"""A change of slope larger than this share of the whole range is kept."""

_ALMOST = 1e-4
"""A rate below this share of the largest moves nothing any more."""

_LOG_BELOW = 0.1
"""If half of the run has rates below this share of the largest, only powers of ten show them."""


@dataclass(frozen=True, eq=False)
class ScheduleCurve:
    """The learning rate over the updates of a run.

    Attributes
    ----------
    steps : ndarray of int64, shape (k,)
        How many updates have been made before: 0 for the first one. Rising.
    rates : ndarray of float64, shape (k,)
        η of the update that follows.
    updates : int
        How many updates the run has.
    """

    steps: AnyArray
    rates: AnyArray
    updates: int

    @property
    def log(self) -> bool:
        """Whether powers of ten suit the rates better than even distances."""
        low, top = float(self.rates.min()), float(self.rates.max())
        return low > 0 and float(np.median(self.rates)) < _LOG_BELOW * top


def schedule_curve(schedule: Schedule, updates: int) -> ScheduleCurve:
    """Return the course of a learning rate.

    Parameters
    ----------
    schedule : Schedule
        η(t).
    updates : int
        How many updates the run has, at least 1.

    Examples
    --------
    >>> from mlwidgets.engine.schedules import PiecewiseConstantDecay
    >>> curve = schedule_curve(PiecewiseConstantDecay([2], [0.1, 0.01]), 5)
    >>> curve.steps.tolist(), curve.rates.tolist()
    ([0, 1, 2, 3, 4], [0.1, 0.1, 0.1, 0.01, 0.01])
    """
    last = max(updates, 1) - 1
    steps = np.unique(np.linspace(0, last, min(last + 1, MOST_ASKED)).astype(np.int64))
    rates = np.array([schedule(int(step)) for step in steps])
    kept = _kept(rates)
    return ScheduleCurve(steps[kept], rates[kept], last + 1)


def schedule_length(schedule: Schedule) -> int | None:
    """Return after how many updates a schedule has reached its last rate; None if it never does.

    Examples
    --------
    >>> from mlwidgets.engine.schedules import CosineDecay, WarmUp
    >>> schedule_length(WarmUp(CosineDecay(0.1, 100), 20))
    120
    """
    if isinstance(schedule, WarmUp):
        rest = schedule_length(schedule.schedule)
        return None if rest is None else schedule.warmup_steps + rest
    if isinstance(schedule, OneCycle):
        return schedule.total_steps
    if isinstance(schedule, CosineDecay):
        warm = 0 if schedule.warmup_target is None else schedule.warmup_steps
        return warm + schedule.decay_steps
    if isinstance(schedule, PolynomialDecay):
        return None if schedule.cycle else schedule.decay_steps
    if isinstance(schedule, PiecewiseConstantDecay):
        return schedule.boundaries[-1] if schedule.boundaries else 0
    return None if isinstance(schedule, ExponentialDecay) else 0


def describe_schedule(curve: ScheduleCurve) -> str:
    """Return the course in a sentence: where it begins, how far it climbs, where it ends.

    Examples
    --------
    >>> from mlwidgets.engine.schedules import OneCycle
    >>> describe_schedule(schedule_curve(OneCycle(0.1, 100), 100))
    'From 0.004 at the first update up to 0.1 at update 30, then down to almost 0 at the last of 100.'
    """
    first, last = float(curve.rates[0]), float(curve.rates[-1])
    top_at = int(np.argmax(curve.rates))
    top, update = float(curve.rates[top_at]), int(curve.steps[top_at]) + 1
    begins, ends = _text(first, top), _text(last, top)
    if curve.updates == 1 or curve.rates.min() == top:
        return _("{rate} at every update.").format(rate=begins)
    if top > first and top > last:
        highest = number_text(top, 3)
        return _UP_AND_DOWN.format(
            begins=begins, highest=highest, update=update, ends=ends, updates=curve.updates
        )
    said = _DOWN_AND_UP if first == last else _DOWN if last < first else _UP
    return said.format(begins=begins, ends=ends, updates=curve.updates)


_UP_AND_DOWN = _(
    "From {begins} at the first update up to {highest} at update {update:,}, then down to {ends} at the last "
    "of {updates:,}."
)
_DOWN_AND_UP = _("{begins} at the first update and at the last of {updates:,}, less between.")
_DOWN = _("From {begins} at the first update down to {ends} at the last of {updates:,}.")
_UP = _("From {begins} at the first update up to {ends} at the last of {updates:,}.")


def _text(rate: float, top: float) -> str:
    return str(_("almost 0")) if 0 < rate < _ALMOST * top else number_text(rate, 3)


def _kept(rates: AnyArray) -> AnyArray:
    """Return which points a chart needs: some at even distances, and all around a jump or a bend."""
    count = len(rates)
    even = np.linspace(0, count - 1, min(count, MOST_POINTS)).astype(np.int64)
    reach = float(np.ptp(rates))
    bends = np.flatnonzero(np.abs(np.diff(rates, 2)) > _BEND * reach) + 1 if reach else even[:0]
    return np.unique(np.concatenate([even, bends]))
