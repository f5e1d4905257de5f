"""Buttons for a learner's work: as a file, as a report, and all over again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable

WISHES = ("save", "report", "start over", "undo")
"""What a learner can want."""


class WorkBoard(BaseWidget):
    """Three buttons in a line, and what was done last. *Start over* asks before anything is forgotten.

    Parameters
    ----------
    label : str
        What it is called by a screen reader.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    begun : bool
        Whether there is anything to start over.
    can_undo : bool
        Whether *Undo* is offered: somebody has started over.
    said : str
        What was done last, in a sentence.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> WorkBoard(label="Your work").begun
    False
    """

    _esm = bundle("course/work_board")
    _css = style("course/work_board")

    label = Unicode("").tag(sync=True, from_page=False)
    begun = Bool(default_value=False).tag(sync=True, from_page=False)
    can_undo = Bool(default_value=False).tag(sync=True, from_page=False)
    said = Unicode("").tag(sync=True, from_page=False)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(**arguments)
        self._wishers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_wish(self, callback: Callable[[str], object]) -> None:
        """Call back with one of `WISHES`."""
        self._wishers.register_callback(callback)

    def save(self, name: str, content: bytes) -> None:
        """Let the page save a file."""
        self.send({"kind": "file", "name": name}, buffers=[content])

    def open_report(self, name: str, html: str) -> None:
        """Let the page show a report in a tab of its own, or save it where no tab may be opened.

        Parameters
        ----------
        name : str
            Of the file.
        html : str
            A whole page without any script.
        """
        self.send({"kind": "report", "name": name}, buffers=[html.encode()])

    def refuse(self) -> None:
        """Say that there is no report."""
        self.send({"kind": "refused"})

    def _hear(self, _widget: WorkBoard, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "wish", "wish": str(wish)} if wish in WISHES:
                self._wishers(wish)
