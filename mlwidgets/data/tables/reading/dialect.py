"""Which characters separate and quote the cells of a text: the reading that makes the most regular table.

Each possible dialect is tried on the beginning of the file. It is good if most rows have the same number of
cells (the *pattern* score) and the cells look like something, a number, a date or a plain text, rather than
like two cells stuck together (the *type* score). The idea is that of van den Burg, Nazábal and Sutton,
"Wrangling messy CSV files by detecting row and type patterns", Data Mining and Knowledge Discovery 33 (2019).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain, islice, takewhile

from mlwidgets.data.tables.reading.blanks import BLANKS, is_aligned, with_tabs
from mlwidgets.data.tables.reading.cells import is_plain, is_typed

SEPARATORS = (",", ", ", ";", "\t", "|", "||", " | ", ":", "::", " ", "^", "~", "\x1f", "\x01")
"""Those that are tried, the likeliest first: where two are equally good, the first is taken."""

_WEAK = {":", " ", BLANKS}  # they stand inside times and texts as well
_ONE = "\ue000"  # stands for a separator of several characters, which the csv module does not know
_ROWS, _CELLS, _TITLES = 1_000, 4_000, 5
_QUOTED = re.compile(r'^"([^"]*)"$')
_STRONG_SHARE = 0.3


@dataclass(frozen=True)
class Dialect:
    """What stands between and around the cells; see `ReadSettings`."""

    separator: str
    quote: str
    escape: str = "double"


@dataclass(frozen=True)
class Record:
    """One row of a text: its cells, and its lines, counted from 1."""

    cells: list[str]
    line: int
    last_line: int

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the line at all."""
        return not self.cells or self.cells == [""]


def split_records(text: str, dialect: Dialect, most: int = _ROWS) -> list[Record]:
    """Split a text into its first rows, without complaint about what is malformed."""
    separator = dialect.separator
    if separator == BLANKS:
        text, separator = with_tabs(text, dialect.quote), "\t"
    if len(separator) != 1:
        text = text.replace(separator, _ONE) if separator else text
    options = {
        "delimiter": separator if len(separator) == 1 else _ONE,
        "quotechar": dialect.quote or None,
        "quoting": csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        "doublequote": dialect.escape == "double",
        "escapechar": "\\" if dialect.escape == "backslash" else None,
        "skipinitialspace": separator.endswith(" ") and separator != " ",
    }
    reader = csv.reader(io.StringIO(text, newline=""), strict=False, **options)  # type: ignore[arg-type]
    records: list[Record] = []
    line = 1
    try:
        for cells in reader:
            whole = [cell.replace(_ONE, separator) for cell in cells] if len(separator) > 1 else cells
            records.append(Record(whole, line, reader.line_num))
            line = reader.line_num + 1
            if len(records) == most:
                break
    except csv.Error:
        pass  # a cell that does not end: what has been read so far tells enough
    return records


def find_dialect(text: str) -> Dialect:
    r"""Return the dialect in which the text makes the most regular table.

    Examples
    --------
    >>> find_dialect("a;b;c\n1,5;2;x\n2,5;3;y\n")
    Dialect(separator=';', quote='"', escape='double')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    best, most = Dialect("", '"'), _single(text)
    for separator in (*SEPARATORS, BLANKS):
        if not is_aligned(text) if separator == BLANKS else separator not in text:
            continue
        for quote in _quotes(text, separator):
            for escape in _escapes(text, quote, separator):
                dialect = Dialect(separator, quote, escape)
                score = _score(split_records(text, dialect), separator)
                if score > most + 1e-9 or (
                    separator == ", " and score > most - 1e-9 and best.separator == ","
                ):
                    best, most = dialect, score
    return best


def _quotes(text: str, separator: str) -> list[str]:
    quotes = ['"', ""] if '"' in text else ['"']
    between = re.escape(separator)
    opened = len(re.findall(rf"(?:^|{between})'", text, re.MULTILINE))
    closed = len(re.findall(rf"'(?={between}|\r|\n|$)", text))
    if min(opened, closed) > 1 and abs(opened - closed) <= 0.1 * opened:
        quotes.append("'")
    return quotes


def _escapes(text: str, quote: str, separator: str) -> list[str]:
    r"""Return how quotes inside cells may be written: with a backslash only if one cannot be a letter.

    A cell that ends in a backslash has \" before a separator, and one with \" in it has \"" there.
    """
    if not quote or f"\\{quote}" not in text:
        return ["double"]
    end = rf"(?:{re.escape(separator)}|\n|\Z)"
    told = re.search(rf"\\{quote}(?!{quote}|{end})|\\{quote}{quote}(?={end})", text)
    return ["double", "backslash"] if told else ["double"]


def _single(text: str) -> float:
    """Return how well the text reads as one column."""
    rows = text.splitlines()[:_ROWS]
    # Tabs at the edges are empty cells if the first row has one, and else nothing.
    header = next((row for row in rows if row.strip()), "")
    lines = [row.strip(" " if "\t" in header else None) for row in rows]
    lines = [_QUOTED.sub(r"\1", line) for line in lines if line not in ("", '""')]
    if not lines:
        return 0.0
    values = lines[1:] or lines  # the first is the name of the column, if it has one
    # 1,5 below a name without a comma is a decimal comma; below "a,b" it is two cells. The name may itself
    # be below a title.
    above = list(takewhile(lambda line: not is_typed(line), lines[:_TITLES]))[-1:] or lines[:1]
    usual = [separator for separator in ",;:\t" if separator in above[0]]
    typed = sum(is_typed(line) and not any(one in line for one in usual) for line in values) / len(values)
    return 0.6 * typed if typed > 0.5 else 0.15  # noqa: PLR2004 - most lines


def _score(records: list[Record], separator: str) -> float:
    rows = [record.cells for record in records if not record.blank]
    if not rows:
        return 0.0
    lengths = Counter(map(len, rows))
    # Squared, so that a few long or short rows cost little, and two shapes of equal weight much.
    pattern = sum((count / len(rows)) ** 2 * (length - 1) / length for length, count in lengths.items())
    cells = Counter(islice(chain.from_iterable(rows), _CELLS))
    plain = sum(count for cell, count in cells.items() if is_plain(cell)) / cells.total()
    if separator in _WEAK:
        typed = sum(count for cell, count in cells.items() if is_typed(cell)) / cells.total()
        pattern *= 0.7 if typed > _STRONG_SHARE else 0.2
    return pattern * plain
