"""How many threads the matrix products use, and how many share a batch.

NumPy's BLAS library starts a thread for every core and lets them wait for each other in a busy loop. For the
small products of teaching networks that gains little, and when another program wants a core as well (the
browser that draws the curves, a second learner) it slows training down by a factor of ten. So training uses
one BLAS thread, and a test of speed on a busy machine gives the same answer as on an idle one.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from threadpoolctl import ThreadpoolController

from mlwidgets.ranges import THREADS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")

_thread_count = 1
_lock = threading.Lock()
_depth = 0
_limits: list[Any] = []


def thread_count() -> int:
    """Return how many threads share a batch: one, unless set otherwise."""
    return _thread_count


def set_thread_count(count: int) -> None:
    """Choose how many threads share a batch.

    More than one rarely pays: Python's lock changes hands around every call of NumPy, and for arrays of a
    hundred thousand numbers that takes as long as the call. Measure before you raise it.

    Parameters
    ----------
    count : int
        1 or more. The same seed gives the same numbers on the same number of threads.
    """
    global _thread_count  # noqa: PLW0603 - one setting for the process, as BLAS has
    _thread_count = THREADS.check_int(count)


def in_parallel(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """Do several things at the same time, the first of them in this thread, and return their results."""
    first, *others = tasks
    if not others:
        return [first()]
    futures = [_pool().submit(task) for task in others]
    try:
        mine = first()
    finally:
        wait(futures)
    return [mine, *(future.result() for future in futures)]


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Limit BLAS to one thread in this process for a while.

    The limit holds for the whole process. Several threads may ask for it at the same time: the first sets
    it, the last takes it away.
    """
    global _depth  # noqa: PLW0603 - BLAS's own setting is global as well
    with _lock:
        if _depth == 0:
            _limits.append(_controller().limit(limits=1, user_api="blas"))
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


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(int(THREADS.high), thread_name_prefix="mlwidgets-worker")
