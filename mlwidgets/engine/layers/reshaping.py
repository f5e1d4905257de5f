"""Layers that only rearrange numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.arrays import public_shape
from mlwidgets.engine.layers.base import Layer
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import TARGET_SIDE, shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape

_OTHER_COUNT = _(
    "Reshape to {target} needs {needed:,} numbers; an input of shape {shape} has {count:,}. Choose a "
    "target_shape for {count:,} numbers."
)
_MULTIPLE = _(
    "Reshape to {target} needs a multiple of {needed:,} numbers; an input of shape {shape} has {count:,}. "
    "Choose a target_shape for {count:,} numbers."
)


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


class Reshape(Layer):
    """Lay the numbers of an example out in another shape, in the same order.

    Parameters
    ----------
    target_shape : tuple of int
        The new shape, without the batch. One of its numbers may be -1: it becomes what is left over.

    Notes
    -----
    No parameters. The order is that of Keras and NumPy, the last axis fastest.

    Examples
    --------
    >>> Reshape((28, 28, -1)).compute_output_shape((784,))
    (28, 28, 1)
    """

    def __init__(self, target_shape: tuple[int, ...] | list[int]) -> None:
        super().__init__()
        if not isinstance(target_shape, (tuple, list)) or not target_shape:
            raise ConfigurationError(
                _("target_shape must be a list of whole numbers such as (28, 28, 1); got {got}.").format(
                    got=shown(target_shape)
                )
            )
        self.target_shape = tuple(_check_side(side) for side in target_shape)
        if self.target_shape.count(-1) > 1:
            raise ConfigurationError(
                _("Only one number of target_shape can be -1, what is left over; got {got}.").format(
                    got=self.target_shape
                )
            )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the target shape, with -1 filled in."""
        count = math.prod(input_shape)
        known = math.prod(side for side in self.target_shape if side != -1)
        left_over, rest = divmod(count, known)
        if rest or (-1 not in self.target_shape and left_over != 1):
            said = _MULTIPLE if -1 in self.target_shape else _OTHER_COUNT
            raise ShapeError(
                said.format(target=self.target_shape, needed=known, shape=input_shape, count=count)
            )
        return tuple(left_over if side == -1 else side for side in self.target_shape)

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return the numbers in the new shape, in the engine's layout."""
        before = public_shape(x)
        tape.saved["before"] = before
        return _relaid(x, self.compute_output_shape(before), tape.buffer("z", (x.size,), x.dtype))

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return the gradient in the input's shape."""
        if not tape.needs_input_gradient:
            return None
        return _relaid(gradient, tape.saved["before"], tape.buffer("dx", (gradient.size,), gradient.dtype))


def _relaid(array: Array, shape: Shape, memory: Array) -> Array:
    """Write a batch in the engine's layout into `memory` as examples of another public shape."""
    n = array.shape[-1]
    in_order = np.moveaxis(array, 0, -2).reshape(*shape, n)
    result = memory.reshape(shape[-1], *shape[:-1], n)
    result[...] = np.moveaxis(in_order, -2, 0)
    return result


def _check_side(side: object) -> int:
    left_over = isinstance(side, int) and side == -1
    return -1 if left_over else TARGET_SIDE.check_int(side)
