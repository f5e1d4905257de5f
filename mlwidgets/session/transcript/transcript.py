"""The lines that just ran."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from traitlets import HasTraits, List, Unicode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MOST_ENTRIES = 20

WAIT = "experiment.wait()"


class Transcript(HasTraits):
    """What was last done to an experiment, as Python that does the same with a variable `experiment`.

    It is written in one place, from what the experiment was told: every step that can be undone, every order
    to the run, undo and redo. A slider that is dragged leaves one line. Where the run had come to rest before
    something was done, `experiment.wait()` stands: the lines do the same in a script.

    Parameters
    ----------
    moving : callable
        Returns whether the run is stepping, or about to be.

    Attributes
    ----------
    lines : list of str
        The last 20 entries; one that is made of several statements has several lines.
    """

    lines = List(Unicode(), read_only=True)

    def __init__(self, moving: Callable[[], bool]) -> None:
        super().__init__()
        self._moving = moving
        self._started = False  # the run has been told to move since somebody waited for it
        self._last = 0  # entries of the last step, while nothing has come after it

    def forget(self) -> None:
        """Forget all lines: what is there now is a beginning."""
        self.set_trait("lines", [])
        self._started, self._last = False, 0

    @contextmanager
    def order(self, line: str, *, starts: bool = False, again: bool = False) -> Iterator[None]:
        """Write an order to the run once it has been given; one that is refused is not written.

        Parameters
        ----------
        line : str
            The call.
        starts : bool
            Whether it lets the run move.
        again : bool
            Whether it takes the place of one of its kind just before: a timeline is dragged.
        """
        moving = self._moving()
        yield
        kind = line.partition("(")[0]
        if again and self.lines and self.lines[-1].partition("(")[0] == kind:
            self.set_trait("lines", [*self.lines[:-1], line])
            return
        self._add([line], waits=not moving)
        self._started = self._started or starts
        self._last = 0

    def step(self, done: str, lines: Sequence[str], *, continues: bool) -> None:
        """Write a step that can be undone.

        Parameters
        ----------
        done : str
            What it did, in a sentence.
        lines : sequence of str
            The statements.
        continues : bool
            Whether it goes on with the one before, whose place it takes.
        """
        if continues and self._last:
            self.set_trait("lines", self.lines[: -self._last])
        elif continues:
            continues = False
        entry = list(lines)
        if len(entry) > 1:  # one undo takes all of it back
            head = f"with experiment.as_one_step({done!r}):"
            entry = ["\n".join([head, *(f"    {line}" for line in entry)])]
        self._add(entry, waits=not continues and not self._moving())
        self._last = len(entry)

    def _add(self, entry: list[str], *, waits: bool) -> None:
        if waits and self._started:
            entry, self._started = [WAIT, *entry], False
        self.set_trait("lines", [*self.lines, *entry][-MOST_ENTRIES:])
