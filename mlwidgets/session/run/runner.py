"""Trains in the background: takes commands from the page, works in a thread of its own, gives snapshots."""

from __future__ import annotations

import logging
import queue
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from mlwidgets.engine.threads import limited_threads
from mlwidgets.engine.training.evaluation import Evaluation, measure
from mlwidgets.engine.training.sums import Sums
from mlwidgets.errors import MLWidgetsError, SessionStateError
from mlwidgets.session.run.one_run import Run
from mlwidgets.session.run.page_loop import SLICE_SECONDS, SlicedWork
from mlwidgets.session.run.publisher import MAX_PER_SECOND
from mlwidgets.session.run.snapshot import Snapshot, Status, Validation

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.engine.training.steps import Step

_log = logging.getLogger(__name__)

SNAPSHOT_INTERVAL = 1 / MAX_PER_SECOND
"""Seconds between snapshots while running; more often than this nobody could see them."""

SWITCH_INTERVAL = 0.001
"""Seconds for which training may keep other threads waiting."""

Goal = Literal["end", "epoch", "batch"]


@dataclass(frozen=True)
class _Go:
    goal: Goal


@dataclass(frozen=True)
class _Rest:
    pass


@dataclass(frozen=True)
class _Change:
    run: int
    make: Callable[[Sequential], None]


@dataclass(frozen=True)
class _Close:
    pass


_Command = _Go | _Rest | _Change | _Close


class Runner:
    """Runs a `Trainer` in one daemon thread, or where no thread can start, in slices driven by the page.

    Every command is put into a queue and answered by the thread; a command that arrives ends the work at the
    next step, within milliseconds, unless it is a change of the model: that is made between two steps, and
    the work goes on. Only that thread ever changes the model.

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
        self._publish = publish
        self._give_way = give_way
        self._commands: queue.Queue[_Command] = queue.Queue()
        self._making = threading.RLock()
        self._sending = threading.Lock()
        self._closed = False
        self._run: Run | None = None
        self._number = self._newest = 0
        self._thread: threading.Thread | None = None
        self._slices: SlicedWork | None = None

    @property
    def number(self) -> int:
        """Which run it is, counted from 0; snapshots carry the number of theirs."""
        return self._number

    @property
    def trainer(self) -> Trainer[Sequential]:
        """The trainer of the current run, made when first asked for."""
        return self._current().trainer

    @property
    def existing_trainer(self) -> Trainer[Sequential] | None:
        """The trainer of the current run, if it has been made already."""
        with self._making:
            return None if self._run is None else self._run.trainer

    @property
    def worth_keeping(self) -> bool:
        """Whether the current run has weights that a new one would not have."""
        with self._making:
            return self._run is not None and self._run.worth_keeping

    def go(self, goal: Goal) -> None:
        """Train until the end, until the end of the epoch, or for one batch."""
        self._send(_Go(goal))

    def pause(self) -> None:
        """Stop at the next step."""
        self._send(_Rest())

    def restate(self) -> None:
        """Say once more how a resting run stands; one that is at work says so when it rests."""
        if not self._commands.unfinished_tasks:
            self._send(_Rest())

    def refresh(self) -> None:
        """Take a snapshot of the present weights, and measure the validation data with them."""
        with self._making:
            if self._run is not None:
                self._run.validation = None
        self._send(_Rest())

    def change(self, make: Callable[[Sequential], None]) -> None:
        """Let the thread change the model of the current run between two steps; a new run is left alone."""
        with self._making:
            number = self._current().number
        self._send(_Change(number, make))

    def replace(self, run: Run | None = None) -> Run | None:
        """Stop, and begin with a new trainer, or go on with a run that was here before.

        Return the run that was here, if it has been made; it can come back.
        """
        with self._making:
            replaced, self._run = self._run, run
            if run is None:
                self._newest += 1
            self._number = self._newest if run is None else run.number
        self._send(_Rest())
        return replaced

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until every command has been answered; return whether that came in time."""
        deadline = None if timeout is None else time.monotonic() + timeout
        if self._slices is not None:  # nobody else would do the work
            seconds = SLICE_SECONDS
            while seconds >= 0:
                if deadline is not None:
                    seconds = min(SLICE_SECONDS, deadline - time.monotonic())
                if not self.step_slice(max(0, seconds)):
                    break
            return not self._commands.unfinished_tasks
        with self._commands.all_tasks_done:
            while self._commands.unfinished_tasks:
                remaining = None if deadline is None else deadline - time.monotonic()
                if remaining is not None and remaining <= 0:
                    return False
                self._commands.all_tasks_done.wait(remaining)
        return True

    def step_slice(self, seconds: float = SLICE_SECONDS) -> bool:
        """Where no thread can start, work for a moment in the caller's; return whether there is more to do.

        A running asyncio loop does this by itself; only without one somebody else has to, such as a timer.
        """
        return self._slices is not None and self._slices.step_slice(seconds)

    def rest(self) -> None:
        """End the thread after what it was asked to do; the next command starts another."""
        with self._sending:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._commands.put(_Close())
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=5)

    def close(self) -> None:
        """End the thread."""
        with self._sending:
            thread = self._thread
            if not self._closed and thread is not None:
                self._commands.put(_Close())
            self._closed = True
            if self._slices is not None:
                self._slices.close()
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=5)

    def _current(self) -> Run:
        with self._making:
            if self._run is None:
                self._run = Run(self._number, self._make_trainer())
            return self._run

    def _send(self, command: _Command) -> None:
        with self._sending:  # or two callers at the same time could start two threads
            if self._closed:
                raise SessionStateError("This experiment is closed. Make a new one to train.")
            self._commands.put(command)
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
            command = self._commands.get()
            with limited_threads():
                for _ in self._answer(command):
                    self._give_way()
            if isinstance(command, _Close):
                return

    def _next_answer(self) -> Iterator[None] | None:
        """Return the work on the next command, if there is one."""
        return None if self._commands.empty() else self._answer(self._commands.get_nowait())

    def _answer(self, command: _Command) -> Iterator[None]:
        """Do what a command asks for, with a pause wherever another one may take effect."""
        try:
            if isinstance(command, _Rest) and not self._commands.empty():
                return  # every answer ends with a rest, so that of the next command will do
            if not self._closed:
                yield from self._work_on(command)
        finally:
            self._commands.task_done()

    def _work_on(self, command: _Command) -> Iterator[None]:
        number, run = self._number, None
        try:
            run = self._current()
            if isinstance(command, _Go):
                yield from self._train(run, command.goal)
            elif isinstance(command, _Change):
                _change(run, command)
            yield from self._rest(run)
        except MLWidgetsError as error:
            self._fail(number, run, str(error))
        except Exception as error:  # noqa: BLE001 - a thread that dies would leave the page waiting
            _log.exception("Training failed.")
            fault = f"Training stopped because of a fault in mlwidgets ({type(error).__name__}: {error})."
            self._fail(number, run, fault)

    def _fail(self, number: int, run: Run | None, error: str) -> None:
        if run is not None:
            self._snap(run, Status.FAILED, error)
        else:  # the trainer itself could not be made
            self._publish(Snapshot.without_network(number, error), True)  # noqa: FBT003 - its status is news

    def _train(self, run: Run, goal: Goal) -> Iterator[None]:
        self._snap(run, Status.RUNNING)
        run.pace.start(run.trainer.progress)
        snapped = time.monotonic()
        # Asked between the slices of a large batch, too: then the step is given up, and made again later.
        run.trainer.interrupted = lambda: self._interrupted(goal)
        for step in run.trainer:
            yield
            if step.epoch_end is not None and step.epoch_end.validation is not None:
                run.validation = Validation(step.iteration, step.epoch_end.validation)
            changed = self._make_changes(run)
            if _reached(goal, step) or self._interrupted(goal):
                return
            if changed or time.monotonic() - snapped >= SNAPSHOT_INTERVAL:
                self._snap(run, Status.RUNNING)
                snapped = time.monotonic()

    def _interrupted(self, goal: Goal) -> bool:
        """Return whether a command is waiting that ends the work; steps pressed quickly are all made."""
        if self._commands.empty():
            return False
        # A change of the model is made between two steps, and the work goes on.
        harmless = (_Change,) if goal == "end" else (_Go, _Change)
        with self._commands.mutex:
            return not all(isinstance(command, harmless) for command in self._commands.queue)

    def _make_changes(self, run: Run) -> bool:
        """Make the changes that come next in the queue; return whether there were any."""
        made = False
        while True:
            with self._commands.mutex:
                command = self._commands.queue[0] if self._commands.queue else None
            if not isinstance(command, _Change):
                return made
            self._commands.get_nowait()  # the same one: nobody else takes any
            try:
                _change(run, command)
            finally:
                self._commands.task_done()
            made = True

    def _rest(self, run: Run) -> Iterator[None]:
        """Say that the run rests, then bring its validation up to date with its weights."""
        trainer = run.trainer
        status = Status.FINISHED if trainer.finished else Status.PAUSED
        if not trainer.iteration:
            status = Status.READY
        self._snap(run, status)
        stale = run.validation is None or run.validation.iteration != trainer.iteration
        if trainer.iteration and stale:
            evaluation = yield from self._measure_validation(trainer)
            if evaluation is not None:
                run.validation = Validation(trainer.iteration, evaluation)
                self._snap(run, status)

    def _measure_validation(self, trainer: Trainer[Sequential]) -> Generator[None, None, Evaluation | None]:
        """Measure the validation data in slices; None if there are none, or if a command is waiting."""
        if trainer.validation_data is None:
            return None
        x, y = trainer.validation_data
        worker, sums = trainer.model.new_pass(), Sums(trainer.model.metrics)
        while sums.count < len(x):
            yield
            if not self._commands.empty():
                return None
            part = slice(sums.count, sums.count + trainer.validation_slice)
            with np.errstate(all="ignore"):  # a network about to diverge: that is told at its next update
                measure(worker, trainer.model, x[part], y[part], sums)
        return Evaluation.of(sums)

    def _snap(self, run: Run, status: Status, error: str = "") -> None:
        trainer = run.trainer
        left = None
        if status is Status.RUNNING:
            left = run.pace.seconds_left(trainer.progress, trainer.epochs)
        self._publish(
            Snapshot(
                run=run.number,
                status=status,
                epoch=trainer.progress,
                epochs=trainer.epochs,
                iteration=trainer.iteration,
                history=trainer.history.copy(),
                parameters=trainer.model.vector.copy(),
                validation=run.validation,
                seconds_left=left,
                error=error,
            ),
            status is not Status.RUNNING,
        )


def _change(run: Run, command: _Change) -> None:
    """Change the model, unless the change was meant for an earlier run's."""
    if command.run == run.number:
        command.make(run.trainer.model)
        run.edited = True
        run.validation = None  # it was measured with other weights


def _reached(goal: Goal, step: Step) -> bool:
    if goal == "epoch":
        return step.epoch_end is not None
    return goal == "batch" and step.kind == "update"
