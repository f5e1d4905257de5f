"""A row of a table as a form, the network's answer, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict, List

from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 10_000
"""Characters that are read of what somebody types."""


class RowBoard(LiveWidget):
    """Form, answer, sweep and nearest row, drawn by the page.

    Attributes
    ----------
    columns : list of dict
        For each feature its "name", "kind" ("number", "category" or "date"), "hint", and the "low" and "high"
        end of its training values, whether they are "whole", or its "levels".
    frame : dict
        The row and all that is known of it; see `row_frame`.

    Examples
    --------
    >>> RowBoard().columns
    []
    """

    _esm = bundle("predict/row_board")
    _css = style("predict/row_board")

    columns: List[dict[str, Any]] = List(Dict()).tag(sync=True)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(**arguments)
        self._askers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_ask(self, callback: Callable[[tuple[str, Any]], object]) -> None:
        """Call back with what is asked and what goes with it.

        ("edit", (column, text, whether a slider is dragged)), ("look", column), ("go", (part, number)),
        ("step", −1 or 1), ("take", column or "" for all), ("undo", None), ("back", None) or ("nearest",
        None).
        """
        self._askers.register_callback(callback)

    def _hear(self, _widget: RowBoard, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "edit", "column": str(column), "value": str(value)} if len(value) <= LONGEST:
                self._askers(("edit", (column, value, content.get("drag") is True)))
            case {"kind": "look", "column": str(column)}:
                self._askers(("look", column))
            case {"kind": "take", "column": str(column)}:
                self._askers(("take", column))
            case {"kind": "go", "part": str(part), "number": int(number)}:
                self._askers(("go", (part, number)))
            case {"kind": "step", "by": 1 | -1 as by}:
                self._askers(("step", by))
            case {"kind": "undo" | "back" | "nearest" as kind}:
                self._askers((kind, None))
