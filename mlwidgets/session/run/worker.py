"""What the thread of a run does: it trains, travels in time, measures, and says how the run stands."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.tape import Interrupted
from mlwidgets.engine.training.evaluation import Evaluation, measure
from mlwidgets.engine.training.sums import Sums
from mlwidgets.ranges import EPOCHS
from mlwidgets.session.run.hands import HANDS
from mlwidgets.session.run.orders import Change, Close, Go, Travel
from mlwidgets.session.run.publisher import MAX_PER_SECOND
from mlwidgets.session.run.snapshot import Reach, Snapshot, Status, Validation
from mlwidgets.turns import Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.engine.training.steps import Step
    from mlwidgets.session.run.one_run import Run
    from mlwidgets.session.run.orders import Goal, Order, Orders

SNAPSHOT_INTERVAL = 1 / MAX_PER_SECOND
"""Seconds between snapshots while running; more often than this nobody could see them."""


class Worker:
    """Does what a run is asked to do, with a pause wherever something else may take effect.

    Parameters
    ----------
    orders : Orders
        What else is waiting.
    publish : callable
        Takes each snapshot, and whether its status is news.

    Attributes
    ----------
    travels : int
        How often a run has arrived at another moment.
    heading : int or None
        After how many updates the moment is to which a run is on its way.
    goal : {"end", "epoch", "batch"}, int or None
        How far it is training; a number is so many updates.
    watched : bool
        Whether anybody wants to know how the layers are.
    crowd : int
        How many train on this machine, if they take turns; else 0.
    """

    def __init__(self, orders: Orders, publish: Callable[[Snapshot, bool], None]) -> None:
        self._orders = orders
        self._publish = publish
        self.travels = 0
        self.goal: Goal | None = None
        self.watched = False
        self.heading: int | None = None
        self.crowd = 0

    def work(self, run: Run, order: Order) -> Iterator[None]:
        """Do what is asked, and rest."""
        if isinstance(order, Go):
            self.goal = order.goal
            try:
                yield from self._train(run, order.goal)
            finally:
                self.goal = None
        elif isinstance(order, Change):
            _change(run, order)
        elif isinstance(order, Travel) and order.run == run.number:
            yield from self._travel(run, order.iteration)
        yield from self._rest(run)

    @property
    def travelling(self) -> bool:
        """Whether a run is on its way to another moment, or about to be."""
        return self.heading is not None or self._orders.any_waiting(Travel)

    def fail(self, number: int, run: Run | None, error: str) -> None:
        """Say that a run has failed; without one, that it could not even be made."""
        if run is not None:
            self._snap(run, Status.FAILED, error)
        else:
            self._publish(Snapshot.without_network(number, error), True)  # noqa: FBT003 - its status is news

    def _train(self, run: Run, goal: Goal) -> Iterator[None]:
        with Turn() as turn:
            self.crowd = turn.crowd
            self._snap(run, Status.RUNNING)
            run.pace.start(run.trainer.progress)
            snapped, begun = time.monotonic(), run.trainer.iteration
            # Asked in the middle of a step that takes long, too: then it is given up, and made again later.
            run.trainer.interrupted = lambda: self._interrupted(goal) or self._orders.any_urgent
            run.timeline.begin(run.trainer)
            for step in self._steps(run):
                if self.watched:
                    run.watch.look(run.trainer)
                yield
                HANDS.give_way(lambda: not self._orders.empty)
                if step.epoch_end is not None and step.epoch_end.validation is not None:
                    run.validation = Validation(step.iteration, step.epoch_end.validation)
                changed = self._make_changes(run)
                if _reached(goal, step, begun) or self._interrupted(goal):
                    return
                # Where many train, one snapshot a turn: the others would cost the next ones theirs.
                due = turn.over if turn.crowd else time.monotonic() - snapped >= SNAPSHOT_INTERVAL
                if changed or due:
                    self._snap(run, Status.RUNNING)
                    snapped = time.monotonic()
                if turn.over and not self._come_again(run, goal, turn):
                    return

    def _come_again(self, run: Run, goal: Goal, turn: Turn) -> bool:
        """Let others train until it is our turn again; return whether the work is to go on then."""
        while True:
            self._orders.news.clear()  # what comes after this line wakes us
            if self._make_changes(run):
                self._snap(run, Status.RUNNING)
            if self._interrupted(goal):
                return False
            ours, self.crowd = turn.take(), turn.crowd
            if ours:
                return True
            self._orders.news.wait(turn.pause)

    def _steps(self, run: Run) -> Iterator[Step]:
        """Make one step after another; through what is known, with what was changed on the way."""
        trainer, timeline = run.trainer, run.timeline
        while not trainer.finished:
            known = timeline.behind(trainer)
            marks = len(trainer.history.marks)
            try:
                step = next(trainer)
            except Exception:
                if not known:
                    timeline.end_at(trainer.iteration)  # an update that diverged has been taken back
                raise
            timeline.follow(trainer, marks)
            if known:
                self.travels += timeline.retrace(trainer)
            yield step

    def _travel(self, run: Run, iteration: int) -> Iterator[None]:
        """Compute an earlier moment again, unless the next order leads to another one already."""
        trainer, timeline, epochs = run.trainer, run.timeline, run.trainer.epochs
        trainer.interrupted = self._travels_on
        timeline.leave(trainer)
        timeline.approach(trainer, iteration)
        run.validation, self.heading = None, iteration
        try:
            timeline.retrace(trainer)
            while (trainer.iteration < iteration or trainer.validating) and not self._travels_on():
                trainer.epochs = int(EPOCHS.high)  # the run has been there, however many it is to make now
                step = next(trainer)
                timeline.retrace(trainer)
                yield
                if step.epoch_end is not None and step.epoch_end.validation is not None:
                    run.validation = Validation(step.iteration, step.epoch_end.validation)
        finally:
            self.heading = None
            trainer.epochs = epochs  # how far to go is a wish, and not of that moment
        self.travels += 1

    def _travels_on(self) -> bool:
        return self._orders.any_waiting(Travel, Close)

    def _interrupted(self, goal: Goal) -> bool:
        """Return whether an order is waiting that ends the work; steps pressed quickly are all made."""
        # A change is made between two steps, and the work goes on.
        return self._orders.other_waiting(*((Change,) if goal == "end" else (Go, Change)))

    def _make_changes(self, run: Run) -> bool:
        """Make the changes that come next in the queue; return whether there were any."""
        made = False
        while True:
            order = self._orders.first
            if not isinstance(order, Change):
                return made
            self._orders.take()  # the same one: nobody else takes any
            try:
                _change(run, order)
            finally:
                self._orders.answered(order)
            made = True

    def _rest(self, run: Run) -> Iterator[None]:
        """Say that the run rests, then bring its validation up to date with its weights."""
        trainer, status = run.trainer, _resting(run.trainer)
        self._snap(run, status)
        stale = run.validation is None or run.validation.iteration != trainer.iteration
        if trainer.iteration and stale:
            evaluation = yield from self._measure_validation(trainer)
            if evaluation is not None:
                run.validation = Validation(trainer.iteration, evaluation)
                self._snap(run, status)

    def _measure_validation(self, trainer: Trainer[Sequential]) -> Generator[None, None, Evaluation | None]:
        """Measure the validation data in slices; None if there are none, or if an order is waiting."""
        if trainer.validation_data is None:
            return None
        x, y = trainer.validation_data
        worker, sums = trainer.validation_pass, Sums(trainer.model.metrics)
        while sums.count < len(x):
            yield
            if not self._orders.empty:
                return None
            part = slice(sums.count, sums.count + trainer.validation_slice)
            worker.listen(lambda: not self._orders.empty)
            try:
                with np.errstate(all="ignore"):  # a network about to diverge: that is told at its next update
                    measure(worker, trainer.model, x[part], y[part], sums)
            except Interrupted:
                return None
        return Evaluation.of(sums)

    def _snap(self, run: Run, status: Status, error: str = "") -> None:
        if self.watched and (status is not Status.RUNNING or not run.trainer.iteration):
            run.watch.look(run.trainer, now=True)
        self._publish(self.snapshot(run, status, error), status is not Status.RUNNING)

    def snapshot(self, run: Run, status: Status | None = None, error: str = "") -> Snapshot:
        """Return how a run stands; one that rests, if its status is not given."""
        trainer, left = run.trainer, None
        status = _resting(trainer) if status is None else status
        if status is Status.RUNNING:
            left = run.pace.seconds_left(trainer.progress, trainer.epochs)
        return Snapshot(
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
            reach=_reach(run),
            origin=run.origin,
            vitals=run.watch.until(trainer.iteration),
            crowd=self.crowd if status is Status.RUNNING else 0,
        )


def _resting(trainer: Trainer[Sequential]) -> Status:
    """Return the status of a run that rests."""
    if not trainer.iteration:
        return Status.READY
    return Status.FINISHED if trainer.finished else Status.PAUSED


def _change(run: Run, order: Change) -> None:
    """Make a change, unless it was meant for an earlier run."""
    if order.run != run.number:
        return
    order.make(run.trainer)
    if order.weights:
        run.edited = True
        run.validation = None  # it was measured with other weights
        run.timeline.edited(run.trainer)


def _reach(run: Run) -> Reach:
    timeline = run.timeline
    newest = max(timeline.newest, run.trainer.iteration)
    return Reach(timeline.first, newest, timeline.count, timeline.nbytes, timeline.whole)


def _reached(goal: Goal, step: Step, begun: int) -> bool:
    if isinstance(goal, int):
        return step.iteration - begun >= goal
    if goal == "epoch":
        return step.epoch_end is not None
    return goal == "batch" and step.kind == "update"
