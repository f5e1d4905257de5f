"""Data that were opened in this session, found again by what is in their file."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_BYTES = 256 * 2**20
"""So many bytes of each kind are remembered, the latest ones; the very last always."""

T = TypeVar("T")


class Opened(Generic[T]):
    """Remembers the latest of what was opened; to be used from any thread.

    Parameters
    ----------
    size : callable
        Returns how many bytes one takes.

    Examples
    --------
    >>> opened = Opened(len)
    >>> opened.keep("a file", b"1;2")
    >>> opened.find("a file"), opened.find("another one")
    (b'1;2', None)
    """

    def __init__(self, size: Callable[[T], int]) -> None:
        self._size = size
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def keep(self, key: str, one: T) -> None:
        """Remember it under a key, and let go of the oldest where there is too much."""
        with self._lock:
            self._kept[key] = one
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(map(self._size, self._kept.values())) > KEPT_BYTES:
                self._kept.popitem(last=False)

    def find(self, key: str) -> T | None:
        """Return what is remembered under a key; None if there is nothing."""
        with self._lock:
            return self._kept.get(key)
