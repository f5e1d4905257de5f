"""What stands on a `DataCard`: counted from tables and arrays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.prepare.equal import equal_rows
from mlwidgets.data.prepare.steps import number_text
from mlwidgets.data.tables.table import Kind
from mlwidgets.data.wording import ROWS, percent
from mlwidgets.language import _, n_, numeral
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.data.dataset import Dataset, Split
    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.tables.table import Column, Table

_KINDS = {
    Kind.NUMBER: n_("{count:,} number", "{count:,} numbers"),
    Kind.CATEGORY: n_("{count:,} category", "{count:,} categories"),
    Kind.TEXT: n_("{count:,} text", "{count:,} texts"),
    Kind.DATE: n_("{count:,} date", "{count:,} dates"),
}
_CELLS = n_("{count:,} cell", "{count:,} cells")
_COPIES = n_("{count:,} copy of other examples", "{count:,} copies of other examples")
_COPIES_ACROSS = n_(
    "{copies}, {count:,} test example among them also in training",
    "{copies}, {count:,} test examples among them also in training",
)
_PART_OF = _("{part:,} of {whole:,}")
_FROM_TO = _("{low} to {high}")


@dataclass(frozen=True)
class CardClass:
    """How many examples of a class there are, in each part."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class CardColumn:
    """One column of a table.

    Attributes
    ----------
    name, kind, role : str
        What it is called, what its values are, and what it is for; the role is empty without a plan.
    missing, different : int
        How many values are missing, and how many different ones there are.
    values : str
        The smallest and the largest, or the most common ones.
    """

    name: str
    kind: str
    role: str
    missing: int
    different: int
    values: str


def table_facts(table: Table) -> tuple[tuple[str, str], ...]:
    """Return rows, columns, different rows and missing values of a table."""
    rows = len(table)
    kinds = Counter(column.kind for column in table.columns)
    told = ", ".join(_KINDS[kind].format(number) for kind, number in kinds.items())
    different = len(np.unique(equal_rows(table, table.names)))
    gone = np.zeros(rows, np.int64)
    for column in table.columns:
        gone += column.missing
    cells, holed = int(gone.sum()), int(np.count_nonzero(gone))
    missing = _("{cells} in {rows} ({share})").format(
        cells=_CELLS.format(cells),
        rows=ROWS.format(holed),
        share=percent(cells, rows * len(table.columns)),
    )
    all_ = _("all {count:,}").format(count=rows)
    return (
        (_("Rows"), numeral(rows)),
        (_("Columns"), f"{numeral(len(table.columns))} ({told})"),
        (_("Different rows"), all_ if different == rows else _PART_OF.format(part=different, whole=rows)),
        (_("Missing"), missing if cells else _("nothing")),
    )


def table_columns(table: Table, plan: Plan | None) -> tuple[CardColumn, ...]:
    """Return what is known of each column."""
    return tuple(
        CardColumn(
            name=column.name,
            kind=str(column.kind if plan is None else plan.columns[column.name].kind),
            role="" if plan is None else str(plan.columns[column.name].role),
            missing=int(column.missing.sum()),
            different=column.distinct,
            values=_values(column),
        )
        for column in table.columns
    )


def number_facts(low: float, high: float) -> str:
    """Write a range.

    Examples
    --------
    >>> number_facts(-1.5, 1234567.0)
    '−1.5 to 1234567'
    """
    return _FROM_TO.format(low=_number(low), high=_number(high))


def _number(value: float) -> str:
    return number_text(value).replace("-", "−")


def class_counts(data: Dataset, split: Split | None) -> tuple[CardClass, ...]:
    """Return how many examples of each class are in each part."""
    parts = [data.y_train] if split is None else [split.y_train, split.y_validation]
    if split is not None and not len(split.y_validation):
        parts.pop()
    counted = [np.bincount(y, minlength=data.n_classes) for y in (*parts, data.y_test) if data.n_classes]
    return tuple(
        CardClass(name, tuple(int(part[place]) for part in counted))
        for place, name in enumerate(data.class_names)
    )


def copies(data: Dataset) -> str:
    """Say how many examples are copies of another one, and how many of the test are also in training."""
    learned, tested = _digests(data.x_train), _digests(data.x_test)
    known = set(learned)
    again = len(learned) + len(tested) - len(known.union(tested))
    if not again:
        return _("none")
    leaked = sum(one in known for one in tested)
    told = _COPIES.format(again)
    return _COPIES_ACROSS.format(leaked, copies=told) if leaked else told


def _digests(x: np.ndarray) -> list[bytes]:
    """Return a fingerprint of each example: equal ones have the same, and others have others."""
    rows = np.ascontiguousarray(x).reshape(len(x), -1)
    return [blake2b(row.data, digest_size=12).digest() for row in rows]


def _values(column: Column) -> str:
    present = np.flatnonzero(~column.missing)
    if not len(present):
        return ""
    if column.kind is Kind.NUMBER:
        values = column.values[present]
        return number_facts(float(values.min()), float(values.max()))
    if column.kind is Kind.DATE:
        order = np.array([present[column.values[present].argmin()], present[column.values[present].argmax()]])
        first, last = column.texts(order)
        return _FROM_TO.format(low=first, high=last)
    counts = np.bincount(column.values[present], minlength=len(column.levels))
    top = np.argsort(-counts, kind="stable")[:3]
    return ", ".join(f"{shown(column.levels[one])} {numeral(counts[one])}" for one in top if counts[one])
