"""The last good moment of a run, to go back to when the next one turns out bad."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.optimizers import Optimizer


class Checkpoint:
    """Copies of parameters, optimizer memory and position, written into the same memory at every save.

    Parameters
    ----------
    parameters : ndarray
        The model's vector of parameters, which `restore` writes to.
    optimizer : Optimizer
        The optimizer whose memory belongs to it.
    """

    def __init__(self, parameters: Array, optimizer: Optimizer) -> None:
        self._live = parameters
        self._optimizer = optimizer
        self.parameters = parameters.copy()
        self._state: dict[str, Array] = {}
        self._iterations = optimizer.iterations
        self._position = (0, 0)

    def save(self, epoch: int, start: int) -> None:
        """Remember this moment: whole epochs done, and examples seen within the current one."""
        self.parameters[...] = self._live
        for name, vector in self._optimizer.state.items():
            kept = self._state.get(name)
            if kept is None:
                self._state[name] = vector.copy()
            else:
                kept[...] = vector
        self._iterations = self._optimizer.iterations
        self._position = epoch, start

    def restore(self) -> tuple[int, int]:
        """Put parameters and optimizer back, and return the position."""
        self._live[...] = self.parameters
        self._optimizer.iterations = self._iterations
        self._optimizer.state = {name: vector.copy() for name, vector in self._state.items()}
        return self._position
