"""What comes of reading a file: the table, how it was read, and what could not be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.data.tables.reading.settings import ReadSettings
    from mlwidgets.data.tables.table import Table


@dataclass(frozen=True)
class RejectedRow:
    """A row that is not in the table.

    Attributes
    ----------
    line : int
        The number of its first line in the file, from 1.
    reason : str
        Why it could not be read, a sentence.
    text : str
        How it begins, at most 200 characters.
    """

    line: int
    reason: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ReadTable:
    """A file that has been read.

    Attributes
    ----------
    table : Table
        What is in it.
    settings : ReadSettings
        How it was read; `read_csv(source, settings=result.settings.with_(decimal=","))` corrects it.
    rejected : tuple of RejectedRow
        The rows that are not in the table, in order; the first 1,000 of them.
    rejected_count : int
        How many there are in all.
    notes : tuple of str
        What was done that a person should know, each a sentence: a column renamed, short rows filled up,
        dates that could be read in two ways.
    """

    table: Table
    settings: ReadSettings
    rejected: tuple[RejectedRow, ...] = ()
    rejected_count: int = 0
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"ReadTable({self.table!r}, {self.rejected_count:,} rows rejected, {len(self.notes)} notes)"
