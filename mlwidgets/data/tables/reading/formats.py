"""How the numbers and dates of a column are written: found from its first cells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mlwidgets.data.tables.reading.cells import NUMBER_MARKS, STANDARD_MARKS, UNITS, is_date, number_pattern
from mlwidgets.data.tables.table import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 0.95
"""So many of the cells of a column must be numbers or dates if it is to be one of them."""

CONVENTIONS = ((".", ""), (",", ""), (".", ","), (",", "."), (".", " "), (",", " "), (".", "'"), (",", "'"))
"""Decimal and thousands separators, the likeliest first."""

CODE = re.compile(r"0\d{3,}|[+-]?\d{16,}")
"""Digits that are a name rather than a number: 01067 would lose its zero, and 16 digits their last."""

_DAYS = {
    "day first": ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%d-%m-%y"),
    "month first": ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y", "%m-%d-%y"),
}
_CLEAR_DAYS = (
    *("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%Y/%m/%d", "%Y.%m.%d"),
    *("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y"),
)
_TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S", " %H:%M:%S.%f", "T%H:%M:%S.%f", "T%H:%M:%SZ", "T%H:%M")
_MORE_TIMES = ("T%H:%M:%S.%fZ", " %I:%M %p", " %I:%M:%S %p")
_EARLIEST = 1000
_LOOKED_AT, _MOST_FORMATS = 300, 3
_UNIT = re.compile(rf"[{UNITS}]")


@dataclass(frozen=True)
class Form:
    """What a column is taken for while the file is read.

    Attributes
    ----------
    kind : Kind
        Number, date, or text (from which categories are told later).
    decimal, thousands, unit : str
        How its numbers are written; the unit is a sign such as $ or %.
    formats : tuple of str
        How its dates are written, in the letters of `datetime.strptime`.
    ambiguous : bool
        Whether its dates would be other ones with day and month exchanged.
    """

    kind: Kind = Kind.TEXT
    decimal: str = "."
    thousands: str = ""
    unit: str = ""
    formats: tuple[str, ...] = ()
    ambiguous: bool = False


def present(cells: Sequence[str]) -> list[str]:
    """Return the cells that hold a value, without blanks around them."""
    stripped = (cell.strip() for cell in cells)
    return [cell for cell in stripped if cell and cell not in STANDARD_MARKS and cell not in NUMBER_MARKS]


def find_convention(columns: Sequence[Sequence[str]], separator: str) -> tuple[str, str]:
    """Return the decimal and thousands separator with which most columns are numbers.

    A lone 1,234 may be 1234 or 1.234. It is taken for 1234 where commas separate the cells, since such files
    write decimal points, and for 1.234 elsewhere; other cells often decide.

    Examples
    --------
    >>> find_convention([["1,5", "2,25"], ["1.200", "1.300.000"]], ";")
    (',', '.')
    """
    candidates = [[_without_unit(cell) for cell in present(column)] for column in columns]
    order = list(CONVENTIONS)
    if separator in {",", ", "}:
        order.remove((".", ","))
        order.insert(1, (".", ","))

    def fits(decimal: str, thousands: str) -> tuple[int, int]:
        pattern = re.compile(number_pattern(decimal, thousands))
        matched = [[bool(pattern.fullmatch(cell)) for cell in cells] for cells in candidates if cells]
        numbers = [len(one) for one in matched if sum(one) >= MOST * len(one)]
        return len(numbers), -order.index((decimal, thousands))

    return max(order, key=lambda one: fits(*one))


def undecided(columns: Sequence[Sequence[str]], decimal: str) -> list[int]:
    """Return the columns whose decimal sign might separate thousands.

    None if any number of the file decides it: 4,85 cannot be thousands, nor can 0,125 or 4850,125.

    Examples
    --------
    >>> undecided([["4,850", "1,200"]], ","), undecided([["4,850", "1,2"]], ",")
    ([0], [])
    """
    found = []
    number = re.compile(number_pattern(decimal, ""))
    grouped = re.compile(rf"[+-]?[1-9]\d{{0,2}}{re.escape(decimal)}\d{{3}}")
    for at, column in enumerate(columns):
        cells = [_without_unit(cell) for cell in present(column)]
        signs = [cell for cell in cells if decimal in cell and number.fullmatch(cell)]
        if not all(map(grouped.fullmatch, signs)):
            return []
        if signs and len(signs) >= (1 - MOST) * len(cells):
            found.append(at)
    return found


def find_form(cells: Sequence[str], decimal: str, thousands: str, order: str) -> Form:
    """Return what a column holds, judging by its first cells."""
    values = present(cells)
    if not values or any(CODE.fullmatch(cell) for cell in values):
        return Form()
    unit = _unit(values)
    pattern = re.compile(number_pattern(decimal, thousands))
    numbers = sum(bool(pattern.fullmatch(_without_unit(cell) if unit else cell)) for cell in values)
    if numbers >= MOST * len(values):
        return Form(Kind.NUMBER, decimal, thousands, unit)
    return Form() if order == "none" else _date_form(values[:_LOOKED_AT], order)


def find_date_order(columns: Sequence[Sequence[str]]) -> str:
    """Return "day first" or "month first" if the dates of a column tell, else ""."""
    for cells in columns:
        values = present(cells)[:_LOOKED_AT]
        if sum(map(is_date, values)) < MOST * len(values) or not values:
            continue
        day, month = (_coverage(values, _formats(order)) for order in ("day first", "month first"))
        if max(day, month) >= MOST * len(values) and day != month:
            return "day first" if day > month else "month first"
    return ""


def _date_form(values: Sequence[str], order: str) -> Form:
    if sum(map(is_date, values)) < MOST * len(values):
        return Form()
    other = "month first" if order == "day first" else "day first"
    chosen, left = _cover(values, _formats(order))
    if len(values) - len(left) < MOST * len(values):
        chosen, left = _cover(values, _formats(other))
        if len(values) - len(left) < MOST * len(values):
            return Form()
        return Form(Kind.DATE, formats=chosen)
    swapped = exchanged(chosen)
    both = swapped != chosen and _coverage(values, swapped) == _coverage(values, chosen)
    return Form(Kind.DATE, formats=chosen, ambiguous=both)


def exchanged(formats: Sequence[str]) -> tuple[str, ...]:
    """Return forms of dates with day and month exchanged, where that is possible."""
    return tuple(_swapped(form) for form in formats)


def parses_any(value: str, formats: Sequence[str]) -> bool:
    """Whether a value is a date of one of these forms."""
    return any(parses(value, form) for form in formats)


def _swapped(form: str) -> str:
    if form[:2] not in ("%d", "%m") or form[3:5] not in ("%d", "%m") or form[2] == ".":
        return form
    return form[3:5] + form[2] + form[:2] + form[5:]


def _formats(order: str) -> list[str]:
    days = (*_CLEAR_DAYS, *_DAYS[order])
    return [day + time for time in (*_TIMES, *_MORE_TIMES) for day in days]


def _cover(values: Sequence[str], formats: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the few formats with which the most values can be read, and those that cannot be."""
    chosen: list[str] = []
    left = list(values)
    while left and len(chosen) < _MOST_FORMATS:
        # The first value that is left says which formats are worth trying.
        trial = [form for form in formats if parses(left[0], form)]
        if not trial:
            rest = [value for value in left if value != left[0]]
            if len(rest) < (1 - MOST) * len(values) or not chosen:
                break
            return tuple(chosen), left
        counts: Mapping[str, int] = Counter(
            {form: sum(parses(value, form) for value in left) for form in trial}
        )
        best = max(trial, key=lambda form: counts[form])
        chosen.append(best)
        left = [value for value in left if not parses(value, best)]
    return tuple(chosen), left


def _coverage(values: Sequence[str], formats: Sequence[str]) -> int:
    return len(values) - len(_cover(values, formats)[1])


def parses(value: str, form: str) -> bool:
    """Whether a value is a date of this form, from the year 1000 on."""
    if any(sign not in value for sign in (form[2], form[-3:-2] if ":" in form else "") if sign.strip()):
        return False
    try:
        return datetime.strptime(value, form).year >= _EARLIEST  # noqa: DTZ007 - files rarely name a zone
    except ValueError:
        return False


def _unit(values: Sequence[str]) -> str:
    """Return the one sign that stands at nearly all values, such as $, or ""."""
    found = Counter(sign for value in values for sign in set(_UNIT.findall(value)))
    if len(found) != 1:
        return ""
    sign, count = found.most_common(1)[0]
    return sign if count >= MOST * len(values) else ""


def _without_unit(cell: str) -> str:
    return (
        _UNIT.sub("", cell).strip() if cell[:1] in UNITS or cell[-1:] in UNITS or cell[1:2] in UNITS else cell
    )
