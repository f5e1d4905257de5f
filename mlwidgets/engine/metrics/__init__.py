"""Metrics: numbers for people. They are measured, not descended."""

from __future__ import annotations

from types import NoneType

from mlwidgets.engine.configurable import Registry
from mlwidgets.engine.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    CategoricalHinge,
    Hinge,
    KLDivergence,
    Loss,
    SparseCategoricalCrossentropy,
    SquaredHinge,
)
from mlwidgets.engine.metrics.accuracy import (
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
)
from mlwidgets.engine.metrics.base import MeanMetric, Metric, WholeMetric
from mlwidgets.engine.metrics.confusion import Counts, confusion_matrix, count_matrix
from mlwidgets.engine.metrics.ranking import (
    PrAuc,
    PrecisionRecallCurve,
    RocAuc,
    RocCurve,
    average_precision,
    precision_recall_curve,
    roc_auc,
    roc_curve,
)
from mlwidgets.engine.metrics.regression import (
    MeanAbsoluteError,
    MeanSquaredError,
    R2Score,
    RootMeanSquaredError,
)
from mlwidgets.engine.metrics.scores import F1Score, Precision, Recall, Score, Specificity
from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import shown

__all__ = [
    "METRICS",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "Counts",
    "F1Score",
    "MeanAbsoluteError",
    "MeanMetric",
    "MeanSquaredError",
    "Metric",
    "PrAuc",
    "Precision",
    "PrecisionRecallCurve",
    "R2Score",
    "Recall",
    "RocAuc",
    "RocCurve",
    "RootMeanSquaredError",
    "Score",
    "SparseCategoricalAccuracy",
    "SparseTopKCategoricalAccuracy",
    "Specificity",
    "TopKCategoricalAccuracy",
    "WholeMetric",
    "average_precision",
    "confusion_matrix",
    "count_matrix",
    "get",
    "get_all",
    "precision_recall_curve",
    "roc_auc",
    "roc_curve",
]

METRICS: Registry[Metric] = Registry(
    "metric",
    (
        BinaryAccuracy,
        CategoricalAccuracy,
        SparseCategoricalAccuracy,
        TopKCategoricalAccuracy,
        SparseTopKCategoricalAccuracy,
        Precision,
        Recall,
        Specificity,
        F1Score,
        RocAuc,
        PrAuc,
        MeanAbsoluteError,
        MeanSquaredError,
        RootMeanSquaredError,
        R2Score,
    ),
    aliases={
        "mae": MeanAbsoluteError,
        "mse": MeanSquaredError,
        "rmse": RootMeanSquaredError,
        "r2": R2Score,
        "f1": F1Score,
        "auc": RocAuc,
        "AUC": RocAuc,
    },
    also=("accuracy", "top_k_accuracy"),
)


def get(spec: object, loss: Loss) -> Metric:
    """Return a metric from its name, from a config or as it is; names take the kind that fits the loss.

    "accuracy" and "top_k_accuracy" mean the binary, categorical or sparse one, as in Keras. A score such as
    "precision" gets the loss's threshold where each output is a yes or a no of its own.
    """
    if spec in ("accuracy", "acc"):
        return _accuracy(loss)
    if spec == "top_k_accuracy":
        sparse = isinstance(loss, SparseCategoricalCrossentropy)
        return SparseTopKCategoricalAccuracy() if sparse else TopKCategoricalAccuracy()
    threshold = _threshold(loss)
    if isinstance(spec, str) and threshold is not None:
        kind = METRICS.find(spec)
        if issubclass(kind, (Score, BinaryAccuracy)):
            return kind(threshold=threshold)
    return METRICS.get(spec)


def get_all(specs: object, loss: Loss) -> list[Metric]:
    """Return the metrics of a list, a single one or none; they must have different names for the history."""
    if isinstance(specs, (str, Metric)):
        specs = [specs]
    if not isinstance(specs, (list, tuple, NoneType)):
        raise ConfigurationError(f'metrics is a list such as ["accuracy"]; got {shown(specs)}.')
    metrics = [get(spec, loss) for spec in specs or ()]
    names = [metric.name for metric in metrics]
    for name in names:
        if names.count(name) > 1:
            raise ConfigurationError(
                f"Two metrics are called {name!r}, and a history has one place for each name. Leave one out."
            )
    return metrics


def _accuracy(loss: Loss) -> Metric:
    threshold = _threshold(loss)
    if threshold is not None:
        return BinaryAccuracy(threshold)
    if isinstance(loss, SparseCategoricalCrossentropy):
        return SparseCategoricalAccuracy()
    if isinstance(loss, (CategoricalCrossentropy, CategoricalHinge, KLDivergence)):
        return CategoricalAccuracy()
    raise ConfigurationError(
        f"Accuracy counts right answers, so it needs a loss for classes; got {type(loss).__name__}. To "
        'predict a number use "mean_absolute_error".'
    )


def _threshold(loss: Loss) -> float | None:
    """Return above what an output means yes, if the loss takes each output for a yes or no of its own."""
    if isinstance(loss, BinaryCrossentropy):
        return 0.0 if loss.from_logits else 0.5
    return 0.0 if isinstance(loss, (Hinge, SquaredHinge)) else None
