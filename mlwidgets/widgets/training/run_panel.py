"""Buttons, newest results and progress of a run in one line, drawn by the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Int, List, Unicode

from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.training.progress_line import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Callable

PRESSES = ("run", "pause", "batch", "epoch", "reset", "test")
"""The buttons."""


class RunPanel(ProgressLine):
    """A progress line with the buttons that drive the run, and a table of its newest results.

    A press acts in the page at once; Python says with `rest` or `refuse` when the page may believe it again.

    Parameters
    ----------
    label : str
        What is progressing; the name a screen reader speaks.
    columns : list of str
        The two quantities that the table shows.
    test_label : str
        The name of the button that measures the test examples.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    numbers : list of list of str
        For training, validation and test data, the newest value of each quantity; empty where there is none.
    about : str
        Why the run has got nowhere, in a sentence; else empty.
    rested : int
        How many times the run has come to rest.

    Examples
    --------
    >>> panel = RunPanel(label="Training", columns=["Loss", "Accuracy"])
    >>> panel.numbers = [["0.12", "96.1%"], ["0.2", "94%"], []]
    >>> panel.state
    'idle'
    """

    _esm = bundle("training/run_panel")
    _css = style("training/progress_line", "training/run_panel")

    numbers = List(List(Unicode())).tag(sync=True)
    columns = List(Unicode()).tag(sync=True)
    test_label = Unicode("").tag(sync=True)
    about = Unicode("").tag(sync=True)
    rested = Int(0).tag(sync=True)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(**arguments)
        self._pressers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_press(self, callback: Callable[[str], object]) -> None:
        """Call back with one of `PRESSES` when the learner presses a button."""
        self._pressers.register_callback(callback)

    def refuse(self) -> None:
        """Say that the last press did nothing."""
        self.send({"kind": "refused"})

    def _hear(self, _widget: RunPanel, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "press", "button": str(name)} if name in PRESSES:
                self._pressers(name)
