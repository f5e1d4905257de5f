"""What a network makes of every place of the plane: each neuron's picture, and the map of its decisions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.plane.features import expand
from mlwidgets.data.plane.geometry import EDGE
from mlwidgets.engine.arrays import to_engine
from mlwidgets.engine.tape import Tape
from mlwidgets.ranges import PLANE_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray

NEURON_SIZE = 20
"""Cells a side of the small picture of a neuron."""

MAP_SIZE = 100
"""Cells a side of the map of the network's decisions."""

_SLICE = 1000
"""Places that go through the network at a time: a layer's numbers then stay in the processor's cache."""


@lru_cache(maxsize=8)
def plane_grid(size: int) -> AnyArray:
    """Return the middles of `size` × `size` cells that cover the plane from −6 to 6.

    Row by row as a picture is drawn: the first row is that of the largest x₂, and x₁ grows along it.

    Returns
    -------
    ndarray of float32, shape (size · size, 2)
        Read-only, because it is kept.

    Examples
    --------
    >>> plane_grid(2).tolist()
    [[-3.0, 3.0], [3.0, 3.0], [-3.0, -3.0], [3.0, -3.0]]
    """
    count = PLANE_SIZE.check_int(size)
    middles = ((np.arange(count) + 0.5) / count * 2 - 1) * EDGE
    x2, x1 = np.meshgrid(-middles, middles, indexing="ij")
    grid = np.stack([x1.ravel(), x2.ravel()], axis=1).astype(np.float32)
    grid.flags.writeable = False
    return grid


@lru_cache(maxsize=8)
def plane_inputs(features: tuple[str, ...], size: int) -> AnyArray:
    """Return the features of every place of `plane_grid`, float32, shape (size · size, features)."""
    inputs = expand(plane_grid(size), features)
    inputs.flags.writeable = False
    return inputs


def neuron_maps(
    model: Sequential, features: tuple[str, ...], size: int = NEURON_SIZE
) -> list[AnyArray | None]:
    """Return what each neuron of each layer computes over the plane, after its activation function.

    Parameters
    ----------
    model : Sequential
        A network on features of points. Nothing of it changes.
    features : tuple of str
        What it is given of each point; see `mlwidgets.data.plane.features`.
    size : int
        Cells a side of each map.

    Returns
    -------
    list of ndarray of float, shape (units, size, size), or None
        First the features themselves, then an entry for each layer of the stack, in the network's float
        format; None where a layer's output is not one row of numbers. The first row of a map is that of the
        largest x₂.

    Raises
    ------
    ShapeError
        The network takes another number of inputs.
    """
    inputs = _checked_inputs(model, features, size)
    # Copied where it is kept: layers and activation functions work in place where they can.
    flowing = to_engine(inputs, model.dtype)
    maps: list[AnyArray | None] = [flowing.reshape(-1, size, size).copy()]
    for layer in model.layers:
        flowing = layer.forward(flowing, Tape(), layer.activation)
        maps.append(flowing.reshape(-1, size, size).copy() if flowing.ndim == 2 else None)  # noqa: PLR2004
    return maps


@dataclass(frozen=True, eq=False)
class Decisions:
    """What a network says at every place of the plane.

    Attributes
    ----------
    classes : ndarray of uint8, shape (size, size), or None
        The number of the class that it says; None if it predicts a number.
    numbers : ndarray of float32, shape (size, size)
        The share that it gives to this class, or the number that it predicts, the first one if there are
        several. NaN where the network gives no number.
    """

    classes: AnyArray | None
    numbers: AnyArray


def decision_map(
    model: Sequential,
    features: tuple[str, ...],
    shares: Callable[[AnyArray], AnyArray | None],
    size: int = MAP_SIZE,
) -> Decisions:
    """Return what a network says at every place of the plane.

    Parameters
    ----------
    model : Sequential
        A network on features of points.
    features : tuple of str
        What it is given of each point.
    shares : callable
        Makes a share for each class, shape (n, classes), of the network's outputs (n, outputs), also where
        two classes have one output; None if numbers are predicted.
    size : int
        Cells a side.

    Raises
    ------
    ShapeError
        The network takes another number of inputs.

    Examples
    --------
    >>> from mlwidgets.engine import Sequential
    >>> from mlwidgets.engine.layers import Dense, Input
    >>> model = Sequential([Input((1,)), Dense(1)])
    >>> model.set_weights([[[2.0]], [1.0]])
    >>> decision_map(model, ("x1",), lambda _: None, size=2).numbers.tolist()
    [[-5.0, 7.0], [-5.0, 7.0]]
    """
    output = model.predict(_checked_inputs(model, features, size), batch_size=_SLICE)
    found = shares(output)
    if found is None:
        return Decisions(None, output.reshape(size, size, -1)[:, :, 0].astype(np.float32))
    known = np.isfinite(found.sum(axis=1))
    winners = np.where(known[:, np.newaxis], found, 0).argmax(axis=1)
    numbers = np.where(known, np.take_along_axis(found, winners[:, np.newaxis], axis=1)[:, 0], np.nan)
    return Decisions(
        winners.astype(np.uint8).reshape(size, size), numbers.astype(np.float32).reshape(size, size)
    )


def _checked_inputs(model: Sequential, features: tuple[str, ...], size: int) -> AnyArray:
    inputs = plane_inputs(tuple(features), PLANE_SIZE.check_int(size))
    model.build(inputs.shape[1:])
    return inputs
