"""What every metric is: a mean over examples, or a number that needs all of them at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.configurable import Configurable

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array


class Metric(Configurable, ABC):
    """A number that says how good predictions are; either a `MeanMetric` or a `WholeMetric`.

    Metrics count every example once, whatever its weight in the loss.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """The key in a history: "accuracy"."""

    @abstractmethod
    def compute(self, y_true: AnyArray, y_pred: Array) -> float:
        """Return the metric of these examples.

        Parameters
        ----------
        y_true : ndarray
            Targets as `Loss.prepare` returns them: class numbers `(n,)`, or `(outputs, n)`.
        y_pred : ndarray, shape (outputs, n)
            Outputs, in the engine's layout.
        """


class MeanMetric(Metric):
    """A number for each example whose mean over a batch or a data set is the metric."""

    @abstractmethod
    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return one number for each example; the engine's layout, `(outputs, n)`."""

    def compute(self, y_true: AnyArray, y_pred: Array) -> float:
        """Return the mean over the examples."""
        return float(self.values(y_true, y_pred).mean(dtype=np.float64))


class WholeMetric(Metric):
    """A number of many examples that is no mean of numbers of one: precision, an area under a curve, R².

    An epoch's value is computed from all of its outputs, each taken just before the update it led to; it is
    not the mean of the batches' values.
    """
