"""A network from input to output, each layer with its numbers as small pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, Enum, Int, List, TraitError, Unicode, observe, validate

from mlwidgets.explain.network.activations import SHOWS
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.explain.network.activations import LayerPicture, Tiles

STEPS = ("previous", "next", "mistake")
"""The examples that a learner can ask for."""

_PICTURE_RANK = 3


class LayerMaps(BaseWidget):
    """One row a layer: a tile for each map, filter or array of weights, a bar for each single number.

    Fill it with `show`. The page says when it has painted what it was shown, and until then it takes no more:
    a slow connection or a tab in the background gets fewer pictures, not a queue of old ones.

    Parameters
    ----------
    shows : {"activations", "gradients", "weights"}
        What the tiles show. The learner chooses.
    mistakes : bool
        Whether the learner can ask for the next example that the network gets wrong.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    picture : dict
        What is shown, as `show` writes it down.
    opened : list of int
        The chosen tile as ``[layer, group, tile]``, or empty. The learner chooses with a click or Enter.
    reach : dict
        What the pointed cell looks at: ``layer``, ``channels`` as [first, last + 1] and ``box`` as
        [top, left, rows, columns]; or empty.
    visible : bool
        Whether a part of it is on somebody's screen.
    message : str
        What went wrong, in a sentence; empty if nothing did.

    Raises
    ------
    traitlets.TraitError
        If there is no such tile.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> maps = LayerMaps()
    >>> maps.show([], title="Nothing yet")
    >>> maps.picture["title"], maps.visible
    ('Nothing yet', False)
    """

    _esm = bundle("inside/layer_maps")
    _css = style("inside/layer_maps")

    picture: Dict[str, Any] = Dict(default_value={"serial": 0, "title": "", "note": "", "layers": []}).tag(
        sync=True
    )
    shows = Enum(SHOWS.options, default_value="activations").tag(sync=True)
    opened = List(Int(min=0)).tag(sync=True)
    reach: Dict[str, Any] = Dict().tag(sync=True)
    visible = Bool(default_value=False).tag(sync=True, echo_update=False)
    mistakes = Bool(default_value=False).tag(sync=True)
    message = Unicode("").tag(sync=True)

    def __init__(
        self,
        *,
        shows: str = "activations",
        mistakes: bool = False,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(shows=shows, mistakes=mistakes, **others)
        self._painted = True
        self._painters = CallbackDispatcher()
        self._steppers = CallbackDispatcher()
        self._revealers = CallbackDispatcher()
        self.on_msg(self._hear)

    @property
    def painted(self) -> bool:
        """Whether the page is ready for another picture."""
        return self._painted

    def on_painted(self, callback: Callable[[LayerMaps], object]) -> None:
        """Call back when the page has painted what it was shown."""
        self._painters.register_callback(callback)

    def on_step(self, callback: Callable[[str], object]) -> None:
        """Call back with "previous", "next" or "mistake" when the learner asks for another example."""
        self._steppers.register_callback(callback)

    def on_reveal(self, callback: Callable[[LayerMaps], object]) -> None:
        """Call back when the learner has chosen a tile, also one that was chosen already."""
        self._revealers.register_callback(callback)

    def focus(self) -> None:
        """Let the page go back to the chosen tile."""
        self.send({"kind": "focus"})

    def show(
        self, pictures: Sequence[LayerPicture], *, title: str, note: str = "", names: Sequence[str] = ()
    ) -> None:
        """Show other numbers.

        Parameters
        ----------
        pictures : sequence of LayerPicture
            From the input to the output.
        title, note : str
            What example this is, and what the network makes of it.
        names : sequence of str
            What the units of the last layer stand for; without any they are numbered.
        """
        grey = self.shows == "activations"  # the example itself; all else has the colours of numbers
        rows = [_row(picture, grey=grey and place == 0) for place, picture in enumerate(pictures)]
        if rows and self.shows != "weights":
            for group in rows[-1]["groups"]:
                group["names"] = list(names)[: group["count"]] if group["kind"] == "units" else []
        picture = {"serial": self.picture["serial"] + 1, "title": title, "note": note, "layers": rows}
        self._painted = not self.visible  # nobody paints for nobody
        with self.hold_sync():
            if not _exists(self.opened, rows):
                self.opened, self.reach = [], {}
            self.picture = picture

    @observe("visible")
    def _give_up(self, _: object) -> None:
        self._painted = True  # who has gone away paints no more; who has come wants a new picture

    @validate("opened")
    def _check_opened(self, proposal: dict[str, Any]) -> list[int]:
        tile: list[int] = proposal["value"]
        if tile and not _exists(tile, self.picture["layers"]):
            raise TraitError(
                f"opened must be [layer, group, tile] of a tile that is there, or []; got {tile}."
            )
        return tile

    def _hear(self, _widget: LayerMaps, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "painted", "serial": int(serial)}:
                if serial == self.picture["serial"]:
                    self._painted = True
                    self._painters(self)
            case {"kind": "reveal"}:
                self._revealers(self)
            case {"kind": "step", "to": str(to)} if to in STEPS:
                self._steppers(to)


def _exists(tile: Sequence[int], rows: Sequence[dict[str, Any]]) -> bool:
    """Return whether a tile, as [layer, group, tile], is among the rows."""
    if len(tile) != 3:  # noqa: PLR2004 - as said
        return False
    layer, group, number = tile
    groups = rows[layer]["groups"] if layer < len(rows) else []
    return group < len(groups) and number < groups[group]["count"]


def _row(picture: LayerPicture, *, grey: bool) -> dict[str, Any]:
    """Return a layer as the page takes it."""
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
