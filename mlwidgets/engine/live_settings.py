"""Watches the settings that may change during a run, and marks each change in its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.history import Mark
from mlwidgets.engine.schedules import Schedule

if TYPE_CHECKING:
    from mlwidgets.engine.training import Trainer


class LiveSettings:
    """The batch size and what the optimizer has that may change, as they were when last looked at.

    Parameters
    ----------
    trainer : Trainer
        The run.
    """

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._known = self._read()

    def note_changes(self) -> None:
        """Put a mark into the history for each setting that has changed since the run's last update."""
        settings, trainer = self._read(), self._trainer
        for name, new in settings.items():
            old = self._known[name]
            # A schedule stays one and the same setting on all of its course.
            if new != old and trainer.iteration:
                trainer.history.marks.append(
                    Mark(trainer.progress, name, self._number(old), self._number(new))
                )
        self._known = settings

    def _read(self) -> dict[str, float | Schedule]:
        optimizer = self._trainer.optimizer
        settings = {name: getattr(optimizer, name) for name in optimizer.live_names}
        return settings | {"batch_size": self._trainer.batch_size}

    def _number(self, setting: float | Schedule) -> float:
        iterations = self._trainer.optimizer.iterations
        return float(setting(iterations) if isinstance(setting, Schedule) else setting)
