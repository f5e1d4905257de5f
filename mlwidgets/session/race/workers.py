"""Processes that make the runs of a race: each has a pipe of its own, and ends with it.

An `Executor` of our own, because `ProcessPoolExecutor` lets nobody stop a call that has begun, hears nothing
of it before its end, keeps a closing kernel waiting, and leaves its workers behind when the kernel is killed:
they share one queue, of which each holds both ends.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import sys
import threading
import time
from concurrent.futures import CancelledError, Executor, Future
from typing import TYPE_CHECKING, Any

from mlwidgets.language import _, current, use
from mlwidgets.session.race.one_run import hold, listen

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from mlwidgets.session.race.one_run import Problem, RunResult

_START_SECONDS = 60.0
"""How long a process may take to start on a very busy machine."""

_NEWS_SECONDS = 0.2
"""How often a worker says how far it has come."""

_NICE = 5
"""Workers give way to whatever answers the learner's hand."""


class CannotStartError(RuntimeError):
    """No process can be started here."""


class WorkerProcesses(Executor):
    """A few processes, each with one BLAS thread, that hold the problem of a race.

    They are started afresh, not forked: a fork of a process with threads may wait for ever for a lock that
    one of them held. Nothing but our own plain data goes through the pipes.

    Parameters
    ----------
    count : int
        How many.
    problem : Problem
        Sent once to each.
    hear : callable
        Told now and then how far a run is: the number of its job, and what is known.

    Raises
    ------
    CannotStartError
        If processes cannot be started, as in a browser.
    """

    def __init__(self, count: int, problem: Problem, hear: Callable[[int, RunResult], None]) -> None:
        self._problem, self._hear = problem, hear
        self._tasks: queue.SimpleQueue[tuple[Future[Any], Any] | None] = queue.SimpleQueue()
        self._stopped = False
        self._lock = threading.Lock()
        self._workers: list[tuple[SpawnProcess, Connection]] = []
        try:
            for _ in range(count):
                self._workers.append(_start())
            for _, line in self._workers:
                _greet(line, problem)
        except Exception as error:
            self.stop()
            if isinstance(error, (OSError, EOFError, ImportError, RuntimeError)):
                raise CannotStartError(str(error)) from error
            raise
        self._threads = [
            threading.Thread(target=self._serve, args=(number,), name="mlwidgets-race", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes."""
        return [process.pid or 0 for process, _ in self._workers]

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - as inherited
        """Let one of the processes call a function."""
        future: Future[Any] = Future()
        self._tasks.put((future, (fn, args, kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes after what they have been given, or at once if that is to be cancelled."""
        if cancel_futures:
            self.stop()
        for _worker in self._workers:
            self._tasks.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def stop(self) -> None:
        """End the processes at once, whatever they are doing."""
        with self._lock:
            self._stopped = True
            for process, _ in self._workers:
                process.terminate()

    def _serve(self, number: int) -> None:
        """Pass tasks to one process, one after the other, until there are no more."""
        while True:
            task = self._tasks.get()
            if task is None:
                break
            future, call = task
            if self._stopped:
                future.cancel()
            elif future.set_running_or_notify_cancel():
                self._pass_on(number, future, call)
        process, line = self._workers[number]
        line.close()  # that is how it learns that it is not needed any more
        process.join(timeout=2)
        if process.is_alive():
            process.kill()
            process.join()

    def _pass_on(self, number: int, future: Future[Any], call: object) -> None:
        line = self._workers[number][1]
        try:
            line.send(call)
            while True:
                kind, *what = line.recv()
                if kind == "news":
                    self._hear(*what)
                    continue
                if kind == "done":
                    future.set_result(what[0])
                else:
                    future.set_exception(RuntimeError(what[0]))
                return
        except (OSError, EOFError):
            if self._stopped:
                future.set_exception(CancelledError())
                return
            future.set_exception(
                RuntimeError(str(_("The process that made this run ended, perhaps for want of memory")))
            )
            self._replace(number)

    def _replace(self, number: int) -> None:
        """Start another process in the place of one that has died."""
        with contextlib.suppress(OSError, EOFError):
            with self._lock:
                if self._stopped:
                    return
                self._workers[number] = fresh = _start()
            _greet(fresh[1], self._problem)  # without the lock: whoever stops it then does not wait for it


def _start() -> tuple[SpawnProcess, Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, current()), name="mlwidgets-race", daemon=True)
    process.start()
    theirs.close()  # or its end would not be noticed
    return process, ours


def _greet(line: Connection, problem: Problem) -> None:
    """Wait until a process is there, and give it the problem."""
    if not line.poll(_START_SECONDS):
        raise EOFError(f"a process has not started within {_START_SECONDS:.0f} s")
    line.recv()
    line.send(problem)


def _work(line: Connection, language: str) -> None:
    """Do what comes through the pipe until its other end is closed, also by the death of the kernel."""
    use(language)  # what this process says is shown on the page of the other one
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # interrupting the kernel is no message to us
    if sys.platform != "win32":
        os.nice(_NICE)
    told = 0.0

    def hear(number: int, result: RunResult) -> None:
        nonlocal told
        if time.monotonic() - told >= _NEWS_SECONDS:
            told = time.monotonic()
            line.send(("news", number, result))

    with contextlib.suppress(EOFError, OSError):
        line.send("here")
        hold(line.recv())
        listen(hear)
        while True:
            function, arguments, named = line.recv()
            try:
                answer = "done", function(*arguments, **named)
            except OSError:
                raise  # nobody hears us any more
            except Exception as error:  # noqa: BLE001 - whatever it is, the race says so
                answer = "failed", f"{type(error).__name__}: {error}"
            line.send(answer)
