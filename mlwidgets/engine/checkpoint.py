"""The last good moment of a run, to go back to when the next one turns out bad."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.optimizers import Optimizer


@dataclass(frozen=True)
class Moment:
    """Where a run is.

    Attributes
    ----------
    epoch : int
        Whole epochs done.
    start : int
        Examples seen within the current one.
    iteration : int
        Updates made.
    totals : dict of str to float
        Sums of loss and metrics over the examples seen within the current epoch.
    """

    epoch: int = 0
    start: int = 0
    iteration: int = 0
    totals: dict[str, float] = field(default_factory=dict)


class Checkpoint:
    """Copies of parameters, optimizer memory and position, written into the same memory at every save.

    Parameters
    ----------
    vector : ndarray
        The model's vector of weights, which `restore` writes to.
    optimizer : Optimizer
        The optimizer whose memory belongs to it.

    Attributes
    ----------
    vector : ndarray
        The copy of the weights.
    iterations : int
        How many steps the optimizer had made.
    moment : Moment
        Where the run was.
    """

    def __init__(self, vector: Array, optimizer: Optimizer) -> None:
        self._live = vector
        self._optimizer = optimizer
        self.vector = vector.copy()
        self._state: dict[str, Array] = {}
        self.save(Moment())

    def save(self, moment: Moment) -> None:
        """Remember this moment."""
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
        self.moment = moment

    def sound(self) -> bool:
        """Return whether all present parameters and all of the optimizer's memory are finite."""
        return all(map(_finite, (self._live, *self._optimizer.state.values())))

    def restore(self) -> Moment:
        """Put parameters and optimizer back, and return the moment."""
        self._live[...] = self.vector
        self._optimizer.iterations = self.iterations
        self._optimizer.state = {name: vector.copy() for name, vector in self._state.items()}
        return self.moment


def _finite(vector: Array) -> bool:
    # A sum of squares costs a fifth of isfinite, and is finite only if every number is. Huge numbers overflow
    # it too, so that the last word is isfinite's.
    return bool(np.isfinite(np.dot(vector, vector)) or np.isfinite(vector).all())
