"""The open lesson as a column: a step's text, its task, hints and replies, and the way to the other steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict

from mlwidgets.lessons.pictures import MOST_BYTES
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable

Picture = tuple[str, str, bytes]
"""Lesson, task, and the content of a picture."""

Order = tuple[str, object]
"""What a learner wants, and of what: ``("go", 2)``, ``("answer", "1,5")``, ``("hint", None)`` …"""


class LessonColumn(BaseWidget):
    """A lesson, one step at a time. Fill it by assigning `frame`.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    frame : dict
        What is shown; see `lesson_frame`. Its HTML comes from Python, which has made it safe.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> column = LessonColumn()
    >>> column.on_order(print)
    """

    _esm = bundle("course/lesson_column")
    _css = style("course/lesson_column")

    frame: Dict[str, Any] = Dict().tag(sync=True, from_page=False)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._orders = CallbackDispatcher()
        self._picturers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_order(self, callback: Callable[[Order], None]) -> None:
        """Call back with what the learner wants: to go on, to answer, a hint, other numbers, to leave."""
        self._orders.register_callback(callback)

    def on_picture(self, callback: Callable[[Picture], None]) -> None:
        """Call back with what was seen when a task was solved; nobody has checked the bytes."""
        self._picturers.register_callback(callback)

    def _hear(self, _widget: LessonColumn, content: dict[str, Any], buffers: list[memoryview]) -> None:
        task = self.frame.get("task") or {}
        match content:
            case {"kind": "go", "step": int(step)}:
                self._orders(("go", step))
            # Of a task that is no longer there, nothing is answered: the page may be a moment behind.
            case {"kind": "answer", "task": str(name)} if name == task.get("name"):
                self._orders(("answer", content.get("value")))
            case {"kind": "hint" | "draw" as kind, "task": str(name)} if name == task.get("name"):
                self._orders((kind, None))
            case {"kind": "picture", "lesson": str(lesson), "task": str(name)} if len(buffers) == 1:
                self._picturers((lesson, name, bytes(buffers[0][: MOST_BYTES + 1])))
            case {"kind": "close"}:
                self._orders(("close", None))
