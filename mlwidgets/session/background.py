"""Work beside the run of an experiment: in a thread of its own, and stopped at its next step."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from traitlets import HasTraits

from mlwidgets.engine.threads import limited_threads
from mlwidgets.errors import MLWidgetsError, SessionStateError
from mlwidgets.session.run.hands import HANDS
from mlwidgets.session.run.page_loop import SlicedWork, step_until
from mlwidgets.turns import HEAD_START_SECONDS, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_log = logging.getLogger(__name__)

BREATH_SECONDS = 0.0005
"""A pause after every step: whoever waits for Python's lock, such as a view that the hand moves, gets it."""

T = TypeVar("T")


class WorkStatus(StrEnum):
    """What a work is doing."""

    READY = "ready"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


class Pacing:
    """Says when it is time to tell again how far a work is.

    Parameters
    ----------
    seconds : float
        So much time passes between two tellings, and before the first.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = time.monotonic() + seconds

    def due(self) -> bool:
        """Return whether enough time has passed, and begin to count anew if so."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


class Background(Generic[T]):
    """Does one thing at a time, and tells what is known whenever a step of it yields something.

    Parameters
    ----------
    lock : context manager
        Held while something is told: that of the experiment.
    tell : callable
        Takes what is known. It is never given anything of a work that has been stopped.
    fail : callable
        Returns what to tell when a work raises.
    head_start : float
        For so many seconds of a processor a work waits for no turn, however many train; see `turns`.
    """

    def __init__(
        self,
        lock: threading.RLock,
        tell: Callable[[T], object],
        fail: Callable[[Exception], T],
        head_start: float = HEAD_START_SECONDS,
    ) -> None:
        self._lock, self._tell, self._fail, self._head_start = lock, tell, fail, head_start
        self._number = 0  # which work it is; one of another number is not to be heard of any more
        self._resting = threading.Event()
        self._resting.set()
        self._slices: SlicedWork | None = None

    def start(self, work: Generator[T | None]) -> None:
        """Begin a work, in place of the one before; it can be stopped wherever it yields."""
        with self._lock:
            self._number += 1
            self._resting.clear()
            steps = self._steps(self._number, work)
            thread = threading.Thread(
                target=self._run, args=(self._number, steps), name="mlwidgets-background", daemon=True
            )
            self._slices = None
            try:
                thread.start()
            except RuntimeError:  # there are none in Pyodide
                works = iter([steps])
                self._slices = SlicedWork(lambda: next(works, None))
                self._slices.wake()

    def stop(self) -> bool:
        """Give up what is being done; return whether there was anything."""
        with self._lock:
            busy = not self._resting.is_set()
            self._number += 1
            self._resting.set()
            return busy

    @property
    def busy(self) -> bool:
        """Whether a work is under way."""
        return not self._resting.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing is being done; return whether that came in time."""
        if self._slices is None:
            return self._resting.wait(timeout)
        return step_until(self._resting, lambda: self._slices, timeout)

    def _run(self, number: int, steps: Generator[None]) -> None:
        with limited_threads(), Turn(self._head_start) as turn:
            for _ in steps:
                time.sleep(BREATH_SECONDS)
                HANDS.give_way(lambda: self._number != number)
                turn.wait(lambda: self._number != number)

    def _steps(self, number: int, work: Generator[T | None]) -> Generator[None]:
        try:
            for known in work:
                if not self._pass_on(number, known):
                    return
                yield
        except Exception as error:  # noqa: BLE001 - a thread that dies would leave the page waiting
            _log.info("A work in the background failed.", exc_info=True)
            self._pass_on(number, self._fail(error))
        finally:
            work.close()
            with self._lock:
                if self._number == number:
                    self._resting.set()

    def _pass_on(self, number: int, known: T | None) -> bool:
        """Tell what is known, unless the work has been stopped; return whether it goes on."""
        with self._lock:
            if self._number != number:
                return False
            if known is not None:
                try:
                    self._tell(known)
                except Exception:  # noqa: BLE001 - whatever a view raises
                    _log.exception("An observer failed.")
            return self._number == number


class Owner(Protocol):
    """What a companion needs of its experiment."""

    lock: Any

    @property
    def closed(self) -> bool:
        """Whether the experiment has ended."""


class BackgroundCompanion(HasTraits):
    """Base of what an experiment has computed beside its run, one thing at a time.

    A subclass has the trait `state`, a dataclass with `status` and `error`, and a method that starts a work.
    Observers of `state` are called in the thread of the work, under the experiment's lock.

    Parameters
    ----------
    experiment : Experiment
        Whose lock is held while something is told.
    """

    failure: ClassVar[str]
    """How the sentence begins that says why a work has failed."""

    state: Any

    def __init__(self, experiment: Owner) -> None:
        super().__init__()
        self._owner = experiment
        self._work: Background[Any] = Background(experiment.lock, self._tell, self._failed)

    def stop(self) -> None:
        """Stop at once; what is known stays."""
        with self._owner.lock:
            if self._work.stop():
                self._tell(replace(self.state, status=WorkStatus.STOPPED))

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing is being done; return whether that came in time."""
        return self._work.wait(timeout)

    def _tell(self, state: object) -> None:
        self.set_trait("state", state)

    def _failed(self, error: Exception) -> object:
        said = str(error) if isinstance(error, MLWidgetsError) else f"{type(error).__name__}: {error}"
        return replace(self.state, status=WorkStatus.FAILED, error=f"{self.failure}: {said}")


def refuse_if_closed(experiment: Owner, purpose: str) -> None:
    """Raise `SessionStateError` if an experiment has ended; `purpose` is what a new one would be made for."""
    if experiment.closed:
        raise SessionStateError(f"This experiment is closed. Make a new one to {purpose}.")
