"""The loss of a network at any weights, on a few examples that stay the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.arrays import to_engine

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray, Array

EXAMPLES = 400
"""So many examples are enough for a smooth picture, and few enough for hundreds of them a second."""

_SLICE = 64
"""Examples that go through together: what they need fits the processor's cache."""


def chosen_examples(count: int, most: int = EXAMPLES) -> AnyArray:
    """Return which examples the loss is measured on: all, or so many at even distances.

    Examples
    --------
    >>> chosen_examples(10, most=4)
    array([0, 3, 6, 9])
    """
    if count <= most:
        return np.arange(count)
    return np.linspace(0, count - 1, most).round().astype(np.int64)


class LossAt:
    """L(θ) = mean of the examples' (weighted) losses + penalty, as it is in training but without its chance.

    Dropout and noise are off, and a batch normalization uses its moving averages, as in a prediction.

    Parameters
    ----------
    model : Sequential
        Compiled. Its weights are changed by every call, so it must be nobody else's.
    x, y : ndarray
        Examples `(n, …)` and targets.
    weights : ndarray, shape (n,), optional
        How much each example counts.
    """

    def __init__(self, model: Sequential, x: AnyArray, y: AnyArray, weights: Array | None = None) -> None:
        self._model, self.count = model, len(x)
        _, self._loss = model.check_compiled()
        self._pass = model.new_pass()
        size = model.step_memory().slice_size(_SLICE)
        self._slices = [
            (
                to_engine(x[start : start + size], model.dtype).copy(),
                self._loss.prepare(y[start : start + size], model.output_shape, model.dtype),
                None if weights is None else weights[start : start + size].astype(np.float64),
            )
            for start in range(0, len(x), size)
        ]

    def __call__(self, theta: AnyArray) -> float:
        """Return the loss with these parameters, shape `(p,)`; it may be infinite or NaN."""
        self._model.parameters[...] = theta
        total = 0.0
        with np.errstate(all="ignore"):
            for x, y, weights in self._slices:
                values = self._pass.grade(x, y, self._loss).values
                total += float(values.sum(dtype=np.float64) if weights is None else values @ weights)
            penalty = self._model.rules.penalty(self._model.parameters) if self._model.rules.penalised else 0
        return total / self.count + float(penalty)
