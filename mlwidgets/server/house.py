"""Who is inside, who waits, and who comes next.

A browser is known by a random name in a cookie, and by nothing else. A place that becomes free goes to the
first in the queue who is there, unless whoever had it comes right back: a page that is reloaded stays inside.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from mlwidgets.server.page_kernels import Stay

RETURN_SECONDS = 5.0
"""So long the place of a page that has closed is kept: it may be reloading."""

ABSENCE_SECONDS = 20.0
"""So long somebody who waits may be without a connection, as while reloading the page."""

CLAIM_SECONDS = 30.0
"""So long a place is kept for somebody who has been called."""

LONGEST_QUEUE = 1000
"""How many may wait: far more than a server has learners, and little memory."""

Tell = Callable[[int | None], None]
"""Called with a number in the queue; with 0 to come in, and with None to ask for a place again."""


@dataclass(eq=False)
class _Waiter:
    until: float
    """When the place in the queue is lost: for want of a connection, or because a call was not followed."""
    is_called: bool = False
    tells: set[Tell] = field(default_factory=set)
    """One for each tab that waits."""
    told: int | None = None


class House:
    """As many places as there may be learners, and a queue.

    Parameters
    ----------
    places : int
        How many may be inside.
    now : callable
        Tells the time in seconds.
    """

    def __init__(self, places: int, now: Callable[[], float] = time.monotonic) -> None:
        self.places = places
        self._now = now
        self._inside: set[Stay] = set()
        self._kept: dict[str, float] = {}  # visitors who may come back, and until when
        self._queue: dict[str, _Waiter] = {}  # visitors in the order in which they came

    @property
    def inside(self) -> int:
        """How many pages have a kernel, or will have one soon."""
        return len(self._inside)

    @property
    def waiting(self) -> int:
        """How many wait and have not been called."""
        return sum(not waiter.is_called for waiter in self._queue.values())

    def enter(self, visitor: str) -> Stay | None:
        """Let somebody in, or put them at the end of the queue if they are not in it.

        Parameters
        ----------
        visitor : str
            The browser's name.

        Returns
        -------
        Stay or None
            The stay of somebody who is let in, which takes a place until it ends.
        """
        waiter = self._queue.get(visitor)
        # With room, all who wait have been called but for those whose connection is away: one who reloads.
        is_next = waiter is not None or self.waiting == 0
        may_enter = (waiter is not None and waiter.is_called) or (is_next and self._room() > 0)
        if self._kept.pop(visitor, None) is None and not may_enter:
            self._wait(visitor)
            return None
        self._queue.pop(visitor, None)
        stay = Stay(on_leaving=lambda: self._leave(visitor), on_end=lambda: self._end(stay))
        self._inside.add(stay)
        return stay

    def number(self, visitor: str) -> int | None:
        """Return somebody's number in the queue.

        Parameters
        ----------
        visitor : str
            The browser's name.

        Returns
        -------
        int or None
            From 1; 0 if it is their turn, None if they are not in the queue.
        """
        return self._numbers().get(visitor)

    def listen(self, visitor: str, tell: Tell) -> None:
        """Tell somebody their number from now on; a browser that is not in the queue is put at its end.

        Parameters
        ----------
        visitor : str
            The browser's name.
        tell : callable
            Called at once, and at every change.
        """
        self._wait(visitor)
        waiter = self._queue.get(visitor)
        if waiter is None:
            tell(None)
            return
        waiter.tells.add(tell)
        waiter.told = None
        self._call()

    def hang_up(self, visitor: str, tell: Tell) -> None:
        """Tell somebody nothing more: the connection has been closed.

        Parameters
        ----------
        visitor : str
            The browser's name.
        tell : callable
            What `listen` was called with.
        """
        waiter = self._queue.get(visitor)
        if waiter is not None:
            waiter.tells.discard(tell)
            self._wait(visitor)

    def tidy(self) -> None:
        """Forget whoever has not come back; to be called every second or so."""
        now = self._now()
        self._kept = {visitor: until for visitor, until in self._kept.items() if until > now}
        for visitor, waiter in list(self._queue.items()):
            if waiter.until <= now and (waiter.is_called or not waiter.tells):
                del self._queue[visitor]
                for tell in list(waiter.tells):
                    tell(None)
        self._call()

    def _room(self) -> int:
        called = sum(waiter.is_called for waiter in self._queue.values())
        return self.places - len(self._inside) - len(self._kept) - called

    def _wait(self, visitor: str) -> None:
        until = self._now() + ABSENCE_SECONDS
        waiter = self._queue.get(visitor)
        if waiter is None and len(self._queue) < LONGEST_QUEUE:
            self._queue[visitor] = _Waiter(until)
        elif waiter is not None and not waiter.is_called:
            waiter.until = until

    def _leave(self, visitor: str) -> None:
        # Somebody who has a second tab that waits gives the place to that tab.
        waiter = self._queue.get(visitor)
        if waiter is None:
            self._kept[visitor] = self._now() + RETURN_SECONDS
        else:
            waiter.is_called, waiter.until = True, self._now() + CLAIM_SECONDS
        self._call()

    def _end(self, stay: Stay) -> None:
        self._inside.discard(stay)
        self._call()

    def _call(self) -> None:
        """Call as many as there are places, of those who are there, and tell all their numbers."""
        for waiter in self._queue.values():
            if self._room() <= 0:
                break
            if waiter.tells and not waiter.is_called:
                waiter.is_called, waiter.until = True, self._now() + CLAIM_SECONDS
        for visitor, number in self._numbers().items():
            waiter = self._queue[visitor]
            if number != waiter.told:
                waiter.told = number
                for tell in list(waiter.tells):
                    tell(number)

    def _numbers(self) -> dict[str, int]:
        numbers = itertools.count(1)
        return {visitor: 0 if waiter.is_called else next(numbers) for visitor, waiter in self._queue.items()}
