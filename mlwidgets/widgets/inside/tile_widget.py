"""What pictures of a network's layers share: tiles to choose, one of them opened, and what it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict, Int, List, TraitError, Unicode, validate

from mlwidgets.widgets.base.live_widget import LiveWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class TileWidget(LiveWidget):
    """Base of widgets whose frame has ``layers``, as `written_layers` makes them.

    Attributes
    ----------
    opened : list of int
        The chosen tile as ``[layer, group, tile]``, or empty. The learner chooses with a click or Enter.
    reach : dict
        What the pointed cell looks at: ``layer``, ``channels`` as [first, last + 1] and ``box`` as
        [top, left, rows, columns]; or empty.
    message : str
        What went wrong, in a sentence; empty if nothing did.
    """

    opened = List(Int(min=0)).tag(sync=True)
    reach: Dict[str, Any] = Dict().tag(sync=True)
    message = Unicode("").tag(sync=True)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits are of every type
        super().__init__(**arguments)
        self._revealers = CallbackDispatcher()
        self.on_msg(self._hear_reveal)

    @property
    def layers(self) -> list[dict[str, Any]]:
        """What is shown of each layer, from the input to the output."""
        shown: list[dict[str, Any]] = self.frame.get("layers", [])
        return shown

    def on_reveal(self, callback: Callable[[list[int]], object]) -> None:
        """Call back with the tile that the learner has chosen, also if it is open already."""
        self._revealers.register_callback(callback)

    def focus(self) -> None:
        """Let the page go back to the chosen tile."""
        self.send({"kind": "focus"})

    def show_layers(self, layers: list[dict[str, Any]], **parts: Any) -> None:  # noqa: ANN401 - of the frame
        """Show other layers; a tile that is no longer there is closed."""
        with self.hold_sync():
            if not _exists(self.opened, layers):
                self.opened, self.reach = [], {}
            self.show_frame(layers=layers, **parts)

    @validate("opened")
    def _check_opened(self, proposal: dict[str, Any]) -> list[int]:
        tile: list[int] = proposal["value"]
        if tile and not _exists(tile, self.layers):
            raise TraitError(
                f"opened must be [layer, group, tile] of a tile that is there, or []; got {tile}."
            )
        return tile

    def _hear_reveal(self, _widget: TileWidget, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "reveal", "tile": [int(), int(), int()] as tile} if _exists(tile, self.layers):
                self._revealers(tile)


def _exists(tile: Sequence[int], rows: Sequence[dict[str, Any]]) -> bool:
    """Return whether a tile, as [layer, group, tile], is among the rows."""
    if len(tile) != 3:  # noqa: PLR2004 - as said
        return False
    layer, group, number = tile
    groups = rows[layer]["groups"] if layer < len(rows) else []
    return group < len(groups) and number < groups[group]["count"]
