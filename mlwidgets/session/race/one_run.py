"""One run of a race: everything a worker needs is in its job and in the problem, as plain data."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.threads import limited_threads
from mlwidgets.engine.training.evaluation import evaluate_in_slices
from mlwidgets.errors import DivergenceError
from mlwidgets.language import _
from mlwidgets.session.run.build_trainer import build_trainer
from mlwidgets.session.task import Task
from mlwidgets.turns import HEAD_START_SECONDS, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlwidgets.data import Split
    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.spec.optimizer_spec import OptimizerSpec
    from mlwidgets.spec.settings import Settings

TRAINING_POINTS = 60
VALIDATION_POINTS = 12
"""Points of a curve, at most: a race of 80 long runs must not fill the memory."""

_VALIDATION_SLICE = 128
"""Validation examples that go through the network together: more would not fit the processor's cache."""

_PROBLEMS_HELD = 2


@dataclass(frozen=True)
class Problem:
    """What all runs of a race share: the experiment's settings when it started.

    The examples are divided by the experiment's own seed, whatever seed a run has: all are measured on the
    same validation examples.

    Attributes
    ----------
    key : str
        Which race it belongs to.
    settings : Settings
        Data, network, loss and batch size.
    """

    key: str
    settings: Settings

    def __getstate__(self) -> dict[str, object]:
        """Return what travels to a worker: not what was computed here, nor what cannot travel."""
        settings = self.settings
        alone = replace(settings.dataset, config=None)  # a read-only view, which nobody needs there
        return {"key": self.key, "settings": replace(settings, dataset=alone)}

    @cached_property
    def split(self) -> Split:
        """The training examples and the validation examples."""
        settings = self.settings
        return settings.dataset.split(settings.validation_split, settings.seed)

    @cached_property
    def validation(self) -> tuple[AnyArray, AnyArray] | None:
        """Inputs and targets of the validation examples, if there are any."""
        if not len(self.split.x_validation):
            return None
        task = Task.of(self.settings)
        return task.inputs(self.split.x_validation), task.targets(self.split.y_validation)

    def trainer(self, job: Job) -> Trainer[Sequential]:
        """Return the trainer of a run at its start; weights and order of examples follow from its seed."""
        split = self.split
        alone = replace(split, x_validation=split.x_validation[:0], y_validation=split.y_validation[:0])
        epochs = -(-job.updates * self.settings.batch_size // len(split.x_train)) + 1
        wanted = replace(self.settings, optimizer=job.optimizer, seed=job.seed, epochs=min(epochs, 10_000))
        return build_trainer(wanted, alone)


@dataclass(frozen=True)
class Job:
    """One run to be made.

    Attributes
    ----------
    key : str
        That of the problem.
    number : int
        Which run of the race it is, trials among them.
    entrant : int
        Whose run it is.
    optimizer : OptimizerSpec
        With the learning rate of this run.
    seed : int
        Initial weights, order of the examples and dropout follow from it.
    updates : int
        How many to make.
    """

    key: str
    number: int
    entrant: int
    optimizer: OptimizerSpec
    seed: int
    updates: int


@dataclass
class Curve:
    """One quantity's course: after so many updates, loss and metric."""

    at: list[int] = field(default_factory=list)
    loss: list[float] = field(default_factory=list)
    metric: list[float] = field(default_factory=list)

    def add(self, at: int, loss: float, metric: float) -> None:
        """Record a point."""
        self.at.append(at)
        self.loss.append(loss)
        self.metric.append(metric)


@dataclass
class RunResult:
    """What a run has shown so far, or in the end.

    Attributes
    ----------
    entrant, seed
        Whose run it was, from which start.
    learning_rate : float
        That of its first update.
    training : Curve
        Means over the batches since the point before, each measured before its update.
    validation : Curve
        The validation examples; without points if there are none.
    metric : str
        What is measured beside the loss: "accuracy".
    updates : int
        How many were made.
    seconds : float
        How long they took, validation not counted.
    ended : str
        Why it ended early, in a sentence; else empty.
    finished : bool
        Whether nothing more will come.
    """

    entrant: int
    seed: int
    learning_rate: float
    training: Curve = field(default_factory=Curve)
    validation: Curve = field(default_factory=Curve)
    metric: str = ""
    updates: int = 0
    seconds: float = 0.0
    ended: str = ""
    finished: bool = False

    @classmethod
    def of(cls, job: Job) -> RunResult:
        """Return the result of a run that has not begun."""
        return cls(job.entrant, job.seed, job.optimizer.learning_rate)

    @property
    def final_loss(self) -> float:
        """The last validation loss, or without validation the last training loss; ∞ if it ended early."""
        values = (self.validation if self.validation.at else self.training).loss
        return values[-1] if values and not self.ended and math.isfinite(values[-1]) else math.inf


def grid(updates: int, most: int) -> list[int]:
    """Return after which updates a curve has its points: so many at most, evenly spaced, the last one too."""
    return sorted({int(at) for at in np.linspace(0, updates, min(most, updates) + 1)[1:].round()})


def run_steps(job: Job, problem: Problem) -> Iterator[RunResult]:
    """Make a run; yield what is known after every update, in one object that grows, and at the end.

    A run that diverges ends there, and its result says so.
    """
    result = RunResult.of(job)
    try:
        trainer = problem.trainer(job)
        result.metric = trainer.model.metrics[0].name
        at_training, at_validation = (
            set(grid(job.updates, most)) for most in (TRAINING_POINTS, VALIDATION_POINTS)
        )
        _validate(result, trainer.model, problem)
        yield result
        losses: list[float] = []
        metrics: list[float] = []
        while result.updates < job.updates:
            began = time.perf_counter()
            logs = next(trainer).logs
            result.seconds += time.perf_counter() - began
            result.updates = trainer.iteration
            losses.append(logs["loss"])
            metrics.append(logs[result.metric])
            if result.updates in at_training:
                result.training.add(result.updates, float(np.mean(losses)), float(np.mean(metrics)))
                losses.clear()
                metrics.clear()
            if result.updates in at_validation:
                _validate(result, trainer.model, problem)
            yield result
    except DivergenceError as error:
        result.ended = str(error)
    result.finished = True
    yield result


def _validate(result: RunResult, model: Sequential, problem: Problem) -> None:
    """Measure the validation examples with the present weights."""
    if problem.validation is None:
        return
    with np.errstate(all="ignore"):
        logs = evaluate_in_slices(model, *problem.validation, _VALIDATION_SLICE).logs
    if not math.isfinite(logs["loss"]):
        raise DivergenceError(
            _("The validation loss is not finite after update {update}.").format(update=result.updates)
        )
    result.validation.add(result.updates, logs["loss"], logs[result.metric])


# ---- in a worker ----

_local = threading.local()
_held: dict[str, Problem] = {}


def listen(hear: Callable[[int, RunResult], None]) -> None:
    """Let a function hear of every update of the runs that this thread makes from now on.

    It is given the number of the job and what is known; what it raises ends the run.
    """
    _local.hear = hear


def hold(problem: Problem) -> None:
    """Keep a problem for the jobs to come; a worker holds the newest two."""
    _held[problem.key] = problem
    while len(_held) > _PROBLEMS_HELD:
        del _held[next(iter(_held))]


def release(problem: Problem) -> None:
    """Keep a problem no longer: no job of it will come, and its data may be large."""
    _held.pop(problem.key, None)


def run_job(job: Job, problem: Problem | None = None) -> RunResult | None:
    """Make a run in a worker.

    So that the data travel once to a worker and not once for each run, a job comes without its problem
    first. A worker that does not hold it returns None, and is sent the job again with it.
    """
    if problem is not None:
        hold(problem)
    held = _held.get(job.key)
    if held is None:
        return None
    hear: Callable[[int, RunResult], None] | None = getattr(_local, "hear", None)
    result = RunResult.of(job)
    with limited_threads(), Turn(HEAD_START_SECONDS) as turn:
        for result in run_steps(job, held):
            if hear is not None and not result.finished:
                hear(job.number, result)
            turn.wait()
    return result
