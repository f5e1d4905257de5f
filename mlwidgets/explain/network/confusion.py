"""Which class is taken for which, and the examples behind each count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.metrics import confusion_matrix
from mlwidgets.errors import ShapeError

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray


@dataclass(frozen=True, eq=False)
class Confusion:
    """Predictions of a classifier, counted by true and predicted class.

    Attributes
    ----------
    counts : ndarray of int, shape (classes, classes)
        Row = true class, column = predicted class.
    """

    counts: AnyArray
    _true: AnyArray
    _shares: AnyArray

    @classmethod
    def of(cls, y_true: AnyArray, shares: AnyArray) -> Confusion:
        """Count predictions.

        Parameters
        ----------
        y_true : ndarray of int, shape (n,)
            True classes.
        shares : ndarray, shape (n, classes)
            A share for each class; the largest one is the prediction. Where two classes have one output,
            `OneOutput.shares` makes the two of it.

        Raises
        ------
        ShapeError
            There is one column: nothing can be told apart by the largest of one.
        DataError
            The true classes do not fit.
        """
        if shares.ndim != 2 or shares.shape[1] < 2:  # noqa: PLR2004 - examples, and a column a class
            raise ShapeError(
                f"A confusion matrix needs a share for each class, shape (n, classes); got {shares.shape}. "
                "Where two classes have one output, take OneOutput.shares of it."
            )
        counts = confusion_matrix(y_true, shares.argmax(axis=1), shares.shape[1])
        return cls(counts, y_true, shares)

    def cell(self, true: int, predicted: int) -> Cell:
        """Return the examples of one cell, the most confident prediction first."""
        said = self._shares.argmax(axis=1)
        index = np.flatnonzero((self._true == true) & (said == predicted))
        confidence = self._shares[index, predicted]
        order = np.argsort(-confidence, kind="stable")
        return Cell(index[order], confidence[order])


@dataclass(frozen=True, eq=False)
class Cell:
    """The examples of one cell of a confusion matrix.

    Attributes
    ----------
    index : ndarray of int, shape (k,)
        Their places among the examples that were counted.
    confidence : ndarray, shape (k,)
        The share that the network gave to its prediction.
    """

    index: AnyArray
    confidence: AnyArray
