"""`Table`: rows and named columns, as they were read and before anything has been prepared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.checks import read_only
from mlwidgets.errors import DataError, ShapeError
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


class Kind(StrEnum):
    """What the values of a column are."""

    NUMBER = "number"
    CATEGORY = "category"
    TEXT = "text"
    DATE = "date"


_DTYPES = {
    Kind.NUMBER: np.dtype(np.float64),
    Kind.CATEGORY: np.dtype(np.int32),
    Kind.TEXT: np.dtype(np.int32),
    Kind.DATE: np.dtype("datetime64[s]"),
}

MISSING = -1
"""The code of a category or text that is missing."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Column:
    """One column of a table, read-only.

    Parameters
    ----------
    name : str
        What stands above it.
    kind : Kind
        What its values are.
    values : ndarray, shape (rows,)
        Numbers as float64 with NaN where one is missing; dates as datetime64[s] with NaT; categories and
        texts as int32, the position among `levels`, or −1 where one is missing.
    levels : tuple of str
        The different categories or texts; empty for numbers and dates.

    Examples
    --------
    >>> island = Column(name="island", kind=Kind.CATEGORY, values=np.array([1, 0, -1], np.int32),
    ...                 levels=("Biscoe", "Dream"))
    >>> island.texts(np.array([0, 1, 2]))
    ['Dream', 'Biscoe', '']
    >>> island.missing
    array([False, False,  True])
    """

    name: str
    kind: Kind
    values: NDArray[Any]
    levels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        values = self.values
        if values.ndim != 1 or values.dtype != _DTYPES[self.kind]:
            raise DataError(
                f"The values of a column of the kind {self.kind} must have the shape (rows,) and the dtype "
                f"{_DTYPES[self.kind]}; those of {shown(self.name)} have {values.shape} and {values.dtype}."
            )
        object.__setattr__(self, "values", read_only(values))

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        return f"Column({self.name!r}: {self.kind}, {len(self):,} rows)"

    @cached_property
    def missing(self) -> NDArray[np.bool_]:
        """Where no value stands, shape (rows,)."""
        if self.kind is Kind.NUMBER:
            return np.isnan(self.values)
        return np.isnat(self.values) if self.kind is Kind.DATE else self.values == MISSING

    @cached_property
    def whole(self) -> bool:
        """Whether it holds whole numbers only."""
        if self.kind is not Kind.NUMBER:
            return False
        present = self.values[~self.missing]
        return bool(np.all(np.abs(present) < 2**53) and np.all(present == np.floor(present)))

    @cached_property
    def distinct(self) -> int:
        """How many different values there are, missing ones not counted."""
        return len(np.unique(self.values[~self.missing]))

    def take(self, rows: NDArray[np.integer]) -> Column:
        """Return the column of these rows only."""
        return replace(self, values=self.values[rows])

    def texts(self, rows: NDArray[np.integer]) -> list[str]:
        """Return the values of these rows as they are shown; "" where one is missing."""
        values, missing = self.values[rows], self.missing[rows]
        if self.kind in (Kind.CATEGORY, Kind.TEXT):
            return ["" if code == MISSING else self.levels[code] for code in values.tolist()]
        if self.kind is Kind.DATE:
            day = bool(((self.values == self.values.astype("datetime64[D]")) | self.missing).all())
            written = np.datetime_as_string(values.astype("datetime64[D]") if day else values)
            pairs = zip(written.tolist(), missing.tolist(), strict=True)
            return ["" if gone else text.replace("T", " ") for text, gone in pairs]
        return [_number_text(value) for value in values.tolist()]

    def as_kind(self, kind: Kind) -> Column:
        """Return the column as one of another kind: numbers as categories, or texts as numbers.

        Raises
        ------
        DataError
            Its values cannot be read so: "blue" is no number.
        """
        if kind is self.kind:
            return self
        if {kind, self.kind} == {Kind.CATEGORY, Kind.TEXT}:
            return replace(self, kind=kind)
        every = np.arange(len(self))
        if kind in (Kind.CATEGORY, Kind.TEXT):
            present = np.unique(self.values[~self.missing])
            at = np.searchsorted(present, self.values)
            codes = np.where(self.missing, MISSING, at).astype(np.int32)
            one = replace(self, values=present)
            return replace(self, kind=kind, values=codes, levels=tuple(one.texts(every[: len(present)])))
        if kind is Kind.NUMBER and self.levels:
            numbers = np.array([*map(self._as_number, self.levels), np.nan])  # -1 takes the last
            return replace(self, kind=kind, values=numbers[self.values], levels=())
        raise DataError(f"The column {shown(self.name)} holds {self.kind}s, which cannot be read as {kind}s.")

    def _as_number(self, level: str) -> float:
        try:
            number = float(level)
        except ValueError:
            number = np.nan
        if not np.isfinite(number):
            raise DataError(
                f"The column {shown(self.name)} cannot be read as numbers: {shown(level)} is not one. Leave "
                "it a category, or ignore it."
            )
        return number


def _number_text(value: float) -> str:
    if np.isnan(value):
        return ""
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)  # noqa: PLR2004


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Table:
    """Columns of equal length with different names.

    Parameters
    ----------
    name : str
        What the table is called: a bundled one's name, or that of its file.
    columns : tuple of Column
        One or more.
    source, licence : str
        Where it comes from, and under which terms; the licence of an own file is unknown and empty.
    config : mapping
        How it can be found again, as plain JSON: {"table": "penguins"} for a bundled one; for an own file its
        name and the SHA-256 of its content, so that it is known if it is opened again.

    Raises
    ------
    DataError, ShapeError
        There is no column, two have one name, or their lengths differ.
    """

    name: str
    columns: tuple[Column, ...]
    source: str
    licence: str
    config: Mapping[str, Any]

    def __post_init__(self) -> None:
        if not self.columns:
            raise DataError(f"A table needs at least one column; {shown(self.name)} has none.")
        if len({len(column) for column in self.columns}) > 1:
            lengths = ", ".join(f"{column.name} {len(column)}" for column in self.columns)
            raise ShapeError(f"All columns of a table must have the same number of rows; got {lengths}.")
        if len({column.name for column in self.columns}) < len(self.columns):
            raise DataError(f"The columns of a table must have different names; got {self.names}.")

    def __len__(self) -> int:
        return len(self.columns[0])

    def __repr__(self) -> str:
        return f"Table({self.name!r}: {len(self):,} rows, {len(self.columns)} columns)"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, from left to right."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return one column.

        Raises
        ------
        DataError
            There is none of that name.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise DataError(
            f"The table {self.name} has no column {shown(name)}. It has: {shown(list(self.names))}."
            f"{nearest(name, self.names)}"
        )

    def take(self, rows: NDArray[np.integer]) -> Table:
        """Return a table of these rows only, in this order."""
        return replace(self, columns=tuple(column.take(rows) for column in self.columns))
