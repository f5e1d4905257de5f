"""From the runs of a race to a median with a band for each optimizer, a table, and a sentence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.explain.wording import number_text
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray


@dataclass(frozen=True)
class Course:
    """One quantity over one run.

    Attributes
    ----------
    at : sequence of int, rising
        After how many updates it was measured.
    values : sequence of float
        What it was.
    ended : bool
        Whether the run diverged after that: from then on it counts as worse than any number.
    """

    at: Sequence[int]
    values: Sequence[float]
    ended: bool = False


@dataclass(frozen=True, eq=False)
class Band:
    """What the runs of one optimizer have in common.

    Attributes
    ----------
    at : ndarray of int, shape (k,)
        After how many updates.
    median : ndarray, shape (k,)
        The middle run, NaN where half of the runs or more have diverged.
    low, high : ndarray, shape (k,)
        The smallest and the largest value of all runs; infinite on the side of those that have diverged.
    runs : int
        How many runs there are.
    """

    at: AnyArray
    median: AnyArray
    low: AnyArray
    high: AnyArray
    runs: int


def band(courses: Sequence[Course], *, higher_is_better: bool) -> Band:
    """Return median, smallest and largest value of several runs at each of their points.

    A point counts when every run that is still going has reached it, so that a median does not jump while
    runs arrive. A run that has diverged is worse than any number at all later points. It is not left out:
    else an optimizer would look better for losing its worst runs.

    Parameters
    ----------
    courses : sequence of Course
        The runs of one optimizer; those without a point yet are left out.
    higher_is_better : bool
        Whether worse means less, as for accuracy.
    """
    known = [one for one in courses if len(one.at) or one.ended]
    worst = -math.inf if higher_is_better else math.inf
    points = np.array(sorted({at for one in known for at in one.at}), dtype=int)
    reached = min((one.at[-1] for one in known if not one.ended), default=math.inf)
    points = points[points <= reached]
    table = np.full((len(known), len(points)), worst)
    for row, one in zip(table, known, strict=True):
        there = np.isin(points, one.at)
        count = min(int(there.sum()), len(one.values))
        row[np.flatnonzero(there)[:count]] = np.asarray(one.values, dtype=float)[:count]
    if not known or not len(points):
        nothing = np.empty(0)
        return Band(np.empty(0, dtype=int), nothing, nothing, nothing, len(known))
    ordered = np.sort(table, axis=0)
    with np.errstate(invalid="ignore"):  # the mean of two that have diverged, or of one
        median = (ordered[(len(known) - 1) // 2] + ordered[len(known) // 2]) / 2
    median = np.where(np.isfinite(median), median, np.nan)
    return Band(points, median, ordered[0], ordered[-1], len(known))


@dataclass(frozen=True)
class Standing:
    """One line of the table of results.

    Attributes
    ----------
    name : str
        The optimizer.
    learning_rate : float
        With which it raced.
    final : float
        The median of its runs at the end; NaN if half of them or more have diverged.
    low, high : float
        The smallest and the largest of its runs at the end.
    reached_at : int or None
        After how many updates its median reached the level; None if it never did.
    seconds : float
        The median time of a run, in seconds of computing.
    ended_early, runs : int
        How many of its runs diverged, or ended early for another reason, and how many there are.
    """

    name: str
    learning_rate: float
    final: float
    low: float
    high: float
    reached_at: int | None
    seconds: float
    ended_early: int
    runs: int


def common_level(bands: Sequence[Band], *, higher_is_better: bool) -> float | None:
    """Return the level that every optimizer reaches: the final median of the one that is last.

    Those that have diverged are not asked; None if there is nobody left.
    """
    finals = [float(one.median[-1]) for one in bands if len(one.median) and np.isfinite(one.median[-1])]
    if not finals:
        return None
    return min(finals) if higher_is_better else max(finals)


def reached_at(one: Band, level: float, *, higher_is_better: bool) -> int | None:
    """Return after how many updates a median first is at a level or beyond it."""
    with np.errstate(invalid="ignore"):
        there = one.median >= level if higher_is_better else one.median <= level
    return int(one.at[there.argmax()]) if there.any() else None


def sentence(standings: Sequence[Standing], quantity: str, *, higher_is_better: bool, percent: bool) -> str:
    """Say in one sentence or two how a race has ended, best first.

    Parameters
    ----------
    standings : sequence of Standing
        The lines of the table.
    quantity : str
        What is compared: "validation accuracy".
    higher_is_better, percent : bool
        How to order and to write it.
    """
    there = [one for one in standings if math.isfinite(one.final)]
    there.sort(key=lambda one: one.final, reverse=higher_is_better)

    def text(value: float) -> str:
        return _("{percent:.1f}%").format(percent=100 * value) if percent else number_text(value, 3)

    def words(one: Standing) -> str:
        final, low, high = (text(value) for value in (one.final, one.low, one.high))
        several = one.runs > 1 and math.isfinite(one.high)
        return (_RESULT_BETWEEN if several else _RESULT).format(
            name=one.name, final=final, low=low, high=high
        )

    said = []
    if there:
        counts = {one.runs for one in there}
        form = _FINAL if max(counts) == 1 else _FINAL_SEEDS if len(counts) == 1 else _FINAL_SO_FAR
        listed = ", ".join(words(one) for one in there)
        said.append(form.format(quantity=quantity, seeds=max(counts), listed=listed))
    early = [one for one in standings if one.ended_early]
    said += [_EARLY.format(one.runs, name=one.name, ended=one.ended_early) for one in early]
    return " ".join(said)


_RESULT = _("{name} {final}")
_RESULT_BETWEEN = _("{name} {final} ({low} to {high})")
_FINAL = _("Final {quantity}: {listed}.")
_FINAL_SEEDS = _(
    "Final {quantity}, the median of {seeds} seeds with its smallest and largest value: {listed}."
)
_FINAL_SO_FAR = _(
    "Final {quantity}, the median of the runs so far with its smallest and largest value: {listed}."
)
_EARLY = n_(
    "{name} ended early in {ended} of {count} run.",
    "{name} ended early in {ended} of {count} runs.",
)
