"""What becomes of the rows that the reading library rejects: read after all, or listed with the reason."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlwidgets.data.tables.reading.cells import is_date, is_typed
from mlwidgets.data.tables.reading.database import LONGEST_ROW
from mlwidgets.data.tables.reading.repair import split_line, written
from mlwidgets.data.tables.reading.result import RejectedRow
from mlwidgets.data.tables.table import Kind
from mlwidgets.language import _, n_, numeral

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mlwidgets.data.tables.reading.database import Loader, Reject
    from mlwidgets.data.tables.reading.dialect import Dialect
    from mlwidgets.data.tables.reading.formats import Form

MOST_SHOWN = 1_000
"""So many rejected rows are kept with their text."""

HABIT = 0.05
"""From this share of all rows on, short rows are how the file is written; fewer are damaged ones."""

_LONGEST_TEXT = 200
_PASSES = 8
_LINES_NAMED = 5
_QUOTE = _("A quote is opened and not closed before the next separator.")
_UNREADABLE = _("It could not be read.")
_TOO_LONG = _("It is longer than {most:,} bytes.")
_CELLS = n_(
    "It has {count:,} cell; the table has {width:,} columns.",
    "It has {count:,} cells; the table has {width:,} columns.",
)
_PADDED = n_(
    "{count:,} row has fewer cells than the table has columns; the missing ones at the end are "
    "empty: {lines}.",
    "{count:,} rows have fewer cells than the table has columns; the missing ones at the end are "
    "empty: {lines}.",
)
_SHORTENED = n_(
    "{count:,} row has more empty cells at the end than the table has columns; they were left out: {lines}.",
    "{count:,} rows have more empty cells at the end than the table has columns; they were left "
    "out: {lines}.",
)
_UNQUOTED = n_(
    "{count:,} row has a quote that is not closed; it was read as a letter: {lines}.",
    "{count:,} rows have a quote that is not closed; it was read as a letter: {lines}.",
)
_LINES = n_("line {lines}", "lines {lines}")
_LINES_AND_MORE = _("lines {lines} and {count:,} more")


@dataclass
class Rejecting:
    """Goes through rejected rows until none is left that hides others.

    Parameters
    ----------
    loader : Loader
        Has read the file.
    dialect : Dialect
        How the file is written.
    forms : sequence of Form
        What each column holds: a row is read after all only if its cells are of the same kinds.
    first_line : int
        The number that the first line of the loader's file has in the original.
    folder : Path
        Where the mended file is written.
    """

    loader: Loader
    dialect: Dialect
    forms: Sequence[Form]
    first_line: int
    folder: Path
    rejected: dict[int, RejectedRow] = field(default_factory=dict)
    count: int = 0
    _padded: list[int] = field(default_factory=list)
    _shortened: list[int] = field(default_factory=list)
    _unquoted: list[int] = field(default_factory=list)

    def run(self) -> None:
        """Read the file as often as rows come to light that an open quote had swallowed."""
        self.loader.load(self.forms)
        for turn in range(_PASSES):
            rejects = self.loader.rejects()
            if not rejects or not self._mend(rejects, turn):
                return
            self.loader.load(self.forms)
        self._content = self.loader.path.read_bytes()
        for reject in self.loader.rejects():  # more than the passes could mend
            self._reject(self._line_of(reject.at), _UNREADABLE, reject.text)

    def notes(self) -> list[str]:
        """Say which rows were read although something was wrong with them."""
        said = ((self._padded, _PADDED), (self._shortened, _SHORTENED), (self._unquoted, _UNQUOTED))
        return [what.format(len(lines), lines=_named(lines)) for lines, what in said if lines]

    def _line_of(self, at: int) -> int:
        return self.first_line + self._content[:at].count(b"\n")

    def _mend(self, rejects: Sequence[Reject], turn: int) -> bool:
        """Write the file anew with what could be mended, and return whether it must be read again."""
        self._content = self.loader.path.read_bytes()
        rows = self._content.count(b"\n") or 1
        habit = sum(reject.error == "MISSING COLUMNS" for reject in rejects) >= HABIT * rows and rows > 1
        pieces: list[bytes] = []
        at, line, again = 0, self.first_line, turn > 0
        for reject in rejects:
            start = self._start(reject)
            if start < at:
                continue
            line += self._content.count(b"\n", at, start)
            pieces.append(self._content[at:start])
            at = self._end(reject, start)
            text = self._content[start:at].decode("utf-8", "replace")
            mended = self._mended(text, reject, line, habit=habit)
            again = again or any(mended)
            line += text.count("\n")
            # A blank line is skipped, and keeps the numbers of the lines below as they are.
            pieces.append("".join(f"{one}\n" for one in mended).encode())
        self.loader.path = self.folder / f"mended-{turn}.csv"
        self.loader.path.write_bytes(b"".join([*pieces, self._content[at:]]))
        return again or any(reject.error == "UNQUOTED VALUE" for reject in rejects)

    def _start(self, reject: Reject) -> int:
        """Return where the rejected lines begin; blank lines above them do not belong to them."""
        at = reject.at
        while self._content.startswith(b"\n", at):
            at += 1
        return at

    def _end(self, reject: Reject, start: int) -> int:
        """Return where the rejected lines end: those of an open quote, or those of one row."""
        length = len(reject.text.strip("\n").encode())
        found = self._content.find(b"\n", max(start, start + length - 1))
        return len(self._content) if found < 0 else found + 1

    def _mended(self, text: str, reject: Reject, line: int, *, habit: bool) -> list[str]:
        """Return the lines that take the place of rejected ones; a blank one where nothing does."""
        lines = text.removesuffix("\n").split("\n")
        if reject.error != "UNQUOTED VALUE" and len(text) < LONGEST_ROW:
            cells = self._split(text)
            row = self._whole(cells, line, text, habit=habit)
            return [row, *[""] * (len(lines) - 1)] if row else [""] * len(lines)
        if len(text) >= LONGEST_ROW and len(lines) == 1:
            self._reject(line, _TOO_LONG.format(most=LONGEST_ROW), text)
            return [""]
        mended = []
        for at, one in enumerate(lines):
            cells = split_line(one, self.dialect)
            if one.strip() and len(cells) == len(self.forms) and self._fits(cells):
                row = written(cells, self.dialect)
                if self._split(one) != cells:
                    self._unquoted.append(line + at)
                mended.append(row)
            else:
                if one.strip():
                    self._reject(line + at, _QUOTE, one)
                mended.append("")
        return mended

    def _whole(self, cells: list[str], line: int, text: str, *, habit: bool) -> str:
        """Return a row with a wrong number of cells as a whole one, or "" if it is rejected."""
        width = len(self.forms)
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            self._shortened.append(line)
            return written(cells[:width], self.dialect)
        if len(cells) < width and habit and self._fits(cells) and any(cells):
            self._padded.append(line)
            return written([*cells, *[""] * (width - len(cells))], self.dialect)
        self._reject(line, _CELLS.format(len(cells), width=width), text)
        return ""

    def _split(self, text: str) -> list[str]:
        """Split a row as the library would, however many lines it has."""
        separator, one = self.dialect.separator, "\ue000"
        rows = csv.reader(
            io.StringIO(text.replace(separator, one) if separator else text, newline=""),
            delimiter=one,
            quotechar=self.dialect.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.dialect.quote else csv.QUOTE_NONE,
            doublequote=self.dialect.escape == "double",
            escapechar="\\" if self.dialect.escape == "backslash" else None,
        )
        try:
            return [cell.replace(one, separator) for cell in next(rows, [])]
        except csv.Error:
            return split_line(text.removesuffix("\n"), self.dialect)

    def _fits(self, cells: Sequence[str]) -> bool:
        """Whether cells of the kinds of their columns stand in all of them."""
        for cell, form in zip(cells, self.forms, strict=False):
            if form.kind is Kind.NUMBER and cell.strip() and not is_typed(cell):
                return False
            if form.kind is Kind.DATE and cell.strip() and not is_date(cell):
                return False
        return True

    def _reject(self, line: int, reason: str, text: str) -> None:
        self.count += 1
        if len(self.rejected) < MOST_SHOWN:
            start = text.strip("\r\n")[:_LONGEST_TEXT]
            self.rejected[line] = RejectedRow(line, reason, start)


def _named(lines: Sequence[int]) -> str:
    first = ", ".join(numeral(line) for line in lines[:_LINES_NAMED])
    if len(lines) > _LINES_NAMED:
        return _LINES_AND_MORE.format(lines=first, count=len(lines) - _LINES_NAMED)
    return _LINES.format(len(lines), lines=first)
