"""The bar on top of the dashboard: the labs as tabs, what is in use, and what the training is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Enum, Int, List, TraitError, Unicode, validate

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STATES = ("ready", "running", "paused", "finished", "failed")


class LabBar(BaseWidget):
    """One line: name, tabs, data and network in use, state of the training, help, *Teach* and *Present*.

    The page shows and hides the labs by itself when a tab is chosen: it does not wait for Python.

    Parameters
    ----------
    name : str
        What stands at the left.
    labs : sequence of str
        The names on the tabs.
    selected : int
        The tab that is open, counted from 0.
    data, network : str
        What is in use, in a few words.
    state : {"ready", "running", "paused", "finished", "failed"}
        What the training is doing.
    help : str
        What the question mark opens.
    present : bool
        Whether everything is shown as a projector needs it: larger type, no help texts, nothing but the lab.
    teach : bool
        Whether a teacher is choosing what learners can change.
    lesson_opened : bool
        Whether the lesson behind the question mark of the page's address is open already: the page's script
        need not ask for it.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    traitlets.TraitError
        If there is no such tab or state.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> bar = LabBar("mlwidgets", labs=["Network", "Train"], selected=1)
    >>> bar.selected = 0
    """

    _esm = bundle("shell/lab_bar")
    _css = style("shell/lab_bar", "shell/dashboard")

    name = Unicode("").tag(sync=True)
    labs = List(Unicode()).tag(sync=True, from_page=False)
    selected = Int(0).tag(sync=True)
    data = Unicode("").tag(sync=True)
    network = Unicode("").tag(sync=True)
    state = Enum(STATES, default_value="ready").tag(sync=True)
    help = Unicode("").tag(sync=True)
    present = Bool(default_value=False).tag(sync=True)
    teach = Bool(default_value=False).tag(sync=True)
    lesson_opened = Bool(default_value=False).tag(sync=True)

    def __init__(
        self,
        name: str = "",
        *,
        labs: Sequence[str] = (),
        selected: int = 0,
        help: str = "",  # noqa: A002 - the word for it
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(name=name, labs=list(labs), selected=selected, help=help, **others)
        self._openers = CallbackDispatcher()
        self.on_msg(self._take_message)

    def on_link(self, callback: Callable[[str], None]) -> None:
        """Call back with the link in the page's address, at once and whenever another one stands there."""
        self._openers.register_callback(callback)

    def _take_message(self, _widget: LabBar, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "link", "text": str(text)}:
                self._openers(text)

    def offer(self, labs: Sequence[str], selected: int) -> None:
        """Put other tabs into the bar, and open one of them."""
        with self.hold_sync(), self.hold_trait_notifications():
            self.labs = list(labs)
            self.selected = selected

    @validate("selected")
    def _check_selected(self, proposal: dict[str, Any]) -> int:
        selected: int = proposal["value"]
        if self.labs and not 0 <= selected < len(self.labs):
            raise TraitError(f"selected must be a tab from 0 to {len(self.labs) - 1}; got {selected}.")
        return selected
