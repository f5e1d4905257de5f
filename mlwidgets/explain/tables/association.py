"""How strongly the columns of a table belong together, pair by pair."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.prepare.plan import Role
from mlwidgets.data.tables.table import Kind
from mlwidgets.explain.tables.classes import planned
from mlwidgets.explain.tables.ordering import as_numbers

if TYPE_CHECKING:
    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.tables.table import Column, Table
    from mlwidgets.engine.arrays import AnyArray

MOST_COLUMNS = 20
"""More columns than this make cells that are too small to be read or pressed."""

MOST_ROWS = 100_000
"""Of a longer table a random sample of so many rows is taken: more would not change the second digit."""

_MOST_LEVELS = 50
"""A category with more levels is more of a name: with any other column it seems to belong together."""

_SCREENED = 2_000
"""Rows by which the columns that belong most to the target are found, where there are too many of them."""


class Measure(StrEnum):
    """What a number between two columns is."""

    PEARSON = "r"
    ETA = "η"
    CRAMER = "V"


@dataclass(frozen=True, eq=False)
class Associations:
    """A square of numbers, one for each pair of columns.

    Attributes
    ----------
    names : tuple of str
        The columns, the target first.
    values : ndarray of float64, shape (k, k)
        Symmetric. NaN where there is none: a column is constant, or no row has both values.
    measures : tuple of tuple of Measure
        What each number is.
    rows : int
        How many rows were looked at.
    sampled : bool
        Whether these are only a part of the table.
    left_out : int
        Columns that could be there and are not, because they belong less to the target.
    unfit : tuple of str
        Columns of texts, or with too many levels.
    """

    names: tuple[str, ...]
    values: AnyArray
    measures: tuple[tuple[Measure, ...], ...]
    rows: int
    sampled: bool
    left_out: int
    unfit: tuple[str, ...]


def associations(table: Table, plan: Plan | None) -> Associations:
    """Return how strongly each pair of columns belongs together.

    Columns that the plan ignores are left out, as are texts. If there are more than `MOST_COLUMNS`, those are
    taken that belong most to the target.
    """
    ignored = {name for name, one in plan.columns.items() if one.role is Role.IGNORED} if plan else set()
    target = plan.target if plan and plan.target in table.names else ""
    names = [name for name in table.names if name not in ignored and name != target]
    names = [target, *names] if target else names
    columns = {name: planned(table, plan, name) for name in names}
    unfit = tuple(name for name in names if not _fit(columns[name]))
    fit = [name for name in names if name not in unfit]
    chosen = _strongest(columns, fit, target)
    rows = _some_rows(len(table), MOST_ROWS)
    few = [columns[name].take(rows) for name in chosen]
    count = len(few)
    values = np.full((count, count), np.nan)
    for i in range(count):
        for j in range(i, count):
            values[i, j] = values[j, i] = association(few[i], few[j])
    return Associations(
        names=tuple(chosen),
        values=values,
        measures=tuple(tuple(measure(a, b) for b in few) for a in few),
        rows=len(rows),
        sampled=len(rows) < len(table),
        left_out=len(fit) - count,
        unfit=unfit,
    )


def measure(a: Column, b: Column) -> Measure:
    """Return by what two columns are compared: r for numbers, V for categories, η for one of each."""
    levels = [bool(one.levels) for one in (a, b)]
    return Measure.CRAMER if all(levels) else Measure.ETA if any(levels) else Measure.PEARSON


def association(a: Column, b: Column) -> float:
    """Return how strongly two columns belong together, over the rows that have both values.

    Returns
    -------
    float
        From −1 to 1 for two columns of numbers or dates, else from 0 to 1; NaN where there is none.

    Notes
    -----
    Two columns of numbers, Pearson's correlation: r = Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² Σ(y − ȳ)²).

    A category and a number, the correlation ratio of Fisher (1925): η = √(Σ nₖ(x̄ₖ − x̄)² / Σ(x − x̄)²), the
    part of the scatter of x that lies between the classes k.

    Two categories, V of Cramér (1946): V = √(χ² / (n (min(rows, columns) − 1))), where χ² compares how often
    two levels occur together with how often they would by chance.
    """
    kind = measure(a, b)
    if kind is Measure.CRAMER:
        both = ~(a.missing | b.missing)
        return _cramer(a.values[both], b.values[both])
    if kind is Measure.ETA:
        category, number = (a, b) if a.levels else (b, a)
        x = as_numbers(number)
        both = np.isfinite(x) & ~category.missing
        return _eta(category.values[both], _tamed(x[both]))
    x, y = as_numbers(a), as_numbers(b)
    both = np.isfinite(x) & np.isfinite(y)
    return _pearson(_tamed(x[both]), _tamed(y[both]))


def _tamed(values: AnyArray) -> AnyArray:
    """Return centred values of a size whose squares are finite; constant ones become exactly 0."""
    if not len(values) or values.min() == values.max():
        return np.zeros(len(values))
    centred = values / np.abs(values).max()
    centred = centred - centred.mean()
    most = np.abs(centred).max()
    tamed: AnyArray = centred / most if most else centred
    return tamed


def _pearson(x: AnyArray, y: AnyArray) -> float:
    size = float(np.sqrt((x @ x) * (y @ y))) if len(x) > 1 else 0.0
    return float(np.clip(x @ y / size, -1, 1)) if size else math.nan


def _eta(codes: AnyArray, x: AnyArray) -> float:
    total = float(x @ x)
    _, codes, counts = np.unique(codes, return_inverse=True, return_counts=True)
    if not total or len(counts) < 2:  # noqa: PLR2004 - one class alone explains nothing
        return math.nan
    sums = np.bincount(codes, weights=x)
    return float(np.sqrt(np.clip((sums**2 / counts).sum() / total, 0, 1)))  # the mean of x is 0


def _cramer(a: AnyArray, b: AnyArray) -> float:
    _, rows = np.unique(a, return_inverse=True)
    _, columns = np.unique(b, return_inverse=True)
    if not len(rows) or not rows.max() or not columns.max():
        return math.nan
    shape = int(rows.max()) + 1, int(columns.max()) + 1
    seen = np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape)
    chance = seen.sum(axis=1, keepdims=True) * seen.sum(axis=0) / len(rows)
    chi_squared = ((seen - chance) ** 2 / chance).sum()
    return float(np.sqrt(np.clip(chi_squared / (len(rows) * (min(shape) - 1)), 0, 1)))


def _fit(column: Column) -> bool:
    if column.kind is Kind.CATEGORY:
        return len(column.levels) <= _MOST_LEVELS or column.distinct <= _MOST_LEVELS
    return column.kind in (Kind.NUMBER, Kind.DATE)


def _strongest(columns: dict[str, Column], names: list[str], target: str) -> list[str]:
    """Return the names that belong most to the target, in the order in which they came."""
    if len(names) <= MOST_COLUMNS:
        return names
    if target not in names:
        return names[:MOST_COLUMNS]
    rows = _some_rows(len(columns[target]), _SCREENED)
    goal = columns[target].take(rows)
    strength = {name: abs(association(goal, columns[name].take(rows))) for name in names if name != target}
    best = sorted(strength, key=lambda name: -np.nan_to_num(strength[name]))[: MOST_COLUMNS - 1]
    return [name for name in names if name == target or name in best]


def _some_rows(count: int, most: int) -> AnyArray:
    """Return all rows, or a random sample of them that is the same every time."""
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).choice(count, most, replace=False))
