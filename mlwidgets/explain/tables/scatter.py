"""Two columns beside each other: a point for each row that has both values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.tables.table import Kind
from mlwidgets.explain.tables.ordering import as_numbers

if TYPE_CHECKING:
    from mlwidgets.data.tables.table import Column
    from mlwidgets.engine.arrays import AnyArray

MOST_POINTS = 5_000
"""More points cover each other, and cost time in the page."""

MOST_PLACES = 12
"""So many levels have a place of their own on an axis; the others share the last one."""

_JITTER = 0.3
"""Points of one level are spread by so much to both sides, or they would cover each other."""


@dataclass(frozen=True, eq=False)
class Axis:
    """Where the values of a column stand.

    Attributes
    ----------
    kind : Kind
        What they are.
    low, high : float
        The ends; of dates in seconds since 1970.
    labels : tuple of str
        The levels of a category or text, at 0, 1, 2, …; empty else.
    rest : int
        How many rarer levels share the last place, which has no label; 0 if there is no such place.
    """

    kind: Kind
    low: float
    high: float
    labels: tuple[str, ...] = ()
    rest: int = 0


@dataclass(frozen=True, eq=False)
class Scatter:
    """The points of two columns.

    Attributes
    ----------
    rows : ndarray of int, shape (n,)
        The row of each point, ascending.
    x, y : ndarray of float64, shape (n,)
        Where it stands; categories are spread around the place of their level.
    x_axis, y_axis : Axis
        What the numbers stand for.
    total : int
        How many rows have both values; n is less where only a sample of them is drawn.
    """

    rows: AnyArray
    x: AnyArray
    y: AnyArray
    x_axis: Axis
    y_axis: Axis
    total: int


def scatter(x: Column, y: Column) -> Scatter:
    """Return a point for each row that has both values, or for a random sample of `MOST_POINTS` of them.

    Examples
    --------
    >>> from mlwidgets.data.tables.table import Column
    >>> number = Column(name="n", kind=Kind.NUMBER, values=np.array([1.0, np.nan, 3.0]))
    >>> found = scatter(number, number)
    >>> found.rows.tolist(), found.x.tolist(), found.x_axis.high
    ([0, 2], [1.0, 3.0], 3.0)
    """
    both = np.flatnonzero(_usable(x) & _usable(y))
    rng = np.random.default_rng(0)  # the same sample every time
    rows = both if len(both) <= MOST_POINTS else np.sort(rng.choice(both, MOST_POINTS, replace=False))
    (x_places, x_axis), (y_places, y_axis) = (_placed(one, both, rows, rng) for one in (x, y))
    return Scatter(rows=rows, x=x_places, y=y_places, x_axis=x_axis, y_axis=y_axis, total=len(both))


def _usable(column: Column) -> AnyArray:
    return np.isfinite(column.values) if column.kind is Kind.NUMBER else ~column.missing


def _placed(
    column: Column, both: AnyArray, rows: AnyArray, rng: np.random.Generator
) -> tuple[AnyArray, Axis]:
    """Return where rows stand on the axis of a column, which has room for all that have both values."""
    if column.kind in (Kind.NUMBER, Kind.DATE):
        values = as_numbers(column)
        some = values[both] if len(both) else np.zeros(1)
        return values[rows], Axis(column.kind, float(some.min()), float(some.max()))
    totals = np.bincount(column.values[both], minlength=len(column.levels))
    occurring = int(np.count_nonzero(totals))
    frequent = np.sort(np.argsort(-totals, kind="stable")[: min(MOST_PLACES, occurring)])
    place = np.full(len(column.levels) + 1, len(frequent))
    place[frequent] = np.arange(len(frequent))
    rest = occurring - len(frequent)
    spread = place[column.values[rows]] + rng.uniform(-_JITTER, _JITTER, len(rows))
    labels = tuple(column.levels[at] for at in frequent)
    return spread, Axis(column.kind, -0.5, max(1, len(labels) + (rest > 0)) - 0.5, labels, rest)
