"""What a `Trainer` gives: one piece of work at a time, and what is known when an epoch is complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mlwidgets.engine.training.evaluation import Evaluation


@dataclass(frozen=True)
class EpochEnd:
    """What is known when an epoch is complete.

    Attributes
    ----------
    logs : dict of str to float
        The means over the epoch's batches, and "val_…" for the validation data.
    validation : Evaluation or None
        The validation data's measurement, if there are any, and with the weights as they are now.
    """

    logs: dict[str, float]
    validation: Evaluation | None


@dataclass(frozen=True)
class Step:
    """One piece of work that a `Trainer` has done.

    Attributes
    ----------
    kind : {"update", "validate", "interrupted"}
        One update of the weights, one slice of the validation data measured, or an update given up between
        two slices of its batch: nothing has changed, and the next step makes it from its beginning.
    epoch : float
        How far the run has come: 1.5 is the middle of the second epoch.
    iteration : int
        How many updates have been made.
    logs : dict of str to float
        Loss and metrics of the batch, measured before its update, or of the slice; none if interrupted.
    epoch_end : EpochEnd or None
        Given with the last step of an epoch.
    """

    kind: Literal["update", "validate", "interrupted"]
    epoch: float
    iteration: int
    logs: dict[str, float]
    epoch_end: EpochEnd | None = None
