"""Metrics: numbers for people. They are measured, not descended."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.checks import numbers
from mlwidgets.engine.configurable import Configurable, Registry
from mlwidgets.engine.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    Loss,
    SparseCategoricalCrossentropy,
)
from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.ranges import Interval

if TYPE_CHECKING:
    import numpy.typing as npt

    from mlwidgets.engine.arrays import AnyArray, Array


_THRESHOLD = Interval(name="threshold", low=-1e6, high=1e6)


class Metric(Configurable, ABC):
    """A number for each example whose mean over a batch or a data set is the metric."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The key in a history: "accuracy"."""

    @abstractmethod
    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return one number for each example; the engine's layout, `(outputs, n)`."""


class BinaryAccuracy(Metric):
    """Share of outputs on the right side of a threshold.

    Parameters
    ----------
    threshold : float
        Above it an output means yes: 0.5 for probabilities, 0 for logits.
    """

    name = "accuracy"

    def __init__(self, threshold: float = 0.5) -> None:
        self.threshold = _THRESHOLD.check(threshold)

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the share of right outputs of each example."""
        right = (y_pred > self.threshold) == (y_true > 0.5)  # noqa: PLR2004 - targets are 0 or 1
        return right.reshape(-1, y_pred.shape[-1]).mean(axis=0, dtype=y_pred.dtype)


class CategoricalAccuracy(Metric):
    """Share of examples whose largest output is the true class; the targets are one-hot."""

    name = "accuracy"

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return 1 for each right example and 0 for each wrong one."""
        return (y_pred.argmax(axis=0) == y_true.argmax(axis=0)).astype(y_pred.dtype)


class SparseCategoricalAccuracy(Metric):
    """Share of examples whose largest output is the true class; the targets are class numbers."""

    name = "accuracy"

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return 1 for each right example and 0 for each wrong one."""
        return (y_pred.argmax(axis=0) == y_true).astype(y_pred.dtype)


class MeanAbsoluteError(Metric):
    """Mean of |ŷ − y|, in the units of the target."""

    name = "mean_absolute_error"

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the mean absolute difference of each example."""
        return np.abs(y_pred - y_true).reshape(-1, y_pred.shape[-1]).mean(axis=0)


METRICS: Registry[Metric] = Registry(
    "metric",
    (BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy, MeanAbsoluteError),
    aliases={"mae": MeanAbsoluteError},
)


def get(spec: object, loss: Loss) -> Metric:
    """Return a metric; "accuracy" means the kind that fits the loss, as in Keras."""
    if spec != "accuracy":
        return METRICS.get(spec)
    if isinstance(loss, BinaryCrossentropy):
        return BinaryAccuracy(0.0 if loss.from_logits else 0.5)
    if isinstance(loss, SparseCategoricalCrossentropy):
        return SparseCategoricalAccuracy()
    if isinstance(loss, CategoricalCrossentropy):
        return CategoricalAccuracy()
    raise ConfigurationError(
        f"Accuracy counts right answers, so it needs a loss for classes; got {type(loss).__name__}. To "
        'predict a number use "mean_absolute_error".'
    )


def confusion_matrix(y_true: npt.ArrayLike, y_pred: npt.ArrayLike, n_classes: int) -> AnyArray:
    """Count how often each true class was called which.

    Parameters
    ----------
    y_true, y_pred : ndarray of int, shape (n,)
        Class numbers.
    n_classes : int
        How many classes there are.

    Returns
    -------
    ndarray of int, shape (n_classes, n_classes)
        Row = true class, column = predicted class.

    Examples
    --------
    >>> confusion_matrix([0, 0, 1], [0, 1, 1], 2).tolist()
    [[1, 1], [0, 1]]
    """
    true, predicted = numbers("Class numbers", y_true), numbers("Class numbers", y_pred)
    if true.shape != predicted.shape or true.ndim != 1:
        raise DataError(
            "A confusion matrix needs two rows of class numbers of the same length; got shapes "
            f"{true.shape} and {predicted.shape}."
        )
    for name, labels in (("y_true", true), ("y_pred", predicted)):
        if labels.size and (np.any(labels % 1) or labels.min() < 0 or labels.max() >= n_classes):
            raise DataError(
                f"{name} must hold class numbers, whole numbers from 0 to {n_classes - 1}; got values from "
                f"{labels.min():g} to {labels.max():g}."
            )
    # As intp: labels are often stored as uint8, in which 29 * 10 is not 290.
    flat = np.bincount(
        true.astype(np.intp) * n_classes + predicted.astype(np.intp), minlength=n_classes * n_classes
    )
    return flat.reshape(n_classes, n_classes)
