"""How many threads the matrix products use.

NumPy's BLAS library starts a thread for every core and lets them wait for each other in a busy loop. For the
small products of teaching networks that gains little, and when another program wants a core as well (the
browser that draws the curves, a second learner) it slows training down by a factor of ten. So training uses
one BLAS thread, and a test of speed on a busy machine gives the same answer as on an idle one.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from collections.abc import Iterator

_lock = threading.Lock()
_depth = 0
_limits: list[Any] = []


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
