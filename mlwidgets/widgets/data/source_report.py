"""What there is to say of the data on the bench: the problem, how the file was read, what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict, Int, List, Tuple, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MOST_SHOWN = 200
"""So many rows that were left out are listed; more of them tell nobody more."""


class SourceReport(BaseWidget):
    """A few lines about the data; what was left out is listed in a window of its own.

    All texts are plain text: markup in them is shown, not obeyed.

    Attributes
    ----------
    problem : str
        Why nothing can be trained on them, in a sentence; empty if it can.
    words : dict
        How the file was read: a value for each setting's name.
    notes : list of str
        What was done that a person should know, a sentence each.
    rejected : list of (str, str, str)
        What was left out: where it stood, why, and how it begins.
    rejected_count : int
        How many were left out in all.
    thing : str
        What was left out: "row" or "picture".
    warnings : int
        How many warnings there are about the table, which the pane *Prepare* lists.

    Examples
    --------
    >>> report = SourceReport()
    >>> report.show(problem="The target is 3 in every row.")
    """

    _esm = bundle("data/source_report")
    _css = style("data/source_report", "network/stack_dialog")

    problem = Unicode("").tag(sync=True)
    words: Dict[str, str] = Dict().tag(sync=True)
    notes = List(Unicode()).tag(sync=True)
    rejected = List(Tuple(Unicode(), Unicode(), Unicode())).tag(sync=True)
    rejected_count = Int(0).tag(sync=True)
    thing = Unicode("row").tag(sync=True)
    warnings = Int(0).tag(sync=True)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._openers = CallbackDispatcher()
        self.on_msg(self._take_message)

    def on_see_warnings(self, callback: Callable[[], None]) -> None:
        """Call back when the learner wants to see the warnings."""
        self._openers.register_callback(callback)

    def _take_message(self, _: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "warnings"}:
                self._openers()

    def show(
        self,
        *,
        problem: str = "",
        words: Mapping[str, str] | None = None,
        notes: Sequence[str] = (),
        rejected: Sequence[tuple[str, str, str]] = (),
        rejected_count: int = 0,
        thing: str = "row",
        warnings: int = 0,
    ) -> None:
        """Say something else; see the attributes."""
        with self.hold_sync():
            self.problem = problem
            self.words = {str(name): word for name, word in (words or {}).items()}  # keys are shown, too
            self.notes = list(notes)
            self.rejected = list(rejected[:MOST_SHOWN])
            self.rejected_count = rejected_count
            self.thing = thing
            self.warnings = warnings

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take nothing from the page: what stands here is Python's to say."""
        self.send_state([name for name in sync_data if name in self.keys])
