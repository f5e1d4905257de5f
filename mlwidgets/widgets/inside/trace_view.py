"""TraceView: base of views that show a network's layers and open the arithmetic of each number in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.explain.network.activations import activation_name
from mlwidgets.explain.network.cell_arithmetic import cell_arithmetic
from mlwidgets.explain.network.maps import as_maps
from mlwidgets.explain.network.weight_numbers import weight_number, weight_sheet
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.inside import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ipywidgets

    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.tracing import Trace
    from mlwidgets.explain.network.cell_blocks import CellArithmetic
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.inside.cell_reader import CellReader
    from mlwidgets.widgets.inside.tile_widget import TileWidget


class TraceView(View):
    """Tiles to choose from, and a reader for the one that is chosen.

    Parameters
    ----------
    experiment : Experiment
        Whose network is looked into.
    children : sequence of Widget
        What is shown, tiles and reader among it.
    tiles : TileWidget
        The layers.
    reader : CellReader
        Where a tile is opened.
    owns_experiment : bool
        Whether the experiment ends with the view.

    Attributes
    ----------
    trace : Trace or None
        The numbers that can be opened; None until somebody has seen them.
    """

    def __init__(
        self,
        experiment: Experiment,
        children: Sequence[ipywidgets.Widget],
        *,
        tiles: TileWidget,
        reader: CellReader,
        owns_experiment: bool,
    ) -> None:
        self.trace: Trace | None = None
        self._tiles, self._reader = tiles, reader
        super().__init__(experiment, children, owns_experiment=owns_experiment)
        self.watch(reader, "cell", self._show_cell)
        tiles.on_reveal(self.safely(self._reveal))
        reader.on_leave(self.safely(lambda _: tiles.focus()))

    @property
    def shows(self) -> str:
        """What the tiles show: "activations", "gradients" or "weights"."""
        return "activations"

    def _names(self, trace: Trace) -> tuple[str, ...]:
        """Return the names of the outputs: those of the classes, where each has an output of its own."""
        names = self.experiment.dataset.class_names
        return names if trace.output.shape == (len(names),) else ()

    def _reveal(self, tile: list[int]) -> None:
        """Open a tile, with the keyboard on its map from the moment it is shown."""
        with self._reader.hold_sync():
            self._reader.reveal()
            self._tiles.opened = tile

    def _show_map(self, _: Change = None) -> None:
        """Show the chosen tile in the reader."""
        if self.trace is None or not self._tiles.opened:
            self._reader.show_nothing()
            self._tiles.reach = {}
            return
        layer, number, tile = self._tiles.opened
        row = self._tiles.layers[layer]
        group = row["groups"][number]
        kind = texts.INSIDE_UNIT if group["kind"] == "units" else texts.INSIDE_MAP
        title = (texts.INSIDE_WEIGHTS if group["name"] else kind).format(
            layer=row["title"], number=tile + 1, name=group["name"]
        )
        reach, table = self._scale(self.trace, layer, group)
        with self._reader.hold_sync():
            self._reader.show_map(
                self._numbers(self.trace, layer, number, tile),
                title=title,
                reach=reach,
                table=table,
            )
            self._show_cell()

    def _scale(self, trace: Trace, layer: int, group: dict[str, Any]) -> tuple[float, str]:  # noqa: ARG002 - of the picture
        """Return the number with the strongest colour, and the colours, of a group of tiles."""
        return group["reach"], group["table"]

    def _numbers(self, trace: Trace, layer: int, group: int, tile: int) -> Array:
        if self.shows == "weights":
            return weight_sheet(trace, layer, group, tile)
        if self.shows == "activations":
            array: Array | None = trace.layers[layer - 1].a if layer else trace.x
        else:
            array = trace.layers[layer - 1].z_gradient if layer else trace.x_gradient
        assert array is not None  # noqa: S101 - what is not there has no tiles
        return as_maps(array)[tile]

    def _show_cell(self, _: Change = None) -> None:
        """Show the arithmetic of the cell that is pointed at."""
        if self.trace is None or not self._tiles.opened or not self._reader.cell:
            return
        layer, group, tile = self._tiles.opened
        row, column = self._reader.cell
        if self.shows == "weights":
            self._show_weight(self.trace, layer, group, tile)
            return
        made = cell_arithmetic(self.trace, layer, tile, row, column, self._names(self.trace))
        numbers = _numbers_of(made, self.trace, layer)
        self._reader.show_arithmetic(place=made.place, text=made.text, numbers=numbers, made=made)
        reach, channels = made.origin.reach, made.origin.channels
        self._tiles.reach = (
            {}
            if reach is None
            else {"layer": layer - 1, "channels": [channels.start, channels.stop], "box": list(reach)}
        )

    def _show_weight(self, trace: Trace, layer: int, group: int, tile: int) -> None:
        title = self._reader.board["title"]
        row, column = self._reader.cell
        found = weight_number(trace, layer, group, tile, row, column)
        if found is None:
            self._reader.show_arithmetic(place=title, text=texts.INSIDE_GAP, numbers=[])
            return
        index = ", ".join(map(str, found.index))
        numbers = [(texts.INSIDE_WEIGHT, found.value)]
        if found.gradient is not None:
            numbers.append((texts.INSIDE_WEIGHT_GRADIENT, found.gradient))
        text = texts.INSIDE_PYTHON.format(layer=layer - 1, name=found.name, index=index)
        self._reader.show_arithmetic(place=title, text=text, numbers=numbers)


def _numbers_of(made: CellArithmetic, trace: Trace, layer: int) -> list[tuple[str, float]]:
    """Return the number of a cell and its gradients, with their names."""
    if not layer:
        return [("x", made.value), *([] if made.z_gradient is None else [("∂L/∂x", made.z_gradient)])]
    numbers = [("a", made.value)]
    bent = bool(activation_name(trace.layers[layer - 1].layer.activation))
    if bent:
        numbers.insert(0, ("z", made.z))
    if made.a_gradient is not None and made.z_gradient is not None:
        numbers.append(("∂L/∂a", made.a_gradient))
        if bent:
            numbers.append(("∂L/∂z", made.z_gradient))
    return numbers
