"""Undo: one history of everything that someone changes in an experiment, and the runs that it brings back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import SessionStateError
from mlwidgets.language import _
from mlwidgets.session.page_setup import PageSetup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.data.tables.table import Table
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session.convolution.setup import Setup
    from mlwidgets.session.data.state import DataState
    from mlwidgets.session.learned.stages import Stage
    from mlwidgets.session.run.one_run import Run
    from mlwidgets.session.stack.state import StackState
    from mlwidgets.spec.settings import Settings

_UNDONE, _REDONE = _("Undone: {done}"), _("Redone: {done}")

MOST_STEPS = 50
"""So many steps can be undone; nobody remembers more of them."""

MOST_RUNS = 5
"""Runs that are kept to be brought back; as many as the ledger keeps curves of."""

MOST_BYTES = 200_000_000
"""What the history may take in memory, beside what is in use: a kernel may have 1 GB in all."""

GESTURE_SECONDS = 1.0
"""Changes of the same thing that come faster than this are one: a slider is dragged, or someone types."""


@dataclass(frozen=True, eq=False)
class State:
    """What an undo goes back to. It holds references to values that nobody changes, so it is small.

    Attributes
    ----------
    settings : Settings
        The experiment's settings.
    draft : StackState or None
        The stack as it is being edited, if anybody has begun to.
    convolution : Setup
        The convolution lab's input, kernel and settings.
    stage : Stage or None
        The shipped weights that the run started from, if it did.
    run : int
        Which run it was. A reset begins another one, and so does another network.
    edits : int
        How many of the weights that someone has set by hand were set then.
    place : int
        After how many updates the run stood.
    data : DataState or None
        What is on the data bench, if anybody has looked there.
    file : str
        The run file that the run was opened from; empty if it began here.
    page : PageSetup
        Which controls are hidden or locked.
    """

    settings: Settings
    draft: StackState | None
    convolution: Setup
    stage: Stage | None
    run: int
    edits: int = 0
    place: int = 0
    data: DataState | None = None
    page: PageSetup = field(default_factory=PageSetup)
    file: str = ""

    def same_as(self, other: State) -> bool:
        """Return whether nothing has changed from one to the other."""
        return (
            self.settings == other.settings
            and self.draft is other.draft
            and self.convolution is other.convolution
            and self.data is other.data
            and self.page.same_controls(other.page)
            and (self.run, self.edits) == (other.run, other.edits)
        )


@dataclass(frozen=True, eq=False)
class Entry:
    """One step: what was done, in a sentence, and the state on its other side."""

    done: str
    state: State


Go = Callable[[State, str], None]
"""Goes to a state, given a sentence that says what is being undone or redone."""


class UndoHistory:
    """The steps that can be undone and redone, and the runs that belong to them.

    It does nothing by itself: its owner is told which state to go to. Every call is made under the owner's
    lock.

    Parameters
    ----------
    capture : callable
        Returns the present state.
    tell : callable
        Called after every change of the history.
    write : callable, optional
        Called with each step that has been made: what it did, the states before and after it, whether it goes
        on with the step before (then the first state is that step's), and the line that makes it, if known.
    """

    def __init__(
        self,
        capture: Callable[[], State],
        tell: Callable[[], None],
        write: Callable[[str, State, State, bool, str], None] = lambda *_: None,
    ) -> None:
        self._capture = capture
        self._tell = tell
        self._write = write
        self._past: list[Entry] = []
        self._future: list[Entry] = []
        self._runs: dict[int, Run] = {}
        self._gesture: object = None
        self._changed = 0.0
        self._within = False

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to undo."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether anything has been undone."""
        return bool(self._future)

    @property
    def before(self) -> State | None:
        """What an undo would go back to."""
        return self._past[-1].state if self._past else None

    @property
    def in_step(self) -> bool:
        """Whether a step is being made."""
        return self._within

    @contextmanager
    def step(
        self, done: str, gesture: object = None, *, seconds: float | None = None, line: str = ""
    ) -> Iterator[None]:
        """Make one step of everything that changes meanwhile; a step within a step is part of it.

        Parameters
        ----------
        done : str
            What is being done, in a sentence.
        gesture : object, optional
            What belongs together: steps that follow each other with an equal gesture are one.
        seconds : float, optional
            How soon the next must follow for that; there is no limit if not given.
        line : str
            The Python that makes the step, if that cannot be told from what has changed.
        """
        if self._within:
            yield
            return
        before, self._within = self._capture(), True
        try:
            yield
        finally:
            self._within = False
            after = self._capture()
            if not before.same_as(after):
                self._add(Entry(done, before), after, gesture, seconds, line)

    def undo(self, go: Go) -> str:
        """Go back before the last step; return a sentence that says what was undone."""
        if not self._past:
            raise SessionStateError(_("There is nothing to undo."))
        return self._go(self._past, self._future, go, _UNDONE)

    def redo(self, go: Go) -> str:
        """Make the step again that was undone last; return a sentence that says what it was."""
        if not self._future:
            raise SessionStateError(_("There is nothing to redo."))
        return self._go(self._future, self._past, go, _REDONE)

    def forget(self) -> None:
        """Forget all steps: what is there now is a beginning."""
        self._past, self._future, self._gesture = [], [], None
        self._give_up(self._capture())
        self._tell()

    def park(self, number: int, run: Run | None) -> None:
        """Keep a run that something else takes the place of, if it is worth it."""
        if run is not None and run.worth_keeping:
            run.park()
            self._runs[number] = run

    def take_run(self, number: int) -> Run | None:
        """Return a run to go on with; None if it has been given up."""
        return self._runs.pop(number, None)

    def _add(self, entry: Entry, after: State, gesture: object, seconds: float | None, line: str) -> None:
        now = monotonic()
        one = gesture is not None and gesture == self._gesture and bool(self._past)
        one = one and (seconds is None or now - self._changed <= seconds)
        if one:
            first = self._past.pop()  # the same gesture goes on: it began where the step before did
            entry = Entry(entry.done, first.state)
        self._write(entry.done, entry.state, after, one, line)
        if entry.state.same_as(after):  # a gesture that is back where it began leaves nothing to go on with
            gesture = None
        else:
            self._past = [*self._past, entry][-MOST_STEPS:]
        self._gesture, self._changed, self._future = gesture, now, []
        self._give_up(after)
        self._tell()

    def _go(self, source: list[Entry], target: list[Entry], go: Go, word: str) -> str:
        entry = source.pop()
        said = word.format(done=entry.done)
        present, self._within = self._capture(), True
        try:
            go(entry.state, said)
        except BaseException:
            source.append(entry)
            raise
        finally:
            self._within, self._gesture = False, None
        target.append(Entry(entry.done, present))
        self._give_up(self._capture())
        self._tell()
        return said

    def _give_up(self, present: State) -> None:
        """Let go of runs that no step leads to, and of the oldest where there is too much."""
        wanted = {entry.state.run for entry in (*self._past, *self._future)} - {present.run}
        self._runs = {number: run for number, run in self._runs.items() if number in wanted}
        while len(self._runs) > MOST_RUNS or (self._runs and self._bytes(present) > MOST_BYTES):
            del self._runs[next(iter(self._runs))]
        while self._past and self._bytes(present) > MOST_BYTES:
            del self._past[0]
        while self._future and self._bytes(present) > MOST_BYTES:
            del self._future[0]

    def _bytes(self, present: State) -> int:
        """Return how much memory hangs on the history alone, each array counted once."""
        sizes: dict[int, int] = {}
        for run in self._runs.values():
            sizes |= _sizes(run.arrays)
        for entry in (*self._past, *self._future):
            sizes |= _sizes(_arrays(entry.state)) | _file_size(entry.state)
        in_use = _sizes(_arrays(present)) | _file_size(present)
        return sum(size for owner, size in sizes.items() if owner not in in_use)


def _arrays(state: State) -> list[Any]:
    data, picture = state.settings.dataset, state.convolution.picture
    return [
        *(data.x_train, data.y_train, data.x_test, data.y_test),
        *([] if picture is None else [picture.pixels]),
        *([] if state.data is None or state.data.table is None else _values(state.data.table)),
    ]


def _values(table: Table) -> list[Any]:
    return [column.values for column in table.columns]


def _file_size(state: State) -> dict[int, int]:
    """Return the size of the content of an open file, by its identity."""
    source = None if state.data is None else state.data.source
    return (
        {} if source is None or not isinstance(source.content, bytes) else {id(source.content): source.size}
    )


def _sizes(arrays: list[AnyArray]) -> dict[int, int]:
    """Return the size of each piece of memory that arrays lie in, by its identity."""
    sizes = {}
    for array in arrays:
        owner = array
        while isinstance(owner.base, np.ndarray):
            owner = owner.base
        sizes[id(owner)] = owner.nbytes
    return sizes
