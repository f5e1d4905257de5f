"""`Finding`: one thing worth knowing before training on a table, and `Study`: where it is sought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from mlwidgets.data.prepare.choices import Role, SplitMethod
from mlwidgets.data.prepare.plan import Plan, usable
from mlwidgets.data.tables.table import Kind
from mlwidgets.data.wording import listed
from mlwidgets.errors import DataError
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from mlwidgets.data.prepare.split import Parts
    from mlwidgets.data.tables.table import Column, Table

Codes = np.ndarray[Any, np.dtype[np.int64]]


class FindingKind(StrEnum):
    """What can be found."""

    LEAK = "leak"
    DUPLICATES = "duplicates"
    UNSEEN = "unseen"
    IDENTIFIER = "identifier"
    CONSTANT = "constant"
    SAME = "same"
    MISSING = "missing"
    IMBALANCE = "imbalance"
    RARE = "rare"
    SMALL_PART = "small_part"
    CONTRADICTION = "contradiction"
    REPEATS = "repeats"
    NO_TARGET = "no_target"
    UNUSED = "unused"


@dataclass(frozen=True, kw_only=True, eq=False)
class Finding:
    """One thing that was found.

    Attributes
    ----------
    kind : FindingKind
        What.
    columns : tuple of str
        The columns that it is about; empty if it is about the rows.
    sentence : str
        What was found and what it means, for a learner.
    severity : {"warning", "note"}
        A warning spoils what is learned or measured; a note is worth knowing.
    remedy : Plan or None
        A plan without the fault; None where no plan mends it.
    remedy_label : str
        What a button says that takes the remedy: "Ignore 'id'".
    """

    kind: FindingKind
    columns: tuple[str, ...] = ()
    sentence: str
    severity: Literal["warning", "note"] = "warning"
    remedy: Plan | None = None
    remedy_label: str = ""

    def __repr__(self) -> str:
        return f"Finding({self.kind}: {self.sentence})"


def ignoring(plan: Plan, names: Iterable[str]) -> Plan:
    """Return a plan that uses these columns neither as features nor as the target."""
    fewer = {name: replace(plan.columns[name], role=Role.IGNORED) for name in names}
    return replace(plan, columns={**plan.columns, **fewer})


Remedy = dict[str, Any]
"""The two arguments of `Finding` for what would help; empty if nothing does."""


def remedy(plan: Plan, label: str) -> Remedy:
    """Return a plan that would help, and what its button says."""
    return {"remedy": plan, "remedy_label": label}


def to_ignore(plan: Plan, names: Sequence[str]) -> Remedy:
    """Return the remedy that ignores columns, if some of them are features and others remain."""
    used = [name for name in names if plan.columns[name].role is Role.FEATURE]
    if not used or set(used) == set(plan.features):
        return {}  # without a feature nothing can be learned
    return remedy(ignoring(plan, used), _("Ignore {names}").format(names=listed(used, most=1)))


class Study:
    """A table, its plan and its parts, with what several questions need of its columns.

    Parameters
    ----------
    table : Table
        What is studied.
    plan : Plan
        What is to be made of it.
    parts : Parts or None
        How its rows are divided; None while they cannot be.
    """

    def __init__(self, table: Table, plan: Plan, parts: Parts | None) -> None:
        self.table, self.plan, self.parts = table, plan, parts
        self._codes: dict[str, Codes] = {}

    @cached_property
    def features(self) -> tuple[Column, ...]:
        """The features as what they are taken for; those that cannot be are left out."""
        columns = (self._planned(name) for name in self.plan.features)
        return tuple(column for column in columns if column is not None and column.kind is not Kind.TEXT)

    @cached_property
    def target(self) -> Column | None:
        """The target as what it is taken for; None if there is none that can be."""
        return self._planned(self.plan.target) if self.plan.target else None

    @cached_property
    def rows(self) -> Codes:
        """The rows with a target: the others are not used."""
        if self.target is None:
            return np.arange(len(self.table), dtype=np.int64)
        return np.flatnonzero(usable(self.target))

    def codes(self, column: Column) -> Codes:
        """Return the rank of each value among the different ones, in every row; −1 where there is none."""
        if column.name not in self._codes:
            present = usable(column)
            codes = np.full(len(column), -1, np.int64)
            if column.levels:
                codes[:] = column.values
            else:
                codes[present] = np.unique(column.values[present], return_inverse=True)[1]
            self._codes[column.name] = codes
        return self._codes[column.name]

    def both(self, one: Column, other: Column) -> NDArray[np.bool_]:
        """Return where both columns have a value."""
        return (self.codes(one) >= 0) & (self.codes(other) >= 0)

    def _planned(self, name: str) -> Column | None:
        try:
            return self.plan.as_planned(self.table, name)
        except DataError:  # what cannot be is said elsewhere: by `Plan.check`
            return None


def to_stratify(plan: Plan) -> Remedy:
    """Return the remedy that divides each class in proportion, if the rows are divided at random."""
    if plan.split.method is not SplitMethod.RANDOM:
        return {}
    return remedy(
        plan.with_split(method=SplitMethod.STRATIFIED), _("Keep the classes in proportion in each part")
    )


def packed(codes: Codes) -> tuple[Codes, int]:
    """Return codes, whole numbers from 0 to about their count, without gaps, and how many differ."""
    used = np.bincount(codes) > 0  # counting is several times as quick as np.unique, which sorts
    return (np.cumsum(used) - 1)[codes], int(np.count_nonzero(used))


def correlation(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return Pearson's correlation of two rows of numbers; 0 if one of them is constant."""
    x, y = x - x.mean(), y - y.mean()
    size = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / size if size > 0 else 0.0
