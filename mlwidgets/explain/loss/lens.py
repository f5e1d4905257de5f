"""Lens: what each example adds to the loss, and how hard it pulls on the weights."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import Sequential
from mlwidgets.engine.arrays import to_engine, to_public

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.losses import Loss

MOST_EXAMPLES = 500
"""So many examples are measured; of more, every so-manieth is taken, always the same ones."""


def sample(count: int, most: int = MOST_EXAMPLES) -> AnyArray:
    """Return the positions of the examples that are measured: all, or evenly spread ones.

    Examples
    --------
    >>> sample(3).tolist(), sample(10, 4).tolist()
    ([0, 1, 2], [0, 2, 5, 7])
    """
    if count <= most:
        return np.arange(count)
    return np.arange(most) * count // most


@dataclass(frozen=True, eq=False)
class Measured:
    """What a network's loss is made of.

    Attributes
    ----------
    losses : ndarray of float64, shape (n,)
        wᵢ Lᵢ: the loss of each example, times its weight if classes have one.
    pulls : ndarray of float64, shape (n,)
        ‖∂(wᵢ Lᵢ)/∂θ‖: the length of the gradient that the example alone would give to all parameters.
    outputs : ndarray, shape (n, …)
        What the network says of each.
    penalty : float
        What the regularizers add to the loss; it belongs to no example.
    """

    losses: Array
    pulls: Array
    outputs: AnyArray
    penalty: float

    @property
    def order(self) -> AnyArray:
        """The examples from the largest loss to the smallest; equal ones in their own order."""
        return np.argsort(-np.nan_to_num(self.losses, nan=np.inf, posinf=np.inf), kind="stable")

    @property
    def mean(self) -> float:
        """The loss without the penalty: the mean over the examples."""
        return float(self.losses.mean())

    @property
    def loss_shares(self) -> Array:
        """Each example's part of the sum of all losses; they sum to 1 unless some losses are negative."""
        return _shares(self.losses)

    @property
    def pull_shares(self) -> Array:
        """‖∂Lᵢ/∂θ‖ ÷ Σ ‖∂Lⱼ/∂θ‖."""
        return _shares(self.pulls)


class Lens:
    """Measures examples one by one, a few milliseconds at a time.

    Each goes through the network alone, forward and backward, as in a prediction: nothing is dropped out. So
    the gradients are exact, and a ranking belongs to one moment: it works on a copy of the weights.

    Parameters
    ----------
    model : Sequential
        The network; compiled.
    x : ndarray, shape (n, …)
        Examples as the network is given them.
    y : ndarray, shape (n, …)
        Targets as its loss takes them.
    weights : ndarray, shape (n,), optional
        How much each example counts; 1 if not given.
    """

    def __init__(self, model: Sequential, x: AnyArray, y: AnyArray, weights: Array | None = None) -> None:
        _, loss = model.check_compiled()
        self._loss: Loss = loss
        self._model = Sequential.from_config(model.get_config())
        self._pass = self._model.new_pass()
        self._x, self._weights = x, np.ones(len(x)) if weights is None else np.asarray(weights, np.float64)
        self._y = np.array(y)
        self._losses, self._pulls = np.zeros(len(x)), np.zeros(len(x))
        self._outputs: AnyArray = np.zeros((len(x), *self._model.output_shape), self._model.dtype)
        self._due = np.ones(len(x), bool)
        self.take(model)

    def take(self, model: Sequential) -> None:
        """Take the present weights of a network of the same structure, and begin again."""
        self._model.vector[...] = model.vector
        self._due[:] = True

    def relabel(self, at: int, y: object, weight: float = 1.0) -> None:
        """Give an example another target; it is measured again, with the same weights of the network."""
        self._y[at], self._weights[at] = y, weight
        self._due[at] = True

    @property
    def progress(self) -> float:
        """How much has been measured, from 0 to 1."""
        return 1 - float(self._due.mean())

    @property
    def done(self) -> bool:
        """Whether everything has been measured."""
        return not self._due.any()

    def advance(self, seconds: float) -> bool:
        """Go on for so long, but by one example at least; return whether everything has been measured."""
        end = time.perf_counter() + seconds
        with np.errstate(all="ignore"):  # a network about to diverge overflows
            for at in np.flatnonzero(self._due).tolist():
                self._measure(at)
                if time.perf_counter() >= end:
                    break
        return self.done

    def _measure(self, at: int) -> None:
        one = slice(at, at + 1)
        target = self._loss.prepare(self._y[one], self._model.output_shape, self._model.dtype)
        graded = self._pass.grade(to_engine(self._x[one], self._model.dtype), target, self._loss)
        weight = self._weights[at]
        self._losses[at] = weight * float(graded.values[0])
        self._outputs[at] = to_public(graded.output)[0]
        gradient = self._pass.backward(target, graded, self._loss)
        self._pulls[at] = weight * float(np.sqrt(np.dot(gradient, gradient)))
        self._due[at] = False

    def result(self) -> Measured:
        """Return what has been measured."""
        rules = self._model.rules
        with np.errstate(all="ignore"):
            penalty = rules.penalty(self._model.parameters) if rules.penalised else 0.0
        return Measured(self._losses.copy(), self._pulls.copy(), self._outputs.copy(), float(penalty))


def _shares(numbers: Array) -> Array:
    total = numbers.sum()
    return numbers / total if np.isfinite(total) and total else np.full(len(numbers), np.nan)
