"""A network from input to output, each layer with its numbers as small pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Enum

from mlwidgets.explain.network.activations import SHOWS
from mlwidgets.explain.network.written_layers import written_layers
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.inside.tile_widget import TileWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.explain.network.activations import LayerPicture

STEPS = ("previous", "next", "mistake")
"""The examples that a learner can ask for."""


class LayerMaps(TileWidget):
    """One row a layer: a tile for each map, filter or array of weights, a bar for each single number.

    Fill it with `show`.

    Parameters
    ----------
    shows : {"activations", "gradients", "weights"}
        What the tiles show. The learner chooses.
    mistakes : bool
        Whether the learner can ask for the next example that the network gets wrong.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

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
    >>> maps.frame["title"], maps.visible
    ('Nothing yet', False)
    """

    _esm = bundle("inside/layer_maps")
    _css = style("inside/segments", "inside/layer_tiles", "inside/layer_maps")

    shows = Enum(SHOWS.options, default_value="activations").tag(sync=True)
    mistakes = Bool(default_value=False).tag(sync=True)

    def __init__(
        self,
        *,
        shows: str = "activations",
        mistakes: bool = False,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(shows=shows, mistakes=mistakes, **others)
        self._steppers = CallbackDispatcher()
        self.on_msg(self._hear_step)

    def on_step(self, callback: Callable[[str], object]) -> None:
        """Call back with "previous", "next" or "mistake" when the learner asks for another example."""
        self._steppers.register_callback(callback)

    def show(
        self,
        pictures: Sequence[LayerPicture],
        *,
        title: str,
        note: str = "",
        names: Sequence[str] = (),
        input_names: Sequence[str] = (),
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
        input_names : sequence of str
            What the numbers of the input stand for, where it is a row of a table.
        """
        if self.shows == "weights":
            names = input_names = ()
        grey = self.shows == "activations"
        layers = written_layers(pictures, grey=grey, names=names, input_names=input_names)
        self.show_layers(layers, title=title, note=note)

    def _hear_step(self, _widget: LayerMaps, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "step", "to": str(to)} if to in STEPS:
                self._steppers(to)
