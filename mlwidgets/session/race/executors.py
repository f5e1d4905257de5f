"""Where the runs of a race are made: in processes, or in threads where no process can be started."""

from __future__ import annotations

import copy
import os
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING

from mlwidgets.session.race.one_run import Problem, RunResult, hold, listen
from mlwidgets.session.race.workers import CannotStartError, WorkerProcesses

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    Hear = Callable[[int, RunResult], None]

_NEWS_SECONDS = 0.2


class Stopped(Exception):  # noqa: N818 - nothing has gone wrong
    """The race has been stopped."""


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def own_executor(count: int, problem: Problem, hear: Hear, stop: threading.Event) -> Executor:
    """Return processes that hold a problem, or threads where no process can be started.

    Parameters
    ----------
    count : int
        How many runs are made at once.
    problem : Problem
        What the runs share.
    hear : callable
        Told how far a run is, in whichever thread.
    stop : Event
        Ends runs in threads at their next update.
    """
    try:
        return WorkerProcesses(count, problem, hear)
    except CannotStartError:
        return RaceThreads(count, problem, hear, stop)


class RaceThreads(ThreadPoolExecutor):
    """Threads that make the runs of a race: slower than processes, since they share Python's lock."""

    def __init__(self, count: int, problem: Problem, hear: Hear, stop: threading.Event) -> None:
        hold(problem)
        told: dict[int, float] = {}

        def listen_now() -> None:
            listen(tell)

        def tell(number: int, result: RunResult) -> None:
            if stop.is_set():
                raise Stopped
            if time.monotonic() - told.get(number, 0.0) >= _NEWS_SECONDS:
                told[number] = time.monotonic()
                hear(number, copy.deepcopy(result))  # the run goes on writing into its own

        super().__init__(count, "mlwidgets-race", initializer=listen_now)
