"""Watches the settings that may change during a run, so that each change is marked in its history."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mlwidgets.engine.schedules import Schedule
from mlwidgets.engine.training.history import Mark

if TYPE_CHECKING:
    from mlwidgets.engine.optimizers import Optimizer


class LiveSettings:
    """The batch size and what the optimizer has that may change, as they were when last looked at.

    Parameters
    ----------
    optimizer : Optimizer
        The run's.
    batch_size : int
        The run's, at its start.
    """

    def __init__(self, optimizer: Optimizer, batch_size: int) -> None:
        self._optimizer = optimizer
        self._known = self._read(batch_size)

    def changes(self, batch_size: int, epoch: float) -> list[Mark]:
        """Return a mark at this epoch for each setting that has changed since the last look."""
        settings, known = self._read(batch_size), self._known
        self._known = settings
        # A schedule stays one and the same setting on all of its course.
        return [
            Mark(epoch, name, self._number(known[name]), self._number(new))
            for name, new in settings.items()
            if new != known[name]
        ]

    def _read(self, batch_size: int) -> dict[str, float | Schedule | None]:
        optimizer = self._optimizer
        settings = {name: getattr(optimizer, name) for name in optimizer.live_names}
        return settings | {"batch_size": batch_size}

    def _number(self, setting: float | Schedule | None) -> float:
        if setting is None:
            return math.inf  # a limit of the gradient that nothing reaches
        return float(setting(self._optimizer.iterations) if isinstance(setting, Schedule) else setting)
