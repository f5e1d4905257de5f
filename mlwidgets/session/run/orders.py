"""What a run is asked to do, and the queue in which it waits."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine import Sequential, Trainer

Goal = Literal["end", "epoch", "batch"] | int
"""How far to train; a number is so many updates."""


@dataclass(frozen=True)
class Go:
    """Train until there."""

    goal: Goal


@dataclass(frozen=True)
class Rest:
    """Stop, and say how the run stands."""


@dataclass(frozen=True)
class Change:
    """Change something of a run between two of its steps, if it is still there; weights or settings.

    A step that takes long is given up, to be made again, for one that is urgent: somebody waits for it.
    """

    run: int
    make: Callable[[Trainer[Sequential]], None]
    weights: bool
    urgent: bool = False


@dataclass(frozen=True)
class Travel:
    """Go to the moment after so many updates of a run, if it is still there."""

    run: int
    iteration: int


@dataclass(frozen=True)
class Close:
    """End the thread."""


Order = Go | Rest | Change | Travel | Close


class Orders:
    """The queue: anybody puts something in, one thread takes it out and answers it.

    Attributes
    ----------
    news : threading.Event
        Set by every order that comes.
    """

    def __init__(self) -> None:
        self._queue: queue.Queue[Order] = queue.Queue()
        self.news = threading.Event()
        self._counting = threading.Lock()
        self._moves = 0

    def put(self, order: Order) -> None:
        """Let an order wait for its turn."""
        self._count(order, 1)
        self._queue.put(order)
        self.news.set()

    def take(self) -> Order:
        """Return the next order as soon as there is one."""
        return self._queue.get()

    def take_at_once(self) -> Order | None:
        """Return the next order if there is one."""
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return None

    def answered(self, order: Order) -> None:
        """Say that an order that was taken has been answered."""
        self._count(order, -1)
        self._queue.task_done()

    def _count(self, order: Order, one: int) -> None:
        if isinstance(order, (Go, Travel)):
            with self._counting:
                self._moves += one

    @property
    def empty(self) -> bool:
        """Whether nothing is waiting."""
        return self._queue.empty()

    @property
    def open(self) -> bool:
        """Whether anything is waiting or being answered."""
        return bool(self._queue.unfinished_tasks)

    @property
    def moving(self) -> bool:
        """Whether the run is stepping, or about to be."""
        return self._moves > 0

    @property
    def first(self) -> Order | None:
        """The next order, which stays in the queue."""
        with self._queue.mutex:
            return self._queue.queue[0] if self._queue.queue else None

    @property
    def last_travel(self) -> int | None:
        """After how many updates the moment is to which the last order to travel leads."""
        with self._queue.mutex:
            found = [order.iteration for order in self._queue.queue if isinstance(order, Travel)]
        return found[-1] if found else None

    def any_waiting(self, *kinds: type[Order]) -> bool:
        """Return whether an order of these kinds is waiting."""
        with self._queue.mutex:
            return any(isinstance(order, kinds) for order in self._queue.queue)

    @property
    def any_urgent(self) -> bool:
        """Whether somebody waits for a change that is urgent."""
        if self._queue.empty():  # asked very often
            return False
        with self._queue.mutex:
            return any(isinstance(order, Change) and order.urgent for order in self._queue.queue)

    def other_waiting(self, *kinds: type[Order]) -> bool:
        """Return whether an order that is of none of these kinds is waiting."""
        if self._queue.empty():  # asked at every step
            return False
        with self._queue.mutex:
            return not all(isinstance(order, kinds) for order in self._queue.queue)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until every order has been answered; return whether that came in time."""
        deadline = None if timeout is None else time.monotonic() + timeout
        with self._queue.all_tasks_done:
            while self._queue.unfinished_tasks:
                remaining = None if deadline is None else deadline - time.monotonic()
                if remaining is not None and remaining <= 0:
                    return False
                self._queue.all_tasks_done.wait(remaining)
        return True
