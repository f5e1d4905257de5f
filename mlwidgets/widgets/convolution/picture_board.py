"""A kernel, a picture and what the kernel makes of it, side by side, with a magnifier for one pixel."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Bytes, Dict, Enum, Float, Int, List, TraitError, Unicode, observe, validate

from mlwidgets.errors import ShapeError
from mlwidgets.explain.convolution.picture_values import to_pixels, value_range
from mlwidgets.ranges import PICTURE_VIEW
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.convolution.grid_widget import GridWidget, packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.explain.convolution.forward import Convolved

LONGEST_SIDE = 512
CHANNELS = (1, 3)  # grey, or red, green and blue
NO_SHAPE = (0, 0, 1)

# A picture or a result, and the trait that has its shape.
_SHAPE_OF = {"pixels": "shape", "result": "result_shape"}


class PictureBoard(GridWidget):
    """The kernel, the input picture and the filtered picture, both in the same scale.

    The learner points at a pixel of the output with mouse, finger or arrow keys: its window is marked on the
    input, a magnifier shows the window's pixels beside the kernel's numbers, and below stands the arithmetic.
    All of this happens in the browser, without asking Python. The kernel can be edited: each edit is a
    message to Python, which computes anew and shows what came out with `show_result`.

    Fill it with `show_input` and `show_result`.

    Parameters
    ----------
    view : {"clip", "absolute", "centred", "stretch"}
        How numbers become grey values, see `explain.convolution.picture_values.to_pixels`. The learner can
        choose another one.
    update_interval : int
        Least time between two messages while someone points, in milliseconds. The latest pixel wins.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    pixels, result : bytes
        The input and the output as they are shown, row by row, channel by channel within a pixel.
    shape, result_shape : list of int
        Their ``[height, width, channels]``.
    grids : dict
        ``"kernel"``, as `packed` makes it, not rotated: ``settings["flip"]`` says whether to rotate it.
    settings : dict
        The fields of `explain.convolution.forward.ConvolutionSettings`, and ``"before"``: rows of padding
        at the top, columns at the left.
    size_text : str
        How the size of the output comes about.
    result_range : list of float
        The smallest and the largest of the real numbers behind `result`.
    alt_input, alt_result : str
        What a screen reader speaks in place of the pictures.
    cell : list of int
        The pixel of the output under the magnifier, ``[row, column]`` from 0, or empty: the middle. On the
        page, rows and columns count from 1.
    cell_value : dict
        ``{"cell": [row, column], "values": [...]}``: the engine's numbers at that pixel, one for each
        channel.

    Raises
    ------
    traitlets.TraitError
        If bytes and shape do not fit, or the pixel is outside the output. Set the two together, inside
        ``hold_trait_notifications()``.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
    >>> picture = np.full((4, 6, 1), 100, np.uint8)
    >>> board = PictureBoard()
    >>> board.show_input(picture, alt="A grey area")
    >>> lighter = convolve(picture, [[1, 1]], ConvolutionSettings(padding="valid"))
    >>> board.show_result(lighter, alt="A lighter area")
    >>> board.result_shape, board.result_range, board.cell, board.result[0]
    ([4, 5, 1], [200.0, 200.0], [2, 2], 200)
    """

    _esm = bundle("convolution/picture_board")
    _css = style("convolution/number_grid", "convolution/picture_board")

    set_by_page = frozenset({"cell", "view"})

    pixels = Bytes(b"").tag(sync=True)
    shape = List(Int(min=0), list(NO_SHAPE), minlen=3, maxlen=3).tag(sync=True)
    result = Bytes(b"").tag(sync=True)
    result_shape = List(Int(min=0), list(NO_SHAPE), minlen=3, maxlen=3).tag(sync=True)
    settings = Dict(key_trait=Unicode()).tag(sync=True)
    view = Enum(PICTURE_VIEW.options, "clip").tag(sync=True)
    size_text = Unicode("").tag(sync=True)
    result_range = List(Float(), [0.0, 0.0], minlen=2, maxlen=2).tag(sync=True)
    alt_input = Unicode("").tag(sync=True)
    alt_result = Unicode("").tag(sync=True)
    cell = List(Int(min=0)).tag(sync=True)
    cell_value: Dict[str, Any] = Dict(default_value={"cell": [], "values": []}).tag(sync=True)
    update_interval = Int(50, min=0).tag(sync=True)

    _values: Array | None = None  # the numbers behind `result`

    def __init__(
        self,
        *,
        view: str = "clip",
        update_interval: int = 50,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(view=view, update_interval=update_interval, **others)

    def show_input(self, picture: AnyArray, *, alt: str = "") -> None:
        """Show another input; the output of the one before goes away.

        Inside ``with board.hold_sync():`` the output that `show_result` brings comes in the same message.

        Parameters
        ----------
        picture : ndarray of uint8, shape (height, width, 1) or (height, width, 3)
            At most 512 × 512 pixels, grey or RGB.
        alt : str
            What a screen reader speaks in its place.

        Raises
        ------
        mlwidgets.errors.ShapeError
            If it has another shape or dtype.
        """
        _check_picture(picture)
        self._values = None
        with self.hold_sync(), self.hold_trait_notifications():
            if list(picture.shape) != self.shape:
                self.cell = []
            self.pixels, self.shape = picture.tobytes(), list(picture.shape)
            self.alt_input = alt
            self.result, self.result_shape = b"", list(NO_SHAPE)

    def show_result(self, convolved: Convolved, *, alt: str = "") -> None:
        """Show what a kernel made of the input, in one message.

        Parameters
        ----------
        convolved : Convolved
            Kernel, settings and result, from `explain.convolution.forward.convolve` of the picture that
            `show_input` was given. Its output is kept, not copied.
        alt : str
            What a screen reader speaks in place of the result.

        Raises
        ------
        mlwidgets.errors.ShapeError
            If the output has another number of channels than 1 or 3.
        """
        values, settings = convolved.output, convolved.settings
        if values.shape[-1] not in CHANNELS:
            raise ShapeError(f"A result must have 1 channel or 3 to be shown; got shape {values.shape}.")
        kernel = convolved.applied[::-1, ::-1] if settings.flip else convolved.applied
        # By way of text: the float32 nearest to 0.1 is shown as 0.1, not as 0.10000000149.
        grids = {"kernel": packed(kernel.astype(str).astype(np.float64))}
        self._values = values
        with self.hold_sync(), self.hold_trait_notifications():
            self.result, self.result_shape = to_pixels(values, self.view).tobytes(), list(values.shape)
            self.result_range = list(value_range(values))
            self.grids = grids
            self.size_text = convolved.size.text
            self.settings = {**dataclasses.asdict(settings), "before": list(convolved.before)}
            self.alt_result = alt
            self.cell = self._cell_inside()
            self._tell_value()

    def _cell_inside(self) -> list[int]:
        """Return the pixel that was chosen, or the nearest that this output has; at first the middle."""
        height, width, _ = self.result_shape
        if not self.cell:
            return [height // 2, width // 2]
        return [min(self.cell[0], height - 1), min(self.cell[1], width - 1)]

    def _tell_value(self) -> None:
        """Give the engine's numbers for the pixel under the magnifier."""
        if self._values is None or not self.cell:
            return
        values = self._values[tuple(self.cell)]
        self.cell_value = {"cell": list(self.cell), "values": _plain(values.tolist())}

    @observe("cell")
    def _take_cell(self, _change: Mapping[str, Any]) -> None:
        self._tell_value()

    @observe("view")
    def _take_view(self, _change: Mapping[str, Any]) -> None:
        if self._values is not None:
            self.result = to_pixels(self._values, self.view).tobytes()

    @validate("pixels", "result", "shape", "result_shape")
    def _check_size(self, proposal: dict[str, Any]) -> bytes | list[int]:
        name, value = proposal["trait"].name, proposal["value"]
        for data_name, shape_name in _SHAPE_OF.items():
            if name in {data_name, shape_name}:
                data = value if name == data_name else getattr(self, data_name)
                shape = value if name == shape_name else getattr(self, shape_name)
                if shape[2] not in CHANNELS or len(data) != math.prod(shape):
                    raise TraitError(
                        f"{data_name} must have height × width × channels = {math.prod(shape)} bytes, with "
                        f"1 or 3 channels; got {len(data)} bytes and the {shape_name} {shape}."
                    )
        return value

    @validate("cell")
    def _check_cell(self, proposal: dict[str, Any]) -> list[int]:
        cell: list[int] = proposal["value"]
        height, width, _ = self.result_shape
        if cell and (len(cell) != 2 or cell[0] >= height or cell[1] >= width):  # noqa: PLR2004 - row and column
            raise TraitError(
                f"cell must be empty or [row, column], counted from 0, of an output of {height} × {width} "
                f"pixels; got {cell}."
            )
        return cell


def _plain(values: Iterable[float]) -> list[float | None]:
    """Return numbers as JSON can carry them: it knows no infinity."""
    return [value if math.isfinite(value) else None for value in values]


def _check_picture(picture: AnyArray) -> None:
    shape = picture.shape
    if (
        picture.dtype != np.uint8
        or picture.ndim != 3  # noqa: PLR2004 - rows, columns, channels
        or shape[2] not in CHANNELS
        or not 1 <= min(shape[:2]) <= max(shape[:2]) <= LONGEST_SIDE
    ):
        raise ShapeError(
            f"A picture must be uint8 of shape (height, width, 1) or (height, width, 3) with 1 to "
            f"{LONGEST_SIDE} rows and columns; got {picture.dtype} of shape {shape}."
        )
