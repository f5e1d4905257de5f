"""What the steps of every column share: what they are called, what they learned, and how they are shown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.prepare.plan import Scale
from mlwidgets.data.tables.table import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.data.prepare.plan import ColumnPlan
    from mlwidgets.data.tables.table import Column

    Numbers = NDArray[np.float64]

LARGEST_FLOAT = float(np.finfo(np.float32).max)
"""What is larger becomes this: the network computes with float32."""

_SMALL, _DIGITS_END, _LARGE = 1e-7, 1e4, 1e15
"""Numbers between these are written out; from the second on without decimals; beyond the last one the last
digits are not known."""


@dataclass(frozen=True)
class InputColumn:
    """One number that the network is given of a row.

    Attributes
    ----------
    name : str
        What it is called: "bill_length_mm", "island = Dream", "island = missing".
    column : str
        The column of the table that it is made of.
    level : str or None
        The level for which it is 1; None if it is a number.
    """

    name: str
    column: str
    level: str | None = None


@dataclass(frozen=True)
class FollowedStep:
    """What one step made of a value.

    Attributes
    ----------
    step : {"days", "impute", "scale", "encode"}
        Which step it is.
    option : str
        How: "median", "standard", "one_hot"; empty where there is one way only.
    before, after : str
        The value before and after it, as text; "" where one is missing.
    changed : bool
        Whether it did anything: a value that is there is not imputed.
    """

    step: str
    option: str
    before: str
    after: str
    changed: bool


class FittedColumn(ABC):
    """A column's steps with the numbers that they learned from the training rows, and from no others.

    Attributes
    ----------
    name : str
        The column.
    plan : ColumnPlan
        What was asked for.
    rows : int
        The number of training rows that the statistics come from.
    missing : int
        In how many of them the column has no value.
    """

    def __init__(self, name: str, plan: ColumnPlan, rows: int, missing: int) -> None:
        self.name = name
        self.plan = plan
        self.rows = rows
        self.missing = missing

    @property
    @abstractmethod
    def inputs(self) -> tuple[InputColumn, ...]:
        """The numbers that it becomes."""

    @property
    @abstractmethod
    def statistics(self) -> dict[str, float | str]:
        """What was learned from the training rows, by the field's names."""

    @property
    @abstractmethod
    def scaling(self) -> tuple[Numbers, Numbers]:
        """Offset and divisor of each input: it is (value − offset) / divisor; 0 and 1 if it is not scaled."""

    @abstractmethod
    def apply(self, column: Column, out: NDArray[np.float32]) -> None:
        """Write the inputs of a column's rows into `out`, shape (rows, inputs)."""

    @abstractmethod
    def unseen(self, column: Column) -> int:
        """Return how many values of a column are a category that no training row has."""

    @abstractmethod
    def read_back(self, numbers: Numbers) -> str:
        """Return a value as it is shown, from its inputs before they were scaled, shape (inputs,)."""

    @abstractmethod
    def follow(self, column: Column) -> tuple[FollowedStep, ...]:
        """Return what the steps make of a column of one row, one after the other."""


def level_order(level: str) -> tuple[int, float, str]:
    """Return what levels are sorted by: numbers by size, then texts by their letters."""
    try:
        number = float(level)
    except ValueError:
        return (1, 0.0, level)
    return (0, number, level) if np.isfinite(number) else (1, 0.0, level)


def number_text(value: float) -> str:
    """Return a number with four significant digits, or all before the point: ``3.142``, ``1234567``.

    Examples
    --------
    >>> number_text(3.14159), number_text(80279.6), number_text(0.00002027), number_text(1234567.0)
    ('3.142', '80280', '0.00002027', '1234567')
    """
    if abs(value) < _LARGE and value == int(value):
        return str(int(value))
    if _DIGITS_END <= abs(value) < _LARGE:
        return f"{value:.0f}"
    if _SMALL <= abs(value) < 1:
        return np.format_float_positional(float(f"{value:.4g}"), trim="-")
    return f"{value:.4g}"


def shown_cell(column: Column, row: int) -> str:
    """Return one value of a table as it is shown, a number with four significant digits; "" if missing."""
    if column.kind is Kind.NUMBER:
        number = float(column.values[row])
        return number_text(number) if np.isfinite(number) else ""
    return column.texts(np.array([row]))[0]


def offset_and_divisor(scale: Scale, values: Numbers) -> tuple[float, float]:
    """Return what values are scaled by; the divisor is 1 where all are the same but for rounding.

    Standard: mean and standard deviation. Min–max: minimum and range. Without scaling 0 and 1.
    """
    if scale is Scale.NONE:
        return 0.0, 1.0
    if scale is Scale.STANDARD:
        offset, divisor = float(values.mean()), float(values.std())
    else:
        offset, divisor = float(values.min()), float(values.max() - values.min())
    constant = divisor <= 1e-12 * max(abs(offset), 1e-300)
    return offset, 1.0 if constant else divisor
