"""Axes as a person counts them, and where they lie inside the engine.

A person counts as in Keras: 0 is the batch, 1 the first axis of an example, −1 the last. Inside the engine
the last axis of an example comes first, and the batch last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import AXIS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Array, Shape


def check_axis(value: object) -> int:
    """Return an axis that is a whole number and not the batch."""
    axis = AXIS.check_int(value)
    if axis == 0:
        raise ConfigurationError(
            _("axis 0 is the batch; choose 1 for the first axis of an example, or -1 for the last.")
        )
    return axis


def places(axes: Sequence[int], shape: Shape, layer: str) -> tuple[int, ...]:
    """Return which axes of an example's public shape are meant, from 0 and in order; or raise."""
    rank = len(shape)
    for axis in axes:
        if not 1 <= abs(axis) <= rank:
            raise ShapeError(
                _(
                    "{layer} has axis={axis}, but an input of shape {shape} has the axes 1 to {rank}, or "
                    "-1 to -{rank} from the end. Choose one of them."
                ).format(layer=layer, axis=axis, shape=shape, rank=rank)
            )
    return tuple(sorted({axis - 1 if axis > 0 else axis + rank for axis in axes}))


def in_engine(weights: Array) -> Array:
    """Return weights in the shape of an example, `(…, channels)`, as a view `(channels, …, 1)`."""
    return np.moveaxis(weights, -1, 0)[..., np.newaxis]


def from_engine(array: Array, shape: Shape) -> Array:
    """Turn `(channels, …, 1)` back into weights of the given shape."""
    return np.moveaxis(array[..., 0], 0, -1).reshape(shape)


def engine_axes(public: tuple[int, ...], rank: int, *, inverse: bool = False) -> tuple[int, ...]:
    """Return where axes of an example lie in an engine array of `rank` axes, or `inverse`: all others."""
    last = rank - 2
    axes = tuple(0 if place == last else place + 1 for place in public)
    return tuple(axis for axis in range(rank) if axis not in axes) if inverse else axes
