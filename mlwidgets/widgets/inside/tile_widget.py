"""What pictures of a network's layers share: tiles to choose, one of them opened, and what it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict, Int, List, TraitError, Unicode, validate

from mlwidgets.widgets.base.live_widget import LiveWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.explain.network.activations import LayerPicture, Tiles

_PICTURE_RANK = 3


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

    def on_reveal(self, callback: Callable[[TileWidget], object]) -> None:
        """Call back when the learner has chosen a tile, also one that was chosen already."""
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
        if content.get("kind") == "reveal":
            self._revealers(self)


def written_layers(
    pictures: Sequence[LayerPicture], *, grey: bool, names: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Return layers as the page takes them.

    Parameters
    ----------
    pictures : sequence of LayerPicture
        From the input to the output.
    grey : bool
        Whether the first is the picture that a person sees, in grey; all else has the colours of numbers.
    names : sequence of str
        What the units of the last layer stand for; without any they are numbered.
    """
    rows = [_row(picture, grey=grey and place == 0) for place, picture in enumerate(pictures)]
    for group in rows[-1]["groups"] if rows else []:
        group["names"] = list(names)[: group["count"]] if group["kind"] == "units" else []
    return rows


def _exists(tile: Sequence[int], rows: Sequence[dict[str, Any]]) -> bool:
    """Return whether a tile, as [layer, group, tile], is among the rows."""
    if len(tile) != 3:  # noqa: PLR2004 - as said
        return False
    layer, group, number = tile
    groups = rows[layer]["groups"] if layer < len(rows) else []
    return group < len(groups) and number < groups[group]["count"]


def _row(picture: LayerPicture, *, grey: bool) -> dict[str, Any]:
    return {
        "title": picture.title,
        "shape": " × ".join(map(str, picture.shape)),
        "size": list(picture.shape[:2]) if len(picture.shape) == _PICTURE_RANK else [],
        "activation": picture.activation,
        "groups": [_group(tiles, grey=grey) for tiles in picture.tiles],
    }


def _group(tiles: Tiles, *, grey: bool) -> dict[str, Any]:
    low, high = tiles.ends
    count, height, width = (*tiles.values.shape, 1, 1)[:3]
    numbers = tiles.shades if tiles.kind == "maps" else tiles.values.astype("<f4")
    return {
        "name": tiles.name,
        "kind": tiles.kind,
        "count": count,
        "total": tiles.total,
        "height": height,
        "width": width,
        "reach": max(-low, high),
        "table": "signed" if low < 0 else "grey" if grey else "unsigned",
        "names": [],
        "data": numbers.tobytes(),
    }
