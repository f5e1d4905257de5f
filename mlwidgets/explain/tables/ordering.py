"""Which rows of a table are shown, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from mlwidgets.data.tables.table import Kind
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlwidgets.data.tables.table import Column, Table
    from mlwidgets.engine.arrays import AnyArray


@dataclass(frozen=True)
class Sort:
    """One key of an order.

    Attributes
    ----------
    column : str
        What is sorted by.
    descending : bool
        Whether the largest come first. Missing values come last either way.
    """

    column: str
    descending: bool = False


@dataclass(frozen=True)
class Contains:
    """Keeps categories and texts in which a text occurs; capital letters make no difference."""

    column: str
    text: str

    def keeps(self, column: Column) -> AnyArray:
        """Return for each row whether it is kept, shape (rows,)."""
        needle = self.text.casefold()
        return _of_levels(column, [needle in level.casefold() for level in column.levels])


@dataclass(frozen=True)
class Among:
    """Keeps some categories, each by its position among the column's levels."""

    column: str
    levels: frozenset[int]

    def keeps(self, column: Column) -> AnyArray:
        """Return for each row whether it is kept, shape (rows,)."""
        return _of_levels(column, [at in self.levels for at in range(len(column.levels))])


@dataclass(frozen=True)
class Within:
    """Keeps numbers and dates from `low` to `high`, both included; dates in seconds since 1970."""

    column: str
    low: float = -np.inf
    high: float = np.inf

    def keeps(self, column: Column) -> AnyArray:
        """Return for each row whether it is kept, shape (rows,)."""
        if column.levels or column.kind in (Kind.CATEGORY, Kind.TEXT):
            raise DataError(
                f"{column.name} holds {column.kind}s, which have no range: choose some, or search."
            )
        values = as_numbers(column)
        kept: AnyArray = (values >= self.low) & (values <= self.high)  # NaN is neither
        return kept


@dataclass(frozen=True)
class Missing:
    """Keeps the rows where nothing stands."""

    column: str

    def keeps(self, column: Column) -> AnyArray:
        """Return for each row whether it is kept, shape (rows,)."""
        return column.missing


Filter = Contains | Among | Within | Missing


def arranged(table: Table, filters: Iterable[Filter] = (), sorts: Sequence[Sort] = ()) -> AnyArray:
    """Return the numbers of the rows that are shown, in their order.

    Parameters
    ----------
    table : Table
        Of n rows.
    filters : iterable of Filter
        A row is shown if all of them keep it.
    sorts : sequence of Sort
        The first key counts most. Rows that are equal in all keys stay in the order of the table.

    Returns
    -------
    ndarray of intp, shape (shown,)
        Positions from 0 to n − 1.

    Raises
    ------
    DataError
        There is no such column, or it has no range.

    Notes
    -----
    A stable sort by each key, the last key first, gives the order by all of them: O(n log n) for each key.

    Examples
    --------
    >>> from mlwidgets.data.tables.table import Column, Table
    >>> mass = Column(name="mass", kind=Kind.NUMBER, values=np.array([3.0, np.nan, 1.0, 2.0]))
    >>> table = Table(name="birds", columns=(mass,), source="", licence="", config={})
    >>> arranged(table, sorts=[Sort("mass", descending=True)])
    array([0, 3, 2, 1])
    >>> arranged(table, [Within("mass", high=2.0)])
    array([2, 3])
    """
    kept: AnyArray | None = None
    for one in filters:
        mask = one.keeps(table.column(one.column))
        kept = mask if kept is None else kept & mask
    rows = np.arange(len(table)) if kept is None else np.flatnonzero(kept)
    for sort in reversed(sorts):
        rows = rows[np.argsort(_keys(table.column(sort.column), sort, rows), kind="stable")]
    return rows


def as_numbers(column: Column) -> AnyArray:
    """Return numbers as they are, and dates as seconds since 1970, float64 with NaN where one is missing."""
    if column.kind is not Kind.DATE:
        return column.values
    return np.where(column.missing, np.nan, column.values.astype(np.int64).astype(np.float64))


def _of_levels(column: Column, kept: list[bool]) -> AnyArray:
    """Return which rows have one of the kept levels; the code of a missing one, −1, takes the last place."""
    if column.kind not in (Kind.CATEGORY, Kind.TEXT):
        raise DataError(f"{column.name} holds {column.kind}s: give a range of them.")
    found: AnyArray = np.array([*kept, False])[column.values]
    return found


def _keys(column: Column, sort: Sort, rows: AnyArray) -> AnyArray:
    """Return what rows are sorted by, the smallest first."""
    values = column.values[rows]
    if column.kind is Kind.NUMBER:
        return -values if sort.descending else values  # NumPy sorts NaN to the end
    if (
        column.kind is Kind.DATE
    ):  # and NaT, too, the smallest whole number inside, whose complement is the largest
        return ~values.view(np.int64) if sort.descending else values
    ranks = _ranks(column)[values]
    if sort.descending:
        ranks = np.where(ranks == len(column.levels), ranks, len(column.levels) - 1 - ranks)
    # Whole numbers of 16 bits are sorted by their digits, in a tenth of the time.
    return ranks.astype(np.uint16) if len(column.levels) < np.iinfo(np.uint16).max else ranks


_KNOWN_RANKS: WeakKeyDictionary[Column, AnyArray] = WeakKeyDictionary()
"""Sorting half a million different texts takes longer than all else here, so it is done once a column."""


def _ranks(column: Column) -> AnyArray:
    """Return the place of each level in the alphabet, and at the end that of a missing one, the last."""
    if column not in _KNOWN_RANKS:
        folded = [level.casefold() for level in column.levels]
        order = sorted(range(len(folded)), key=folded.__getitem__)
        ranks = np.empty(len(folded) + 1, np.int32)
        ranks[order] = np.arange(len(folded))
        ranks[-1] = len(folded)
        _KNOWN_RANKS[column] = ranks
    return _KNOWN_RANKS[column]
