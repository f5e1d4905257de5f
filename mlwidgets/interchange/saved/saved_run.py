"""`SavedRun`: everything that a `.mlw` holds, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.data.dataset import Dataset
    from mlwidgets.data.tables.table import Table
    from mlwidgets.engine.training.history import Record
    from mlwidgets.engine.training.keyframe import Keyframe, SettingsChange
    from mlwidgets.engine.training.moment import Moment


@dataclass(frozen=True, eq=False, kw_only=True)
class SavedData:
    """Which data a run has learned from.

    Attributes
    ----------
    name : str
        What the data set is called.
    sha256 : str
        Of the data as they were loaded; see `mlwidgets.interchange.saved.data_hash`.
    content : Dataset, Table or None
        The data themselves, if they are in the file: a table before it is prepared, else the arrays.
    """

    name: str
    sha256: str
    content: Dataset | Table | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class SavedMoments:
    """What a run can go back to.

    Attributes
    ----------
    frames : tuple of Keyframe
        The moments, in rising order, without their history.
    changes : tuple of SettingsChange
        Settings that were changed on the way, in rising order.
    newest : int
        How many updates the run had made when it was furthest.
    record : Record
        The whole history up to there.
    """

    frames: tuple[Keyframe, ...]
    changes: tuple[SettingsChange, ...]
    newest: int
    record: Record


@dataclass(frozen=True, kw_only=True)
class SavedTest:
    """What the test examples said at one moment: when, in epochs and updates, and loss and metrics."""

    epoch: float
    iteration: int
    logs: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class SavedEntry:
    """What the ledger knows of a run beside its settings and its history.

    Attributes
    ----------
    left : tuple of (str, int) or None
        The letter of the run that it has left and after how many updates, if it did not begin by itself.
    tests : tuple of SavedTest
        What the test examples said during it, in the order of asking.
    test_openings : int
        How often somebody has looked at these test examples.
    """

    left: tuple[str, int] | None = None
    tests: tuple[SavedTest, ...] = ()
    test_openings: int = 0


@dataclass(frozen=True, eq=False, kw_only=True)
class SavedRun:
    """An experiment and its run, as a `.mlw` holds them.

    Attributes
    ----------
    settings : mapping
        What `Experiment.to_dict` returns: plain JSON.
    data : SavedData
        Which data it learns from.
    present : Moment or None
        The whole state of the run where it stood, with its history; None if no network had been made yet.
    moments : SavedMoments or None
        What time travel can go back to; None if only the present has been kept.
    entry : SavedEntry
        What the ledger knows of the run.
    edited : bool
        Whether somebody has set weights by hand.
    beside : mapping of str to str
        Texts that others keep with the run, by their names, such as the answers to the course. Each has a
        version of its own and is read by whom it is for.
    """

    settings: Mapping[str, Any]
    data: SavedData
    present: Moment | None = None
    moments: SavedMoments | None = None
    entry: SavedEntry = field(default_factory=SavedEntry)
    edited: bool = False
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def begin(self) -> int:
        """How many updates the run's first weights had behind them already: not 0 if they were shipped."""
        now = self.present
        return 0 if now is None else now.position.iteration - len(now.history.batch_epochs)

    @property
    def record(self) -> Record | None:
        """The whole history of the run; None if it has none."""
        if self.moments is not None:
            return self.moments.record
        return None if self.present is None else self.present.history
