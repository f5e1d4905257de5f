"""Which rows of a table are equal, and whether that makes them copies of one example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.tables.table import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.data.tables.table import Column, Table

    Rows = NDArray[np.int64]

FEWEST_DIFFERENT = 30
"""With fewer different rows nothing is left to divide if equal ones stay together."""

SHARE_DIFFERENT = 0.1
"""With a smaller share of different rows, equal ones are many people with the same few answers."""


def copies(table: Table, names: tuple[str, ...]) -> bool:
    """Return whether equal rows are to be taken for copies of one example, which belong into one part.

    Where a few categories make up every row (a survey, the passengers of a ship by class, sex and age), equal
    rows are different people, and keeping them together would leave next to nothing to divide.
    """
    different = len(np.unique(equal_rows(table, names)))
    return different >= max(FEWEST_DIFFERENT, SHARE_DIFFERENT * len(table))


def equal_rows(table: Table, names: tuple[str, ...]) -> Rows:
    """Return for each row a number that it shares with the rows that are equal to it in these columns.

    Missing values are equal to each other. Rows are compared by a hash of 64 bits, so two of a million
    different rows get the same number once in 37 million tables.
    """
    mixed = np.zeros(len(table), np.uint64)
    for name in names:
        mixed = _mix(mixed ^ bits_of(table.column(name)))
    return np.unique(mixed, return_inverse=True)[1].astype(np.int64)


def bits_of(column: Column) -> NDArray[np.uint64]:
    """Return 64 bits for each row that are the same where the values are; all missing ones are equal."""
    values = column.values
    if column.kind is Kind.NUMBER:
        values = np.where(column.missing, np.nan, values + 0.0)  # one NaN for all, and 0 for -0
        return values.view(np.uint64)
    return values.astype(np.int64).view(np.uint64)


def _mix(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scramble 64 bits so that near numbers come far apart (SplitMix64; Steele, Lea and Flood 2014)."""
    bits = bits + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
