"""Delivers the newest of many snapshots, a few times a second: latest wins, the last is never lost."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_log = logging.getLogger(__name__)

MAX_PER_SECOND = 12
"""A little more than the ten that anyone can follow, since a computer that is busy does not reach it."""


class Publisher(Generic[T]):
    """A slot that others write to as often as they like, and a thread that delivers from it.

    Parameters
    ----------
    deliver : callable
        Called with the newest item, in the publisher's thread, at most `MAX_PER_SECOND` times a second.
    """

    def __init__(self, deliver: Callable[[T], None]) -> None:
        self._deliver = deliver
        self._condition = threading.Condition()
        self._item: T | None = None
        self._urgent = False
        self._busy = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def put(self, item: T, *, urgent: bool = False) -> None:
        """Offer an item; one that is still waiting is replaced. An urgent one does not wait its turn."""
        with self._condition:
            if self._closed:
                return
            self._item = item
            self._urgent = urgent
            if self._thread is None:
                thread = threading.Thread(target=self._run, name="mlwidgets-publisher", daemon=True)
                try:
                    thread.start()
                except RuntimeError:  # there are none in Pyodide: it is delivered at once
                    self._item = None
                else:
                    self._thread = thread
            self._condition.notify_all()
            threadless = self._thread is None
        if threadless:
            self._hand_over(item)

    def wait_until_delivered(self, timeout: float | None = None) -> bool:
        """Wait until nothing is waiting or being delivered; return whether that came in time.

        Who is being told waits for nothing: the delivery would wait for itself.
        """
        if threading.current_thread() is self._thread:
            return False
        with self._condition:
            return self._condition.wait_for(
                lambda: self._closed or (self._item is None and not self._busy), timeout
            )

    def rest(self) -> None:
        """End the thread after what is waiting; the next item starts another."""
        with self._condition:
            thread, self._thread = self._thread, None
            self._condition.notify_all()
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=5)

    def close(self) -> None:
        """End the thread; what is waiting is dropped."""
        with self._condition:
            self._closed = True
            self._item = None
            self._condition.notify_all()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._closed or self._item is not None or self._resting)
                if self._closed or self._item is None:
                    return
                item, self._item, self._busy = self._item, None, True
            start = time.monotonic()
            self._hand_over(item)
            with self._condition:
                self._busy = False
                self._condition.notify_all()
                # Slow views are updated less often: half of the time is not theirs.
                took = time.monotonic() - start
                self._condition.wait_for(self._hurry, max(1 / MAX_PER_SECOND - took, took))

    def _hand_over(self, item: T) -> None:
        try:
            self._deliver(item)
        except Exception:  # noqa: BLE001 - whatever a view raises
            # A view that fails must not end the delivery to all others, nor the run.
            _log.exception("A view could not take a snapshot.")

    @property
    def _resting(self) -> bool:
        return self._thread is not threading.current_thread()

    def _hurry(self) -> bool:
        return self._closed or self._resting or (self._urgent and self._item is not None)
