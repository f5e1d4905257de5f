"""Where a sliding window stands: shared by convolution and pooling."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Self

import numpy as np

from mlwidgets.engine.layers.shape_checks import check_picture
from mlwidgets.errors import ShapeError
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.engine.arrays import AnyArray, Array, Shape
    from mlwidgets.engine.tape import Tape


@dataclass(frozen=True)
class Windows:
    """The places of a window that slides over a padded picture.

    Attributes
    ----------
    size : (height, width) of the window.
    strides : steps (down, right) from one place to the next.
    dilation : distance (down, right) between neighbouring cells of the window.
    before, after : rows and columns of padding (top, left) and (bottom, right).
    output : number of places (down, right), which is the size of the result.
    """

    size: tuple[int, int]
    strides: tuple[int, int]
    dilation: tuple[int, int]
    before: tuple[int, int]
    after: tuple[int, int]
    output: tuple[int, int]

    @classmethod
    @lru_cache(maxsize=256)
    def over(
        cls,
        picture: Shape,
        size: tuple[int, int],
        strides: tuple[int, int],
        padding: str,
        layer: str,
        *,
        dilation: tuple[int, int] = (1, 1),
    ) -> Self:
        """Place windows over a picture `(height, width, channels)`.

        With "valid", a side of n numbers holds ⌊(n − k) / s⌋ + 1 windows. With "same" it holds ⌈n / s⌉, and
        the padding that this needs is shared between both ends, the odd one at the end, as in TensorFlow.
        """
        check_picture(picture, layer)
        before, after, output = [], [], []
        spans = [(k - 1) * d + 1 for k, d in zip(size, dilation, strict=True)]
        for side, k, s in zip(picture[:2], spans, strides, strict=True):
            if padding == "same":
                places = -(-side // s)
                missing = max((places - 1) * s + k - side, 0)
            elif k > side:
                raise ShapeError(
                    _(
                        "{layer} with a {rows} × {columns} window does not fit into a picture of "
                        '{height} × {width}. Use a smaller window or padding="same".'
                    ).format(
                        layer=layer, rows=spans[0], columns=spans[1], height=picture[0], width=picture[1]
                    )
                )
            else:
                places, missing = (side - k) // s + 1, 0
            before.append(missing // 2)
            after.append(missing - missing // 2)
            output.append(places)
        return cls(size, strides, dilation, _pair(before), _pair(after), _pair(output))

    @property
    def padded(self) -> bool:
        """Whether there is any padding."""
        return any(self.before) or any(self.after)

    @property
    def overlap(self) -> bool:
        """Whether a cell of the picture can lie in several windows."""
        return any(k > s for k, s in zip(self.size, self.strides, strict=True))

    def tile(self, padded: tuple[int, ...]) -> bool:
        """Return whether each cell of a padded picture (height, width) lies in exactly one window."""
        covered = tuple(k * places for k, places in zip(self.size, self.output, strict=True))
        return self.size == self.strides and covered == padded

    def padded_size(self, picture: tuple[int, int]) -> tuple[int, int]:
        """Return the size (height, width) of the picture with its padding."""
        height, width = (n + b + a for n, b, a in zip(picture, self.before, self.after, strict=True))
        return height, width

    def inside(self, padded: AnyArray) -> AnyArray:
        """Return the view of `padded` (channels, height, width, n) without its padding."""
        _, height, width, _ = padded.shape
        top, left = self.before
        return padded[:, top : height - self.after[0], left : width - self.after[1], :]

    def pad(self, x: Array, tape: Tape) -> Array:
        """Return `x` (channels, height, width, n), contiguous, padded with zeros where needed."""
        if not self.padded:
            return np.ascontiguousarray(x)  # already so, unless a table has just been reshaped
        channels, height, width, n = x.shape
        padded = tape.buffer("padded", (channels, *self.padded_size((height, width)), n), x.dtype)
        padded.fill(0)
        self.inside(padded)[...] = x
        return padded

    def offsets(self) -> Iterator[tuple[int, int]]:
        """Yield each (row, column) within the window, row by row."""
        return ((row, column) for row in range(self.size[0]) for column in range(self.size[1]))

    def seen_at(self, padded: AnyArray, row: int, column: int) -> AnyArray:
        """Return what all windows see at one of their cells: a view `(channels, out_h, out_w, n)`."""
        down, right = self.strides
        height, width = self.output
        row, column = row * self.dilation[0], column * self.dilation[1]
        return padded[:, row : row + down * height : down, column : column + right * width : right, :]


def _pair(values: list[int]) -> tuple[int, int]:
    first, second = values
    return first, second
