"""Callbacks: what is told at every epoch's end, and may then change the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.network import Network


class Run(Protocol):
    """What a callback may know of the run that it belongs to: that of a `Trainer`.

    Attributes
    ----------
    epoch : int
        Whole epochs done.
    stop_training : bool
        Set to True at an epoch's end, it ends the run there.
    """

    epoch: int
    stop_training: bool

    @property
    def model(self) -> Network:
        """The network that is being trained."""

    @property
    def validation_data(self) -> tuple[AnyArray, AnyArray] | None:
        """What it is measured on after every epoch."""

    @property
    def finished(self) -> bool:
        """Whether the run has ended."""

    @property
    def callbacks(self) -> Sequence[Callback]:
        """All that are told of it."""


class Callback:
    """Told of a run's beginning, of each epoch's end and of the run's end; does nothing by itself.

    The methods have the names and arguments of Keras. One object belongs to one run at a time.

    Attributes
    ----------
    trainer : Trainer
        The run. Its `stop_training`, set to True at an epoch's end, ends it there.
    """

    trainer: Run

    @property
    def model(self) -> Network:
        """The model that is being trained."""
        return self.trainer.model

    def set_trainer(self, trainer: Run) -> None:
        """Belong to this run from now on."""
        self.trainer = trainer

    def on_train_begin(self, logs: Mapping[str, float] | None = None) -> None:
        """Hear that a run begins, before its first update."""

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        """Hear that an epoch, counted from 0, is complete, with its losses and metrics.

        An epoch's end comes a second time if the run goes back before it because its weights diverged.
        """

    def on_train_end(self, logs: Mapping[str, float] | None = None) -> None:
        """Hear that the run has ended; more epochs may follow if the trainer is given more."""

    def get_state(self) -> Mapping[str, object]:
        """Return what the callback remembers of its run, for a `Moment` of it."""
        return {}

    def set_state(self, state: Mapping[str, object]) -> None:
        """Remember what `get_state` returned."""


def begin(trainer: Run, callbacks: Sequence[Callback] | None) -> tuple[Callback, ...]:
    """Let a run begin with these callbacks, and return them; raise if they are something else."""
    callbacks = () if callbacks is None else callbacks
    if not isinstance(callbacks, (list, tuple)) or not all(isinstance(one, Callback) for one in callbacks):
        raise ConfigurationError(
            f"callbacks is a list of callbacks such as [EarlyStopping()]; got {shown(callbacks)}."
        )
    for callback in callbacks:
        callback.set_trainer(trainer)
        callback.on_train_begin()
    return tuple(callbacks)


def end_epoch(trainer: Run, logs: Mapping[str, float]) -> bool:
    """Tell a run's callbacks of an epoch's end, and return whether one of them has changed the weights."""
    if not trainer.callbacks:
        return False
    before = trainer.model.vector.copy()
    for callback in trainer.callbacks:
        callback.on_epoch_end(trainer.epoch - 1, logs)
    if trainer.finished:
        for callback in trainer.callbacks:
            callback.on_train_end(logs)
    return not np.array_equal(before, trainer.model.vector)
