"""What each column of a table is most likely for: guessed from its name and its values, with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.prepare.choices import Role
from mlwidgets.data.tables.table import Kind
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.data.tables.table import Column, Table

TARGET_NAMES = (
    "target", "class", "label", "labels", "y", "species", "result", "outcome", "survived", "diagnosis",
    "variety", "churn", "fraud", "malicious", "phishing", "spam", "quality", "type",
)  # fmt: skip
"""What a column to predict is usually called, the surest name first."""

CLASSES_FROM_NUMBERS = 12
"""A column of whole numbers with at most so many different ones is taken for classes, if it is the target."""

LEVELS_OF_A_FEATURE = 100
"""A category with more levels is not taken for a feature: as one-hot inputs they would drown the others."""

LEVELS_OF_A_TARGET = 100
"""More classes than these are not trained here."""

_ALL_MISSING = _("all of its values are missing")
_NO_FEATURES = {
    Kind.DATE: _("it is a date"),
    Kind.TEXT: _("it is free text"),
}
_MOSTLY_DIFFERENT = 0.9
_FEW_ROWS = 20
_TEXT_LEVELS = 20
_MOSTLY_MISSING = 0.95
_IDENTIFIER = re.compile(r"(^|_)(id|uuid|guid|index|idx|key|unnamed|rownames?|row|nr|no|record)(_|\d|$)")
_TIME = re.compile(r"(^|_)(year|month|week|day|hour|date|time|jahr|monat|tag)(_|$)")


@dataclass(frozen=True)
class Guess:
    """What a column seems to be for.

    Attributes
    ----------
    role : Role
        Feature, target or ignored.
    kind : Kind
        What its values should be taken for.
    reason : str
        Why it is ignored; empty for the others.
    """

    role: Role
    kind: Kind
    reason: str = ""


def guesses(table: Table) -> dict[str, Guess]:
    """Return for each column of a table what it is most likely for.

    The target is a column with a name such as "species" or "target", else the last one that can be one: no
    identifier, date or text, and neither constant nor with too many classes. Without such a column there is
    none.
    """
    found = {column.name: _feature_or_ignored(column) for column in table.columns}
    target = _target(table, found)
    if target:
        found[target] = Guess(Role.TARGET, _target_kind(table.column(target)))
    return found


def words_of(name: str) -> str:
    """Return a column's name in small letters with _ between its words: "PassengerId" is "passenger_id"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    return re.sub(r"[^0-9a-zäöüß]+", "_", apart.casefold()).strip("_")


def _feature_or_ignored(column: Column) -> Guess:
    kind = _kind(column)
    reason = _why_ignored(column, kind)
    return Guess(Role.IGNORED if reason else Role.FEATURE, kind, reason)


def _kind(column: Column) -> Kind:
    if column.kind is Kind.TEXT:
        present = len(column) - int(column.missing.sum())
        if 0 < column.distinct <= min(_TEXT_LEVELS, present // 2):
            return Kind.CATEGORY
    return column.kind


def _why_ignored(column: Column, kind: Kind) -> str:
    rows, missing = len(column), int(column.missing.sum())
    if missing > _MOSTLY_MISSING * rows:
        all_ = missing == rows
        return (
            _ALL_MISSING if all_ else _("{share:.0%} of its values are missing").format(share=missing / rows)
        )
    if _is_constant(column):
        return _("it has one value only")
    if kind in _NO_FEATURES:
        return _NO_FEATURES[kind]
    if is_identifier(column):
        return _("it numbers or names the rows")
    if kind is Kind.CATEGORY and column.distinct > LEVELS_OF_A_FEATURE:
        return _("{distinct:,} different values are too many for a category").format(distinct=column.distinct)
    return ""


def _is_constant(column: Column) -> bool:
    present = column.values[~column.missing]
    return bool((present == present[0]).all())


def is_identifier(column: Column) -> bool:
    """Return whether a column numbers or names the rows, by its values and its name."""
    present = len(column) - int(column.missing.sum())
    if present < _FEW_ROWS:
        return False
    named = bool(_IDENTIFIER.search(words_of(column.name)))
    if column.kind is Kind.NUMBER:
        if not column.whole or _TIME.search(words_of(column.name)):
            return False
        values = column.values[~column.missing]
        in_order = bool((np.diff(values) == 1).all())
        return in_order or (named and column.distinct > _MOSTLY_DIFFERENT * present)
    return column.distinct > _MOSTLY_DIFFERENT * present or (named and column.distinct > present // 2)


def _target(table: Table, found: dict[str, Guess]) -> str:
    able = [column.name for column in table.columns if _can_be_target(column, found[column.name])]
    by_words: dict[str, str] = {}
    for name in able:
        by_words[words_of(name)] = name  # of two equal names the last one
    for name in TARGET_NAMES:
        if name in by_words:
            return by_words[name]
    return able[-1] if able else ""


def _can_be_target(column: Column, guess: Guess) -> bool:
    if guess.role is Role.IGNORED or guess.kind not in (Kind.NUMBER, Kind.CATEGORY):
        return False
    return guess.kind is Kind.NUMBER or column.distinct <= LEVELS_OF_A_TARGET


def _target_kind(column: Column) -> Kind:
    kind = _kind(column)
    if kind is Kind.NUMBER and column.whole and column.distinct <= CLASSES_FROM_NUMBERS:
        return Kind.CATEGORY
    return kind


def as_target(column: Column) -> Guess:
    """Return what a column is taken for when somebody makes it the target."""
    return replace(_feature_or_ignored(column), role=Role.TARGET, kind=_target_kind(column), reason="")
