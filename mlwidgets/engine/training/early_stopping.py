"""EarlyStopping: ends a run that has stopped getting better."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mlwidgets.engine.configurable import Configurable
from mlwidgets.engine.training.callbacks import Callback
from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import (
    BASELINE,
    MIN_DELTA,
    PATIENCE,
    START_FROM_EPOCH,
    STOPPING_MODE,
    check_flag,
    nearest,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import Array

_SMALL_IS_GOOD = ("loss", "error", "crossentropy", "divergence")
_LARGE_IS_GOOD = ("accuracy", "precision", "recall", "specificity", "f1", "auc", "r2")
_MEMORY = ("best", "best_epoch", "best_weights", "wait", "stopped_epoch", "_waiting_since")


class EarlyStopping(Callback, Configurable):
    """End a run when a loss or metric has stopped getting better.

    Parameters
    ----------
    monitor : str
        What to watch, by its name in the history: "val_loss", "val_accuracy", …
    min_delta : float
        A change by no more than this is no improvement.
    patience : int
        How many epochs without improvement to wait for; with 0 as with 1, the first such epoch is the last.
    mode : {"auto", "min", "max"}
        Whether small or large is good; "auto" knows it from the name.
    baseline : float, optional
        Only what is better than this counts as an improvement worth waiting on.
    restore_best_weights : bool
        Whether the model ends with the weights of its best epoch instead of its last.
    start_from_epoch : int
        Epochs before this one, counted from 0, are not looked at.

    Attributes
    ----------
    best : float or None
        The best value so far.
    best_epoch : int
        Its epoch, counted from 0.
    best_weights : ndarray or None
        All weights at the end of it, as one vector, if they are to be restored.
    wait : int
        Epochs since the last improvement.
    stopped_epoch : int
        The epoch, counted from 0, after which the run was ended; 0 if it was not.

    Notes
    -----
    The optimizer keeps the memory of its last step. After a stop the trainer's `epochs` can be raised, and
    patience begins anew.

    References
    ----------
    Prechelt, "Early Stopping – But When?", in: Neural Networks: Tricks of the Trade, 1998.

    Examples
    --------
    >>> EarlyStopping(patience=3, restore_best_weights=True).get_config()["monitor"]
    'val_loss'
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0.0,
        patience: int = 0,
        *,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        if not isinstance(monitor, str):
            raise ConfigurationError(f'monitor is a name such as "val_loss"; got {shown(monitor)}.')
        self.monitor = monitor
        self.min_delta = MIN_DELTA.check(min_delta)
        self.patience = PATIENCE.check_int(patience)
        self.mode = STOPPING_MODE.check(mode)
        self.baseline = None if baseline is None else BASELINE.check(baseline)
        self.restore_best_weights = check_flag("restore_best_weights", restore_best_weights)
        self.start_from_epoch = START_FROM_EPOCH.check_int(start_from_epoch)
        self._sign = _sign(self.monitor, self.mode)
        self._forget()

    def _forget(self) -> None:
        self.best: float | None = None
        self.best_epoch = 0
        self.best_weights: Array | None = None
        self.wait = 0
        self.stopped_epoch = 0
        self._waiting_since = -1  # counted from an epoch's number, so that hearing of it twice does no harm

    def on_train_begin(self, logs: Mapping[str, float] | None = None) -> None:  # noqa: ARG002 - as in Keras
        """Begin anew; `ConfigurationError` if validation data are watched and there are none."""
        if self.monitor.startswith("val_") and self.trainer.validation_data is None:
            raise ConfigurationError(
                f"EarlyStopping watches {shown(self.monitor)}, and there are no validation data. Give "
                'validation_data, or watch what is measured in training, such as monitor="loss".'
            )
        self._forget()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        """Compare the epoch with the best, and end the run if patience is over."""
        measured = logs or {}
        if self.monitor not in measured:
            names = tuple(measured)
            raise ConfigurationError(
                f"EarlyStopping watches {shown(self.monitor)}, and this run measures: {', '.join(names)}."
                f"{nearest(self.monitor, names)}"
            )
        if epoch < self.start_from_epoch:
            self._waiting_since = epoch
            return
        current = measured[self.monitor]
        if self._better(current, self.best):
            self.best, self.best_epoch = current, epoch
            if self._better(current, self.baseline):
                self._waiting_since = epoch
            if self.restore_best_weights:
                self.best_weights = self.model.vector.copy()
        elif epoch > 0 and epoch - self._waiting_since >= self.patience:
            self.trainer.stop_training = True
            self.stopped_epoch = self._waiting_since = epoch
        self.wait = epoch - self._waiting_since

    def on_train_end(self, logs: Mapping[str, float] | None = None) -> None:  # noqa: ARG002 - as in Keras
        """Give the model its best weights back, if wanted."""
        if self.best_weights is not None:
            self.model.vector[...] = self.best_weights

    def get_state(self) -> Mapping[str, object]:
        """Return the best so far and how long there has been no better."""
        return {name: getattr(self, name) for name in _MEMORY}

    def set_state(self, state: Mapping[str, object]) -> None:
        """Remember what `get_state` returned."""
        for name in _MEMORY:
            setattr(self, name, state[name])

    def _better(self, value: float, than: float | None) -> bool:
        if than is None:
            return not math.isnan(value)
        return self._sign * (value - than) > self.min_delta


def _sign(monitor: str, mode: str) -> int:
    """Return 1 where large is good and −1 where small is."""
    small = mode == "min" or (mode == "auto" and any(word in monitor for word in _SMALL_IS_GOOD))
    if small:
        return -1
    if mode == "max" or any(word in monitor for word in _LARGE_IS_GOOD):
        return 1
    raise ConfigurationError(
        f"The name {shown(monitor)} does not tell whether small or large values are better. "
        'Set mode="min" or mode="max".'
    )
