"""The class of each row, in as many groups as colours can tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.prepare.fitted_column import level_order
from mlwidgets.data.tables.table import MISSING, Kind
from mlwidgets.errors import DataError
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.tables.table import Column, Table
    from mlwidgets.engine.arrays import AnyArray

MOST_CLASSES = 5
"""So many colours can be told apart; rarer classes share one group."""

OTHERS, UNKNOWN = _("others"), _("missing")
"""The groups of the rarer classes, and of rows whose class is missing."""


@dataclass(frozen=True, eq=False)
class Classes:
    """Rows by their class.

    Attributes
    ----------
    target : str
        The column with the classes.
    names : tuple of str
        The groups: the most frequent classes, in the order of the network's outputs; then `OTHERS` and
        `UNKNOWN`, if there are such rows.
    plain : int
        How many of the groups are classes of their own.
    codes : ndarray of int, shape (rows,)
        The group of each row.
    """

    target: str
    names: tuple[str, ...]
    plain: int
    codes: AnyArray


def planned(table: Table, plan: Plan | None, name: str) -> Column:
    """Return a column as the plan takes it: a number can be taken for a category."""
    column = table.column(name)
    chosen = None if plan is None else plan.columns.get(name)
    if chosen is None:
        return column
    try:
        return column.as_kind(chosen.kind)
    except DataError:  # the plan is impossible, which is said elsewhere; the column can be looked at
        return column


def classes_of(table: Table, plan: Plan | None) -> Classes | None:
    """Return the class of each row; None if no class is to be predicted.

    Examples
    --------
    >>> from mlwidgets.data.prepare.plan import ColumnPlan, Plan, Role
    >>> from mlwidgets.data.tables.table import Column, Table
    >>> values = np.array([1, 0, -1], np.int32)
    >>> sex = Column(name="sex", kind=Kind.CATEGORY, values=values, levels=("a", "b"))
    >>> table = Table(name="t", columns=(sex,), source="", licence="", config={})
    >>> plan = Plan(columns={"sex": ColumnPlan(role=Role.TARGET, kind=Kind.CATEGORY)})
    >>> classes_of(table, plan).names
    ('a', 'b', 'missing')
    """
    if plan is None or plan.target not in table.names:
        return None
    column = planned(table, plan, plan.target)
    if column.kind not in (Kind.CATEGORY, Kind.TEXT):
        return None
    counts = np.bincount(column.values[~column.missing], minlength=len(column.levels))
    often = [at for at in np.argsort(-counts, kind="stable")[:MOST_CLASSES].tolist() if counts[at]]
    frequent = np.array(sorted(often, key=lambda at: level_order(column.levels[at])), np.int64)
    names = [column.levels[at] for at in frequent]
    group = np.full(len(column.levels) + 1, len(names))  # the last place is that of a missing class, −1
    group[frequent] = np.arange(len(names))
    others = bool(counts.sum() > counts[frequent].sum())
    group[MISSING] = len(names) + others
    tail = [OTHERS] * others + [UNKNOWN] * bool(column.missing.any())
    codes = group[column.values].astype(np.int8)
    return Classes(target=column.name, names=(*names, *tail), plain=len(names), codes=codes)
