"""Turns: of all that train on one machine, no more go on at a time than it has cores.

Thirty programs that train on two cores would keep each other, and whatever answers a learner's hand, waiting.
So whoever serves pages to a class makes a folder with a file for each core and names it in `FOLDER`, and
whatever computes for long takes turns: it locks one of these files, works for a moment, lets the file go, and
waits until all others have had theirs. The system takes a lock away from a program that dies.

Nothing is shared but this folder, and nobody waits inside the system: a thread that waits for its turn holds
neither a core nor Python's lock, and looks up as soon as there is an order for it. Those who serve and those
who train both need this module, so it stands on the lowest floor and takes nothing but the standard library.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

FOLDER = "MLWIDGETS_TURNS"
"""Variable of the environment that names the folder; without it there are no turns."""

CORE, MEMBER = "core-", "training-"
"""How the names begin of the files in it: one for each core, and one for each that trains."""

TURN_SECONDS = 0.15
"""How much time of a processor a turn has: much beside what a change of hands costs, and soon over."""

LONGEST_TURN_SECONDS = 1.0
"""After so long a turn is over, however little of a processor it has had."""

HEAD_START_SECONDS = 0.15
"""What needs no more than so much of a processor need not wait for a turn: it answers somebody's hand."""

LOOK_AGAIN_SECONDS = 0.008
"""How often one that is soon to have its turn looks whether a core is free."""

STOPPED_SECONDS = 0.05
"""How often one that waits looks whether it has been stopped meanwhile, where nothing wakes it."""

PATIENCE = 0.8
"""Which part of the others' turns one lets pass before it looks for a free core: some will not come."""

PASSED_OVER_SECONDS = 5.0
"""After so long one that keeps a core is thought to have been stopped, and another goes on beside it."""

_numbers = itertools.count()


class Turn:
    """A place in the line of all that train here; each thread has its own, from its beginning to its end.

    Parameters
    ----------
    head_start : float
        For so many seconds of a processor it needs no turn.

    Attributes
    ----------
    crowd : int
        How many train here, if they are more than there are cores; else 0.
    """

    def __init__(self, head_start: float = 0.0) -> None:
        self._head_start = head_start
        self._cores: list[Path] = []
        self._member: Path | None = None
        self._membership: int | None = None  # a descriptor of this file, which we keep locked
        self._core: int | None = None  # and that of the core that is ours now
        self._waiting = False
        self._began = 0.0  # when our turn began
        self._until = 0.0  # at which time of our thread's own it ends
        self._sooner = 0.0  # when that can be at the soonest
        self._not_before = 0.0  # when there is a point in looking for the next
        self.crowd = 0

    def __enter__(self) -> Self:
        """Join the line."""
        folder = os.environ.get(FOLDER)
        if folder and sys.platform != "win32":
            self._cores = sorted(Path(folder).glob(f"{CORE}*"))
        if self._cores:
            self._begin(time.monotonic(), self._head_start)
            with contextlib.suppress(OSError):  # a full disk: it trains without turns
                self._member, self._membership = _join(self._cores[0].parent)
                self._look_around()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the line."""
        for held in (self._core, self._membership):
            if held is not None:
                os.close(held)  # and so it is no longer locked
        if self._member is not None:
            self._member.unlink(missing_ok=True)
        self._core = self._member = self._membership = None

    @property
    def over(self) -> bool:
        """Whether it is time for `take`; asked at every step, so the clock that costs less comes first."""
        if self._membership is None or time.monotonic() < self._sooner:
            return False
        if self._waiting:
            return True
        now, left = time.monotonic(), self._until - time.thread_time()
        self._sooner = min(now + left, self._began + LONGEST_TURN_SECONDS)
        return now >= self._sooner

    @property
    def pause(self) -> float:
        """For how many seconds there is no point in `take`."""
        return max(LOOK_AGAIN_SECONDS, self._not_before - time.monotonic())

    def take(self) -> bool:
        """Return whether it is our turn; one that has just ended goes on if nobody else wants it."""
        if not self.over:
            return True
        now = time.monotonic()
        if not self._waiting:
            self._waiting, self._not_before = True, now
            others = self._look_around() / len(self._cores) - 1  # for how many turns each of them will wait
            if self._core is not None:
                if not self.crowd:
                    os.utime(self._core)
                    return self._begin(now, TURN_SECONDS)
                os.close(self._core)
                self._core = None
                self._not_before += PATIENCE * others * (now - self._began)  # theirs last as long as ours
        if now >= self._not_before and any(self._lock(core) for core in self._cores):
            return self._begin(now, TURN_SECONDS)
        return False

    def wait(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Wait until it is our turn, or until something has been stopped."""
        while not (self.take() or stopped()):
            time.sleep(min(self.pause, STOPPED_SECONDS))

    def _begin(self, now: float, seconds: float) -> bool:
        self._waiting, self._began = False, now
        self._until, self._sooner = time.thread_time() + seconds, now + seconds
        return True

    def _look_around(self) -> int:
        """Count who trains here."""
        count = count_training(self._cores[0].parent)
        self.crowd = count if count > len(self._cores) else 0
        return count

    def _lock(self, core: Path) -> bool:
        """Take a core if it is free."""
        try:
            held = os.open(core, os.O_RDWR)
        except OSError:  # somebody has tidied up the folder: there are no turns any more
            return True
        if _try_lock(held) and _is_at(core, held):
            os.utime(held)
            self._core = held
            return True
        if time.time() - os.fstat(held).st_mtime > PASSED_OVER_SECONDS and _is_at(core, held):
            _make_anew(core)
        os.close(held)
        return False


def fill_folder(folder: Path, count: int) -> None:
    """Put into a folder what those who train need to take turns at so many cores."""
    for number in range(count):
        (folder / f"{CORE}{number}").touch()


def count_training(folder: Path) -> int:
    """Return how many train by turns now; what others have left behind by dying is tidied up."""
    count = 0
    for member in folder.glob(f"{MEMBER}*"):
        try:
            found = os.open(member, os.O_RDONLY)
        except OSError:
            continue  # it has just left
        try:
            if _try_lock(found, shared=True):  # nobody holds it any more
                member.unlink(missing_ok=True)
            else:
                count += 1
        finally:
            os.close(found)
    return count


def _join(folder: Path) -> tuple[Path, int]:
    """Put a locked file of our own into the folder; return it with its descriptor."""
    name = f"{os.getpid()}-{next(_numbers)}"
    hidden = folder / f".{name}"  # or somebody could find it before it is locked
    made = os.open(hidden, os.O_RDWR | os.O_CREAT)
    _try_lock(made)
    return hidden.rename(folder / f"{MEMBER}{name}"), made


def _try_lock(descriptor: int, *, shared: bool = False) -> bool:
    """Lock a file if nobody else has; return whether it is locked now."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_at(path: Path, descriptor: int) -> bool:
    """Return whether a file is the one that has this name now."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _make_anew(core: Path) -> None:
    """Put a new file in the place of one whose holder does not come back to it."""
    new = core.with_name(f".{core.name}-{os.getpid()}-{next(_numbers)}")
    with contextlib.suppress(OSError):
        new.touch()
        new.replace(core)
