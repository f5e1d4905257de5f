"""Gathers what the doctor looks at from an experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from mlwidgets.engine.training.history import History
from mlwidgets.explain.doctor.evidence import Evidence, Facts, Measured, guess_accuracy, guess_error
from mlwidgets.explain.doctor.scale import Scale
from mlwidgets.session.defaults import default_settings
from mlwidgets.session.run.snapshot import Snapshot, Status, Validation

if TYPE_CHECKING:
    from mlwidgets.data import Split
    from mlwidgets.session.task import Task

_RESTING = (Status.PAUSED, Status.FINISHED, Status.FAILED)


class Examined(Protocol):
    """What gathering evidence needs of an experiment."""

    settings: Any
    dataset: Any

    @property
    def task(self) -> Task:
        """What data, features and loss ask of the network."""

    @property
    def split(self) -> Split:
        """The training examples, divided."""


class Gatherer:
    """Returns an experiment's evidence, and keeps what does not change with the weights.

    Parameters
    ----------
    experiment : Experiment
        Whose evidence it is.
    """

    def __init__(self, experiment: Examined) -> None:
        self._experiment = experiment
        self._facts: Facts | None = None
        self._measured: tuple[object, tuple[int, float, Scale, Scale]] | None = None

    def evidence(self, snapshot: Snapshot | None) -> Evidence:
        """Return what is known now.

        Parameters
        ----------
        snapshot : Snapshot or None
            The newest of the present run, if there is one.
        """
        facts = self._facts_now()
        if snapshot is None:
            return Evidence(facts, (), History(), 0, 0.0, resting=False)
        return Evidence(
            facts,
            snapshot.vitals,
            snapshot.history,
            snapshot.iteration,
            snapshot.epoch,
            resting=snapshot.status in _RESTING,
            error=snapshot.error,
            validation=_measured(snapshot.validation),
        )

    def _facts_now(self) -> Facts:
        settings = self._experiment.settings
        if self._facts is None or self._facts.settings is not settings:
            task = self._experiment.task
            own = default_settings(settings.dataset).get("learning_rate")
            usual = settings.optimizer.row.option("learning_rate").start
            # What suits points is said for Adam; the others have rates of their own.
            rate = own if own is not None and settings.optimizer.class_name == "Adam" else usual
            self._facts = Facts(settings, task.goal, *self._measure(), usual_rate=float(rate))
        return self._facts

    def _measure(self) -> tuple[int, float, Scale, Scale]:
        """Return the number of examples, what guessing scores and the scales, measured once for the data."""
        experiment = self._experiment
        split, task = experiment.split, experiment.task
        wanted = (split, task.features)
        kept = self._measured
        if kept is None or kept[0] != wanted:
            y = split.y_train
            guess = guess_accuracy(y) if experiment.dataset.n_classes else guess_error(y)
            scales = Scale.of(task.inputs(split.x_train)), Scale.of(y)
            kept = self._measured = wanted, (len(y), guess, *scales)
        return kept[1]


def _measured(validation: Validation | None) -> Measured | None:
    if validation is None or "accuracy" not in validation.evaluation.logs:
        return None
    return Measured(validation.evaluation.logs["accuracy"], len(validation.evaluation.output))
