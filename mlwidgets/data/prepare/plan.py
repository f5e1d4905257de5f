"""`Plan`: what is to be made of each column of a table, and how its rows are divided."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.data.tables.table import Kind


class Role(StrEnum):
    """What a column is for."""

    FEATURE = "feature"
    TARGET = "target"
    IGNORED = "ignored"


class SplitMethod(StrEnum):
    """How the rows are divided into training, validation and test rows."""

    RANDOM = "random"
    STRATIFIED = "stratified"
    GROUP = "group"
    TIME = "time"


class Impute(StrEnum):
    """What takes the place of a missing value."""

    MEAN = "mean"
    MEDIAN = "median"
    MOST_FREQUENT = "most_frequent"
    OWN_LEVEL = "own_level"


class Scale(StrEnum):
    """What is done to numbers."""

    STANDARD = "standard"
    MIN_MAX = "min_max"
    NONE = "none"


class Encode(StrEnum):
    """How categories become numbers."""

    ONE_HOT = "one_hot"
    ORDINAL = "ordinal"


@dataclass(frozen=True, kw_only=True)
class ColumnPlan:
    """What is made of one column.

    Parameters
    ----------
    role : Role
        Feature, target or ignored.
    kind : Kind
        What its values are taken for; a number can be taken for a category.
    impute, scale, encode
        The steps, each only where it applies: `scale` to numbers, `encode` to categories.
    """

    role: Role
    kind: Kind
    impute: Impute = Impute.MEDIAN
    scale: Scale = Scale.STANDARD
    encode: Encode = Encode.ONE_HOT


@dataclass(frozen=True, kw_only=True)
class SplitPlan:
    """How the rows are divided; it comes before all steps that are fitted.

    Parameters
    ----------
    method : SplitMethod
        At random; at random with each class in proportion; whole groups, or rows in the order of time.
    by : str
        The column with the groups or the time; else empty.
    validation, test : float
        Fractions of all rows, each 0 to 0.8.
    together : bool
        Whether rows that are equal in all features and the target come into the same part.
    seed : int
        The same seed divides in the same way.
    """

    method: SplitMethod = SplitMethod.STRATIFIED
    by: str = ""
    validation: float = 0.15
    test: float = 0.2
    together: bool = True
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be made of a table: frozen, checked once, written as plain JSON.

    Parameters
    ----------
    columns : mapping of str to ColumnPlan
        For each column of the table.
    split : SplitPlan
        How its rows are divided.
    """

    columns: Mapping[str, ColumnPlan]
    split: SplitPlan = field(default_factory=SplitPlan)

    @property
    def target(self) -> str:
        """The column to predict; "" if none has been chosen."""
        return next((name for name, one in self.columns.items() if one.role is Role.TARGET), "")

    @property
    def features(self) -> tuple[str, ...]:
        """The columns to predict from."""
        return tuple(name for name, one in self.columns.items() if one.role is Role.FEATURE)

    def with_column(self, name: str, **changes: Any) -> Self:  # noqa: ANN401 - fields of several types
        """Return a plan with changes to one column; the target before it becomes a feature."""
        columns = dict(self.columns)
        if changes.get("role") is Role.TARGET and self.target:
            columns[self.target] = replace(columns[self.target], role=Role.FEATURE)
        columns[name] = replace(columns[name], **changes)
        return replace(self, columns=columns)

    def with_split(self, **changes: Any) -> Self:  # noqa: ANN401 - fields of several types
        """Return a plan with another division of the rows."""
        return replace(self, split=replace(self.split, **changes))
