"""One class against the rest: its ROC and precision-recall curves, and the areas under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.metrics import average_precision, precision_recall_curve, roc_auc, roc_curve

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array

MOST_POINTS = 400
"""More points than this on one curve could not be told apart."""


@dataclass(frozen=True, eq=False)
class OneClass:
    """How well the share of a class tells its examples from all others.

    Attributes
    ----------
    false_positive_rate, true_positive_rate : ndarray, shape (k,)
        The ROC curve, from (0, 0) to (1, 1).
    recall, precision : ndarray, shape (m,)
        The precision-recall curve, its recall rising.
    auc : float
        Area under the ROC curve: how often an example of the class has a larger share than another one. 0.5
        is guessing; NaN if all examples are of the class, or none.
    average_precision : float
        Area under the precision-recall curve, Σ (Rₖ − Rₖ₋₁) Pₖ; guessing gives `prevalence`. NaN as `auc`.
    prevalence : float
        How many of the examples are of the class.
    """

    false_positive_rate: Array
    true_positive_rate: Array
    recall: Array
    precision: Array
    auc: float
    average_precision: float
    prevalence: float

    @classmethod
    def of(cls, is_positive: AnyArray, scores: AnyArray) -> OneClass:
        """Measure scores.

        Parameters
        ----------
        is_positive : ndarray of bool, shape (n,)
            Which examples are of the class; at least one example.
        scores : ndarray, shape (n,)
            The share that each gives the class.

        Notes
        -----
        The areas are exact; of the curves so many points are kept as can be told apart.

        References
        ----------
        Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters, 2006. Davis and Goadrich,
        "The Relationship Between Precision-Recall and ROC Curves", ICML 2006.

        Examples
        --------
        >>> measured = OneClass.of(np.array([False, True, False, True]), np.array([0.1, 0.4, 0.4, 0.8]))
        >>> measured.auc, round(measured.average_precision, 4)
        (0.875, 0.8333)
        """
        truth = np.asarray(is_positive, bool)
        both = bool(truth.any()) and not bool(truth.all())
        roc, ranked = roc_curve(truth, scores), precision_recall_curve(truth, scores)
        on_roc = _told_apart(roc.false_positive_rate, roc.true_positive_rate)
        on_ranked = _told_apart(ranked.recall, ranked.precision)
        return cls(
            roc.false_positive_rate[on_roc],
            roc.true_positive_rate[on_roc],
            ranked.recall[on_ranked],
            ranked.precision[on_ranked],
            roc_auc(truth, scores) if both else float("nan"),
            average_precision(truth, scores) if both else float("nan"),
            float(truth.mean()),
        )


def _told_apart(x: Array, y: Array) -> AnyArray:
    """Return which points to keep: the ends, and where the line bends; of too many, evenly spread ones."""
    keep = np.ones(len(x), bool)
    if len(x) > 2:  # noqa: PLR2004 - two ends and something between them
        right, up = np.diff(x), np.diff(y)
        keep[1:-1] = np.abs(right[:-1] * up[1:] - up[:-1] * right[1:]) > 1e-12  # noqa: PLR2004 - rounding
    kept = np.flatnonzero(keep)
    if len(kept) > MOST_POINTS:
        kept = kept[np.unique(np.linspace(0, len(kept) - 1, MOST_POINTS).round().astype(int))]
    return kept
