"""What a page wants sorted and filtered, checked: whatever does not fit the table is left out."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.tables.table import Kind
from mlwidgets.explain.tables.ordering import Among, Contains, Missing, Sort, Within
from mlwidgets.explain.wording import number_text
from mlwidgets.language import numeral
from mlwidgets.widgets.data import table_texts as texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.data.tables.table import Column, Table
    from mlwidgets.explain.tables.ordering import Filter

MOST_KEYS = 4
"""More keys than this make no difference that anybody sees."""

LONGEST_TEXT = 200
_DAY = 86_399
"""Seconds until the end of a day: "to 2021-03-01" includes that day."""

_NAMED_LEVELS = 3


def sorts_of(content: object, table: Table) -> list[Sort]:
    """Return the keys of an order from [[column, descending], …]."""
    found: dict[str, Sort] = {}
    for one in content if isinstance(content, list) else []:
        match one:
            case [column, bool(descending)] if is_place(column, len(table.columns)):
                name = table.columns[column].name
                found.setdefault(name, Sort(name, descending))
    return list(found.values())[:MOST_KEYS]


def filters_of(content: object, table: Table) -> list[Filter]:
    """Return the filters from messages such as {"column": 2, "kind": "contains", "text": "bird"}."""
    found = []
    for one in content if isinstance(content, list) else []:
        match one:
            case {"column": column, "kind": str(kind)} if is_place(column, len(table.columns)):
                made = _filter(table.columns[column], kind, one)
                if made is not None:
                    found.append(made)
    return found


def is_place(value: object, count: int) -> bool:
    """Return whether a value is a position among so many."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


def _filter(column: Column, kind: str, message: dict[str, Any]) -> Filter | None:
    texts_too = column.kind in (Kind.CATEGORY, Kind.TEXT)
    match kind, message:
        case "missing", _:
            return Missing(column.name)
        case "contains", {"text": str(text)} if text and texts_too:
            return Contains(column.name, text[:LONGEST_TEXT])
        case "among", {"levels": list(levels)} if texts_too:
            known = frozenset(at for at in levels if is_place(at, len(column.levels)))
            return Among(column.name, known) if known else None
        case "within", {"low": low, "high": high} if not texts_too:
            least, most = _bound(column, low, -math.inf), _bound(column, high, math.inf)
            return None if (least, most) == (-math.inf, math.inf) else Within(column.name, least, most)
    return None


def _bound(column: Column, value: object, otherwise: float) -> float:
    """Return an end of a range as a number; of a date, which comes as 2021-03-01, as seconds."""
    if column.kind is Kind.DATE:
        try:
            day = np.datetime64(value if isinstance(value, str) else "NaT", "s")
        except ValueError:
            return otherwise
        if np.isnat(day):
            return otherwise
        return float(day.astype(np.int64)) + (_DAY if otherwise > 0 else 0)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return otherwise
    try:
        number = float(value)
    except OverflowError:  # a whole number larger than any float
        return sys.float_info.max if value > 0 else -sys.float_info.max
    return otherwise if math.isnan(number) else number


def filter_message(one: Filter, table: Table) -> dict[str, Any]:
    """Return a filter as the page knows it, with its "words"."""
    at = table.names.index(one.column)
    column = table.columns[at]
    told: dict[str, Any] = {"column": at, "words": _words(one, column)}
    match one:
        case Contains(text=text):
            return {**told, "kind": "contains", "text": text}
        case Among(levels=levels):
            return {**told, "kind": "among", "levels": sorted(levels)}
        case Within(low=low, high=high):
            return {**told, "kind": "within", "low": _sent(column, low), "high": _sent(column, high)}
        case Missing():
            return {**told, "kind": "missing"}


def _words(one: Filter, column: Column) -> str:
    match one:
        case Contains(text=text):
            return texts.CONTAINS.format(column=column.name, text=text)
        case Among(levels=levels):
            names = [column.levels[at] for at in sorted(levels)]
            shown = ", ".join(names[:_NAMED_LEVELS])
            if len(names) > _NAMED_LEVELS:
                shown = texts.MORE_LEVELS.format(levels=shown, more=len(names) - _NAMED_LEVELS)
            return texts.AMONG.format(column=column.name, levels=shown)
        case Within(low=low, high=high):
            words = texts.BETWEEN if math.isfinite(low) and math.isfinite(high) else texts.AT_LEAST
            if not math.isfinite(low):
                words = texts.AT_MOST
            low_text, high_text = (_bound_text(column, end) for end in (low, high))
            return words.format(column=column.name, low=low_text, high=high_text)
        case Missing():
            return texts.IS_MISSING.format(column=column.name)


def _bound_text(column: Column, value: float) -> str:
    if column.kind is Kind.DATE and math.isfinite(value):
        return str(np.datetime64(int(value), "s"))[:10]
    return number_text(value)


def _sent(column: Column, value: float) -> float | str | None:
    """Return an end of a range as JSON can hold it: None where the range is open."""
    if not math.isfinite(value):
        return None
    return _bound_text(column, value) if column.kind is Kind.DATE else value


def sentence(count: int, rows: int, sorts: Sequence[Sort]) -> str:
    """Say how many rows are shown, and in which order.

    Examples
    --------
    >>> sentence(1204, 11055, [Sort("mass", True)])
    '1,204 of 11,055 rows, sorted by mass ↓'
    """
    words = texts.ROWS if count == rows else texts.SOME_ROWS
    said = texts.ROW if rows == count == 1 else words.format(count=numeral(count), rows=numeral(rows))
    if not sorts:
        return said
    keys = ", ".join(
        (texts.KEY_DOWN if sort.descending else texts.KEY_UP).format(column=sort.column) for sort in sorts
    )
    return f"{said}, {texts.SORTED.format(keys=keys)}"
