"""Trains in the background: takes orders from the page, works in a thread of its own, gives snapshots."""

from __future__ import annotations

import logging
import sys
import threading
import time
from typing import TYPE_CHECKING, TypeVar

from mlwidgets.engine.threads import limited_threads
from mlwidgets.errors import MLWidgetsError, SessionStateError
from mlwidgets.language import _
from mlwidgets.session.run.one_run import Run
from mlwidgets.session.run.orders import Change, Close, Go, Orders, Rest, Travel
from mlwidgets.session.run.page_loop import SLICE_SECONDS, SlicedWork
from mlwidgets.session.run.snapshot import Origin
from mlwidgets.session.run.timeline import MAX_BYTES, Timeline
from mlwidgets.session.run.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.session.run.orders import Goal, Order
    from mlwidgets.session.run.snapshot import Snapshot

_log = logging.getLogger(__name__)
_FAULT = _("Training stopped because of a fault in mlwidgets ({fault}).")

LOOK_AGAIN_SECONDS = 0.05
"""How often to see whether a run that is to be looked at is still there."""

T = TypeVar("T")

SWITCH_INTERVAL = 0.001
"""Seconds for which training may keep other threads waiting."""


class Runner:
    """Runs a `Trainer` in one daemon thread, or where no thread can start, in slices driven by the page.

    Every order is put into a queue and answered by the thread; one that arrives ends the work at the
    next step, within milliseconds, unless it is a change of weights or settings: that is made between two
    steps, and the work goes on. Only that thread ever changes the model.

    Parameters
    ----------
    make_trainer : callable
        Returns a new trainer at its start.
    publish : callable
        Takes each snapshot, and whether its status is news. Called in the runner's thread: it must be quick.
    give_way : callable
        Called in the runner's thread between two steps; the work goes on when it returns.
    """

    def __init__(
        self,
        make_trainer: Callable[[], Trainer[Sequential]],
        publish: Callable[[Snapshot, bool], None],
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        self._make_trainer = make_trainer
        self._give_way = give_way
        self._orders = Orders()
        self._worker = Worker(self._orders, publish)
        self._making = threading.RLock()
        self._sending = threading.Lock()
        self._closed = False
        self._run: Run | None = None
        self._number = self._newest = 0
        self.max_bytes = MAX_BYTES
        self._thread: threading.Thread | None = None
        self._slices: SlicedWork | None = None

    @property
    def number(self) -> int:
        """Which run it is, counted from 0; snapshots carry the number of theirs."""
        return self._number

    def watch(self) -> None:
        """Let the layers be looked at on the way, from now on."""
        self._worker.watched = True

    @property
    def trainer(self) -> Trainer[Sequential]:
        """The trainer of the current run, made when first asked for."""
        return self._current().trainer

    @property
    def existing_trainer(self) -> Trainer[Sequential] | None:
        """The trainer of the current run, if it has been made already."""
        with self._making:
            return None if self._run is None else self._current().trainer

    @property
    def worth_keeping(self) -> bool:
        """Whether the current run has weights that a new one would not have."""
        with self._making:
            return self._run is not None and self._run.worth_keeping

    @property
    def edited(self) -> bool:
        """Whether the current run has weights that were set by hand or came from a file."""
        with self._making:
            return self._run is not None and self._run.edited

    def go(self, goal: Goal) -> None:
        """Train until the end, until the end of the epoch, for one batch, or for so many updates."""
        self._send(Go(goal))

    def pause(self) -> None:
        """Stop at the next step."""
        self._send(Rest())

    def restate(self) -> None:
        """Say once more how a resting run stands; one that is at work says so when it rests."""
        if not self._orders.open:
            self._send(Rest())

    def change_weights(self, make: Callable[[Sequential], None] = lambda _: None) -> None:
        """Let the thread change weights of the current run between two steps; a new run is left alone.

        Without a change, say that somebody has made one already.
        """
        with self._making:
            number = self._current().number
        self._send(Change(number, lambda trainer: make(trainer.model), weights=True))

    def put_weights(self, make: Callable[[Sequential], None]) -> threading.Event:
        """Change weights of the current run: at once while it rests, else between two steps.

        Return what says that it has been done.
        """
        put = threading.Event()

        def change(trainer: Trainer[Sequential]) -> None:
            make(trainer.model)
            put.set()

        with self._sending, self._making:
            run, moving = self._current(), self._orders.moving
            if not moving:  # nobody can let it go while we hold the lock
                change(run.trainer)
        if not moving:
            self.change_weights()  # say so
        else:
            self._send(Change(run.number, change, weights=True))
        return put

    def change_settings(self, make: Callable[[Trainer[Sequential]], None]) -> None:
        """Change what may change during a run: at once while it rests, else between two steps.

        In the middle of a step, one half of it would be made with the old settings and one with the new, and
        nobody could ever compute it again.
        """
        with self._sending, self._making:
            if self._run is None:
                return
            run = self._current()
            if self._orders.moving:
                self._orders.put(Change(run.number, make, weights=False))
            else:  # it rests, and nobody can let it go while we hold the lock
                make(run.trainer)

    def inspect(self, look: Callable[[Run], T], *, urgent: bool = True) -> T | None:
        """Return what a function reads from the current run between two of its steps.

        None if another run takes its place before it could be looked at. A step that takes long is given up
        for it, to be made again, if it is urgent.
        """
        found: list[T] = []
        looked = threading.Event()

        def read(_: Trainer[Sequential]) -> None:
            found.append(look(run))
            looked.set()

        with self._sending, self._making:
            run = self._current()
            if self._orders.moving:
                self._orders.put(Change(run.number, read, weights=False, urgent=urgent))
            else:  # as in `change_settings`
                read(run.trainer)
        while not looked.wait(0 if self._slices is not None else LOOK_AGAIN_SECONDS):
            if self._number != run.number or not self._orders.open:
                break
            if self._slices is not None and not self.step_slice():
                break  # asked from within a slice, where nothing else can be done
        return found[0] if found else None

    def next_number(self) -> int:
        """Return the number of a run that is to take the place of the current one."""
        with self._making:
            self._newest += 1
            return self._newest

    def travel(self, iteration: int) -> None:
        """Go to the moment after so many updates, and rest there."""
        with self._making:
            number = self._current().number
        self._send(Travel(number, iteration))

    @property
    def travels(self) -> int:
        """How often the run has arrived at another moment."""
        return self._worker.travels

    @property
    def timeline(self) -> Timeline:
        """What the current run can go back to."""
        return self._current().timeline

    def limit(self, max_bytes: int) -> None:
        """Let the moments of the current run, and of later ones, take no more than so much memory."""
        self.max_bytes = max_bytes
        self.change_settings(lambda _: self.timeline.limit(max_bytes))

    @property
    def behind(self) -> bool:
        """Whether the current run stands at an earlier moment than its newest, or is on its way to one."""
        with self._making:
            run = None if self._run is None else self._current()
        return run is not None and (self._worker.travelling or run.timeline.behind(run.trainer))

    def halt(self) -> Goal | None:
        """Stop, and wait until the run rests; return how far it was to go, if it was at work."""
        goal = self._worker.goal
        self.pause()
        self.wait()
        return goal

    @property
    def travelling(self) -> bool:
        """Whether the run is on its way to another moment."""
        return self._worker.travelling

    @property
    def moving(self) -> bool:
        """Whether the run is stepping, or about to be."""
        return self._orders.moving

    @property
    def closed(self) -> bool:
        """Whether the runner cannot be used any more."""
        return self._closed

    @property
    def heading(self) -> int:
        """After how many updates the moment is where the run stands, or to which it is on its way."""
        waiting = self._orders.last_travel
        if waiting is None:
            waiting = self._worker.heading
        return self.trainer.iteration if waiting is None else waiting

    def branch(self, *, altered: bool = False) -> Run:
        """Let what is to come be a run of its own; return the one that it leaves, which can come back.

        The run has to rest, and nobody may drive it meanwhile. `altered` says that weights have been changed.
        """
        with self._making:
            run = self._current()
            self._newest += 1
            self._number = self._newest
            origin = Origin(run.number, run.trainer.iteration)
            self._run = run.branch(self._number, origin, altered=altered)
        return run

    def return_to_end(self) -> None:
        """Put the run, which has to rest, at its newest moment."""
        with self._making:
            run = self._current()
            run.timeline.approach(run.trainer, run.timeline.newest)
            run.validation = None
        self.pause()

    def present(self) -> Snapshot:
        """Return how the run, which has to rest, stands now."""
        return self._worker.snapshot(self._current())

    def replace(self, run: Run | None = None) -> Run | None:
        """Stop, and begin with a new trainer, or go on with a run that was here before.

        Return the run that was here, if it has been made; it can come back.
        """
        if self._orders.moving or self._orders.any_waiting(Change):
            self.halt()  # what waits to be changed in the run that goes is changed, and its end is known
        with self._making:
            replaced, self._run = self._run, run
            if run is not None:
                run.timeline.limit(self.max_bytes)
            if run is None:
                self._newest += 1
            self._number = self._newest if run is None else run.number
        self._send(Rest())
        return replaced

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until every order has been answered; return whether that came in time."""
        deadline = None if timeout is None else time.monotonic() + timeout
        if self._slices is not None:  # nobody else would do the work
            seconds = SLICE_SECONDS
            while seconds >= 0:
                if deadline is not None:
                    seconds = min(SLICE_SECONDS, deadline - time.monotonic())
                if not self.step_slice(max(0, seconds)):
                    break
            return not self._orders.open
        return self._orders.wait(timeout)

    def step_slice(self, seconds: float = SLICE_SECONDS) -> bool:
        """Where no thread can start, work for a moment in the caller's; return whether there is more to do.

        A running asyncio loop does this by itself; only without one somebody else has to, such as a timer.
        """
        return self._slices is not None and self._slices.step_slice(seconds)

    def rest(self) -> None:
        """End the thread after what it was asked to do; the next order starts another."""
        with self._sending:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._orders.put(Close())
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=5)

    def close(self) -> None:
        """End the thread."""
        with self._sending:
            thread = self._thread
            if not self._closed and thread is not None:
                self._orders.put(Close())
            self._closed = True
            if self._slices is not None:
                self._slices.close()
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=5)

    def _current(self) -> Run:
        with self._making:
            if self._run is None:
                self._run = Run(self._number, self._make_trainer(), max_bytes=self.max_bytes)
            return self._run.wake(self._make_trainer)

    def _send(self, order: Order) -> None:
        with self._sending:  # or two callers at the same time could start two threads
            if self._closed:
                raise SessionStateError("This experiment is closed. Make a new one to train.")
            self._orders.put(order)
            if self._thread is None and self._slices is None:
                thread = threading.Thread(target=self._work, name="mlwidgets-runner", daemon=True)
                try:
                    thread.start()
                except RuntimeError:  # there are none in Pyodide
                    self._slices = SlicedWork(self._next_answer)
                else:
                    self._thread = thread
            if self._slices is not None:
                self._slices.wake()

    def _work(self) -> None:
        # Python lets a busy thread keep the others waiting for 5 ms, and an answer to a learner's hand waits
        # several times; a fifth of that costs the training next to nothing.
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_INTERVAL))
        while True:
            order = self._orders.take()
            with limited_threads():
                for _ in self._answer(order):
                    self._give_way()
            if isinstance(order, Close):
                return

    def _next_answer(self) -> Iterator[None] | None:
        """Return the work on the next order, if there is one."""
        order = self._orders.take_at_once()
        return None if order is None else self._answer(order)

    def _answer(self, order: Order) -> Iterator[None]:
        """Do what is asked for, with a pause wherever another order may take effect."""
        try:
            if isinstance(order, Rest) and not self._orders.empty:
                return  # every answer ends with a rest, so that of the next order will do
            if not self._closed:
                yield from self._work_on(order)
        finally:
            self._orders.answered(order)

    def _work_on(self, order: Order) -> Iterator[None]:
        number, run = self._number, None
        try:
            run = self._current()
            yield from self._worker.work(run, order)
        except MLWidgetsError as error:
            self._worker.fail(number, run, str(error))
        except Exception as error:  # noqa: BLE001 - a thread that dies would leave the page waiting
            _log.exception("Training failed.")
            fault = f"{type(error).__name__}: {error}"
            self._worker.fail(number, run, _FAULT.format(fault=fault))
