"""The windows of a whole batch, side by side in a matrix, a block of places at a time.

A convolution is one matrix product with all its patches. Written out at once, they take nine times the room
of the picture (for a 3 × 3 kernel) and every pass over them goes to main memory. A block of places stays in
the processor's cache: it is gathered, multiplied and forgotten, and gathered again on the way back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.layers.windows import Windows
    from mlwidgets.engine.tape import Tape

BLOCK_BYTES = 512 * 1024
"""Size of a block: a quarter of a usual second-level cache, which input and result share."""

QUICK_PRODUCT = 1_000_000
"""Multiplications up to which OpenBLAS takes two matrices as they lie instead of packing them first.

For the narrow matrices of a convolution that is half again as fast.
"""

BAND_BYTES = 4 * 1024 * 1024
"""Size of the results of several blocks that are added up in one go, which takes fewer calls."""


@dataclass(frozen=True)
class Block:
    """A rectangle of places where a kernel stands: several whole rows of them, or a part of one row.

    Attributes
    ----------
    rows, columns : slice
        The rectangle.
    run : slice
        The columns that it takes in a matrix of all places of all examples.
    """

    rows: slice
    columns: slice
    run: slice


def blocks(places: tuple[int, int], n: int, *, multiplications: int, numbers: int) -> Iterator[Block]:
    """Cut all places (down, right) of `n` examples into blocks that suit the cache and the matrix product.

    Parameters
    ----------
    places : (int, int)
        How many there are, down and right.
    n : int
        How many examples.
    multiplications, numbers : int
        How many of them the product makes for one place of one example, and how many numbers it reads.
    """
    down, right = places
    most = min(QUICK_PRODUCT // multiplications, BLOCK_BYTES // (4 * numbers)) // n
    rows = max(1, most // right)
    parts = 1 if most >= right else -(-right // max(1, most))
    columns = -(-right // parts)
    for top in range(0, down, rows):
        bottom = min(top + rows, down)
        for left in range(0, right, columns):
            end = min(left + columns, right)
            run = slice((top * right + left) * n, ((bottom - 1) * right + end) * n)
            yield Block(slice(top, bottom), slice(left, end), run)


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
        self._places, self._n = windows.output, n
        self._tape = tape
        self._dtype = padded.dtype

    def blocks(self, filters: int) -> Iterator[tuple[slice, Array]]:
        """Yield the patches a block at a time, to be multiplied with so many filters.

        Each comes with its columns in a matrix of all places; its shape is `(cells [+ 1], columns)`, and it
        is valid until the next.
        """
        height = self.cells + self._with_ones
        for block in blocks(self._places, self._n, multiplications=height * filters, numbers=height):
            seen = self._seen[:, :, :, block.rows, block.columns]
            patches = self._tape.buffer("patches", (height, block.run.stop - block.run.start), self._dtype)
            patches[: self.cells].reshape(seen.shape)[...] = seen
            if self._with_ones:
                patches[self.cells] = 1
            self._tape.go_on()
            yield block.run, patches


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

    into.fill(0)
    height_of_band = max(1, BAND_BYTES // (turned.shape[0] * out_width * n * gradient.itemsize))
    for top in range(0, height, height_of_band):
        bottom = min(top + height_of_band, height)
        band = met[:, :, top:bottom]
        pieces = tape.buffer("pieces", (turned.shape[0], math.prod(band.shape[2:])), gradient.dtype)
        work = {"multiplications": turned.size, "numbers": sum(turned.shape)}
        for block in blocks((bottom - top, out_width), n, **work):
            tape.go_on()
            part = band[:, :, block.rows, block.columns]
            rows = tape.buffer("patches", (turned.shape[1], math.prod(part.shape[2:])), gradient.dtype)
            rows.reshape(part.shape)[...] = part
            np.matmul(turned, rows, out=pieces[:, block.run])
        columns = pieces.reshape(k_columns, channels, *band.shape[2:])
        for column in range(k_columns):
            left = column * apart_right
            into[:, top:bottom, left : left + right * out_width : right] += columns[column]


def with_bias(kernel: Array, bias: Array | None) -> Array:
    """Return the kernel as a matrix `(cells, filters)`, with the bias as one more row below it."""
    matrix = kernel.reshape(-1, kernel.shape[-1])
    return matrix if bias is None else np.concatenate([matrix, bias[np.newaxis]])


def _viewed(array: Array, shape: Shape, strides: Shape) -> Array:
    """Return a view of a contiguous array's memory; NumPy's own `as_strided` takes 15 µs for the same."""
    return np.ndarray(shape, array.dtype, array, strides=strides)
