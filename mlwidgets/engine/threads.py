"""How many threads the matrix products use while a network trains.

NumPy's BLAS library starts a thread for every core and lets them wait for each other in a busy loop. When
another program wants a core as well (the browser that draws the curves, a second learner) that slows training
down by a factor of ten. So training uses one BLAS thread unless told otherwise: on a busy machine it is then
as quick as on an idle one.

Threads of Python's own that share a batch were tried and are slower: NumPy gives Python's lock away around
every call, and taking it back costs about 50 µs, as much as a call on a hundred thousand numbers.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from threadpoolctl import ThreadpoolController

from mlwidgets.ranges import THREADS

if TYPE_CHECKING:
    from collections.abc import Iterator

_thread_count = 1
_lock = threading.Lock()
_depth = 0
_limits: list[Any] = []


def thread_count() -> int:
    """Return how many threads a matrix product may use: one, unless set otherwise."""
    return _thread_count


def set_thread_count(count: int) -> None:
    """Choose how many threads a matrix product may use; a run that has begun goes on as it began.

    More than one pays for wide layers on a machine that nobody else uses. Floating-point sums depend on their
    order, so the same seed gives the same numbers on the same number of threads, and on another number the
    last digits may differ.

    Parameters
    ----------
    count : int
        1 or more.
    """
    global _thread_count  # noqa: PLW0603 - one setting for the process, as BLAS has
    _thread_count = THREADS.check_int(count)


@contextmanager
def limited_threads() -> Iterator[None]:
    """Limit BLAS to `thread_count` threads in this process for a while.

    The limit holds for the whole process. Several threads may ask for it at the same time: the first sets
    it, the last takes it away.
    """
    global _depth  # noqa: PLW0603 - BLAS's own setting is global as well
    with _lock:
        if _depth == 0:
            _limits.append(_controller().limit(limits=_thread_count, user_api="blas"))
        _depth += 1
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if _depth == 0:
                _limits.pop().restore_original_limits()


@cache
def _controller() -> ThreadpoolController:
    # Looking for the libraries takes milliseconds, so it is done once.
    return ThreadpoolController()
