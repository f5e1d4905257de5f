"""The windows of a whole batch, side by side in a matrix, a block of rows at a time.

A convolution is one matrix product with all its patches. Written out at once, they take nine times the room
of the picture (for a 3 × 3 kernel) and every pass over them goes to main memory. A block of rows stays in the
processor's cache: it is gathered, multiplied and forgotten, and gathered again on the way back.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.layers.windows import Windows
    from mlwidgets.engine.tape import Tape

BLOCK_BYTES = 512 * 1024
"""Size of a block: a quarter of a usual second-level cache, which input and result share."""


class Patches:
    """Gathers blocks of patches from a padded picture.

    Parameters
    ----------
    padded : ndarray, shape (channels, height, width, n)
        What the windows slide over.
    windows : Windows
        Where they stand.
    tape : Tape
        Lends the memory.
    with_ones : bool
        Whether a row of ones stands below the patches: it multiplies the bias.
    """

    def __init__(self, padded: Array, windows: Windows, tape: Tape, *, with_ones: bool) -> None:
        channels, _, _, n = padded.shape
        to_channel, to_row, to_column, to_example = padded.strides
        down, right = windows.strides
        apart_down, apart_right = windows.dilation
        self._windows = windows
        # Every number that each window sees, as a view:
        # [row in the window, column in the window, channel, window down, window right, example].
        self._seen = _viewed(
            padded,
            (*windows.size, channels, *windows.output, n),
            (
                apart_down * to_row,
                apart_right * to_column,
                to_channel,
                down * to_row,
                right * to_column,
                to_example,
            ),
        )
        self.cells = math.prod(windows.size) * channels
        self._with_ones = with_ones
        self._across = windows.output[1] * n
        self._tape = tape
        self._dtype = padded.dtype

    def blocks(self) -> Iterator[tuple[slice, slice]]:
        """Yield blocks of output rows, and the columns that they take in a matrix of all places."""
        bytes_a_row = (self.cells + 1) * self._across * self._dtype.itemsize
        rows = max(1, BLOCK_BYTES // bytes_a_row)
        height = self._windows.output[0]
        for start in range(0, height, rows):
            stop = min(start + rows, height)
            yield slice(start, stop), slice(start * self._across, stop * self._across)

    def gather(self, rows: slice) -> Array:
        """Return the patches of some output rows, shape `(cells [+ 1], rows · out_width · n)`."""
        across = (rows.stop - rows.start) * self._across
        block = self._tape.buffer("patches", (self.cells + self._with_ones, across), self._dtype)
        seen = self._seen[:, :, :, rows]
        block[: self.cells].reshape(seen.shape)[...] = seen
        if self._with_ones:
            block[self.cells] = 1
        return block


def spread_back(gradient: Array, kernel: Array, windows: Windows, tape: Tape, into: Array) -> None:
    """Send the gradient of a convolution's result back to its padded input.

    ∂L/∂x[c, y, x] = Σ over i, j, o of K[i, j, c, o] · g[o, (y − i·d) / s, (x − j·d) / s], wherever the
    divisions come out even. The sum over rows i and filters o is one matrix product for each block of the
    picture's rows; its results for each column j of the kernel are then added where they belong.

    Parameters
    ----------
    gradient : ndarray, shape (filters, out_height, out_width, n)
        g.
    kernel : ndarray, shape (height, width, channels, filters)
        K.
    windows : Windows
        Where the kernel stood.
    tape : Tape
        Lends the memory.
    into : ndarray, shape (channels, padded_height, padded_width, n)
        Is overwritten with ∂L/∂x.
    """
    filters, out_height, out_width, n = gradient.shape
    k_rows, k_columns, channels, _ = kernel.shape
    height, _width = into.shape[1:3]
    down, right = windows.strides
    apart_down, apart_right = windows.dilation
    reach = (k_rows - 1) * apart_down

    # g with rows of zeros between and around its own, so that every row of the picture finds its k rows of g.
    rows_of_g = tape.buffer("rows of g", (filters, height + reach, out_width, n), gradient.dtype)
    rows_of_g.fill(0)
    rows_of_g[:, reach : reach + out_height * down : down] = gradient
    to_filter, to_row, to_column, to_example = rows_of_g.strides
    met = _viewed(
        rows_of_g,
        (k_rows, filters, height, out_width, n),
        (apart_down * to_row, to_filter, to_row, to_column, to_example),
    )
    # Row i of the kernel meets the row of g that lies i · d above: the kernel's rows turn round.
    turned = kernel[::-1].transpose(1, 2, 0, 3).reshape(k_columns * channels, k_rows * filters)

    bytes_a_row = (turned.shape[0] + turned.shape[1]) * out_width * n * gradient.itemsize
    rows = max(1, BLOCK_BYTES // bytes_a_row)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        across = (bottom - top) * out_width * n
        block = tape.buffer("patches", (turned.shape[1], across), gradient.dtype)
        block.reshape(k_rows, filters, bottom - top, out_width, n)[...] = met[:, :, top:bottom]
        pieces = tape.buffer("pieces", (turned.shape[0], across), gradient.dtype)
        np.matmul(turned, block, out=pieces)
        columns = pieces.reshape(k_columns, channels, bottom - top, out_width, n)
        part = into[:, top:bottom]
        part.fill(0)
        for column in range(k_columns):
            left = column * apart_right
            part[:, :, left : left + right * out_width : right] += columns[column]


def with_bias(kernel: Array, bias: Array | None) -> Array:
    """Return the kernel as a matrix `(cells, filters)`, with the bias as one more row below it."""
    matrix = kernel.reshape(-1, kernel.shape[-1])
    return matrix if bias is None else np.concatenate([matrix, bias[np.newaxis]])


def _viewed(array: Array, shape: Shape, strides: Shape) -> Array:
    """Return a view of a contiguous array's memory; NumPy's own `as_strided` takes 15 µs for the same."""
    return np.ndarray(shape, array.dtype, array, strides=strides)
