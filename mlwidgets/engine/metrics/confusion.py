"""The confusion matrix, and the counts of right and wrong answers for each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.checks import numbers
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    import numpy.typing as npt

    from mlwidgets.engine.arrays import AnyArray, Array


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


@dataclass(frozen=True, eq=False)
class Counts:
    """How often each class was named rightly and wrongly.

    Attributes
    ----------
    true_positives : ndarray of int, shape (classes,)
        Is of the class, and was called so.
    false_positives : ndarray of int
        Is not, and was called so.
    false_negatives : ndarray of int
        Is, and was not called so.
    true_negatives : ndarray of int
        Is not, and was not called so.
    """

    true_positives: AnyArray
    false_positives: AnyArray
    false_negatives: AnyArray
    true_negatives: AnyArray

    def summed(self) -> Counts:
        """Return the sums over the classes, as of one class."""
        return Counts(
            *(
                counts.sum(keepdims=True)
                for counts in (
                    self.true_positives,
                    self.false_positives,
                    self.false_negatives,
                    self.true_negatives,
                )
            )
        )

    def precision(self) -> Array:
        """Return TP / (TP + FP): how many of those that were called so are so; 0 if none was."""
        return _share(self.true_positives, self.false_positives)

    def recall(self) -> Array:
        """Return TP / (TP + FN): how many of those that are so were called so; 0 if there is none."""
        return _share(self.true_positives, self.false_negatives)

    def specificity(self) -> Array:
        """Return TN / (TN + FP): how many of those that are not were not called so; 0 if there is none."""
        return _share(self.true_negatives, self.false_positives)

    def f1(self) -> Array:
        """Return 2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall; 0 if undefined."""
        return _share(2 * self.true_positives, self.false_positives + self.false_negatives)


def count_matrix(matrix: npt.ArrayLike) -> Counts:
    """Return the counts of each class from a confusion matrix (row = true class, column = predicted).

    Examples
    --------
    >>> count_matrix([[1, 1], [0, 2]]).recall().tolist()
    [0.5, 1.0]
    """
    matrix = np.asarray(matrix)
    right = matrix.diagonal()
    called, are = matrix.sum(axis=0), matrix.sum(axis=1)
    return Counts(right, called - right, are - right, matrix.sum() - called - are + right)


def count_flags(truth: AnyArray, called: AnyArray) -> Counts:
    """Return the counts of each row of two arrays of True and False, `(classes, n)`."""
    return Counts(
        (truth & called).sum(axis=1),
        (~truth & called).sum(axis=1),
        (truth & ~called).sum(axis=1),
        (~truth & ~called).sum(axis=1),
    )


def _share(part: AnyArray, rest: AnyArray) -> Array:
    whole = part + rest
    return np.divide(part, whole, out=np.zeros(whole.shape), where=whole > 0)
