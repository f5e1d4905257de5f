"""One map, large, with a pointer on one of its cells, and how the number there comes about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from ipywidgets import CallbackDispatcher
from traitlets import Dict, Int, List, TraitError, Unicode, validate

from mlwidgets.errors import ShapeError
from mlwidgets.explain.network.cell_blocks import Window
from mlwidgets.explain.wording import number_text
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.arrays import Array
    from mlwidgets.explain.network.cell_blocks import CellArithmetic, Table

DIGITS = 3
"""Of the numbers in a window: four of them would not fit beside each other on a phone."""


class CellReader(BaseWidget):
    """A map whose cells can be pointed at with mouse, finger or arrow keys.

    Fill it with `show_map` and `show_arithmetic`, or empty it with `show_nothing`.

    Parameters
    ----------
    empty_text : str
        What to say while there is no map.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    board : dict
        The map: ``title``, ``height``, ``width``, ``reach`` and ``table`` for its colours, and ``data``,
        float32 row by row. Empty while there is none.
    cell : list of int
        Row and column of the pointer, from 0; the page counts from 1. The learner moves it.
    arithmetic : dict
        What the page shows of the cell, as `show_arithmetic` writes it down.
    reveals : int
        How often the map was to be brought into view; see `reveal`.

    Raises
    ------
    traitlets.TraitError
        If the pointer leaves the map.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> reader = CellReader(empty_text="Choose a map.")
    >>> reader.show_map(np.eye(3, dtype=np.float32), title="Three cells of 1", reach=1.0, table="unsigned")
    >>> reader.cell
    [1, 1]
    """

    _esm = bundle("inside/cell_reader")
    _css = style("inside/cell_reader")

    board: Dict[str, Any] = Dict().tag(sync=True)
    cell = List(Int(min=0)).tag(sync=True, echo_update=False)
    arithmetic: Dict[str, Any] = Dict().tag(sync=True)
    empty_text = Unicode("").tag(sync=True)
    reveals = Int(0).tag(sync=True)

    def __init__(
        self,
        *,
        empty_text: str = "",
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(empty_text=empty_text, **others)
        self._leavers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_leave(self, callback: Callable[[CellReader], object]) -> None:
        """Call back when the learner wants to go back to where the map was chosen."""
        self._leavers.register_callback(callback)

    def reveal(self) -> None:
        """Let the page bring the map into view, with the keyboard on it.

        It travels with the map: a key that is pressed once the map is seen must not come too early.
        """
        self.reveals += 1

    def show_map(self, values: Array, *, title: str, reach: float, table: str) -> None:
        """Show other numbers. On a map of the same size the pointer stays, else it goes to the middle.

        Parameters
        ----------
        values : ndarray, shape (rows, columns)
            The map. A NaN is an empty place.
        title : str
            What it is.
        reach : float
            The number that gets the strongest colour.
        table : {"signed", "unsigned", "grey"}
            The colours: for numbers of both signs, for numbers from 0, or for the pixels of a picture.

        Raises
        ------
        mlwidgets.errors.ShapeError
            If it is no table of numbers.
        """
        if values.ndim != 2 or not values.size:  # noqa: PLR2004 - rows and columns
            raise ShapeError(f"A map has rows and columns; got an array of shape {values.shape}.")
        height, width = values.shape
        size = [self.board.get("height"), self.board.get("width")]
        board = {"title": title, "height": height, "width": width, "reach": reach, "table": table}
        with self.hold_sync():
            self.board = {**board, "data": values.astype("<f4").tobytes()}
            if not self.cell or size != [height, width]:
                self.cell = _middle(values)

    def show_nothing(self) -> None:
        """Take the map and the arithmetic away."""
        with self.hold_sync():
            self.cell, self.board, self.arithmetic = [], {}, {}

    def show_arithmetic(
        self,
        *,
        place: str,
        text: str,
        numbers: Sequence[tuple[str, float]],
        made: CellArithmetic | None = None,
    ) -> None:
        """Say how the number at the pointer comes about.

        Parameters
        ----------
        place, text : str
            Where it is, and its arithmetic in one line.
        numbers : sequence of (str, float)
            What there is to say in numbers, each with its name.
        made : CellArithmetic, optional
            The windows and tables behind it.
        """
        blocks = () if made is None else made.origin.blocks
        strongest = max((_strongest(block) for block in blocks if isinstance(block, Window)), default=0.0)
        self.arithmetic = {
            "cell": list(self.cell),
            "place": place,
            "text": text,
            "numbers": [[name, number_text(value)] for name, value in numbers],
            "blocks": [
                _window(block, strongest) if isinstance(block, Window) else _table(block) for block in blocks
            ],
            "rest": "" if made is None else made.origin.rest,
            "shares": None if made is None or made.shares is None else _table(made.shares),
        }

    @validate("cell")
    def _check_cell(self, proposal: dict[str, Any]) -> list[int]:
        cell: list[int] = proposal["value"]
        height, width = self.board.get("height", 0), self.board.get("width", 0)
        if cell and (len(cell) != 2 or cell[0] >= height or cell[1] >= width):  # noqa: PLR2004 - a place
            raise TraitError(f"cell must be a [row, column] of the map of {height} × {width}; got {cell}.")
        return cell

    def _hear(self, _widget: CellReader, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        if content.get("kind") == "leave":
            self._leavers(self)


def _middle(values: Array) -> list[int]:
    """Return the place nearest to the middle where there is a number; the middle if there is none."""
    height, width = values.shape
    rows, columns = np.indices(values.shape)
    distance = np.abs(rows - height // 2) + np.abs(columns - width // 2)
    best = int(np.where(np.isnan(values), height + width, distance).argmin())
    return [best // width, best % width] if not np.isnan(values).all() else [height // 2, width // 2]


def _products(block: Window) -> Array:
    return block.values if block.weights is None else block.values * block.weights


def _strongest(block: Window) -> float:
    sizes = np.abs(_products(block))
    return float(sizes[np.isfinite(sizes)].max(initial=0.0))


def _window(block: Window, strongest: float) -> dict[str, Any]:
    """Return a window as the page takes it: for each cell what it says, its result and its strength."""
    rows = []
    for row, products in enumerate(_products(block)):
        cells = []
        for column, product in enumerate(products):
            term, kind = "", "" if block.inside[row, column] else "outside"
            if block.weights is not None:
                term = f"{_short(block.values[row, column])} × {_short(block.weights[row, column])}"
            if block.winner == (row, column):
                kind = "won"
            share = float(product) / strongest if strongest and np.isfinite(product) else 0.0
            cells.append([term, _short(product), round(share, 3), kind])
        rows.append(cells)
    return {"kind": "window", "title": block.title, "rows": rows, "total": number_text(block.total)}


def _table(block: Table) -> dict[str, Any]:
    rows = [[row.label, *map(number_text, row.numbers), row.chosen] for row in block.rows]
    heads = list(block.heads)
    return {"kind": "table", "title": block.title, "heads": heads, "rows": rows, "rest": block.rest}


def _short(value: float) -> str:
    return number_text(float(value), DIGITS)
