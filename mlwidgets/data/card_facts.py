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
from mlwidgets.data.wording import count, percent
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.data.dataset import Dataset, Split
    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.tables.table import Column, Table

_KINDS = {
    Kind.NUMBER: ("number", "numbers"),
    Kind.CATEGORY: ("category", "categories"),
    Kind.TEXT: ("text", "texts"),
    Kind.DATE: ("date", "dates"),
}


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
    told = ", ".join(count(number, *_KINDS[kind]) for kind, number in kinds.items())
    different = len(np.unique(equal_rows(table, table.names)))
    gone = np.zeros(rows, np.int64)
    for column in table.columns:
        gone += column.missing
    cells, holed = int(gone.sum()), int(np.count_nonzero(gone))
    missing = f"{count(cells, 'cell')} in {count(holed, 'row')} ({percent(cells, rows * len(table.columns))})"
    return (
        ("Rows", f"{rows:,}"),
        ("Columns", f"{len(table.columns):,} ({told})"),
        ("Different rows", f"all {rows:,}" if different == rows else f"{different:,} of {rows:,}"),
        ("Missing", missing if cells else "nothing"),
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
    return f"{number_text(low)} to {number_text(high)}".replace("-", "−")


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
        return "none"
    leaked = sum(one in known for one in tested)
    also = f", {count(leaked, 'test example')} among them also in training" if leaked else ""
    return f"{count(again, 'copy', 'copies')} of other examples{also}"


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
        return f"{first} to {last}"
    counts = np.bincount(column.values[present], minlength=len(column.levels))
    top = np.argsort(-counts, kind="stable")[:3]
    return ", ".join(f"{shown(column.levels[one])} {counts[one]:,}" for one in top if counts[one])
