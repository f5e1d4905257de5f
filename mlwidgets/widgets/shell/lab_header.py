"""The head of a lab: its task, why it is worth doing, and the one place where it says what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.shell import texts

if TYPE_CHECKING:
    from collections.abc import Callable


class LabHeader(BaseWidget):
    """One line with a title, a task and a *Why?* that opens a text; errors and notes float below it.

    All texts are plain text: markup in them is shown, not obeyed. The header's style sheet also lays out the
    boxes of a lab, by class; ``shell/lab.css`` says which there are.

    Parameters
    ----------
    title : str
        The heading. In the dashboard its tab says it, and it is left to screen readers.
    task : str
        One line: what to do.
    text : str
        Why: a short paragraph that the learner opens.
    error : str
        One sentence that is spoken at once and stays until the learner dismisses it, which clears the trait.
    note : str
        One sentence that is spoken when there is time, such as ``"Optimizer changed."``.
        It goes away by itself. An error hides it.
    offers_undo : bool
        Whether a button *Undo* stands in the note.
    restricted, lifted : bool
        Whether the page is set up without some controls, and whether the learner has brought them back with
        the button that is there then.
    drawer : str
        What the button is called that the lab's controls fold into where the page is narrow.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> header = LabHeader("Train", task="Press Run.", text="A network learns from examples.")
    >>> header.note = "Optimizer changed: press Run to train from the start."
    """

    _esm = bundle("shell/lab_header")
    _css = style("shell/lab_header", "shell/lab", "convolution/kernel_lab")

    title = Unicode("").tag(sync=True)
    task = Unicode("").tag(sync=True)
    text = Unicode("").tag(sync=True)
    error = Unicode("").tag(sync=True)
    note = Unicode("").tag(sync=True)
    offers_undo = Bool(default_value=False).tag(sync=True)
    restricted = Bool(default_value=False).tag(sync=True)
    lifted = Bool(default_value=False).tag(sync=True)
    drawer = Unicode(texts.DRAWER).tag(sync=True)

    def __init__(
        self,
        title: str = "",
        *,
        task: str = "",
        text: str = "",
        error: str = "",
        note: str = "",
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(title=title, task=task, text=text, error=error, note=note, **others)
        self._undoers = CallbackDispatcher()
        self._openers = CallbackDispatcher()
        self._lifters = CallbackDispatcher()
        self.on_msg(self._take_message)

    def on_undo(self, callback: Callable[[str], None]) -> None:
        """Call back when the learner presses *Undo* in a note, with the note."""
        self._undoers.register_callback(callback)

    def on_link(self, callback: Callable[[str], None]) -> None:
        """Call back with the link in the address of a page that shows nothing but this lab."""
        self._openers.register_callback(callback)

    def on_lift(self, callback: Callable[[bool], None]) -> None:
        """Call back with whether the learner wants to see all controls."""
        self._lifters.register_callback(callback)

    def _take_message(self, _: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "undo"}:
                self._undoers(self.note)
            case {"kind": "link", "text": str(text)}:
                self._openers(text)
            case {"kind": "lift", "on": bool(on)}:
                self._lifters(on)
