"""The board of the fair race: the entrants with their results in a table, and their curves above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher

from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable


class FairRaceBoard(LiveWidget):
    """Median curves with bands, in which a pointer or the arrow keys read values, and the table of results.

    Fill it with `show_frame`; what a frame holds is declared in ``fair_race_model.ts``.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> board = FairRaceBoard()
    >>> board.show_frame(lines=[], status="ready")
    >>> board.frame["status"]
    'ready'
    """

    _esm = bundle("optimizer/fair_race")
    _css = style("optimizer/fair_race")

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._actions, self._files = CallbackDispatcher(), CallbackDispatcher()
        self.on_msg(self._hear)

    def on_action(self, callback: Callable[[tuple[str, int]], object]) -> None:
        """Call back with what the learner wants done, "use" or "remove", and with the number of the line."""
        self._actions.register_callback(callback)

    def on_file(self, callback: Callable[[str], object]) -> None:
        """Call back with the kind of file that the learner wants: "csv" or "json"."""
        self._files.register_callback(callback)

    def send_file(self, name: str, text: str) -> None:
        """Hand the page a text to save."""
        self.send({"kind": "file", "name": name, "text": text})

    def _hear(self, _widget: LiveWidget, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "use" | "remove" as kind, "line": int(line)} if not isinstance(line, bool):
                self._actions((kind, line))
            case {"kind": "file", "format": "csv" | "json" as form}:
                self._files(form)
