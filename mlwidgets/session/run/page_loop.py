"""Work done in slices by the page's own event loop, where no thread can be started (Pyodide)."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from mlwidgets.engine.threads import limited_threads

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator

SLICE_SECONDS = 0.05
"""How long the page waits for a slice, at most, unless a single step of the training takes longer."""

BREATH_SECONDS = 0.01
"""How long the page has for itself between two slices."""


class SlicedWork:
    """Goes on with what there is to do for a moment at a time, whoever calls it.

    A running asyncio loop calls it by itself as soon as it is woken. Without one, somebody has to call
    `step_slice`.

    Parameters
    ----------
    next_work : callable
        Returns what is to be done next, with a pause wherever it can be interrupted; None for nothing.
    """

    def __init__(self, next_work: Callable[[], Iterator[None] | None]) -> None:
        self._next_work = next_work
        self._work: Iterator[None] | None = None
        self._inside = False
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False

    def step_slice(self, seconds: float = SLICE_SECONDS) -> bool:
        """Work for so many seconds and to the end of the step in which they end; return whether to go on."""
        if self._inside or self._closed:
            return False  # called from what it is doing, such as a view that hears of a snapshot
        self._inside = True
        deadline = time.monotonic() + seconds
        try:
            with limited_threads():
                while True:
                    if self._work is None:
                        self._work = self._next_work()
                        if self._work is None:
                            return False
                    if next(self._work, self) is self:
                        self._work = None
                    if time.monotonic() >= deadline:
                        return True
        finally:
            self._inside = False

    def wake(self, delay: float = 0.0) -> None:
        """Let the running asyncio loop, if there is one, do the work from now on."""
        if self._timer is not None or self._closed:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._timer = loop.call_later(delay, self._on_timer)

    def close(self) -> None:
        """Give up what is being done."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        self._work = None

    def _on_timer(self) -> None:
        self._timer = None
        if self.step_slice():
            self.wake(BREATH_SECONDS)


def step_until(
    over: threading.Event, slices: Callable[[], SlicedWork | None], timeout: float | None = None
) -> bool:
    """Work in slices until something is over, for so many seconds at most; return whether it is.

    Where nothing can go on, because it is the work itself that waits, that is said at once.

    Parameters
    ----------
    over : threading.Event
        What the work sets at its end.
    slices : callable
        Returns the work: what listens to it may begin another.
    timeout : float, optional
        Seconds; as long as it takes if not given.
    """
    deadline = None if timeout is None else time.monotonic() + timeout
    while not over.is_set() and (deadline is None or time.monotonic() < deadline):
        work = slices()
        if work is None or not (work.step_slice() or work is not slices()):
            break
    return over.is_set()
