"""A sweep: one row again and again, with one column going over its range."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.tables.table import MISSING, Column, Kind, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.data.prepare.prepared import PreparedTable

POINTS = 101
"""So many values a number or a date takes, from the smallest to the largest of the training rows."""

_DAY = 86_400


@dataclass(frozen=True, eq=False)
class Sweep:
    """The rows of a sweep.

    Attributes
    ----------
    rows : Table
        The row, once for each value.
    numbers : ndarray of float64, or None
        The values: numbers, or dates as days since 1 January 1970. None for categories.
    texts : tuple of str
        The values as they are shown and typed; "" is a missing one.
    """

    rows: Table
    numbers: NDArray[np.float64] | None
    texts: tuple[str, ...]


def sweep(prepared: PreparedTable, row: Table, name: str) -> Sweep:
    """Return what a row becomes while one of its columns takes other values.

    Numbers and dates go over the range of the training rows, whole ones in whole steps; categories take each
    level of the training rows, and then none.

    Parameters
    ----------
    prepared : PreparedTable
        What knows the training rows.
    row : Table
        A table of the one row, as `PreparedTable.row_of` makes it.
    name : str
        The column.
    """
    column, learned = row.column(name), prepared.column(name).statistics
    if column.kind in (Kind.CATEGORY, Kind.TEXT):
        levels = [level for level in column.levels if level in learned]
        codes = np.array([*map(column.levels.index, levels), MISSING], np.int32)
        return _made(row, replace(column, values=codes), None)
    low, high = float(learned["min"]), float(learned["max"])
    whole = prepared.table.column(name).as_kind(column.kind).whole or column.kind is Kind.DATE
    if whole and high - low < POINTS:
        numbers = np.arange(low, high + 1)
    else:
        numbers = np.linspace(low, high, POINTS)
        numbers = np.round(numbers) if whole else _rounded(numbers)
    if column.kind is Kind.NUMBER:
        return _made(row, replace(column, values=numbers), numbers)
    return _made(row, replace(column, values=(numbers * _DAY).astype("datetime64[s]")), numbers)


def _rounded(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to a thousandth of the range, so that what is taken from the sweep can be read."""
    width = float(np.ptp(numbers))
    decimals = 3 - int(np.floor(np.log10(width))) if width > 0 else 3
    return np.round(numbers, decimals)


def _made(row: Table, column: Column, numbers: NDArray[np.float64] | None) -> Sweep:
    count = len(column)
    many = row.take(np.zeros(count, np.int64))
    columns = tuple(column if one.name == column.name else one for one in many.columns)
    return Sweep(replace(many, columns=columns), numbers, tuple(column.texts(np.arange(count))))
