"""Average pooling, and pooling over a whole picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.arrays import public_shape
from mlwidgets.engine.layers.base import Layer
from mlwidgets.engine.layers.shape_checks import check_picture
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.ranges import PADDING, POOL_SIZE, STRIDES, check_pair

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class AveragePooling2D(Layer):
    """Take the mean of each window of each channel.

    Parameters
    ----------
    pool_size : int or (int, int)
        Height and width of a window.
    strides : int or (int, int), optional
        Steps (down, right) between windows; `pool_size` if not given, so that windows touch.
    padding : {"valid", "same"}
        "valid": only whole windows. "same": windows may hang over the edge, and the mean is that of the cells
        inside the picture.

    Notes
    -----
    No parameters. Backwards, each cell of a window gets an equal share of the window's gradient.

    Examples
    --------
    >>> AveragePooling2D(2).compute_output_shape((28, 28, 8))
    (14, 14, 8)
    """

    def __init__(
        self,
        pool_size: int | tuple[int, int] = 2,
        strides: int | tuple[int, int] | None = None,
        padding: str = "valid",
    ) -> None:
        super().__init__()
        self.pool_size = check_pair(POOL_SIZE, pool_size)
        self.strides = self.pool_size if strides is None else check_pair(STRIDES, strides)
        self.padding = PADDING.check(padding)

    def windows(self, input_shape: Shape) -> Windows:
        """Return where the window stands on a picture of this shape."""
        return Windows.over(input_shape, self.pool_size, self.strides, self.padding, "AveragePooling2D")

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(out_height, out_width, channels)`."""
        return (*self.windows(input_shape).output, input_shape[-1])

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return the mean of each window, `(channels, out_h, out_w, n)`."""
        channels, height, width, n = x.shape
        windows = self.windows(public_shape(x))
        padded = windows.pad(x, tape)
        mean = tape.buffer("z", (channels, *windows.output, n), x.dtype)
        mean.fill(0)
        for row, column in windows.offsets():
            mean += windows.seen_at(padded, row, column)
        tape.saved["windows"], tape.saved["padded_shape"] = windows, padded.shape
        tape.saved["share"] = share = _share_of_a_cell(windows, (height, width)).astype(x.dtype)
        mean *= share
        return mean

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Give each cell its share."""
        if not tape.needs_input_gradient:
            return None
        windows: Windows = tape.saved["windows"]
        gradient *= tape.saved["share"]
        dx = tape.buffer("dx", tape.saved["padded_shape"], gradient.dtype)
        dx.fill(0)
        for row, column in windows.offsets():
            windows.seen_at(dx, row, column)[...] += gradient
        return windows.inside(dx)


class GlobalAveragePooling2D(Layer):
    """Take the mean of each channel over the whole picture: (height, width, channels) → (channels,).

    Notes
    -----
    No parameters. A network that ends so takes pictures of any size, and each channel becomes a map of where
    its class is seen.

    References
    ----------
    Lin, Chen and Yan, "Network In Network", ICLR 2014.

    Examples
    --------
    >>> GlobalAveragePooling2D().compute_output_shape((7, 7, 32))
    (32,)
    """

    def __init__(self) -> None:
        super().__init__()

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(channels,)`."""
        check_picture(input_shape, "GlobalAveragePooling2D")
        return input_shape[-1:]

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return the means, `(channels, n)`."""
        tape.saved["x_shape"] = x.shape
        return np.mean(x, axis=(1, 2), out=tape.buffer("z", (x.shape[0], x.shape[-1]), x.dtype))

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Give each cell an equal share."""
        if not tape.needs_input_gradient:
            return None
        channels, height, width, n = tape.saved["x_shape"]
        dx = tape.buffer("dx", (channels, height, width, n), gradient.dtype)
        dx[...] = (gradient / gradient.dtype.type(height * width))[:, np.newaxis, np.newaxis]
        return dx


class GlobalMaxPooling2D(Layer):
    """Keep the largest number of each channel of a picture: (height, width, channels) → (channels,).

    Notes
    -----
    No parameters. Backwards, the whole gradient goes to the cell that won; where two are equal, to the first
    of them, row by row.

    Examples
    --------
    >>> GlobalMaxPooling2D().compute_output_shape((7, 7, 32))
    (32,)
    """

    def __init__(self) -> None:
        super().__init__()

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(channels,)`."""
        check_picture(input_shape, "GlobalMaxPooling2D")
        return input_shape[-1:]

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return the largest numbers, `(channels, n)`."""
        cells = x.reshape(x.shape[0], -1, x.shape[-1])
        winner = cells.argmax(axis=1, keepdims=True)
        tape.saved["x_shape"], tape.saved["winner"] = x.shape, winner
        return np.take_along_axis(cells, winner, axis=1)[:, 0]

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Send each channel's gradient to the cell that won."""
        if not tape.needs_input_gradient:
            return None
        channels, height, width, n = tape.saved["x_shape"]
        dx = tape.buffer("dx", (channels, height * width, n), gradient.dtype)
        dx.fill(0)
        np.put_along_axis(dx, tape.saved["winner"], gradient[:, np.newaxis], axis=1)
        return dx.reshape(channels, height, width, n)


def _share_of_a_cell(windows: Windows, picture: tuple[int, int]) -> Array:
    """Return 1 / (cells inside the picture) for each window, `(1, out_h, out_w, 1)`."""
    inside = np.zeros((1, *windows.padded_size(picture), 1))
    windows.inside(inside)[...] = 1
    cells = sum(windows.seen_at(inside, row, column) for row, column in windows.offsets())
    return np.asarray(1 / cells)
