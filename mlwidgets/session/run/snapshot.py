"""What the outside sees of a run at one moment: frozen, so that any thread may read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mlwidgets.engine.training.history import History

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.training.evaluation import Evaluation
    from mlwidgets.explain.doctor.vitals import Vitals


class Status(StrEnum):
    """What a run is doing."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, eq=False)
class Validation:
    """The validation data measured with the weights of one moment.

    Attributes
    ----------
    iteration : int
        After how many updates.
    evaluation : Evaluation
        Loss, metrics and predictions.
    """

    iteration: int
    evaluation: Evaluation


@dataclass(frozen=True)
class Origin:
    """Where a run has left another one to go its own way.

    Attributes
    ----------
    run : int
        The number of the other.
    iteration : int
        After how many updates.
    """

    run: int
    iteration: int


@dataclass(frozen=True, eq=False)
class Reach:
    """What a run can go back to.

    Attributes
    ----------
    first, newest : int
        The updates it lies between.
    kept, nbytes : int
        How many moments are kept whole, and what they take in memory; the others are computed again.
    whole : History or None
        The record up to the newest update, while the run stands at an earlier one.
    """

    first: int = 0
    newest: int = 0
    kept: int = 0
    nbytes: int = 0
    whole: History | None = None


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A run at one moment.

    Attributes
    ----------
    run : int
        The number of the run: it grows each time the training restarts.
    status : Status
        What the run is doing.
    epoch : float
        How far it has come, in epochs.
    epochs : int
        How far it will go.
    iteration : int
        How many updates have been made.
    history : History
        A copy of the record so far.
    parameters : ndarray or None
        A copy of all weights; None if the network could not even be made.
    validation : Validation or None
        The newest measurement of the validation data.
    seconds_left : float or None
        Estimated time to the end while running.
    error : str
        Why the run failed, in a sentence; else empty.
    reach : Reach
        What the run can go back to.
    origin : Origin or None
        Which run it has left, and where.
    vitals : tuple of Vitals
        How the layers have been up to here, if anybody wants to know.
    crowd : int
        How many train on this machine while it runs, if they are more than its cores; else 0.
    """

    run: int
    status: Status
    epoch: float
    epochs: int
    iteration: int
    history: History
    parameters: Array | None
    validation: Validation | None
    seconds_left: float | None
    error: str
    reach: Reach = Reach()
    origin: Origin | None = None
    vitals: tuple[Vitals, ...] = ()
    crowd: int = 0

    @property
    def record(self) -> History:
        """The whole record of the run, also what came after the moment at which it stands now."""
        return self.history if self.reach.whole is None else self.reach.whole

    @classmethod
    def without_network(cls, run: int, error: str) -> Snapshot:
        """Return the state of a run that failed before there was a network."""
        return cls(
            run=run,
            status=Status.FAILED,
            epoch=0.0,
            epochs=1,
            iteration=0,
            history=History(),
            parameters=None,
            validation=None,
            seconds_left=None,
            error=error,
        )
