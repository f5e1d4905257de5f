"""The pane *Columns*: how the values of each column are spread, in each class."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from mlwidgets.explain.tables.classes import planned
from mlwidgets.explain.tables.histogram import summary
from mlwidgets.widgets.data.column_charts import ColumnCharts
from mlwidgets.widgets.data.columns_pages import summary_message
from mlwidgets.widgets.data.columns_watcher import ColumnsWatcher
from mlwidgets.widgets.data.table_orders import is_place

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

_AT_ONCE = 0.1
"""Seconds of computing after which the page gets what there is; it asks again for the rest."""


class ColumnsView(ColumnsWatcher):
    """Every column of an experiment's data draft in a picture; those are computed that somebody sees.

    Parameters
    ----------
    experiment : Experiment
        Whose data draft is looked at.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.charts = ColumnCharts()
        self._made: dict[int, dict[str, Any]] = {}
        super().__init__(experiment, self.charts)
        self.charts.on_ask(self.safely(self._answer))

    def _drop(self) -> None:
        self._made = {}

    def _answer(self, wanted: list[object]) -> None:
        """Give the page at least one of the columns that it asks for."""
        table = self._draft.table
        if table is None:
            return
        told: list[dict[str, Any]] = []
        begin = time.perf_counter()
        for place in wanted:
            if not isinstance(place, int) or not is_place(place, len(table.columns)):
                continue
            if place not in self._made:
                if told and time.perf_counter() - begin > _AT_ONCE:
                    break
                column = planned(table, self._draft.plan, table.columns[place].name)
                self._made[place] = summary_message(place, column, summary(column, self._classes))
            told.append(self._made[place])
        self.charts.show(told)
