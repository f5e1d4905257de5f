"""ROC and precision-recall curves, and the areas under them: how well the outputs order the examples.

All are exact: computed from the sorted outputs, examples with the same output taken together, and not from a
fixed set of thresholds.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.checks import check_finite, numbers
from mlwidgets.engine.metrics.base import WholeMetric
from mlwidgets.engine.metrics.scores import YES, truths
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    import numpy.typing as npt

    from mlwidgets.engine.arrays import AnyArray, Array


@dataclass(frozen=True, eq=False)
class RocCurve:
    """Points of a receiver operating characteristic, from (0, 0) to (1, 1).

    Attributes
    ----------
    false_positive_rate, true_positive_rate : ndarray, shape (k,)
        Share of the negatives, and of the positives, whose output is at least the threshold.
    thresholds : ndarray, shape (k,)
        Falling; the first is infinite, where nothing is called positive.
    """

    false_positive_rate: Array
    true_positive_rate: Array
    thresholds: Array


@dataclass(frozen=True, eq=False)
class PrecisionRecallCurve:
    """Points of a precision-recall curve, one for each threshold.

    Attributes
    ----------
    precision, recall : ndarray, shape (k,)
        Of the examples whose output is at least the threshold.
    thresholds : ndarray, shape (k,)
        Falling, so that the recall rises.
    """

    precision: Array
    recall: Array
    thresholds: Array


def roc_curve(y_true: npt.ArrayLike, scores: npt.ArrayLike) -> RocCurve:
    """Return the ROC curve of scores.

    Parameters
    ----------
    y_true : array, shape (n,)
        0 or −1 for no, 1 for yes.
    scores : array, shape (n,)
        The larger, the more probably yes.

    Notes
    -----
    Without positives (or negatives) their share is 0 everywhere.

    References
    ----------
    Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters, 2006.

    Examples
    --------
    >>> curve = roc_curve([0, 1, 0, 1], [0.1, 0.4, 0.4, 0.8])
    >>> curve.false_positive_rate.tolist(), curve.true_positive_rate.tolist()
    ([0.0, 0.0, 0.5, 1.0], [0.0, 0.5, 1.0, 1.0])
    """
    hits, misses, thresholds = _cumulated(*_checked(y_true, scores))
    return RocCurve(
        np.append(0.0, misses / max(1, misses[-1])),
        np.append(0.0, hits / max(1, hits[-1])),
        np.append(np.inf, thresholds),
    )


def precision_recall_curve(y_true: npt.ArrayLike, scores: npt.ArrayLike) -> PrecisionRecallCurve:
    """Return the precision-recall curve of scores; arguments as in `roc_curve`.

    Notes
    -----
    Without positives the recall is 0 everywhere.

    Examples
    --------
    >>> curve = precision_recall_curve([0, 1, 0, 1], [0.1, 0.4, 0.4, 0.8])
    >>> curve.recall.tolist(), curve.precision.round(2).tolist()
    ([0.5, 1.0, 1.0], [1.0, 0.67, 0.5])
    """
    hits, misses, thresholds = _cumulated(*_checked(y_true, scores))
    return PrecisionRecallCurve(hits / (hits + misses), hits / max(1, hits[-1]), thresholds)


def roc_auc(y_true: npt.ArrayLike, scores: npt.ArrayLike) -> float:
    """Return the area under the ROC curve: how often a positive has a higher score than a negative.

    Equal scores count half. 0 if there are no positives or no negatives, when it is undefined.
    """
    curve = roc_curve(y_true, scores)
    x, y = curve.false_positive_rate, curve.true_positive_rate
    return float((np.diff(x) * (y[1:] + y[:-1]) / 2).sum())


def average_precision(y_true: npt.ArrayLike, scores: npt.ArrayLike) -> float:
    """Return the area under the precision-recall curve, Σ (Rₖ − Rₖ₋₁) Pₖ; 0 if there are no positives.

    Notes
    -----
    A sum of rectangles: straight lines between the points would promise precisions that no threshold reaches
    (Davis and Goadrich, "The Relationship Between Precision-Recall and ROC Curves", ICML 2006).
    """
    curve = precision_recall_curve(y_true, scores)
    return float((np.diff(curve.recall, prepend=0.0) * curve.precision).sum())


class _Area(WholeMetric):
    """What the two areas share: with several outputs, the mean over the classes, each against the others."""

    @abstractmethod
    def _area(self, truth: AnyArray, scores: Array) -> float:
        """Return the area of one class."""

    def per_class(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the area of each class; 0 for one that no example or every example belongs to."""
        outputs = y_pred.reshape(y_pred.shape[0], -1)
        return np.array([self._area(*pair) for pair in zip(truths(y_true, y_pred), outputs, strict=True)])

    def compute(self, y_true: AnyArray, y_pred: Array) -> float:
        """Return the mean over the classes that some examples belong to and others do not; 0 without any."""
        truth = truths(y_true, y_pred)
        defined = truth.any(axis=1) & ~truth.all(axis=1)
        areas = self.per_class(y_true, y_pred)[defined]
        return float(areas.mean()) if areas.size else 0.0


class RocAuc(_Area):
    """Area under the ROC curve: how often a positive example has a larger output than a negative one.

    0.5 is guessing, 1 a perfect order. With several outputs, the mean over the classes, each against the
    others. Outputs are compared as they are, logits too: only their order matters.

    Notes
    -----
    A class that no example, or every example, belongs to has no area and is left out; 0 if none is left.

    References
    ----------
    Hanley and McNeil, "The meaning and use of the area under a receiver operating characteristic (ROC)
    curve", Radiology, 1982.
    """

    name = "roc_auc"

    def _area(self, truth: AnyArray, scores: Array) -> float:
        return roc_auc(truth, scores)


class PrAuc(_Area):
    """Area under the precision-recall curve ("average precision"): Σ (Rₖ − Rₖ₋₁) Pₖ over the thresholds.

    Guessing gives the share of positives, a perfect order 1. With several outputs, the mean over the classes,
    each against the others.

    Notes
    -----
    A class that no example, or every example, belongs to is left out; 0 if none is left.

    References
    ----------
    Davis and Goadrich, "The Relationship Between Precision-Recall and ROC Curves", ICML 2006.
    """

    name = "pr_auc"

    def _area(self, truth: AnyArray, scores: Array) -> float:
        return average_precision(truth, scores)


def _checked(y_true: npt.ArrayLike, scores: npt.ArrayLike) -> tuple[AnyArray, AnyArray]:
    truth, outputs = numbers("Targets", y_true), numbers("Scores", scores)
    if truth.ndim != 1 or truth.shape != outputs.shape or not truth.size:
        raise DataError(
            "A curve needs two rows of the same length, targets and scores, with at least one example; got "
            f"shapes {truth.shape} and {outputs.shape}."
        )
    check_finite(outputs, "scores")
    return truth > YES, outputs


def _cumulated(truth: AnyArray, scores: AnyArray) -> tuple[AnyArray, AnyArray, AnyArray]:
    """Return, for each different score from the top, how many positives and negatives are at least there."""
    order = np.argsort(-scores.astype(np.float64), kind="stable")
    scores = scores[order]
    ends = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    hits = truth[order].cumsum()[ends]
    return hits, ends + 1 - hits, scores[ends]
