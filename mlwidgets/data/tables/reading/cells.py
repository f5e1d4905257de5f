"""What a single cell looks like: a number, a date, a time, a plain text, or two cells stuck together."""

from __future__ import annotations

import re

STANDARD_MARKS = (
    *("NA", "N/A", "n/a", "NaN", "nan", "NAN", "NULL", "Null", "null", "None", "<NA>", "#N/A", "#NA"),
    *("-nan", "-NaN", "1.#QNAN", "#NULL!", "?", "missing", "Missing"),
)
"""What programs write where there is no value: the marks of pandas, and the ? of the UCI data sets."""

NUMBER_MARKS = ("-", "--", "---", ".", "..", "…", "–", "—", "x", "X", "*", "#DIV/0!", "#VALUE!", "#REF!")
"""More of them, which count only where all other cells of a column are numbers or dates."""

_GROUP = {"": "", ",": ",", ".": r"\.", " ": "[ \u00a0\u202f]", "'": "['’]"}
UNITS = "$€£¥%"

_TIME = re.compile(r"\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AaPp]\.?[Mm]\.?)?")
_DATE = re.compile(
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d\d)"
    r"|\d{1,2}\.? ?-?[A-Za-zé]{3,9}\.?,? ?-?\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})"
    r"([T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AaPp][Mm])?(Z|[+-]\d\d:?\d\d)?)?"
)
_WEB = re.compile(r"(?:https?|ftp)://\S+|[^@\s]+@[^@\s]+\.[A-Za-z]+")
_ANY_NUMBER = re.compile(r"[+-]?[$€£¥]? ?[+-]?(\d[\d.,'’\u00a0\u202f]*|\.\d+)([eE][+-]?\d+)? ?[€$£¥%]?")
_TYPED = re.compile("|".join(f"(?:{form.pattern})" for form in (_ANY_NUMBER, _DATE, _TIME, _WEB)))
_STUCK = re.compile(r"[,;|\t\x1f\x01](?=\S)")


def number_pattern(decimal: str, thousands: str) -> str:
    """Return the regular expression of a number, the same in Python and in the reading library.

    A thousands separator must stand before groups of exactly three digits.
    """
    whole = r"\d+"
    if thousands:
        whole = rf"(?:\d+|\d{{1,3}}(?:{_GROUP[thousands]}\d{{3}})+)"
    point = re.escape(decimal)
    return rf"[+-]?(?:{whole}(?:{point}\d*)?|{point}\d+)(?:[eE][+-]?\d+)?"


def is_date(text: str) -> bool:
    """Whether a cell looks like a date, with a time or without."""
    return _DATE.fullmatch(text.strip()) is not None


def is_typed(text: str) -> bool:
    """Whether a cell is a number, a date, a time or an address: something with a form of its own."""
    cell = text.strip()
    if len(cell) > 100:  # noqa: PLR2004 - longer than any of them
        return False
    return _TYPED.fullmatch(cell) is not None


def is_plain(text: str) -> bool:
    """Whether a cell looks like one cell, not like a quoted one or like several stuck together."""
    cell = text.strip()
    if not cell or is_typed(cell):
        return True
    if cell[0] in "\"'" and (len(cell) == 1 or cell[-1] == cell[0]):
        return False
    if cell[0] == '"' and cell.count('"') % 2:
        return False
    if cell[-1] == '"' and cell.count('"') % 2 and not cell[-2:-1].isdigit():  # 5" is a length
        return False
    return not _STUCK.search(cell)
