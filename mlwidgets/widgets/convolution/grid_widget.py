"""What widgets with editable grids of numbers share: the grids, and what the learner says of them."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from traitlets import Bool, Dict, Float, TraitError, Unicode, validate

from mlwidgets.errors import ConfigurationError, MLWidgetsError, ShapeError
from mlwidgets.ranges import LAB_CELL, Interval, OneOf, shown
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.convolution import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_log = logging.getLogger("mlwidgets")

GRIDS = (
    "input",
    "kernel",
    "padded",
    "applied",
    "z",
    "activated",
    "output",
    "output_gradient",
    "z_gradient",
    "kernel_gradient",
    "input_gradient",
)
"""The grids of a board; those that end in "gradient" are there for the way back only."""

_KIND = OneOf(name="kind", options=("edit", "fill", "gradient", "undo", "redo"))
_EDITABLE = OneOf(name="grid", options=("input", "kernel", "output_gradient"))
_CHOICE = OneOf(name="choice", options=("ones", "cell", "random"))

Message = dict[str, Any]


def packed(array: NDArray[np.floating[Any]]) -> dict[str, object]:
    """Return an array as it travels to the page.

    Parameters
    ----------
    array : ndarray, shape (rows, columns, channels)

    Returns
    -------
    dict
        ``"shape"``, a list of three whole numbers, and ``"data"``, bytes of little-endian float64 in C order.

    Raises
    ------
    ShapeError
        The array does not have three axes, or one of them is empty.

    Examples
    --------
    >>> packed(np.zeros((2, 3, 1)))["shape"]
    [2, 3, 1]
    """
    if array.ndim != 3 or not array.size:  # noqa: PLR2004 - as said
        raise ShapeError(f"A grid has the shape (rows, columns, channels); got {array.shape}.")
    return {"shape": list(array.shape), "data": np.ascontiguousarray(array, dtype="<f8").tobytes()}


class GridWidget(BaseWidget):
    """Base of the widgets with grids that can be edited: each edit is a message to Python, which answers.

    Parameters
    ----------
    can_undo, can_redo : bool
        Whether the buttons Undo and Redo do something.
    error : str
        A sentence under the grids, in the colour of errors. Cleared when the learner does the next thing.
    minimum, maximum : float
        What a cell may hold. The page refuses other numbers while they are typed.

    Attributes
    ----------
    grids : dict
        The name of each grid in `GRIDS` with its numbers as `packed` makes them.
    """

    set_by_page: ClassVar[frozenset[str]] = frozenset()
    """Traits that the page may set; of all others it sends messages."""

    grids = Dict().tag(sync=True)
    error = Unicode("").tag(sync=True)
    can_undo = Bool(default_value=False).tag(sync=True)
    can_redo = Bool(default_value=False).tag(sync=True)
    minimum = Float(LAB_CELL.low).tag(sync=True)
    maximum = Float(LAB_CELL.high).tag(sync=True)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits are of every type
        super().__init__(**arguments)
        self._callbacks: list[Callable[[Message], object]] = []
        self.on_msg(self._take_message)

    def on_edit(self, callback: Callable[[Message], object], *, remove: bool = False) -> None:
        """Call back with each thing that the learner does, checked: a dict with its ``"kind"``.

        ========== =========================================================================================
        kind       other keys
        ========== =========================================================================================
        "edit"     "grid" ("input", "kernel" or "output_gradient"), "row", "column", "channel", "value"
        "fill"     the same with "values", a list of rows, in place of the value: a block from that cell on
        "gradient" "choice": "ones", "random" or "cell"; for "cell" also "row", "column" and "channel"
        "undo"
        "redo"
        ========== =========================================================================================

        An `MLWidgetsError` that the callback raises is shown as it is; any other is logged, and a sentence
        says so. In both cases the page goes back to the grids that Python has.

        Parameters
        ----------
        callback : callable
            Called with the message.
        remove : bool
            Whether to stop calling back instead.
        """
        if remove:
            self._callbacks.remove(callback)
        else:
            self._callbacks.append(callback)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Send back every trait of ours that the page tries to set, but for those it may: it sends messages.

        Parameters
        ----------
        sync_data : dict
            Trait names and the values that the page sent.
        """
        # Every instance of an anywidget has a class of its own at the bottom, so those above count as well.
        kinds = (kind for kind in type(self).__mro__ if issubclass(kind, GridWidget))
        own = {name for kind in kinds for name in kind.class_own_traits()}
        ours = [name for name in sync_data if name in own - self.set_by_page]
        super().set_state({name: value for name, value in sync_data.items() if name not in ours})
        if ours:
            _log.warning("%s refused %s from the page.", type(self).__name__, ", ".join(ours))
            self.send_state(ours)

    def _take_message(self, _: object, content: object, _buffers: object) -> None:
        """Check what the page says, pass it on, and tell the page that it has been dealt with."""
        self.error = ""
        try:
            message = self._checked(content)
            for callback in tuple(self._callbacks):
                callback(message)
        except MLWidgetsError as refusal:
            self._refuse(str(refusal))
        except Exception as error:  # noqa: BLE001 - whatever it is, the learner gets a sentence
            _log.exception("A callback of %s failed.", type(self).__name__)
            self._refuse(common.FAULT.format(error=f"{type(error).__name__}: {error}"))
        self.send({"kind": "settled"})

    def _refuse(self, sentence: str) -> None:
        self.error = sentence
        self.send_state("grids")

    def _checked(self, content: object) -> Message:
        """Return a message with nothing in it but what belongs there, or raise `ConfigurationError`."""
        said: Message = content if isinstance(content, dict) else {}
        kind = _KIND.check(said.get("kind"))
        if kind == "gradient":
            choice = _CHOICE.check(said.get("choice"))
            place = self._place("output", said) if choice == "cell" else {}
            return {"kind": kind, "choice": choice, **place}
        if kind not in ("edit", "fill"):
            return {"kind": kind}
        grid = _EDITABLE.check(said.get("grid"))
        place = self._place(grid, said)
        if kind == "edit":
            return {"kind": kind, "grid": grid, **place, "value": LAB_CELL.check(said.get("value"))}
        return {"kind": kind, "grid": grid, **place, "values": self._block(grid, place, said.get("values"))}

    def _place(self, grid: str, said: Message) -> dict[str, int]:
        """Return row, column and channel of a message, if the grid has such a cell."""
        if grid not in self.grids:
            raise ConfigurationError(texts.BOARD_NO_GRID.format(grid=_words(grid)))
        sides = zip(("row", "column", "channel"), self.grids[grid]["shape"], strict=True)
        return {
            name: Interval(name=name, low=0, high=side - 1, integer=True).check_int(said.get(name))
            for name, side in sides
        }

    def _block(self, grid: str, place: dict[str, int], values: object) -> list[list[float]]:
        """Return the numbers of a pasted block, if it is a rectangle and fits."""
        rows, columns, _ = self.grids[grid]["shape"]
        high, wide = rows - place["row"], columns - place["column"]
        lines = values if isinstance(values, list) else []
        widths = {len(line) if isinstance(line, list) else 0 for line in lines}
        if not 1 <= len(lines) <= high or len(widths) > 1 or not 1 <= max(widths) <= wide:
            raise ConfigurationError(
                texts.BOARD_BLOCK.format(grid=_words(grid), rows=high, columns=wide, got=shown(values))
            )
        return [[LAB_CELL.check(cell) for cell in line] for line in lines]

    @validate("grids")
    def _check_grids(self, proposal: dict[str, Any]) -> dict[str, Any]:
        grids: dict[str, Any] = proposal["value"]
        for name, grid in grids.items():
            if name not in GRIDS:
                raise TraitError(f"A grid is one of {', '.join(GRIDS)}; got {name!r}.")
            size = math.prod(grid["shape"]) * 8
            if len(grid["shape"]) != 3 or len(grid["data"]) != size:  # noqa: PLR2004 - rows, columns, channels
                raise TraitError(
                    f"The {name} needs a shape of three sides and 8 bytes for each number; got "
                    f"{grid['shape']} and {len(grid['data'])} bytes."
                )
        return grids


def _words(grid: str) -> str:
    return texts.GRID_WORDS.get(grid, grid.replace("_", " "))
