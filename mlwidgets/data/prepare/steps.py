"""The steps that make numbers of a column: impute, scale, encode; fitted on training rows and then fixed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.prepare.fitted_column import (
    LARGEST_FLOAT,
    FittedColumn,
    FollowedStep,
    InputColumn,
    level_order,
    number_text,
    offset_and_divisor,
)
from mlwidgets.data.prepare.plan import Encode, Impute, Scale
from mlwidgets.data.tables.table import MISSING, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.data.prepare.plan import ColumnPlan
    from mlwidgets.data.tables.table import Column

    Numbers = NDArray[np.float64]

__all__ = ["CategorySteps", "NumberSteps", "fitted", "number_text"]

MISSING_LEVEL = "missing"
"""What the level for missing values is called."""

_FAR = 1e6
"""Days further away than this, 2,700 years, are shown as a number."""


class NumberSteps(FittedColumn):
    """Impute and scale of numbers, and of dates as days since 1 January 1970.

    A column that is the same in all training rows has the divisor 1, so it becomes 0.
    """

    def __init__(self, column: Column, plan: ColumnPlan) -> None:
        numbers = _numbers(column)
        present = numbers[np.isfinite(numbers)]
        super().__init__(column.name, plan, len(column), len(column) - len(present))
        if not len(present):
            present = np.zeros(1)  # nothing is known of it, and it becomes 0
        self.mean = float(present.mean())
        self.std = float(present.std())
        self.minimum, self.maximum = float(present.min()), float(present.max())
        self.median = float(np.median(present))
        self.fill = {Impute.MEAN: self.mean, Impute.MOST_FREQUENT: self.mean}.get(plan.impute, self.median)
        if plan.impute is Impute.MOST_FREQUENT:
            values, counts = np.unique(present, return_counts=True)
            self.fill = float(values[np.argmax(counts)])
        self.offset, self.divisor = offset_and_divisor(plan.scale, present)
        self.tells_missing = plan.impute is Impute.OWN_LEVEL and self.missing > 0

    @property
    def inputs(self) -> tuple[InputColumn, ...]:
        """The number itself, and with a level of its own whether it is missing."""
        number = InputColumn(self.name, self.name)
        if not self.tells_missing:
            return (number,)
        return (number, InputColumn(f"{self.name} = {MISSING_LEVEL}", self.name, MISSING_LEVEL))

    @property
    def statistics(self) -> dict[str, float | str]:
        """Mean, standard deviation, minimum, median and maximum, and what missing values become."""
        return {
            "mean": self.mean,
            "std": self.std,
            "min": self.minimum,
            "median": self.median,
            "max": self.maximum,
            "fill": self.fill,
        }

    @property
    def scaling(self) -> tuple[Numbers, Numbers]:
        """Those of the number; the input for missing values is not scaled."""
        more = [0.0] if self.tells_missing else []
        return np.array([self.offset, *more]), np.array([self.divisor, *(one + 1 for one in more)])

    def apply(self, column: Column, out: NDArray[np.float32]) -> None:
        """Impute and scale; a number too large for float32 becomes the largest one."""
        numbers = _numbers(column)
        present = np.isfinite(numbers)
        filled = numbers if present.all() else np.where(present, numbers, self.fill)
        with np.errstate(over="ignore", under="ignore"):
            out[:, 0] = np.clip((filled - self.offset) / self.divisor, -LARGEST_FLOAT, LARGEST_FLOAT)
        if self.tells_missing:
            out[:, 1] = ~present

    def unseen(self, column: Column) -> int:  # noqa: ARG002 - numbers have no levels
        """Return 0: no number is unseen."""
        return 0

    def read_back(self, numbers: Numbers) -> str:
        """Return the number or the date; "" if it is known to be missing."""
        if self.tells_missing and numbers[1]:
            return ""
        number = float(numbers[0])
        if self.plan.kind is not Kind.DATE:
            return number_text(number)
        return str(np.datetime64(round(number), "D")) if abs(number) < _FAR else number_text(number)

    def follow(self, column: Column) -> tuple[FollowedStep, ...]:
        """Return its steps: days, if it is a date; impute; scale."""
        number = float(_numbers(column)[0])
        present = bool(np.isfinite(number))
        before = number_text(number) if present else ""
        filled = number if present else self.fill
        done = np.zeros((1, len(self.inputs)), np.float32)
        self.apply(column, done)
        steps = []
        if column.kind is Kind.DATE:
            steps.append(FollowedStep("days", "", column.texts(np.array([0]))[0], before, changed=present))
        steps.append(
            FollowedStep("impute", str(self.plan.impute), before, number_text(filled), changed=not present)
        )
        scaled, how = number_text(float(done[0, 0])), self.plan.scale
        steps.append(
            FollowedStep("scale", str(how), number_text(filled), scaled, changed=how is not Scale.NONE)
        )
        return tuple(steps)


class CategorySteps(FittedColumn):
    """Impute and encode of categories; an ordinal code is scaled like a number.

    A level that no training row has is unknown: with one-hot inputs all of them are 0, or that of missing
    values is 1 if there is one; as an ordinal code it takes the place of a missing value.
    """

    def __init__(self, column: Column, plan: ColumnPlan) -> None:
        codes = column.values[column.values != MISSING]
        super().__init__(column.name, plan, len(column), len(column) - len(codes))
        counts = np.bincount(codes, minlength=len(column.levels))
        seen = [(column.levels[code], int(counts[code])) for code in np.flatnonzero(counts).tolist()]
        seen.sort(key=lambda pair: level_order(pair[0]))
        self.counts = dict(seen)
        self.levels = tuple(self.counts)
        self.has_missing_level = plan.impute is Impute.OWN_LEVEL and self.missing > 0
        if self.has_missing_level:
            self.fill = len(self.levels)
        else:
            self.fill = int(np.argmax([*self.counts.values(), 0]))
        self.offset, self.divisor = 0.0, 1.0
        if plan.encode is Encode.ORDINAL:
            each = self._places(column)[0].astype(np.float64)
            self.offset, self.divisor = offset_and_divisor(plan.scale, each)

    @cached_property
    def inputs(self) -> tuple[InputColumn, ...]:
        """One for each level, or one for the ordinal code."""
        if self.plan.encode is Encode.ORDINAL:
            return (InputColumn(self.name, self.name),)
        levels = [(level, level) for level in self.levels]
        if self.has_missing_level:
            free = MISSING_LEVEL if MISSING_LEVEL not in self.counts else f"({MISSING_LEVEL})"
            levels.append((free, free))
        if not levels:
            levels.append((MISSING_LEVEL, MISSING_LEVEL))  # no training row has a value: always 0
        return tuple(InputColumn(f"{self.name} = {text}", self.name, level) for text, level in levels)

    @property
    def statistics(self) -> dict[str, float | str]:
        """How many training rows have each level, and what missing values become."""
        return {**self.counts, "fill": self._fill_text()}

    @property
    def scaling(self) -> tuple[Numbers, Numbers]:
        """Those of the ordinal code; one-hot inputs are not scaled."""
        count = len(self.inputs)
        return np.full(count, self.offset), np.full(count, self.divisor)

    def apply(self, column: Column, out: NDArray[np.float32]) -> None:
        """Impute, then encode."""
        places, unknown = self._places(column)
        if self.plan.encode is Encode.ORDINAL:
            out[:, 0] = (places - self.offset) / self.divisor
            return
        out[...] = 0
        known = np.arange(len(places)) if self.has_missing_level else np.flatnonzero(~unknown)
        if self.levels or self.has_missing_level:
            out[known, places[known]] = 1

    def unseen(self, column: Column) -> int:
        """Return how many values are of no level that a training row has."""
        return int(self._places(column)[1][column.values != MISSING].sum())

    def read_back(self, numbers: Numbers) -> str:
        """Return the level; "" if it is a missing or an unknown one."""
        place = round(float(numbers[0]))
        if self.plan.encode is Encode.ONE_HOT:
            place = int(numbers.argmax()) if numbers.any() else -1
        return self.levels[place] if 0 <= place < len(self.levels) else ""

    def follow(self, column: Column) -> tuple[FollowedStep, ...]:
        """Return its steps: impute; encode; scale, if it is an ordinal code."""
        before = column.texts(np.array([0]))[0]
        places, unknown = self._places(column)
        place, is_unknown = int(places[0]), bool(unknown[0])
        missing = bool(column.missing[0])
        becomes_fill = missing or (
            is_unknown and (self.has_missing_level or self.plan.encode is Encode.ORDINAL)
        )
        zeros = is_unknown and not (self.has_missing_level or self.plan.encode is Encode.ORDINAL)
        filled = self._fill_text() if becomes_fill and not zeros else before
        done = np.zeros((1, len(self.inputs)), np.float32)
        self.apply(column, done)
        one_hot = self.plan.encode is Encode.ONE_HOT
        code = " ".join(f"{value:g}" for value in done[0]) if one_hot else str(place)
        steps = [
            FollowedStep("impute", str(self._impute), before, filled, changed=becomes_fill and not zeros),
            FollowedStep("encode", str(self.plan.encode), filled, code, changed=True),
        ]
        if not one_hot:
            scaled, how = number_text(float(done[0, 0])), self.plan.scale
            steps.append(FollowedStep("scale", str(how), code, scaled, changed=how is not Scale.NONE))
        return tuple(steps)

    @property
    def _impute(self) -> Impute:
        return self.plan.impute if self.plan.impute is Impute.OWN_LEVEL else Impute.MOST_FREQUENT

    def _fill_text(self) -> str:
        return self.levels[self.fill] if self.fill < len(self.levels) else MISSING_LEVEL

    def _places(self, column: Column) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return each row's place among the levels, and where the level is unknown; imputed already."""
        at = {level: place for place, level in enumerate(self.levels)}
        # The last one is for missing values: the code −1 takes it.
        place = np.array([*(at.get(level, -1) for level in column.levels), self.fill], np.int64)
        places = place[column.values]
        unknown = places < 0
        if not self.levels and not self.has_missing_level:
            unknown[:] = True  # nothing is known of this column
        return np.where(unknown, self.fill, places), unknown


def _numbers(column: Column) -> Numbers:
    if column.kind is not Kind.DATE:
        return column.values
    days = column.values.astype(np.int64) / 86_400
    return np.where(column.missing, np.nan, days) if column.missing.any() else days


def fitted(column: Column, plan: ColumnPlan) -> FittedColumn:
    """Return the steps of a column, fitted on these rows, which should be training rows only."""
    return CategorySteps(column, plan) if column.kind is Kind.CATEGORY else NumberSteps(column, plan)
