"""`PreparedTable`: the numbers that are made of a table, and the way back from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.checks import read_only
from mlwidgets.data.prepare.fitted_column import FittedColumn, FollowedStep, InputColumn, shown_cell
from mlwidgets.data.prepare.plan import usable
from mlwidgets.data.prepare.row import row_table
from mlwidgets.data.prepare.split import split_rows
from mlwidgets.data.prepare.steps import fitted
from mlwidgets.data.prepare.target_steps import TargetSteps
from mlwidgets.data.tables.table import Kind, Table
from mlwidgets.errors import DataError, ShapeError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt
    from numpy.typing import NDArray

    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.prepare.split import Parts
    from mlwidgets.data.tables.table import Column


@dataclass(frozen=True)
class FollowedColumn:
    """What became of one value of a row.

    Attributes
    ----------
    name : str
        The column.
    raw : str
        The value as it stands in the table; "" if it is missing.
    steps : tuple of FollowedStep
        What each step made of it, in order.
    inputs : tuple of (InputColumn, float)
        The numbers that the network is given.
    """

    name: str
    raw: str
    steps: tuple[FollowedStep, ...]
    inputs: tuple[tuple[InputColumn, float], ...]


class PreparedTable:
    """A table whose rows have been divided, and whose steps have been fitted on the training rows only.

    Parameters
    ----------
    table : Table
        What was read.
    plan : Plan
        What is to be made of it.
    parts : Parts, optional
        Which rows are for what; the plan's own division if not given.

    Attributes
    ----------
    columns : tuple of FittedColumn
        The steps of each feature, with what they learned.
    target : TargetSteps
        Those of the target.
    inputs : tuple of InputColumn
        What each of the network's inputs is.

    Raises
    ------
    DataError
        The plan cannot be made of this table; the sentence says why.

    Examples
    --------
    >>> from mlwidgets.data.prepare.plan import Plan
    >>> from mlwidgets.data.tables.table import Column, Kind, Table
    >>> size = Column(name="size", kind=Kind.NUMBER, values=np.arange(20.0) / 4)
    >>> kind = Column(name="kind", kind=Kind.CATEGORY, values=np.repeat([0, 1], 10).astype(np.int32),
    ...               levels=("small", "large"))
    >>> table = Table(name="sizes", columns=(size, kind), source="", licence="", config={})
    >>> prepared = PreparedTable(table, Plan.suggested(table))
    >>> prepared.transform(prepared.row_of({"size": prepared.columns[0].statistics["mean"]}))
    array([[0.]], dtype=float32)
    """

    def __init__(self, table: Table, plan: Plan, parts: Parts | None = None) -> None:
        self.table = table
        self.plan = plan
        self.parts = split_rows(table, plan) if parts is None else parts
        train = self.parts.train
        self._planned = {name: plan.as_planned(table, name) for name in (*plan.features, plan.target)}
        self.columns: tuple[FittedColumn, ...] = tuple(
            fitted(self._planned[name].take(train), plan.columns[name]) for name in plan.features
        )
        target = self._planned[plan.target]
        self.target = TargetSteps(target, train, usable(target))
        self.inputs: tuple[InputColumn, ...] = tuple(one for column in self.columns for one in column.inputs)
        if not self.target.class_names and not np.ptp(target.values[train]):
            raise DataError(
                f"The target {shown(plan.target)} is the same in all training rows, so there is nothing to "
                "learn. Divide the rows with another seed, or in another way."
            )

    def __repr__(self) -> str:
        return f"PreparedTable({self.table.name!r}: {self.parts!r}, {len(self.inputs)} inputs)"

    # ---- forwards ----

    def transform(self, table: Table) -> NDArray[np.float32]:
        """Return what the network is given of rows, old or new, shape (rows, inputs).

        Parameters
        ----------
        table : Table
            It needs the features only; other columns are not looked at.

        Raises
        ------
        DataError
            A column is missing, or cannot be read as the training rows' was.
        """
        planned = {name: self.plan.as_planned(table, name) for name in self.plan.features}
        return self._apply(planned, len(table))

    def examples(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[Any]]:
        """Return what the network is given of rows of the table, and their targets, by the rows' numbers.

        Targets are class numbers, or numbers standardized on the training rows.
        """
        planned = {name: column.take(rows) for name, column in self._planned.items()}
        x, y = self._apply(planned, len(rows)), self.target.apply(planned[self.plan.target])
        return _closed(x), _closed(y)

    def _apply(self, planned: Mapping[str, Column], rows: int) -> NDArray[np.float32]:
        made = np.empty((rows, len(self.inputs)), np.float32)
        start = 0
        for column in self.columns:
            stop = start + len(column.inputs)
            column.apply(planned[column.name], made[:, start:stop])
            start = stop
        return made

    def unseen(self, table: Table) -> dict[str, int]:
        """Return how many values of each column are a category that no training row has; 0 left out."""
        counts = {one.name: one.unseen(self.plan.as_planned(table, one.name)) for one in self.columns}
        return {name: count for name, count in counts.items() if count}

    def row_of(self, values: Mapping[str, str | float | None]) -> Table:
        """Return a table of one row from the values of a form; what is not given is missing.

        Raises
        ------
        DataError
            There is no such feature, or it cannot have the value.
        """
        return row_table(self.table, self.plan, values, self._planned)

    def follow(self, row: int | np.integer[Any] | Table) -> tuple[FollowedColumn, ...]:
        """Return what each step makes of each feature of one row, by its number or as `row_of` makes it."""
        if isinstance(row, Table):
            table = row
        elif isinstance(row, int | np.integer) and not isinstance(row, bool) and 0 <= row < len(self.table):
            table = self.table.take(np.array([row]))
        else:
            raise DataError(
                f"A row is a table of one row, or a number from 0 to {len(self.table) - 1}; got {shown(row)}."
            )
        followed = []
        for one in self.columns:
            column = self.plan.as_planned(table, one.name)
            made = np.empty((1, len(one.inputs)), np.float32)
            one.apply(column, made)
            raw = table.column(one.name).texts(np.array([0]))[0]
            inputs = tuple(zip(one.inputs, made[0].tolist(), strict=True))
            followed.append(FollowedColumn(one.name, raw, one.follow(column), inputs))
        return tuple(followed)

    # ---- backwards ----

    @property
    def target_names(self) -> tuple[str, ...]:
        """The column that is predicted, as a tuple of one."""
        return (self.plan.target,)

    def in_units(self, y: npt.ArrayLike) -> NDArray[np.float64]:
        """Return predicted or true numbers in the units of the table; of any shape.

        Raises
        ------
        DataError
            Classes are predicted.
        """
        if self.target.class_names:
            raise DataError(f"The target {shown(self.plan.target)} has classes, which have no units.")
        return np.asarray(y, np.float64) * self.target.std + self.target.mean

    @cached_property
    def scaling(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Offset and divisor of each input: it is (value − offset) / divisor, each of shape (inputs,)."""
        pairs = [column.scaling for column in self.columns]
        offsets, divisors = (np.concatenate([pair[one] for pair in pairs]) for one in (0, 1))
        return read_only(offsets), read_only(divisors)

    def in_original_units(self, inputs: npt.ArrayLike) -> NDArray[np.float64]:
        """Return inputs as they were before they were scaled, shape (rows, inputs)."""
        array = np.asarray(inputs, np.float64)
        if array.ndim != 2 or array.shape[1] != len(self.inputs):  # noqa: PLR2004 - rows, then inputs
            raise ShapeError(f"Inputs must have the shape (rows, {len(self.inputs)}); got {array.shape}.")
        offsets, divisors = self.scaling
        return array * divisors + offsets

    def cells(self, row: int) -> tuple[tuple[str, str], ...]:
        """Return name and value of each feature of one row of the table, as they are shown; "" if missing."""
        return tuple((name, shown_cell(self.table.column(name), row)) for name in self.plan.features)

    def values_of(self, column: str, rows: NDArray[np.integer]) -> list[str]:
        """Return the values of some rows in one column, as they stand in the table."""
        return self.table.column(column).texts(rows)

    def read_back(self, inputs: npt.ArrayLike) -> tuple[tuple[str, str], ...]:
        """Return name and value of each feature from what the network is given of one row, shape (inputs,).

        A missing value that has been imputed shows as what it became, and an unseen category as "". The
        inputs are float32: a number that differs from one of the table by their rounding only is that one.
        """
        numbers = self.in_original_units(np.asarray(inputs)[np.newaxis])[0]
        found, start = [], 0
        for column in self.columns:
            stop = start + len(column.inputs)
            values = self._known_numbers.get(column.name)
            if values is not None and len(values):
                numbers[start] = _snapped(values, numbers[start], self._rounding(start, numbers[start]))
            found.append((column.name, column.read_back(numbers[start:stop])))
            start = stop
        return tuple(found)

    @cached_property
    def _known_numbers(self) -> dict[str, NDArray[np.float64]]:
        """The different numbers of each feature that is a number, in ascending order."""
        columns = [self.table.column(name) for name in self.plan.features]
        return {
            one.name: np.unique(one.values[np.isfinite(one.values)])
            for one in columns
            if one.kind is Kind.NUMBER and self.plan.columns[one.name].kind is Kind.NUMBER
        }

    def _rounding(self, at: int, number: float) -> float:
        """Return by how much float32 can change a number on the way through an input and back."""
        offset, divisor = (float(one[at]) for one in self.scaling)
        return 4 * float(np.finfo(np.float32).eps) * (abs(number - offset) + 1e-3 * divisor)

    def column(self, name: str) -> FittedColumn:
        """Return the steps of one feature."""
        for one in self.columns:
            if one.name == name:
                return one
        raise DataError(f"{shown(name)} is no feature. The features are: {shown(list(self.plan.features))}.")

    # ---- as arrays to learn from ----

    @cached_property
    def learned_rows(self) -> NDArray[np.int64]:
        """The training and the validation rows together, in ascending order: those of `x_train`."""
        return read_only(np.sort(np.concatenate([self.parts.train, self.parts.validation])))


def _closed(array: NDArray[Any]) -> NDArray[Any]:
    """Lock an array that is ours alone, so that nobody has to copy it."""
    array.flags.writeable = False
    return array


def _snapped(known: NDArray[np.float64], number: float, rounding: float) -> float:
    """Return the known number that is nearest, if it is as near as rounding explains; else the number."""
    at = int(np.searchsorted(known, number))
    near = known[max(at - 1, 0) : at + 1]
    best = float(near[np.abs(near - number).argmin()])
    return best if abs(best - number) <= rounding else number
