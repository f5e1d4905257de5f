"""What a network says of many examples, a few milliseconds at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import Sequential

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

SLICE = 64
"""So many examples go through the network together."""


class Measuring:
    """Predicts examples with the weights of one moment, while the network itself learns on.

    Parameters
    ----------
    model : Sequential
        The network; it is copied.
    x : ndarray, shape (n, …)
        Examples as the network is given them.
    """

    def __init__(self, model: Sequential, x: AnyArray) -> None:
        self._model = Sequential.from_config(model.get_config())
        self._model.vector[...] = model.vector
        self._outputs: AnyArray = np.zeros((len(x), *model.output_shape), model.dtype)
        self._x, self._done = x, 0

    @property
    def progress(self) -> float:
        """How much has been predicted, from 0 to 1."""
        return self._done / max(len(self._x), 1)

    def advance(self, seconds: float) -> bool:
        """Go on for so long, but by one slice at least; return whether everything has been predicted."""
        end = time.perf_counter() + seconds
        with np.errstate(all="ignore"):  # a network about to diverge overflows
            while self._done < len(self._x):
                part = slice(self._done, self._done + SLICE)
                self._outputs[part] = self._model.predict(self._x[part])
                self._done = min(part.stop, len(self._x))
                if time.perf_counter() >= end:
                    break
        return self._done == len(self._x)

    def outputs(self) -> AnyArray:
        """Return what the network has said of each example, shape (n, …)."""
        return self._outputs
