"""Layers that make a picture larger without learning anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.layers.base import Layer
from mlwidgets.engine.layers.shape_checks import check_picture
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.ranges import UPSAMPLING, ZERO_PADDING, check_pair, shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape

PaddingPairs = tuple[tuple[int, int], tuple[int, int]]


class UpSampling2D(Layer):
    """Repeat each row and each column, so that every cell becomes a block of equal cells.

    Parameters
    ----------
    size : int or (int, int)
        How often a row and a column are repeated.

    Notes
    -----
    No parameters. Backwards, a cell gets the sum over its block.

    Examples
    --------
    >>> UpSampling2D((2, 3)).compute_output_shape((7, 7, 8))
    (14, 21, 8)
    """

    def __init__(self, size: int | tuple[int, int] = 2) -> None:
        super().__init__()
        self.size = check_pair(UPSAMPLING, size)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(height · size, width · size, channels)`."""
        check_picture(input_shape, "UpSampling2D")
        height, width, channels = input_shape
        return (height * self.size[0], width * self.size[1], channels)

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return the enlarged picture, `(channels, out_h, out_w, n)`."""
        channels, height, width, n = x.shape
        down, right = self.size
        z = tape.buffer("z", (channels, height, down, width, right, n), x.dtype)
        z[...] = x[:, :, np.newaxis, :, np.newaxis]
        return z.reshape(channels, height * down, width * right, n)

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Sum each block."""
        if not tape.needs_input_gradient:
            return None
        channels, height, width, n = gradient.shape
        down, right = self.size
        blocks = gradient.reshape(channels, height // down, down, width // right, right, n)
        return np.asarray(blocks.sum(axis=(2, 4)))


class ZeroPadding2D(Layer):
    """Put zeros around a picture.

    Parameters
    ----------
    padding : int, (int, int) or ((int, int), (int, int))
        One number for all sides, one for top and bottom and one for left and right, or
        ((top, bottom), (left, right)).

    Notes
    -----
    No parameters. Backwards, what flows into the padding is lost.

    Examples
    --------
    >>> ZeroPadding2D(((1, 0), (2, 2))).compute_output_shape((28, 28, 1))
    (29, 32, 1)
    """

    def __init__(self, padding: int | tuple[int, int] | PaddingPairs = 1) -> None:
        super().__init__()
        self.padding = _check_padding(padding)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(top + height + bottom, left + width + right, channels)`."""
        check_picture(input_shape, "ZeroPadding2D")
        height, width, channels = input_shape
        return (height + sum(self.padding[0]), width + sum(self.padding[1]), channels)

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return the picture with its padding, `(channels, out_h, out_w, n)`."""
        channels, height, width, n = x.shape
        size = height + sum(self.padding[0]), width + sum(self.padding[1])
        z = tape.buffer("z", (channels, *size, n), x.dtype)
        z.fill(0)
        self._inside(z)[...] = x
        return z

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:  # noqa: ARG002 - only a view
        """Cut the padding off."""
        return self._inside(gradient)

    def _inside(self, padded: Array) -> Array:
        (top, bottom), (left, right) = self.padding
        return padded[:, top : padded.shape[1] - bottom, left : padded.shape[2] - right]


def _check_padding(value: object) -> PaddingPairs:
    """Return ((top, bottom), (left, right)) from any of the three forms."""
    if isinstance(value, (tuple, list)):
        if len(value) != 2:  # noqa: PLR2004 - vertical and horizontal
            raise ConfigurationError(
                _(
                    "padding must be one whole number, a pair (vertical, horizontal) or a pair of pairs "
                    "((top, bottom), (left, right)); got {got}."
                ).format(got=shown(value))
            )
        return check_pair(ZERO_PADDING, value[0]), check_pair(ZERO_PADDING, value[1])
    padding = check_pair(ZERO_PADDING, value)
    return padding, padding
