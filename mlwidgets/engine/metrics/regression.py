"""Metrics for predicted numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.metrics.base import MeanMetric, WholeMetric

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array


class MeanAbsoluteError(MeanMetric):
    """Mean of |ŷ − y|, in the units of the target."""

    name = "mean_absolute_error"

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the mean absolute difference of each example."""
        return np.abs(y_pred - y_true).reshape(-1, y_pred.shape[-1]).mean(axis=0)


class MeanSquaredError(MeanMetric):
    """Mean of (ŷ − y)², in the square of the units of the target."""

    name = "mean_squared_error"

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the mean square of each example's differences."""
        return np.square(y_pred - y_true).reshape(-1, y_pred.shape[-1]).mean(axis=0)


class RootMeanSquaredError(WholeMetric):
    """√(mean of (ŷ − y)²), in the units of the target: large mistakes count more than small."""

    name = "root_mean_squared_error"

    def compute(self, y_true: AnyArray, y_pred: Array) -> float:
        """Return the root of the mean over all examples and outputs."""
        return float(np.sqrt(np.square(y_pred - y_true, dtype=np.float64).mean()))


class R2Score(WholeMetric):
    """R² = 1 − Σ (y − ŷ)² / Σ (y − ȳ)²: the share of the targets' spread that is explained.

    1 is perfect, 0 no better than always predicting the mean ȳ, and it can be negative. With several outputs,
    the mean of their R².

    Notes
    -----
    Targets that are all equal have no spread to explain: then R² is 1 if all predictions are right and 0
    otherwise, as in scikit-learn.

    References
    ----------
    Wright, "Correlation and causation", Journal of Agricultural Research, 1921.
    """

    name = "r2_score"

    def compute(self, y_true: AnyArray, y_pred: Array) -> float:
        """Return the mean R² of the outputs."""
        y = y_true.reshape(-1, y_true.shape[-1]).astype(np.float64)
        missed = np.square(y - y_pred.reshape(y.shape)).sum(axis=1)
        spread = np.square(y - y.mean(axis=1, keepdims=True)).sum(axis=1)
        unexplained = np.divide(missed, spread, out=(missed > 0).astype(float), where=spread > 0)
        return float((1 - unexplained).mean())
