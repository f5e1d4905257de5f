"""What is wrong with a lesson's file: all of it at once, each with its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.errors import DataError
from mlwidgets.lessons.plain import printable

if TYPE_CHECKING:
    from collections.abc import Iterable


MOST_TOLD = 100
"""So many faults are listed; whoever has more has opened the wrong file."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong.

    Attributes
    ----------
    line : int
        Where in the file, from 1.
    message : str
        What is wrong, and what would be right.
    """

    line: int
    message: str


class LessonError(DataError):
    """A lesson's file that cannot be used, with everything that is wrong with it.

    Attributes
    ----------
    file : str
        Name of the file.
    faults : tuple of Fault
        In the order of their lines.
    """

    def __init__(self, file: str, faults: Iterable[Fault]) -> None:
        self.file = printable(file)
        self.faults = tuple(sorted(faults))
        told = [f"{self.file}:{fault.line}: {fault.message}" for fault in self.faults[:MOST_TOLD]]
        if len(self.faults) > MOST_TOLD:
            told.append(f"{self.file}: {len(self.faults) - MOST_TOLD:,} more faults are not listed.")
        super().__init__("\n".join(told))


class Faults:
    """Collects faults while a file is read, so that its author learns of all of them at once."""

    def __init__(self) -> None:
        self._found: dict[Fault, None] = {}

    @property
    def found(self) -> tuple[Fault, ...]:
        """All of them, in the order in which they were found."""
        return tuple(self._found)

    def add(self, line: int, message: str) -> None:
        """Note a fault, once: one cause may be met on two ways."""
        self._found[Fault(line, message)] = None

    def raise_if_any(self, file: str) -> None:
        """Raise `LessonError` if anything is wrong."""
        if self._found:
            raise LessonError(file, self._found)
