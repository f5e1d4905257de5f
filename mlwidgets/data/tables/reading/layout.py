"""Where the table begins in a text, and how its columns are called."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlwidgets.data.tables.reading.cells import NUMBER_MARKS, STANDARD_MARKS, is_typed
from mlwidgets.data.tables.reading.dialect import SEPARATORS, Dialect, Record, split_records
from mlwidgets.data.tables.reading.names import different_names, one_line
from mlwidgets.data.tables.reading.repair import split_line
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

_EMPTY_NAMES = _("The header has {names} cells for {width} columns; its empty ones were left out.")
_MISFITTING_NAMES = _(
    "The header has {names} names, but most rows have {width} cells; the names were given from "
    "left to right, and may stand above the wrong columns."
)
_MARKS = {"", *STANDARD_MARKS, *NUMBER_MARKS}
_NO_NAMES = _MARKS - {"x", "X"}  # which are marks in some files, and the names of columns in more
_MOST_HEADERS, _LONGEST_NAME = 5, 60
_TYPED_SHARE = 0.8
LINE_END = re.compile("\r\n|\r|\n")
"""What ends a line: of Windows, of old Macs, of all others."""

_LOOKED_AT, _ON_TOP, _TITLES, _FULL_ROWS = 200, 10, 3, 0.1


@dataclass(frozen=True)
class Layout:
    """Where the header and the rows are.

    Attributes
    ----------
    skip_rows : int
        Lines before the header.
    header_rows : int
        Rows of the header.
    first_line : int
        The line of the first row below it, from 1.
    names : tuple of str
        One for each column, all different.
    notes : tuple of str
        What had to be done to get them.
    """

    skip_rows: int
    header_rows: int
    first_line: int
    names: tuple[str, ...]
    notes: tuple[str, ...]


def find_layout(
    text: str, dialect: Dialect, skip_rows: int | None = None, header_rows: int | None = None
) -> Layout:
    """Return where the table begins.

    Parameters
    ----------
    text : str
        The beginning of the file.
    dialect : Dialect
        How it is written.
    skip_rows, header_rows : int or None
        What a person has said; None finds it.
    """
    records = split_records(text, dialect)
    if skip_rows is not None:
        records = [record for record in records if record.line > skip_rows]
    records = [record for record in records if not record.blank or not dialect.separator]
    if skip_rows is None:
        records = records[_comments(records) :]
    width = _width(records)
    records = _quotes_closed(records, width, dialect, text)
    start = 0 if skip_rows is not None else _start(records, width, dialect)
    body = _with_closed_header(records[start:], width, dialect, text)
    if skip_rows is None:
        skip_rows = body[0].line - 1 if body else 0
    if header_rows is None:
        header_rows = _header_rows(body, width)
    head = body[:header_rows]
    first_line = head[-1].last_line + 1 if head else skip_rows + 1
    names, notes = _names([_header_cells(record, width, dialect, text) for record in head], body, width)
    return Layout(skip_rows, header_rows, first_line, names, notes)


def _with_closed_header(records: list[Record], width: int, dialect: Dialect, text: str) -> list[Record]:
    """Return the rows, where a quote that does not end in the header has swallowed none of them."""
    if not records or records[0].line == records[0].last_line or len(records[0].cells) == width:
        return records
    lines = LINE_END.split(text)
    line = records[0].line
    cells = split_line(lines[line - 1], dialect)
    if len(cells) != width:
        return records
    below = split_records("\n".join(lines[line:]), dialect)
    moved = [replace(one, line=one.line + line, last_line=one.last_line + line) for one in below]
    return [Record(cells, line, line), *moved]


def _quotes_closed(records: list[Record], width: int, dialect: Dialect, text: str) -> list[Record]:
    """Return the rows, where those on top that a lone quote has joined are split after all."""
    lines = LINE_END.split(text)
    for at, one in enumerate(records[:_ON_TOP]):
        if len(one.cells) != width and one.line == one.last_line:
            cells = split_line(lines[one.line - 1], dialect)
            if len(cells) == width:
                records[at] = replace(one, cells=cells)
    return records


def _width(records: Sequence[Record]) -> int:
    """Return how many cells a row has: as many as most, or as the header, if other rows have so many, too."""
    counts = Counter(len(record.cells) for record in records)
    usual = max(counts, key=lambda length: (counts[length], length), default=0)
    above = max((len(record.cells) for record in records[:_TITLES]), default=0)
    return above if above > usual and counts[above] > _FULL_ROWS * len(records) else usual


def _comments(records: Sequence[Record]) -> int:
    """Return how many rows on top are comments; the last line with a # may hold the names."""
    marked = 0
    while marked < len(records) - 1 and records[marked].cells[:1] and records[marked].cells[0][:1] == "#":
        marked += 1
    if not marked:
        return 0
    lengths = {len(record.cells) for record in records[marked : marked + _LOOKED_AT]}
    last = records[marked - 1]
    return marked - 1 if len(last.cells) > 1 and len(last.cells) in lengths else marked


def _start(records: Sequence[Record], width: int, dialect: Dialect) -> int:
    """Return the position of the first row that belongs to the table: a title has one cell, not many."""
    for at, record in enumerate(records):
        following = records[at + 1 : at + 2]
        if not _is_title(record, following, records[at + 1 :], width, dialect):
            return at
    return 0


def _is_title(
    record: Record, following: Sequence[Record], below: Sequence[Record], width: int, dialect: Dialect
) -> bool:
    if width == 1 or not following:
        return False
    filled = [bool(cell.strip()) for cell in record.cells]
    if len(record.cells) == width:
        if width == 2:  # noqa: PLR2004
            return filled == [True, False] and all(one.cells[1:2] not in ([""], []) for one in below[:3])
        return sum(filled) <= 1
    if sum(filled) <= max(1, (width - 1) // 2):
        if split_line_any(record, width, dialect) is None:
            return True
        # A title may have as many words as the table has columns; the header is then still to come.
        whole = [one for one in below[:_TITLES] if len(one.cells) == width][:1]
        rest = below[below.index(whole[0]) + 1 :] if whole else []
        kinds = _kinds(rest, width)
        if whole and (
            _looks_like_header(whole[0], kinds) if any(kinds) else _all_names(whole[0], rest, width)
        ):
            return True
    # A header with a cell too few or too many stands right above the data; a title above a header.
    kinds = _kinds(below[1:] or below, width)
    return _looks_like_header(following[0], kinds) if any(kinds) else len(record.cells) < width - 1


def split_line_any(record: Record, width: int, dialect: Dialect) -> list[str] | None:
    """Split a header that is written unlike the rows below it: with another separator, or a lone quote."""
    text = dialect.separator.join(record.cells)
    for separator in SEPARATORS:
        if separator != dialect.separator and text.count(separator) >= width - 1:
            rows = split_records(text, Dialect(separator, dialect.quote))
            if len(rows) == 1 and len(rows[0].cells) == width:
                return rows[0].cells
    return None


def _header_cells(record: Record, width: int, dialect: Dialect, text: str) -> list[str]:
    line = "\n".join(LINE_END.split(text)[record.line - 1 : record.last_line])
    by_hand = split_line(line, dialect)
    if len(by_hand) == width:
        return by_hand
    if len(record.cells) == width:
        return record.cells
    other = split_line_any(record, width, dialect)
    return record.cells if other is None else other


def _kinds(records: Sequence[Record], width: int) -> list[bool]:
    """Return for each column whether most of its cells are numbers, dates or the like."""
    rows = [record.cells for record in records[:_LOOKED_AT] if len(record.cells) == width]
    kinds = []
    for column in range(width):
        cells = [row[column] for row in rows if row[column].strip() not in _MARKS]
        kinds.append(bool(cells) and sum(map(is_typed, cells)) >= _TYPED_SHARE * len(cells))
    return kinds


def _looks_like_header(record: Record, kinds: Sequence[bool]) -> bool:
    """Whether texts stand where the columns hold numbers and dates."""
    pairs = zip(record.cells, kinds, strict=False)
    told = [not is_typed(cell) for cell, kind in pairs if kind and cell.strip() not in _NO_NAMES]
    return len(told) > 0 and sum(told) > len(told) / 2


def _header_rows(body: Sequence[Record], width: int) -> int:
    if not body:
        return 0
    first = body[0]
    if len(body) == 1:
        return 1
    if len(first.cells) != width:
        return 1  # it has been kept as a header with too few or too many names
    kinds = _kinds(body[1:], width)
    if not any(kinds):
        return int(_all_names(first, body[1:], width))
    rows = 0
    while rows < min(_MOST_HEADERS, len(body) - 1) and len(body[rows].cells) == width:
        here = body[rows]
        below = _kinds(body[rows + 1 :], width)
        if rows and not (_same(here, first) or _contradicts_twice(here, below)):
            break
        if not _looks_like_header(here, below) or not any(below):
            break
        rows += 1
    return rows


def _same(record: Record, first: Record) -> bool:
    return [cell.strip() for cell in record.cells] == [cell.strip() for cell in first.cells]


def _contradicts_twice(record: Record, kinds: Sequence[bool]) -> bool:
    """Whether a second header is certain: one odd text may be a damaged cell, two are names or units."""
    pairs = [
        cell for cell, kind in zip(record.cells, kinds, strict=False) if kind and cell.strip() not in _MARKS
    ]
    return len(pairs) > 1 and not any(map(is_typed, pairs))


def _all_names(first: Record, below: Sequence[Record], width: int) -> bool:
    """Whether the first of many rows of texts holds names: short, different, and nowhere below."""
    names = [cell.strip() for cell in first.cells]
    if any(map(is_typed, filter(None, names))) or len(set(names)) < len(names):
        return False
    if any(len(name) > _LONGEST_NAME for name in names):
        return False
    rows = [record.cells for record in below[:_LOOKED_AT] if len(record.cells) == width]
    return not any(name and name == row[at].strip() for row in rows for at, name in enumerate(names))


def _names(
    head: Sequence[Sequence[str]], body: Sequence[Record], width: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    notes: list[str] = []
    fitted = [_fitted(cells, body[len(head) :], width, notes) for cells in head]
    if not head:
        numbered = tuple(f"column {column + 1}" for column in range(width))
        return numbered, (_("The file has no header; the columns are numbered.").format(),) if width else ()
    joined = [" ".join(filter(None, map(one_line, cells))) for cells in zip(*fitted, strict=True)]
    names, renamed = different_names(joined)
    return names, (*notes, *renamed)


def _fitted(cells: Sequence[str], below: Sequence[Record], width: int, notes: list[str]) -> list[str]:
    """Return a header with as many names as there are columns."""
    names = list(cells)
    if len(names) == width:
        return names
    filled = [name for name in names if name.strip()]
    if len(names) > width and len(filled) == width:
        notes.append(_EMPTY_NAMES.format(names=len(names), width=width))
        return filled
    if len(names) == width - 1 and _numbered(below, width):
        notes.append(
            _(
                "The first column, which numbers the rows, has no name in the header; it is called “row”."
            ).format()
        )
        return ["row", *names]
    notes.append(_MISFITTING_NAMES.format(names=len(names), width=width))
    return [*names, *[""] * width][:width]


def _numbered(below: Sequence[Record], width: int) -> bool:
    """Whether the first column counts the rows, from 1 as R writes them, or from 0 as pandas prints them."""
    firsts = [record.cells[0] for record in below[:_LOOKED_AT] if len(record.cells) == width]
    return len(firsts) > 1 and any(
        firsts == [str(start + at) for at in range(len(firsts))] for start in (0, 1)
    )
