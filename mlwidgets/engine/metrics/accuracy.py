"""Accuracy: the share of right answers."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.metrics.base import MeanMetric
from mlwidgets.ranges import THRESHOLD, TOP_K

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array


class BinaryAccuracy(MeanMetric):
    """Share of outputs on the right side of a threshold.

    Parameters
    ----------
    threshold : float
        Above it an output means yes: 0.5 for probabilities, 0 for logits.
    """

    name = "accuracy"

    def __init__(self, threshold: float = 0.5) -> None:
        self.threshold = THRESHOLD.check(threshold)

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the share of right outputs of each example."""
        right = (y_pred > self.threshold) == (y_true > 0.5)  # noqa: PLR2004 - targets are 0 or 1
        return right.reshape(-1, y_pred.shape[-1]).mean(axis=0, dtype=y_pred.dtype)


class CategoricalAccuracy(MeanMetric):
    """Share of examples whose largest output is the true class; the targets are one-hot."""

    name = "accuracy"

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return 1 for each right example and 0 for each wrong one."""
        return (y_pred.argmax(axis=0) == y_true.argmax(axis=0)).astype(y_pred.dtype)


class SparseCategoricalAccuracy(MeanMetric):
    """Share of examples whose largest output is the true class; the targets are class numbers."""

    name = "accuracy"

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return 1 for each right example and 0 for each wrong one."""
        return (y_pred.argmax(axis=0) == y_true).astype(y_pred.dtype)


class _TopK(MeanMetric):
    """What the two kinds share."""

    k: int

    @abstractmethod
    def _classes(self, y_true: AnyArray) -> AnyArray:
        """Return the number of each example's true class."""

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return 1 for each example whose true class is among the k largest outputs, else 0."""
        classes = self._classes(y_true)
        of_truth = np.take_along_axis(y_pred, classes[np.newaxis], axis=0)
        return ((y_pred > of_truth).sum(axis=0) < self.k).astype(y_pred.dtype)


class TopKCategoricalAccuracy(_TopK):
    """Share of examples whose true class is among the k largest outputs; the targets are one-hot.

    Parameters
    ----------
    k : int
        How many guesses count.

    Notes
    -----
    A class whose output equals that of the true one does not push it out, as in TensorFlow.
    """

    name = "top_k_categorical_accuracy"

    def __init__(self, k: int = 5) -> None:
        self.k = TOP_K.check_int(k)

    def _classes(self, y_true: AnyArray) -> AnyArray:
        return y_true.argmax(axis=0)


class SparseTopKCategoricalAccuracy(_TopK):
    """Share of examples whose true class is among the k largest outputs; the targets are class numbers.

    Parameters
    ----------
    k : int
        How many guesses count.
    """

    name = "sparse_top_k_categorical_accuracy"

    def __init__(self, k: int = 5) -> None:
        self.k = TOP_K.check_int(k)

    def _classes(self, y_true: AnyArray) -> AnyArray:
        return y_true
