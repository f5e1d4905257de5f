"""From the library's columns to those of a `Table`: numbers, dates, categories and texts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.tables.reading.cells import NUMBER_MARKS, STANDARD_MARKS
from mlwidgets.data.tables.reading.formats import MOST, Form, exchanged, find_form, parses_any
from mlwidgets.data.tables.reading.texts import locked, text_column
from mlwidgets.data.tables.table import MISSING, Column, Kind
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mlwidgets.data.tables.reading.database import Loader
    from mlwidgets.data.tables.reading.settings import ReadSettings

_LOOKED_AT, _SHOWN_CELLS, _LONGEST_CELL = 300, 3, 30

_FRACTIONS = _("{name}: fractions of a second were left out.")
_CODES = _("{name}: kept as text; numbers that begin with 0 or have 16 digits or more are codes.")
_NO_VALUE = _("{name}: no cell holds a value.")
_KEPT_AS_TEXT = {
    Kind.NUMBER: n_(
        "{name}: kept as text; {count:,} cell is no number, such as “{cell}”.",
        "{name}: kept as text; {count:,} cells are no numbers, such as “{cell}”.",
    ),
    Kind.DATE: n_(
        "{name}: kept as text; {count:,} cell is no date, such as “{cell}”.",
        "{name}: kept as text; {count:,} cells are no dates, such as “{cell}”.",
    ),
}
_LEFT_EMPTY = {
    Kind.NUMBER: n_(
        "{name}: {count:,} cell that is no number was left empty: {cells}.",
        "{name}: {count:,} cells that are no numbers were left empty: {cells}.",
    ),
    Kind.DATE: n_(
        "{name}: {count:,} cell that is no date was left empty: {cells}.",
        "{name}: {count:,} cells that are no dates were left empty: {cells}.",
    ),
}
_ONCE = _("“{cell}”")
_SEVERAL_TIMES = _("“{cell}” ({times:,} times)")


class Assembling:
    """Makes the columns one after the other, and notes what is worth knowing.

    Parameters
    ----------
    loader : Loader
        Has read the file.
    forms : sequence of Form
        What each column was taken for.
    settings : ReadSettings
        How the file is read.
    names : sequence of str
        Those of the columns.
    given : bool
        Whether the settings are a person's: no other marks than theirs mean missing then.
    """

    def __init__(
        self,
        loader: Loader,
        forms: Sequence[Form],
        settings: ReadSettings,
        *,
        names: Sequence[str],
        given: bool,
    ) -> None:
        self._loader, self._settings = loader, settings
        self._names, self._given = names, given
        self.forms = list(forms)
        self.date_order = settings.date_order
        self._why_text: dict[int, str] = {}
        self.marks: list[str] = list(settings.missing)
        self.notes: list[str] = []

    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the table."""
        if not self._given:
            self._settle_order()
        self._settle_failures()
        columns: dict[int, Column] = {}
        # Texts first: they take most memory while they are fetched, and numbers little.
        order = sorted(range(len(self.forms)), key=lambda at: self.forms[at].kind is not Kind.TEXT)
        for at in order:
            columns[at] = self._column(at)
        return tuple(columns[at] for at in range(len(self.forms)))

    def _column(self, at: int) -> Column:
        form, name = self.forms[at], self._names[at]
        if form.kind is Kind.NUMBER:
            return Column(name=name, kind=Kind.NUMBER, values=locked(self._loader.numbers(at)))
        if form.kind is Kind.DATE:
            dates, cut = self._loader.dates(at)
            if cut:
                self.notes.append(_FRACTIONS.format(name=name))
            return Column(name=name, kind=Kind.DATE, values=locked(dates))
        column = self._of_texts(name, *self._loader.texts(at))
        if at in self._why_text and column.levels:
            self.notes.append(self._why_text[at])
        return column

    def _settle_order(self) -> None:
        """Exchange day and month if the first rows did not tell which is which, and a later one does."""
        open_ = [at for at, form in enumerate(self.forms) if form.ambiguous]
        if not open_:
            return
        other = {at: replace(self.forms[at], formats=exchanged(self.forms[at].formats)) for at in open_}
        told = False
        for at in set(open_) & set(self._loader.failures(self.forms)):
            cells = [
                cell for cell, _times in self._loader.failing(at, self.forms[at]) if not self._is_mark(cell)
            ]
            if cells and not all(parses_any(cell, other[at].formats) for cell in cells):
                return
            told = told or bool(cells)
        if not told:
            return
        self.date_order = "month first" if self.date_order == "day first" else "day first"
        for at in open_:
            self.forms[at] = replace(other[at], ambiguous=False)
        self._loader.load(self.forms)

    def _settle_failures(self) -> None:
        """Decide about columns with cells that are no numbers or dates after all."""
        again = []
        for at, (wrong, codes) in self._loader.failures(self.forms).items():
            form, name = self.forms[at], self._names[at]
            if codes:
                again.append(at)
                self.notes.append(_CODES.format(name=name))
                continue
            failing = self._loader.failing(at, form)
            marks = [cell for cell, _ in failing if self._is_mark(cell)]
            odd = [(cell, count) for cell, count in failing if cell not in marks]
            strange = wrong - sum(count for cell, count in failing if cell in marks)
            if strange > (1 - MOST) * self._loader.present(at):
                again.append(at)
                if odd:
                    cell = odd[0][0][:_LONGEST_CELL]
                    self._why_text[at] = _KEPT_AS_TEXT[form.kind].format(strange, name=name, cell=cell)
                continue
            self.marks += [mark for mark in marks if mark and mark not in self.marks]
            if odd:
                self.notes.append(_left_empty(name, form, odd, strange))
        if again:
            self._loader.as_text(again)
            for at in again:
                self.forms[at] = Form()

    def _is_mark(self, cell: str) -> bool:
        return not cell or (not self._given and (cell in STANDARD_MARKS or cell in NUMBER_MARKS))

    def _of_texts(self, name: str, codes: NDArray[np.int32], levels: list[str]) -> Column:
        codes, levels = self._without_marks(codes, levels)
        if not levels:
            self.notes.append(_NO_VALUE.format(name=name))
            return Column(name=name, kind=Kind.NUMBER, values=locked(np.full(len(codes), np.nan)))
        typed = self._typed(name, codes, levels)
        if typed is not None:
            return typed
        return text_column(name, codes, levels)

    def _without_marks(
        self, codes: NDArray[np.int32], levels: list[str]
    ) -> tuple[NDArray[np.int32], list[str]]:
        """Take the levels out that mean a missing value: blanks, and marks that come late in a file."""
        marks = ("",) if self._given else ("", *STANDARD_MARKS)
        gone = [at for at, level in enumerate(levels) if level.strip() in marks]
        if not gone:
            return codes, levels
        self.marks += [m for m in (levels[at].strip() for at in gone) if m and m not in self.marks]
        kept = sorted(set(range(len(levels))) - set(gone))
        place = np.full(len(levels) + 1, MISSING, np.int32)
        place[kept] = np.arange(len(kept), dtype=np.int32)
        return place[codes], [levels[at] for at in kept]

    def _typed(self, name: str, codes: NDArray[np.int32], levels: list[str]) -> Column | None:
        """Return texts as numbers or dates if all of them are, where the first rows did not show it."""
        settings = self._settings
        form = find_form(levels[:_LOOKED_AT], settings.decimal, settings.thousands, settings.date_order)
        if form.kind is Kind.TEXT:
            return None
        values, wrong = self._loader.convert(levels, form)
        if wrong.any():
            return None
        nothing: Any = np.nan if form.kind is Kind.NUMBER else np.datetime64("NaT", "s")
        return Column(name=name, kind=form.kind, values=locked(np.append(values, nothing)[codes]))


def _left_empty(name: str, form: Form, odd: Sequence[tuple[str, int]], count: int) -> str:
    shown = ", ".join(
        _SEVERAL_TIMES.format(cell=cell[:_LONGEST_CELL], times=times)
        if times > 1
        else _ONCE.format(cell=cell[:_LONGEST_CELL])
        for cell, times in odd[:_SHOWN_CELLS]
    )
    more = ", …" if len(odd) > _SHOWN_CELLS else ""
    return _LEFT_EMPTY[form.kind].format(count, name=name, cells=shown + more)
