"""A second copy of the model, for looking: asked by the views while the first one is being trained."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from mlwidgets.engine import Sequential
from mlwidgets.engine.tracing import Trace, trace
from mlwidgets.session.convolution.hand_made import learned_filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.training.evaluation import Evaluation
    from mlwidgets.session.convolution.hand_made import LearnedFilters

T = TypeVar("T")


class Viewer:
    """Answers questions with the weights of the newest snapshot, from any thread.

    Parameters
    ----------
    model : Sequential
        The model to copy; only its structure, loss and present weights are read.
    """

    def __init__(self, model: Sequential) -> None:
        self._lock = threading.RLock()  # an answer may make somebody ask again
        self._copy = Sequential.from_config(model.get_config())
        if model.loss is not None and model.optimizer is not None:
            self._copy.compile("sgd", model.loss, model.metrics)
        self._copy.vector[...] = model.vector

    def update(self, parameters: Array) -> None:
        """Take the weights of a snapshot."""
        with self._lock:
            self._copy.vector[...] = parameters

    def wait_while_asked(self, timeout: float) -> None:
        """Wait until nobody is asking, for so many seconds at most."""
        if self._lock.acquire(timeout=timeout):
            self._lock.release()

    def predict(self, x: AnyArray) -> AnyArray:
        """Return the outputs for examples `(n, …)`."""
        with self._lock, np.errstate(all="ignore"):  # a network about to diverge overflows
            return self._copy.predict(x)

    def evaluate(self, x: AnyArray, y: AnyArray) -> Evaluation:
        """Return loss, metrics and predictions for examples."""
        with self._lock, np.errstate(all="ignore"):
            return self._copy.measure(x, y)

    def trace_example(self, x: AnyArray, y: object = None) -> Trace:
        """Return every layer's numbers for one example, and the gradients if its truth is given."""
        with self._lock, np.errstate(all="ignore"):
            return trace(self._copy, x, y, self._copy.loss)

    def ask(self, question: Callable[[Sequential], T]) -> T:
        """Return what a function reads from the copy, whose weights nobody changes meanwhile."""
        with self._lock, np.errstate(all="ignore"):
            return question(self._copy)

    def filters(self) -> list[LearnedFilters]:
        """Return copies of the filters of every two-dimensional convolution."""
        with self._lock:
            return learned_filters(self._copy)
