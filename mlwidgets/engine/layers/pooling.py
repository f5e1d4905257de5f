"""Pooling: a smaller picture that keeps what matters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.layers.base import Layer
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.ranges import PADDING, POOL_SIZE, STRIDES, check_pair

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array, Shape
    from mlwidgets.engine.tape import Tape


class MaxPooling2D(Layer):
    """Keep the largest number in each window of each channel.

    Parameters
    ----------
    pool_size : int or (int, int)
        Height and width of a window.
    strides : int or (int, int), optional
        Steps (down, right) between windows; `pool_size` if not given, so that windows touch.
    padding : {"valid", "same"}
        "valid": only whole windows. "same": windows may hang over the edge; what is outside never wins.

    Notes
    -----
    No parameters. Backwards, the whole gradient of a window goes to the cell that won; where two cells are
    equal, to the first of them, row by row.
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
        return Windows.over(input_shape, self.pool_size, self.strides, self.padding, "MaxPooling2D")

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(out_height, out_width, channels)`."""
        return (*self.windows(input_shape).output, input_shape[-1])

    def numbers_in_training(self, input_shape: Shape) -> int:
        """Add who won each match of the tournament, a byte each."""
        matches = (math.prod(self.pool_size) - 1) * math.prod(self.compute_output_shape(input_shape))
        return super().numbers_in_training(input_shape) + -(-matches // 4)

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return the largest number of each window, `(channels, out_h, out_w, n)`."""
        channels, height, width, n = x.shape
        windows = self.windows((height, width, channels))
        padded = x
        if windows.padded:
            padded = tape.buffer("padded", (channels, *windows.padded_size((height, width)), n), x.dtype)
            padded.fill(-np.inf)
            windows.inside(padded)[...] = x
        largest = tape.buffer("z", (channels, *windows.output, n), x.dtype)
        # A tournament: each cell of the window challenges the largest so far, and wins only if it is larger.
        champion, *challengers = (windows.seen_at(padded, row, column) for row, column in windows.offsets())
        won = tape.buffer("won", (len(challengers), *largest.shape), bool)
        for number, challenger in enumerate(challengers):
            np.greater(challenger, champion, out=won[number])
            np.maximum(challenger, champion, out=largest)
            champion = largest
        if not challengers:
            largest[...] = champion
        tape.saved["windows"], tape.saved["won"], tape.saved["x_shape"] = windows, won, padded.shape
        return largest

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Send each window's gradient to the cell that won."""
        if not tape.needs_input_gradient:
            return None
        windows: Windows = tape.saved["windows"]
        won: AnyArray = tape.saved["won"]
        shape: Shape = tape.saved["x_shape"]
        dx = tape.buffer("dx", shape, gradient.dtype)
        if windows.overlap or not windows.tile(shape[1:3]):
            dx.fill(0)
        first, *challengers = (windows.seen_at(dx, row, column) for row, column in windows.offsets())
        # Back through the tournament: the last winner takes all, and leaves nothing for those before it.
        for cell, takes in zip(reversed(challengers), won[::-1], strict=True):
            if windows.overlap:
                taken = gradient * takes
                np.add(cell, taken, out=cell)
            else:
                taken = np.multiply(gradient, takes, out=cell)
            gradient = np.subtract(gradient, taken, out=gradient)
        if windows.overlap:
            first += gradient
        else:
            first[...] = gradient
        return windows.inside(dx)
