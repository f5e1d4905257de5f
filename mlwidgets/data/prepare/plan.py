"""`Plan`: what is to be made of each column of a table, and how its rows are divided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from mlwidgets.data.prepare.choices import (
    PART,
    Encode,
    Impute,
    Role,
    Scale,
    SplitMethod,
    choice,
    known_keys,
)
from mlwidgets.data.prepare.equal import copies
from mlwidgets.data.prepare.guess import LEVELS_OF_A_TARGET, as_target, guesses
from mlwidgets.data.prepare.plan_texts import CATEGORY_AS_TIME, DIVIDE_BY, TEXT_AS_TIME
from mlwidgets.data.tables.table import Kind
from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.language import _
from mlwidgets.ranges import SEED, check_flag, nearest, shown

if TYPE_CHECKING:
    from mlwidgets.data.tables.table import Column, Table

__all__ = ["ColumnPlan", "Encode", "Impute", "Plan", "Role", "Scale", "SplitMethod", "SplitPlan"]

FEWEST_ROWS = 10
"""So many rows must have a target."""

MOST_INPUTS = 2_000
"""So many numbers of one row a network is given at most."""

MOST_VALUES = 200_000_000
"""So many numbers the prepared table holds at most: 800 MB as float32."""

LARGEST = 1e30
"""Numbers must be smaller than this without their sign: their squares have to be numbers, too."""


@dataclass(frozen=True, kw_only=True)
class ColumnPlan:
    """What is made of one column.

    Parameters
    ----------
    role : Role
        Feature, target or ignored.
    kind : Kind
        What its values are taken for; a number can be taken for a category. A date that is a feature becomes
        a number, the days since 1 January 1970.
    impute : Impute
        What takes the place of a missing value: for numbers any of them, where `own_level` is the median and
        one more input that tells where a value is missing; for categories the most frequent or a level of its
        own, and the most frequent where mean or median is asked for.
    scale : Scale
        What is done to numbers and to the codes of an ordinal encoding. Standard: minus the mean, divided by
        the standard deviation; min–max: minus the minimum, divided by the range.
    encode : Encode
        How categories become numbers: an input of 0 or 1 for each level, or one input with its place among
        the levels, which are sorted.
    """

    role: Role
    kind: Kind
    impute: Impute = Impute.MEDIAN
    scale: Scale = Scale.STANDARD
    encode: Encode = Encode.ONE_HOT

    def __post_init__(self) -> None:
        for name, kind in (
            ("role", Role),
            ("kind", Kind),
            ("impute", Impute),
            ("scale", Scale),
            ("encode", Encode),
        ):
            object.__setattr__(self, name, choice(kind, name, getattr(self, name)))


@dataclass(frozen=True, kw_only=True)
class SplitPlan:
    """How the rows are divided; it comes before all steps that are fitted.

    Parameters
    ----------
    method : SplitMethod
        At random; at random with each class (or each tenth of the numbers to predict) in proportion; whole
        groups; or in the order of time, the latest rows for the test.
    by : str
        The column with the groups or the time; else empty.
    validation, test : float
        Fractions of all rows, each 0 to 0.8.
    together : bool
        Whether rows that are equal in all features and the target come into the same part. Groups and times
        go before it: rows of one group, or of one time, are always in one part.
    seed : int
        The same seed divides in the same way.
    """

    method: SplitMethod = SplitMethod.STRATIFIED
    by: str = ""
    validation: float = 0.15
    test: float = 0.2
    together: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "method", choice(SplitMethod, "method", self.method))
        if not isinstance(self.by, str):
            raise ConfigurationError(
                _("by must be the name of a column, or empty; got {by}.").format(by=shown(self.by))
            )
        for name in ("validation", "test"):
            object.__setattr__(self, name, replace(PART, name=name).check(getattr(self, name)))
        check_flag("together", self.together)
        object.__setattr__(self, "seed", SEED.check_int(self.seed))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be made of a table: frozen, checked once, written as plain JSON.

    Parameters
    ----------
    columns : mapping of str to ColumnPlan
        For each column of the table.
    split : SplitPlan
        How its rows are divided.

    Raises
    ------
    ConfigurationError
        Two columns are the target, or something is not what it should be.
    """

    columns: Mapping[str, ColumnPlan]
    split: SplitPlan = field(default_factory=SplitPlan)

    def __post_init__(self) -> None:
        targets = [name for name, one in self.columns.items() if one.role is Role.TARGET]
        if len(targets) > 1:
            raise ConfigurationError(
                _("One column is the target; got {targets}. Ignore the others.").format(
                    targets=shown(targets)
                )
            )
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))

    @property
    def target(self) -> str:
        """The column to predict; "" if none has been chosen."""
        return next((name for name, one in self.columns.items() if one.role is Role.TARGET), "")

    @property
    def features(self) -> tuple[str, ...]:
        """The columns to predict from."""
        return tuple(name for name, one in self.columns.items() if one.role is Role.FEATURE)

    @property
    def classes(self) -> bool:
        """Whether classes are predicted; else it is numbers."""
        return bool(self.target) and self.columns[self.target].kind is not Kind.NUMBER

    # ---- made, and changed ----

    @classmethod
    def suggested(cls, table: Table) -> Self:
        """Return the plan to start with: a target, features, steps and a division that suit the table.

        Why a column is ignored is said by `mlwidgets.data.prepare.guess.guesses`.
        """
        columns = {}
        for name, guess in guesses(table).items():
            columns[name] = ColumnPlan(
                role=guess.role, kind=guess.kind, impute=_usual_impute(table.column(name), guess.kind)
            )
        plan = cls(columns=columns)
        return plan.with_split(
            method=SplitMethod.STRATIFIED if plan.classes else SplitMethod.RANDOM,
            together=copies(table, (*plan.features, plan.target) if plan.target else table.names),
        )

    def with_column(self, name: str, **changes: Any) -> Self:  # noqa: ANN401 - fields of several types
        """Return a plan with changes to one column; the target before it becomes a feature."""
        columns = dict(self.columns)
        if name not in columns:
            raise ConfigurationError(
                _("The plan has no column {name}. It has: {list}.").format(
                    name=shown(name), list=shown(list(columns))
                )
                + nearest(name, tuple(columns))
            )
        if changes.get("role") == Role.TARGET and self.target not in ("", name):
            columns[self.target] = replace(columns[self.target], role=Role.FEATURE)
        columns[name] = replace(columns[name], **changes)
        return replace(self, columns=columns)

    def with_target(self, table: Table, name: str) -> Self:
        """Return a plan that predicts another column: what it is taken for and the division suit it."""
        plan = self.with_column(name, role=Role.TARGET, kind=as_target(table.column(name)).kind)
        if plan.split.method in (SplitMethod.RANDOM, SplitMethod.STRATIFIED):
            usual = SplitMethod.STRATIFIED if plan.classes else SplitMethod.RANDOM
            return plan.with_split(method=usual)
        return plan

    def with_split(self, **changes: Any) -> Self:  # noqa: ANN401 - fields of several types
        """Return a plan with another division of the rows."""
        return replace(self, split=replace(self.split, **changes))

    # ---- as plain JSON ----

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as plain JSON values."""
        columns = {
            name: {key: str(one) for key, one in asdict(of).items()} for name, of in self.columns.items()
        }
        return {"columns": columns, "split": {**asdict(self.split), "method": str(self.split.method)}}

    @classmethod
    def of(cls, given: object) -> Self:
        """Return the plan that `to_dict` wrote down.

        Raises
        ------
        ConfigurationError
            It is not one: something is missing, unknown or out of its range.
        """
        parts = known_keys("A plan", given, ("columns", "split"))
        columns = parts.get("columns")
        if not isinstance(columns, Mapping) or not all(isinstance(name, str) for name in columns):
            raise ConfigurationError(
                f"A plan has columns, a mapping from names to what is made of each; got {shown(columns)}."
            )
        made = {}
        for name, one in columns.items():
            fields = known_keys(f"The plan of {shown(name)}", one, tuple(ColumnPlan.__dataclass_fields__))
            if "role" not in fields or "kind" not in fields:
                raise ConfigurationError(
                    f"The plan of {shown(name)} needs a role and a kind; got {shown(one)}."
                )
            made[name] = ColumnPlan(**fields)
        split = known_keys(
            "The split of a plan", parts.get("split", {}), tuple(SplitPlan.__dataclass_fields__)
        )
        return cls(columns=made, split=SplitPlan(**split))

    # ---- whether it can be ----

    def check(self, table: Table) -> None:
        """Raise `DataError` with a sentence if this cannot be made of the table."""
        names = table.names
        if set(self.columns) != set(names):
            other = sorted(set(self.columns) ^ set(names))
            raise DataError(
                _(
                    "The plan is of other columns than the table {name}: {other} is in one of them only. "
                    "Begin with the suggested plan."
                ).format(name=table.name, other=shown(other))
            )
        rows = self._check_target(table)
        self._check_features(table, rows)
        self._check_split(table)

    def _check_target(self, table: Table) -> int:
        """Return the number of rows with a target."""
        if not self.target:
            raise DataError(
                _("No column of {name} is the target yet. Choose the column to predict.").format(
                    name=table.name
                )
            )
        column = self.as_planned(table, self.target)
        title = shown(column.name)
        if column.kind in (Kind.TEXT, Kind.DATE):
            what = _("free text") if column.kind is Kind.TEXT else _("a date")
            raise DataError(
                _(
                    "The target {title} is {what}, which cannot be predicted here. Choose another column, "
                    "or take it for a category."
                ).format(title=title, what=what)
            )
        present = usable(column)
        rows = int(present.sum())
        if rows < FEWEST_ROWS:
            raise DataError(
                _(
                    "At least {fewest_rows} rows must have a target; {rows} of {count:,} have one in {title}."
                ).format(fewest_rows=FEWEST_ROWS, rows=rows, count=len(table), title=title)
            )
        different = len(np.unique(column.values[present]))
        if different == 1:
            only = column.texts(np.flatnonzero(present)[:1])[0]
            raise DataError(
                _(
                    "The target {title} is {only} in every row, so there is nothing to learn. Choose "
                    "another column."
                ).format(title=title, only=shown(only))
            )
        if column.kind is Kind.CATEGORY and different > LEVELS_OF_A_TARGET:
            raise DataError(
                _(
                    "The target {title} has {different:,} classes; at most {levels_of_a_target} can be "
                    "learned here. Choose another column, or take it for a number if it is one."
                ).format(title=title, different=different, levels_of_a_target=LEVELS_OF_A_TARGET)
            )
        return rows

    def _check_features(self, table: Table, rows: int) -> None:
        if not self.features:
            if len(table.columns) == 1:
                raise DataError(
                    _(
                        "{names} is the only column, so there is nothing to predict it from. If the file has "
                        "more columns, correct the separator; else choose another file."
                    ).format(names=shown(table.names[0]))
                )
            raise DataError(_("No column is a feature. Choose at least one column to predict from."))
        inputs = 0
        for name in self.features:
            column, one = self.as_planned(table, name), self.columns[name]
            if column.kind is Kind.TEXT:
                raise DataError(
                    _(
                        "The column {name} is free text, which is no feature. Ignore it, or take it for a "
                        "category."
                    ).format(name=shown(name))
                )
            several = column.kind is Kind.CATEGORY and one.encode is Encode.ONE_HOT
            inputs += column.distinct if several else 1
        if inputs > MOST_INPUTS or inputs * rows > MOST_VALUES:
            most = min(MOST_INPUTS, MOST_VALUES // rows)
            raise DataError(
                _(
                    "The features become {inputs:,} inputs, and at most {most:,} are possible with "
                    "{rows:,} rows. Ignore the categories with the most levels, or encode them as ordinal."
                ).format(inputs=inputs, most=most, rows=rows)
            )

    def _check_split(self, table: Table) -> None:
        split = self.split
        if not split.test:
            raise DataError(_("Without test rows nobody can say how good a network is. Raise test above 0."))
        if split.validation + split.test > 0.9 + 1e-9:
            raise DataError(
                _(
                    "Validation and test may take at most 90% of the rows together; got {validation:.0%}. "
                    "Lower one of them."
                ).format(validation=split.validation + split.test)
            )
        if split.method not in (SplitMethod.GROUP, SplitMethod.TIME):
            return
        if split.by not in table.names:
            raise DataError(DIVIDE_BY[split.method, bool(split.by)].format(name=shown(split.by)))
        column = table.column(split.by)
        if split.method is SplitMethod.TIME and column.kind not in (Kind.DATE, Kind.NUMBER):
            raise DataError(
                (CATEGORY_AS_TIME if column.kind is Kind.CATEGORY else TEXT_AS_TIME).format(
                    by=shown(split.by)
                )
            )

    def as_planned(self, table: Table, name: str) -> Column:
        """Return a column as what it is taken for.

        Raises
        ------
        DataError
            It cannot be read so, or its numbers are too large.
        """
        column = table.column(name).as_kind(self.columns[name].kind)
        if column.kind is Kind.NUMBER and bool((np.abs(column.values[usable(column)]) > LARGEST).any()):
            raise DataError(
                _(
                    "The column {name} holds numbers beyond {largest:g}, too large to compute with. Ignore "
                    "it, or take it for a category."
                ).format(name=shown(name), largest=LARGEST)
            )
        return column


def usable(column: Column) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return where a column has a value; an infinite number counts as missing, shape (rows,)."""
    return np.isfinite(column.values) if column.kind is Kind.NUMBER else ~column.missing


def _usual_impute(column: Column, kind: Kind) -> Impute:
    if kind in (Kind.NUMBER, Kind.DATE):
        return Impute.MEDIAN
    return Impute.OWN_LEVEL if column.missing.any() else Impute.MOST_FREQUENT
