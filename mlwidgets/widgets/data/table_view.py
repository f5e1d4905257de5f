"""The pane *Table*: the rows of the table that is being prepared, of any number, sorted and filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.explain.tables.ordering import arranged
from mlwidgets.language import numeral
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.data import table_texts as texts
from mlwidgets.widgets.data.data_table import DataTable, Message
from mlwidgets.widgets.data.table_orders import filter_message, filters_of, is_place, sentence, sorts_of
from mlwidgets.widgets.data.table_pages import (
    MOST_TILES,
    TILE_COLUMNS,
    TILE_ROWS,
    columns_of,
    csv_bytes,
)
from mlwidgets.widgets.data.table_pages import facts as facts_of
from mlwidgets.widgets.data.table_pages import tile as tile_of

if TYPE_CHECKING:
    from mlwidgets.data.tables.table import Table
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.tables.ordering import Filter, Sort
    from mlwidgets.session import Experiment

MOST_CELLS = 2_000_000
"""A larger file takes longer to write than anybody waits at a button."""


class TableView(View):
    """The table of an experiment's data draft: cells are sent as they come into sight.

    Parameters
    ----------
    experiment : Experiment
        Whose data draft is looked at.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.grid = DataTable()
        self._draft = experiment.data_draft
        self._known: tuple[object, ...] = ()
        self._table: Table | None = None
        self._rows: AnyArray = np.zeros(0, int)
        self._parts: AnyArray | None = None
        self._sorts: list[Sort] = []
        self._filters: list[Filter] = []
        super().__init__(experiment, [self.grid])
        self.add_class("mlw-table-view")
        self.watch(self._draft, "state", self._follow)
        for kind, handler in (
            ("cells", self._give_cells),
            ("order", self._rearrange),
            ("facts", self._give_facts),
            ("csv", self._give_file),
        ):
            self.grid.on(kind, self.safely(handler))
        self._follow()

    # ---- what is shown ----

    def _follow(self, _: Change = None) -> None:
        """Show the draft as it is now, if anything of it has changed."""
        draft = self._draft
        prepared = self.experiment.dataset.prepared
        known = (draft.table, draft.plan, prepared)
        if len(known) == len(self._known) and all(a is b for a, b in zip(known, self._known, strict=True)):
            return
        self._known = known
        table = draft.table
        another = table is not self._table
        self._table = table
        if another:
            self._sorts, self._filters = [], []
            self._rows = np.arange(0 if table is None else len(table))
        mine = (
            prepared if prepared is not None and table is not None and _same(prepared.table, table) else None
        )
        self._parts = None if mine is None else _parts(mine.parts, len(mine.table))
        with self.grid.hold_sync():
            self.grid.head = {
                "serial": self.grid.head["serial"] + another,
                "name": "" if table is None else table.name,
                "rows": 0 if table is None else len(table),
                "columns": [] if table is None else columns_of(table, draft.plan),
                "parts": self._parts is not None,
                "about": "" if self._parts is None else texts.LOCKED,
                "tile": [TILE_ROWS, TILE_COLUMNS],
            }
            self._show_order(ask=0)

    def _show_order(self, ask: int) -> None:
        table = self._table
        rows = 0 if table is None else len(table)
        self.grid.shown = {
            "serial": self.grid.shown["serial"] + 1,
            "ask": ask,
            "count": len(self._rows),
            "sorts": []
            if table is None
            else [[table.names.index(s.column), s.descending] for s in self._sorts],
            "filters": [] if table is None else [filter_message(one, table) for one in self._filters],
            "words": sentence(len(self._rows), rows, self._sorts),
        }

    # ---- what the page asks for ----

    def _rearrange(self, message: Message) -> None:
        """Sort and filter anew, and answer in any case: the page waits before it asks again."""
        ask = message.get("ask")
        if self._table is None or message.get("head") != self.grid.head["serial"] or not isinstance(ask, int):
            return
        sorts, filters = (
            sorts_of(message.get("sorts"), self._table),
            filters_of(message.get("filters"), self._table),
        )
        self._rows = arranged(self._table, filters, sorts)
        self._sorts, self._filters = sorts, filters
        self._show_order(ask)
        self._send_tiles(message.get("tiles"))

    def _give_cells(self, message: Message) -> None:
        if message.get("order") == self.grid.shown["serial"]:
            self._send_tiles(message.get("tiles"))

    def _send_tiles(self, wanted: object) -> None:
        table = self._table
        if table is None or not isinstance(wanted, list):
            return
        found: list[dict[str, Any]] = []
        for one in wanted[:MOST_TILES]:
            match one:
                case [row, column] if is_place(row, len(self._rows)) and is_place(column, len(table.columns)):
                    made = tile_of(table, self._rows, self._parts, row, column)
                    found += [] if made is None else [made]
        self.grid.show_cells(found)

    def _give_facts(self, message: Message) -> None:
        table, column = self._table, message.get("column")
        if table is not None and isinstance(column, int) and is_place(column, len(table.columns)):
            self.grid.show_facts({"column": column, **facts_of(table.columns[column])})

    def _give_file(self, _: Message) -> None:
        table = self._table
        if table is None:
            return
        cells = len(self._rows) * len(table.columns)
        if cells > MOST_CELLS:
            self.fault = ""  # said again, if it is asked for again
            self.fault = texts.TOO_LARGE.format(cells=numeral(cells), most=numeral(MOST_CELLS))
            return
        self.grid.hand_over(f"{table.name.rsplit('.', 1)[0] or 'table'}.csv", csv_bytes(table, self._rows))


def _same(one: Table, other: Table) -> bool:
    """Return whether two tables have the same rows: a table that is opened again is another object."""
    if one is other:
        return True
    return bool(one.config) and one.config == other.config and len(one) == len(other)


def _parts(parts: Any, count: int) -> AnyArray:  # noqa: ANN401 - any with train, validation and test
    """Return for each row its part: 0 in none, 1 training, 2 validation, 3 test."""
    found = np.zeros(count, np.uint8)
    for code, name in enumerate(("train", "validation", "test"), start=1):
        found[getattr(parts, name)] = code
    return found
