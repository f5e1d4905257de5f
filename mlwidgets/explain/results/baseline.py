"""The baselines to beat: always the most frequent class, or always the mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import DataError
from mlwidgets.explain.results.residuals import residuals

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray


@dataclass(frozen=True)
class MajorityBaseline:
    """Always the class that is most frequent among the training examples.

    Attributes
    ----------
    label : int
        That class; of equally frequent ones the first.
    accuracy : float
        How often that is right.
    """

    label: int
    accuracy: float


@dataclass(frozen=True)
class MeanBaseline:
    """Always the mean of the training examples.

    Attributes
    ----------
    mean : float
        What it predicts.
    mae, rmse, r2 : float
        What `residuals` says of such predictions; R² is 0 or a little less.
    """

    mean: float
    mae: float
    rmse: float
    r2: float


def majority_baseline(y_train: AnyArray, y: AnyArray) -> MajorityBaseline:
    """Return the baseline of classes: learned from some examples, measured on others.

    Examples
    --------
    >>> majority_baseline(np.array([0, 1, 1]), np.array([1, 0, 0, 1]))
    MajorityBaseline(label=1, accuracy=0.5)
    """
    _check(y_train, y)
    label = int(np.bincount(y_train).argmax())
    return MajorityBaseline(label, float((y == label).mean()))


def mean_baseline(y_train: AnyArray, y: AnyArray) -> MeanBaseline:
    """Return the baseline of numbers: learned from some examples, measured on others.

    Examples
    --------
    >>> mean_baseline(np.array([1.0, 3.0]), np.array([1.0, 2.0, 3.0, 4.0, 0.0]))
    MeanBaseline(mean=2.0, mae=1.2, rmse=1.4142135623730951, r2=0.0)
    """
    _check(y_train, y)
    mean = float(np.mean(y_train, dtype=np.float64))
    measured = residuals(y, np.full(len(y), mean))
    return MeanBaseline(mean, measured.mae, measured.rmse, measured.r2)


def _check(*parts: AnyArray) -> None:
    if not all(len(part) for part in parts):
        raise DataError("A baseline needs at least one example to learn from and one to be measured on.")
