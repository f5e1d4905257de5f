"""From a share for each class to an answer, one class having a threshold; and what answers are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.metrics import confusion_matrix, count_matrix

if TYPE_CHECKING:
    import numpy.typing as npt

    from mlwidgets.engine.arrays import AnyArray, Array


def runners_up(shares: AnyArray, positive: int) -> AnyArray:
    """Return the class with the largest share beside one class: the answer if it is not that one.

    Parameters
    ----------
    shares : ndarray, shape (n, classes)
        A share for each class.
    positive : int
        The class that has a threshold.

    Returns
    -------
    ndarray of int, shape (n,)

    Examples
    --------
    >>> runners_up(np.array([[0.2, 0.7, 0.1]]), 1).tolist()
    [0]
    """
    others = np.array(shares, np.float64)
    others[:, positive] = -np.inf
    return others.argmax(axis=1)


def answers_at(shares: AnyArray, positive: int, threshold: float) -> AnyArray:
    """Return the class that each example is called.

    It is `positive` if its share is at least the threshold, else the largest of the others.

    Parameters
    ----------
    shares : ndarray, shape (n, classes)
        A share for each class.
    positive : int
        The class that has a threshold.
    threshold : float
        With two classes 0.5 gives the class with the larger share.

    Examples
    --------
    >>> shares = np.array([[0.5, 0.3, 0.2], [0.6, 0.1, 0.3]])
    >>> answers_at(shares, 1, 0.25).tolist()
    [1, 0]
    """
    called = shares[:, positive].astype(np.float64) >= threshold  # not rounded to the shares' float32
    return np.where(called, positive, runners_up(shares, positive))


@dataclass(frozen=True, eq=False)
class ClassScores:
    """What answers are worth, class by class.

    Where a score divides by 0, because nothing is so or was called so, it is 0: scikit-learn's
    ``zero_division=0``.

    Attributes
    ----------
    precision : ndarray, shape (classes,)
        TP / (TP + FP): how many of those called so are so.
    recall : ndarray
        TP / (TP + FN): how many of those that are so were called so; also the true positive rate.
    specificity : ndarray
        TN / (TN + FP): how many of the others were not called so.
    f1 : ndarray
        2 TP / (2 TP + FP + FN): the harmonic mean of precision and recall.
    support : ndarray of int
        How many examples there are of each class.
    accuracy : float
        How many of all answers are right; NaN without examples.

    References
    ----------
    Powers, "Evaluation: from precision, recall and F-measure to ROC, informedness, markedness and
    correlation", Journal of Machine Learning Technologies, 2011.
    """

    precision: Array
    recall: Array
    specificity: Array
    f1: Array
    support: AnyArray
    accuracy: float

    def macro(self) -> dict[str, float]:
        """Return the mean of each score over the classes, a rare class counting as much as a common one."""
        return {name: float(scores.mean()) for name, scores in self.by_name().items()}

    def weighted(self) -> dict[str, float]:
        """Return the mean of each score over the classes, each counting by its support; 0 without any."""
        total = self.support.sum()
        weights = self.support / total if total else np.zeros(len(self.support))
        return {name: float((weights * scores).sum()) for name, scores in self.by_name().items()}

    def by_name(self) -> dict[str, Array]:
        """Return the four scores under their names."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "specificity": self.specificity,
            "f1": self.f1,
        }


def class_scores(matrix: npt.ArrayLike) -> ClassScores:
    """Return the scores of a confusion matrix, row = true class, column = the class it was called.

    Examples
    --------
    >>> scores = class_scores([[8, 2], [1, 9]])
    >>> scores.recall.tolist(), scores.accuracy, round(scores.macro()["precision"], 4)
    ([0.8, 0.9], 0.85, 0.8535)
    """
    counted = np.asarray(matrix)
    counts, total = count_matrix(counted), counted.sum()
    return ClassScores(
        precision=counts.precision(),
        recall=counts.recall(),
        specificity=counts.specificity(),
        f1=counts.f1(),
        support=counted.sum(axis=1),
        accuracy=float(counted.trace() / total) if total else float("nan"),
    )


def matrix_at(y: AnyArray, shares: AnyArray, positive: int, threshold: float) -> AnyArray:
    """Return the confusion matrix of the answers at a threshold; arguments as in `answers_at`.

    Parameters
    ----------
    y : ndarray of int, shape (n,)
        True classes.
    """
    return confusion_matrix(y, answers_at(shares, positive, threshold), shares.shape[1])
