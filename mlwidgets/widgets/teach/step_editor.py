"""The column in which a lesson is written: head, steps, the open step with its preview, its task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict, List

from mlwidgets.lessons.format.reading import MINUTES, MOST_BYTES
from mlwidgets.lessons.kept_draft import LONGEST
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.teach.task_form import task_from

if TYPE_CHECKING:
    from collections.abc import Callable

Edit = tuple[str, Any]
"""What a teacher does, and with what: ``("write", ("title", "One step"))``, ``("add", None)`` …"""

LONGEST_NAME = 200
"""Characters of a file's name."""
_ORDERS = ("add", "take", "remove", "bring_back", "save", "try")


class StepEditor(BaseWidget):
    """A lesson to be written, one step at a time. Fill it by assigning `frame`.

    Parameters
    ----------
    groups : dict of dict
        The controls that a step can point at, by group and name: what people call each.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    frame : dict
        What is shown; see `editor_frame`. Its HTML comes from Python, which has made it safe.
    heard : list
        Which page said the last thing that was heard, and how many things it had said by then: what was
        typed since is not in `frame` yet.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> editor = StepEditor({"Training": {"epochs": "Epochs"}})
    >>> editor.on_edit(print)
    """

    _esm = bundle("teach/step_editor")
    _css = style("course/lesson_column", "teach/step_editor")

    frame: Dict[str, Any] = Dict().tag(sync=True, from_page=False)
    groups: Dict[str, dict[str, str]] = Dict().tag(sync=True, from_page=False)
    heard: List[Any] = List().tag(sync=True, from_page=False)

    def __init__(self, groups: dict[str, dict[str, str]], **others: Any) -> None:  # noqa: ANN401 - of every widget
        super().__init__(groups=groups, **others)
        self._edits = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_edit(self, callback: Callable[[Edit], None]) -> None:
        """Call back with what the teacher does."""
        self._edits.register_callback(callback)

    def save(self, name: str, text: str) -> None:
        """Let the page save a file."""
        self.send({"kind": "file", "name": name, "text": text})

    def _hear(self, _widget: StepEditor, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        with self.hold_sync():  # what has become of it, and that it was heard, are one message
            self._do(content)
            match content:
                case {"turn": [str(page), int(turn)]}:
                    self.heard = [page[:LONGEST_NAME], turn]

    def _do(self, content: dict[str, Any]) -> None:
        match content:
            case {"kind": "head", "name": "title" | "goal" as name, "value": str(value)}:
                self._edits(("head", (name, value)))
            case {"kind": "head", "name": "minutes", "value": int(value)} if not isinstance(value, bool):
                self._edits(("head", ("minutes", max(int(MINUTES.low), min(value, int(MINUTES.high))))))
            case {"kind": "choose" | "move" as kind, "value": int(value)} if not isinstance(value, bool):
                self._edits((kind, value))
            case {"kind": "open", "text": str(text), "name": str(name)}:
                self._edits(("open", (text[: MOST_BYTES + 1], name[:LONGEST_NAME])))
            case {"kind": "bring", "text": str(text)}:
                self._edits(("bring", text[: LONGEST + 1]))
            case {"kind": str(kind)} if kind in _ORDERS:
                self._edits((kind, None))
            # What is written belongs to a step: the page may be a moment behind.
            case {"step": int(step)} if step == self.frame.get("step"):
                self._hear_of_step(content)

    def _hear_of_step(self, content: dict[str, Any]) -> None:
        match content:
            case {"kind": "write", "name": "title" | "text" as name, "value": str(value)}:
                self._edits(("write", (name, value)))
            case {"kind": "point", "name": str(name)} if not name or any(
                name in group for group in self.groups.values()
            ):
                self._edits(("point", name))
            case {"kind": "task_text", "value": str(value)}:
                self._edits(("task_text", value))
            case {"kind": "task", "task": given}:
                open_step = self.frame.get("open") or {}
                before = (open_step.get("task") or {}).get("values") or {}
                self._edits(("task", task_from(given, before)))
