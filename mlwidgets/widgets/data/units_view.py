"""The first layer's weights in the units of the table, while the network learns."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.wording import number_text
from mlwidgets.session import Status
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.data import prepare_texts as texts
from mlwidgets.widgets.data.units_table import UnitsTable

if TYPE_CHECKING:
    from mlwidgets.explain.tables.original_units import OriginalUnits
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

INTERVAL = 0.5
"""Least seconds between two updates while the network learns."""

_MOST_UNITS = 8


class UnitsView(View):
    """Weights of the first layer as they would be without scaling.

    Parameters
    ----------
    experiment : Experiment
        Whose network it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.table = UnitsTable(label=texts.UNITS_TABLE)
        self._next = 0.0
        super().__init__(experiment, [self.table])
        self.watch(experiment, "snapshot", self._follow)
        self.watch(experiment, ("dataset", "restarts"), self._follow)
        self.watch(self.table, "visible", self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Show the present weights."""
        if self.experiment.dataset.prepared is None:
            return  # the lab shows other panes then
        try:
            found = self.experiment.original_units()
        except ConfigurationError as error:
            self._show([], [], str(error))
            return
        units = found.kernel.shape[1]
        shown = min(units, _MOST_UNITS)
        heads = [texts.UNITS_INPUT, *(texts.UNIT.format(number=place + 1) for place in range(shown))]
        more = texts.UNITS_MORE.format(shown=shown, units=units) if units > shown else ""
        self._show(heads, _rows(found, shown), " ".join(filter(None, (str(texts.UNITS_NOTE), more))))

    def _show(self, heads: list[str], rows: list[list[str]], note: str) -> None:
        with self.table.hold_sync():
            self.table.heads, self.table.rows, self.table.note = heads, rows, note

    def _follow(self, _: Change) -> None:
        snapshot = self.experiment.snapshot
        running = snapshot is not None and snapshot.status is Status.RUNNING
        if self.table.visible and not (running and time.monotonic() < self._next):
            self._next = time.monotonic() + INTERVAL
            self.refresh()


def _rows(found: OriginalUnits, shown: int) -> list[list[str]]:
    lines = [(name, found.kernel[at]) for at, name in enumerate(found.inputs)]
    lines.append((texts.BIAS, found.bias))
    return [[name, *(number_text(float(value), 3) for value in values[:shown])] for name, values in lines]
