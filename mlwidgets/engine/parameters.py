"""All weights of a model in one long vector, and the layers' arrays as views into it.

One vector makes an optimizer a few lines that treat every weight alike, a copy of the whole model one
`copy()`, and the gradient of the whole model one vector of the same length.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.layers.base import WeightSpec


@dataclass(frozen=True)
class Slot:
    """The place of one array of weights in the long vector."""

    layer: int
    name: str
    shape: Shape
    start: int
    trainable: bool

    @property
    def stop(self) -> int:
        """The end of the place, exclusive."""
        return self.start + math.prod(self.shape)

    def place_of(self, index: Sequence[int]) -> int:
        """Return the place in the vector of one number of the array, whose index counts from 0."""
        return self.start + int(np.ravel_multi_index(tuple(index), self.shape))

    def index_of(self, place: int) -> tuple[int, ...]:
        """Return the index within the array of a place in the vector."""
        return tuple(int(part) for part in np.unravel_index(place - self.start, self.shape))


def lay_out(specs: Sequence[dict[str, WeightSpec]]) -> tuple[Slot, ...]:
    """Give each array of each layer its place: what is trained first, then what the layers keep themselves.

    So the parameters, which the optimizer moves, are the beginning of the vector.
    """
    slots: list[Slot] = []
    start = 0
    for trainable in (True, False):
        for layer, weights in enumerate(specs):
            for name, spec in weights.items():
                if spec.trainable is trainable:
                    slots.append(Slot(layer, name, spec.shape, start, trainable))
                    start = slots[-1].stop
    return tuple(slots)


def trainable_only(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return the places of what is trained."""
    return tuple(slot for slot in slots if slot.trainable)


def length(slots: Sequence[Slot]) -> int:
    """Return how long a vector must be to hold these places, the first of which is at 0."""
    return slots[-1].stop if slots else 0


def carve(vector: Array, slots: Sequence[Slot], layers: int) -> list[dict[str, Array]]:
    """Return, for each layer, views into `vector` by the weights' names."""
    views: list[dict[str, Array]] = [{} for _ in range(layers)]
    for slot in slots:
        views[slot.layer][slot.name] = vector[slot.start : slot.stop].reshape(slot.shape)
    return views
