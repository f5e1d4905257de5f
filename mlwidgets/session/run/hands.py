"""Whether this program is answering somebody's hand: then training gives way.

A view that answers and a network that trains share one lock, Python's. Each time the answer lets it go, even
for an instant, training takes it and keeps it for a millisecond, or for as long as the system gives its core
to others.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

SHORT_SECONDS = 0.002
"""An answer that takes no longer is over before anybody could wait for it."""

LONG_SECONDS = 1.0
"""After so long both go on side by side: what takes so long may itself be waiting for something."""


class Hands:
    """Counts the messages that are being answered; a context for each."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._since = 0.0
        self._idle = threading.Event()
        self._idle.set()

    def __enter__(self) -> Self:
        """Begin to answer."""
        with self._lock:
            if not self._count:
                self._since = time.monotonic()
                self._idle.clear()
            self._count += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Be done with the answer."""
        with self._lock:
            self._count -= 1
            if not self._count:
                self._idle.set()

    @property
    def busy(self) -> bool:
        """Whether a message is being answered."""
        return not self._idle.is_set()

    def give_way(self, wanted: Callable[[], bool]) -> None:
        """Wait while a message is being answered, unless what answers it needs us."""
        while self.busy and not wanted():
            taken = time.monotonic() - self._since
            if not SHORT_SECONDS < taken < LONG_SECONDS:
                return
            self._idle.wait(SHORT_SECONDS)


HANDS = Hands()
"""Those of this program: all pages that it serves share one lock of Python's."""
