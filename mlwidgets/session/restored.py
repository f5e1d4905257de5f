"""A run made again from what was saved of it, after it has been seen to fit its data and its network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.training.history import History
from mlwidgets.errors import DataError
from mlwidgets.session.run.build_trainer import build_trainer
from mlwidgets.session.run.one_run import Run
from mlwidgets.session.run.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.data import Split
    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.engine.training.moment import Moment
    from mlwidgets.interchange.saved.saved_run import SavedRun
    from mlwidgets.spec.settings import Settings


def restored_run(saved: SavedRun, settings: Settings, split: Split, number: int, max_bytes: int) -> Run:
    """Return the run of a file, standing where it stood.

    Parameters
    ----------
    saved : SavedRun
        What the file holds; it has a present moment.
    settings : Settings
        Those in it, checked.
    split : Split
        The training examples of its data, divided.
    number : int
        Which run it becomes.
    max_bytes : int
        What the moments that it can go back to may take in memory.

    Raises
    ------
    DataError, ShapeError, ConfigurationError
        Moments or history do not fit the network, the optimizer or the data.
    """
    present, moments = saved.present, saved.moments
    assert present is not None  # noqa: S101 - the caller has looked
    trainer = build_trainer(settings, split)
    for moment in (present, *(frame.moment for frame in (moments.frames if moments else ()))):
        _check_moment(moment, trainer)
    _check_names(saved, trainer)
    trainer.restore(present)
    _check_outputs(trainer)
    run = Run(number, trainer, max_bytes=max_bytes)
    run.edited = saved.edited
    if moments is not None:
        whole = None
        if present.position.iteration < moments.newest:
            whole = History()
            whole.restore(moments.record)
        run.timeline = Timeline.of((moments.frames, moments.changes), moments.newest, whole, max_bytes)
    return run


def _check_moment(moment: Moment, trainer: Trainer[Sequential]) -> None:
    moment.check(trainer.model.vector, trainer.optimizer, len(trainer.x), len(trainer.callbacks))
    memory, names = moment.optimizer.state, trainer.optimizer.state_names
    parameters = trainer.model.parameters.shape
    if memory and (set(memory) != set(names) or any(one.shape != parameters for one in memory.values())):
        raise DataError(
            f"The memory of {moment.optimizer.class_name} in the run file does not fit its network. Save the "
            "run again."
        )
    measured = {"loss", *(metric.name for metric in trainer.model.metrics)}
    gathered, start = set(moment.totals.sums), moment.position.start
    fits = not gathered or measured <= gathered <= {*measured, "penalty"}
    waits = trainer.validation_data is not None and start == len(trainer.x)
    if not fits or moment.totals.count > start or waits != (moment.validation is not None):
        raise DataError("A moment in the run file stands where no run can stand. Save the run again.")
    if start == len(trainer.x) and not waits:
        raise DataError("A moment in the run file is at the end of an epoch that never ended. Save it again.")
    if moment.settings.seed != trainer.model.seed:
        raise DataError("A moment in the run file has another seed than its settings. Save the run again.")


def _check_names(saved: SavedRun, trainer: Trainer[Sequential]) -> None:
    """Raise unless the history measures what this network measures."""
    record = saved.record
    assert record is not None  # noqa: S101 - there is a present moment
    measured = ["loss", *(metric.name for metric in trainer.model.metrics)]
    also = {"penalty"}
    _check_quantities(record.batch_logs, measured, also)
    if trainer.validation_data is not None:
        measured = [*measured, *(f"val_{name}" for name in measured)]
        also = {"penalty", "val_penalty"}
    _check_quantities(record.history, measured, also)
    live = {*trainer.optimizer.live_names, "batch_size"}
    if not live.issuperset(mark.name for mark in record.marks):
        raise DataError("A setting changed in the run file's history that never changes. Save the run again.")


def _check_quantities(names: Iterable[str], measured: Iterable[str], also: set[str]) -> None:
    found = set(names)
    if found and not set(measured) <= found <= {*measured, *also}:
        raise DataError(
            "The history in the run file does not hold what this network measures. Save the run again."
        )


def _check_outputs(trainer: Trainer[Sequential]) -> None:
    """Raise if the network says what is no number, as with a variance below 0 that a layer has kept."""
    with np.errstate(all="ignore"):
        outputs = trainer.model.predict(trainer.x[:1])
    if not np.isfinite(outputs).all():
        raise DataError("The network in the run file gives no finite numbers. Save the run again.")
