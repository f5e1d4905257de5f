"""What happened during training: every update, every epoch, every setting that was changed on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Mark:
    """A setting that changed during a run."""

    epoch: float
    name: str
    old: float
    new: float


@dataclass(frozen=True)
class Record:
    """A history at one moment, which nothing changes any more; the attributes are those of `History`."""

    history: Mapping[str, tuple[float, ...]]
    batch_epochs: tuple[float, ...]
    batch_logs: Mapping[str, tuple[float, ...]]
    marks: tuple[Mark, ...]

    def first(self, epochs: int, updates: int, marks: int) -> Record:
        """Return the record as it was after so many epochs, updates and marks."""
        return Record(
            _first(self.history, epochs),
            self.batch_epochs[:updates],
            _first(self.batch_logs, updates),
            self.marks[:marks],
        )


NOTHING = Record(MappingProxyType({}), (), MappingProxyType({}), ())
"""The record of a run that has not begun, or of a moment that is kept without one."""


@dataclass
class History:
    """The record of one run.

    Attributes
    ----------
    history : dict of str to list of float
        One value an epoch, as in Keras: "loss", "accuracy", "val_loss", "val_accuracy".
    batch_epochs : list of float
        When each update was made, in epochs: 0.5 is the middle of the first.
    batch_logs : dict of str to list of float
        Loss and metrics of each update's batch, measured before the update.
    marks : list of Mark
        Settings that changed on the way.
    """

    history: dict[str, list[float]] = field(default_factory=dict)
    batch_epochs: list[float] = field(default_factory=list)
    batch_logs: dict[str, list[float]] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)

    @property
    def epoch(self) -> list[int]:
        """The numbers of the finished epochs, from 0, as in Keras."""
        return list(range(len(self.history.get("loss", ()))))

    def add_batch(self, epoch: float, logs: dict[str, float]) -> None:
        """Record one update."""
        self.batch_epochs.append(epoch)
        for name, value in logs.items():
            self.batch_logs.setdefault(name, []).append(value)

    def record(self, *, undone_updates: int = 0, undone_epochs: int = 0) -> Record:
        """Return the record so far, with all marks, but for the last updates and epochs: those are undone."""
        # Counted from the end: the history of a run that was restored may begin in its middle.
        updates, epochs = len(self.batch_epochs) - undone_updates, len(self.epoch) - undone_epochs
        return Record(
            MappingProxyType({name: tuple(values[:epochs]) for name, values in self.history.items()}),
            tuple(self.batch_epochs[:updates]),
            MappingProxyType({name: tuple(values[:updates]) for name, values in self.batch_logs.items()}),
            tuple(self.marks),
        )

    def restore(self, record: Record) -> None:
        """Become what was recorded."""
        self.history = {name: list(values) for name, values in record.history.items()}
        self.batch_epochs = list(record.batch_epochs)
        self.batch_logs = {name: list(values) for name, values in record.batch_logs.items()}
        self.marks = list(record.marks)

    def add_epoch(self, logs: dict[str, float]) -> None:
        """Record one finished epoch."""
        for name, value in logs.items():
            self.history.setdefault(name, []).append(value)

    def copy(self) -> History:
        """Return a copy that later events do not change."""
        return History(
            {name: values.copy() for name, values in self.history.items()},
            self.batch_epochs.copy(),
            {name: values.copy() for name, values in self.batch_logs.items()},
            self.marks.copy(),
        )


def _first(logs: Mapping[str, Sequence[float]], count: int) -> Mapping[str, tuple[float, ...]]:
    """Return the first values of each quantity; a quantity has no name before it has a value."""
    return MappingProxyType({name: tuple(values[:count]) for name, values in logs.items() if count})
