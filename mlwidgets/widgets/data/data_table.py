"""A table of any length on the page: it asks for the cells that come into sight.

No library was taken for it. Asked for were the keyboard and the ARIA of a grid, rows and columns that need
not be on the page, a licence like ours, and small, since each widget brings its script over the web socket.
AG Grid Community 36 (MIT) does most of it, in 190 KB gzipped with nothing but its infinite rows: seven
times our largest script. Tabulator 6 (MIT, 104 KB) knows neither `aria-rowindex` nor `aria-rowcount`, so a
screen reader counts only the rows that happen to be drawn, and SlickGrid 5 (MIT, 92 KB) neither. Glide Data
Grid 6 (MIT, 153 KB) needs React 16 to 18. regular-table 0.9 (Apache 2.0, 10 KB) is small because it leaves
keyboard and ARIA to others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Message = dict[str, Any]
"""What the page sends: nothing of it can be trusted."""


class DataTable(BaseWidget):
    """A grid of texts that is scrolled, sorted and filtered by mouse, finger and keyboard.

    Python keeps the table. The page gets its columns, how many rows are shown, and cells as they come into
    sight.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    head : dict
        The columns and what is the same for all orders; its "serial" counts the tables.
    shown : dict
        How many rows are shown, sorted and filtered by what; its "serial" counts the orders.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> DataTable().head
    {'serial': 0, 'rows': 0, 'columns': []}
    """

    _esm = bundle("data/data_table")
    _css = style("data/data_table")

    head: Dict[str, Any] = Dict(default_value={"serial": 0, "rows": 0, "columns": []}).tag(sync=True)
    shown: Dict[str, Any] = Dict(
        default_value={"serial": 0, "ask": 0, "count": 0, "sorts": [], "filters": [], "words": ""}
    ).tag(sync=True)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._hearers = {kind: CallbackDispatcher() for kind in ("cells", "order", "facts", "csv")}
        self.on_msg(self._hear)

    def on(self, kind: str, callback: Callable[[Message], object]) -> None:
        """Call back with a message of the page.

        Parameters
        ----------
        kind : {"cells", "order", "facts", "csv"}
            Cells have come into sight; rows are wanted in another order; a column is to be filtered; the rows
            that are shown are to be saved.
        callback : callable
            Takes the message.
        """
        self._hearers[kind].register_callback(callback)

    def show_cells(self, tiles: Sequence[Mapping[str, Any]]) -> None:
        """Give the page cells of the present order."""
        self.send({"kind": "cells", "order": self.shown["serial"], "tiles": list(tiles)})

    def show_facts(self, facts: Mapping[str, Any]) -> None:
        """Give the page what it needs to filter a column."""
        self.send({"kind": "facts", "head": self.head["serial"], **facts})

    def hand_over(self, name: str, content: bytes) -> None:
        """Let the page save a file."""
        self.send({"kind": "file", "name": name}, buffers=[content])

    def _hear(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "cells" | "order" | "facts" | "csv" as kind}:
                self._hearers[kind](content)
