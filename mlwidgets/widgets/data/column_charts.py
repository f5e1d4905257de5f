"""A small picture of every column, and a large one of the column that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class ColumnCharts(BaseWidget):
    """Histograms of numbers and dates, bars of categories and texts, in the colours of the classes.

    The page asks for the columns that come into sight.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    head : dict
        Names, kinds and roles of the columns, and the classes; its "serial" counts the tables and plans.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> ColumnCharts().head["columns"]
    []
    """

    _esm = bundle("data/column_charts")
    _css = style("data/column_charts")

    head: Dict[str, Any] = Dict(default_value={"serial": 0, "columns": [], "classes": {}}).tag(sync=True)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._askers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_ask(self, callback: Callable[[list[object]], object]) -> None:
        """Call back with what the page takes for positions of columns that have come into sight."""
        self._askers.register_callback(callback)

    def show(self, summaries: Sequence[Mapping[str, Any]]) -> None:
        """Give the page columns of the present table."""
        self.send({"kind": "summaries", "head": self.head["serial"], "summaries": list(summaries)})

    def _hear(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "ask", "head": int(head), "columns": list(columns)} if head == self.head["serial"]:
                self._askers(columns)
