"""What is on the data bench at one moment, and how far a long work on it has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.language import _
from mlwidgets.session.background import WorkStatus

if TYPE_CHECKING:
    from pathlib import Path

    from mlwidgets.data.pictures.own.read import ReadPictures
    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.tables.reading import ReadTable
    from mlwidgets.data.tables.table import Table

NO_TABLE = _("No table is open, so there is nothing to prepare. Choose one first.")


@dataclass(frozen=True, eq=False)
class DataSource:
    """A file that someone has opened.

    Attributes
    ----------
    name : str
        What it is called, fit to be shown.
    content : bytes or Path
        What stands in it, or where it is.
    """

    name: str
    content: bytes | Path

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size


@dataclass(frozen=True, eq=False, kw_only=True)
class DataState:
    """What is on the bench at one moment. It holds references to values that nobody changes.

    Attributes
    ----------
    table : Table or None
        The table; None where the experiment learns from pictures, points or arrays.
    plan : Plan or None
        What is made of it.
    read : ReadTable, ReadPictures or None
        How the file was read, if the data are from one.
    source : DataSource or None
        The file.
    problem : str
        Why the experiment cannot train on it, in a sentence; empty if it does.
    """

    table: Table | None = None
    plan: Plan | None = None
    read: ReadTable | ReadPictures | None = None
    source: DataSource | None = None
    problem: str = ""


@dataclass(frozen=True)
class DataWork:
    """Reading or preparing that takes a while, at one moment.

    Attributes
    ----------
    status : WorkStatus
        What it is doing.
    words : str
        What is being done, or why it failed, in a sentence.
    done, total : int
        So many steps of so many; a total of 0 if nobody knows.
    error : str
        Why it failed; else empty.
    """

    status: WorkStatus = WorkStatus.READY
    words: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
