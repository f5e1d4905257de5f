"""Models beside the network: a table of figures, their curves, and what matters to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher

from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable


class CompareBoard(LiveWidget):
    """The pane's content, drawn by the page from one frame.

    Attributes
    ----------
    frame : dict
        "status" (a `WorkStatus`, or "unsuited"), "said" (what it is doing, or has found), "about" (which
        data), "progress" (0 to 1, or −1 for none), "parts" and "figures" (heads of the table), "models" (for
        each its "key", "title", "about" and "cells"), "curves" and "importance" (for each model its numbers
        as float32), "notes" and "alt".

    Examples
    --------
    >>> CompareBoard().frame["serial"]
    0
    """

    _esm = bundle("compare/compare_board")
    _css = style("compare/compare_board")

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(**arguments)
        self._askers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_ask(self, callback: Callable[[str], object]) -> None:
        """Call back with "start", "stop" or "export" when somebody presses such a button."""
        self._askers.register_callback(callback)

    def hand_over(self, text: str) -> None:
        """Let the page save the comparison."""
        self.send({"kind": "file", "name": "comparison.csv", "type": "text/csv", "text": text})

    def _hear(self, _widget: CompareBoard, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "ask", "what": "start" | "stop" | "export" as what}:
                self._askers(what)
