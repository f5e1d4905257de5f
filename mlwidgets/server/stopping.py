"""A server that has been told to stop does so, whatever keeps it."""

from __future__ import annotations

import os
import sys
import threading
import time

DEADLINE = 10.0
"""Seconds that kernels get to end by themselves."""

FORCED = 1


def within(seconds: float) -> None:
    """End this process and all that it has started, unless it has ended by itself until then.

    Parameters
    ----------
    seconds : float
        How long to wait. The wait is a thread's, as the main thread may be what does not answer.
    """
    threading.Thread(target=_end, args=(seconds,), daemon=True).start()


def _end(seconds: float) -> None:
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415 - ipykernel brings it

    time.sleep(seconds)
    for process in psutil.Process().children(recursive=True):
        process.kill()  # one that has ended meanwhile is no error: psutil knows it by its time of birth
    sys.stderr.write(f"The server did not end within {seconds:.0f} s and was ended.\n")
    sys.stderr.flush()
    os._exit(FORCED)
