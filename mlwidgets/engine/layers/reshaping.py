"""Layers that only rearrange numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mlwidgets.engine.layers.base import Layer

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class Flatten(Layer):
    """Lay all numbers of an example in one row: (height, width, channels) → (height · width · channels,).

    Notes
    -----
    The order is that of Keras and TensorFlow.js, channels fastest, so that the kernel of a Dense layer
    after it means the same there.
    """

    def __init__(self) -> None:
        super().__init__()

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(number of numbers,)`."""
        return (math.prod(input_shape),)

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return `(features, n)`."""
        tape.saved["x_shape"] = x.shape
        if x.ndim == 2:  # noqa: PLR2004 - a table is flat already
            return x
        n = x.shape[-1]
        channels_last = (*range(1, x.ndim - 1), 0, x.ndim - 1)
        z = tape.buffer("z", (math.prod(x.shape[:-1]), n), x.dtype)
        z.reshape(*x.shape[1:-1], x.shape[0], n)[...] = x.transpose(channels_last)
        return z

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return the gradient in the input's shape."""
        shape: Shape = tape.saved["x_shape"]
        if len(shape) == 2 or not tape.needs_input_gradient:  # noqa: PLR2004 - a table is flat already
            return gradient
        *_, n = shape
        rank = len(shape)
        channels_first = (rank - 2, *range(rank - 2), rank - 1)
        return gradient.reshape(*shape[1:-1], shape[0], n).transpose(channels_first)
