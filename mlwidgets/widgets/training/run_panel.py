"""Buttons, newest results and progress of a run in one line, drawn by the page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict, Enum, Float, Int, List, TraitError, Unicode, validate

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.training import texts

if TYPE_CHECKING:
    from collections.abc import Callable

STATES = ("idle", "running", "paused", "finished", "failed")
PRESSES = ("run", "pause", "batch", "epoch", "back", "reset", "test")
"""The buttons."""

STARTS = ("run", "batch", "epoch")
"""Those that start a training; the page knows them, too."""


class RunPanel(BaseWidget):
    """The buttons that drive a run, how far it has come, and a table of its newest results.

    A press acts in the page at once; Python says with `rest` or `refuse` when the page may believe it again.

    Parameters
    ----------
    value : float
        How much is done, at least 0. More than ``maximum`` counts as all of it.
    maximum : float
        How much there is to do, greater than 0.
    text : str
        Shown beside the bar, such as ``"epoch 3 of 10 · 12 s left"``.
    state : {"idle", "running", "paused", "finished", "failed"}
        Shown as a word and a colour. Only a change of state is spoken by a screen reader.
    label : str
        What is progressing; the name a screen reader speaks.
    columns : list of str
        The two quantities that the table shows.
    test_text, test_label : str
        What stands on the button that measures the test examples, and its name for a screen reader.
    test_note, test_help : str
        How often they have been looked at, and why that matters.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    numbers : list of list of str
        For training, validation and test data, the newest value of each quantity; empty where there is none.
    about : str
        Why the run has got nowhere, in a sentence; else empty.
    held : str
        Why no training can be started yet, in a sentence; else empty.
    crowd : str
        Why it is slower than it could be, in a sentence; else empty.
    rested : int
        How many times the run has come to rest.
    reach : dict
        Between which updates the run can go ("first", "newest"), where it is ("at"), and the epochs of some
        updates ("updates", "epochs").

    Raises
    ------
    traitlets.TraitError
        If a number is not finite or out of range, or the state is unknown.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> panel = RunPanel(label="Training", columns=["Loss", "Accuracy"])
    >>> panel.numbers = [["0.12", "96.1%"], ["0.2", "94%"], []]
    >>> panel.state
    'idle'
    """

    _esm = bundle("training/run_panel")
    _css = style("training/run_panel")

    value = Float(0.0).tag(sync=True)
    maximum = Float(1.0).tag(sync=True)
    text = Unicode("").tag(sync=True)
    state = Enum(STATES, default_value="idle").tag(sync=True)
    label = Unicode(texts.PROGRESS_NAME).tag(sync=True)
    numbers = List(List(Unicode())).tag(sync=True)
    columns = List(Unicode()).tag(sync=True)
    test_text = Unicode("").tag(sync=True)
    test_label = Unicode("").tag(sync=True)
    test_note = Unicode("").tag(sync=True)
    test_help = Unicode("").tag(sync=True)
    about = Unicode("").tag(sync=True)
    held = Unicode("").tag(sync=True, from_page=False)
    crowd = Unicode("").tag(sync=True)
    rested = Int(0).tag(sync=True)
    reach: Dict[str, Any] = Dict(
        default_value={"first": 0, "newest": 0, "at": 0, "updates": [], "epochs": []}
    ).tag(sync=True)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(**arguments)
        self._pressers = CallbackDispatcher()
        self._travellers = CallbackDispatcher()
        self.on_msg(self._hear)

    @validate("value", "maximum")
    def _check_number(self, proposal: dict[str, Any]) -> float:
        number: float = proposal["value"]
        name = proposal["trait"].name
        if not math.isfinite(number) or number < 0 or (name == "maximum" and number == 0):
            rule = "greater than 0" if name == "maximum" else "at least 0"
            raise TraitError(f"The {name} of {self.label} must be finite and {rule}; got {number:g}.")
        return number

    def on_press(self, callback: Callable[[str], object]) -> None:
        """Call back with one of `PRESSES` when the learner presses a button."""
        self._pressers.register_callback(callback)

    def on_go(self, callback: Callable[[int], object]) -> None:
        """Call back with the update to which the learner drags the run."""
        self._travellers.register_callback(callback)

    def refuse(self) -> None:
        """Say that the last press did nothing."""
        self.send({"kind": "refused"})

    def _hear(self, _widget: RunPanel, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "press", "button": str(name)} if name in PRESSES:
                self._pressers(name)
            case {"kind": "go", "update": int(update)}:
                self._travellers(update)
