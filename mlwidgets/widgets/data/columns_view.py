"""The pane *Columns*: how the values of each column are spread, in each class."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from mlwidgets.explain.tables.classes import classes_of, planned
from mlwidgets.explain.tables.histogram import summary
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.data.column_charts import ColumnCharts
from mlwidgets.widgets.data.columns_pages import classes_message, summary_message
from mlwidgets.widgets.data.table_orders import is_place
from mlwidgets.widgets.data.table_pages import columns_of

if TYPE_CHECKING:
    from mlwidgets.explain.tables.classes import Classes
    from mlwidgets.session import Experiment

_AT_ONCE = 0.1
"""Seconds of computing after which the page gets what there is; it asks again for the rest."""


class ColumnsView(View):
    """Every column of an experiment's data draft in a picture; those are computed that somebody sees.

    Parameters
    ----------
    experiment : Experiment
        Whose data draft is looked at.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.charts = ColumnCharts()
        self._draft = experiment.data_draft
        self._known: tuple[object, ...] = ()
        self._classes: Classes | None = None
        self._made: dict[int, dict[str, Any]] = {}
        super().__init__(experiment, [self.charts])
        self.watch(self._draft, ("table", "plan"), self._follow)
        self.charts.on_ask(self.safely(self._answer))
        self._follow()

    def _follow(self, _: Change = None) -> None:
        """Begin anew if table or roles have become others; another split changes nothing here."""
        table, plan = self._draft.table, self._draft.plan
        known = (
            table,
            None if plan is None else {name: (c.role, c.kind) for name, c in plan.columns.items()},
        )
        if known == self._known:
            return
        self._known = known
        self._made = {}
        self._classes = None if table is None else classes_of(table, plan)
        self.charts.head = {
            "serial": self.charts.head["serial"] + 1,
            "table": "" if table is None else table.name,
            "columns": [] if table is None else columns_of(table, plan),
            "classes": classes_message(self._classes),
        }

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
