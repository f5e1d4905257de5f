"""The last good state of a run, kept cheaply at every update, to go back to when the next is bad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.training.moment import OptimizerMoment, Position

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.engine.training.sums import SumsMark


class Checkpoint:
    """What one update changes, written into the same memory at every save.

    A `Moment` is made of it only when it is needed, since fresh memory costs about as much as an update.

    Parameters
    ----------
    vector : ndarray
        The model's vector of weights.
    optimizer : Optimizer
        The optimizer whose memory belongs to it.
    sums : SumsMark
        How far the epoch's sums have come.

    Attributes
    ----------
    vector : ndarray
        The copy of the weights.
    iterations : int
        How many steps the optimizer had made.
    position : Position
        Where the run was.
    sums : SumsMark
        How far its sums had come.
    """

    def __init__(self, vector: Array, optimizer: Optimizer, sums: SumsMark) -> None:
        self._live = vector
        self._optimizer = optimizer
        self.vector = vector.copy()
        self._state: dict[str, Array] = {}
        self.save(Position(), sums)

    def save(self, position: Position, sums: SumsMark) -> None:
        """Remember the present."""
        self.vector[...] = self._live
        for name in self._state.keys() - self._optimizer.state.keys():
            del self._state[name]  # the optimizer has been reset
        for name, vector in self._optimizer.state.items():
            kept = self._state.get(name)
            if kept is None:
                self._state[name] = vector.copy()
            else:
                kept[...] = vector
        self.iterations = self._optimizer.iterations
        self.position, self.sums = position, sums

    def sound(self) -> bool:
        """Return whether all present parameters and all of the optimizer's memory are finite."""
        return all(map(_finite, (self._live, *self._optimizer.state.values())))

    def optimizer_moment(self) -> OptimizerMoment:
        """Return the optimizer as it was, with its present settings."""
        return OptimizerMoment.of(self._optimizer, self._state, self.iterations)


def _finite(vector: Array) -> bool:
    # A sum of squares costs a fifth of isfinite, and is finite only if every number is. Huge numbers overflow
    # it too, so that the last word is isfinite's.
    return bool(np.isfinite(np.dot(vector, vector)) or np.isfinite(vector).all())
