"""Which class is taken for which, and the examples behind each count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.metrics import confusion_matrix

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
    _output: AnyArray

    @classmethod
    def of(cls, y_true: AnyArray, output: AnyArray) -> Confusion:
        """Count predictions.

        Parameters
        ----------
        y_true : ndarray of int, shape (n,)
            True classes.
        output : ndarray, shape (n, classes)
            Probabilities; the largest one is the prediction.
        """
        counts = confusion_matrix(y_true, output.argmax(axis=1), output.shape[1])
        return cls(counts, y_true, output)

    def cell(self, true: int, predicted: int) -> Cell:
        """Return the examples of one cell, the most confident prediction first."""
        said = self._output.argmax(axis=1)
        index = np.flatnonzero((self._true == true) & (said == predicted))
        confidence = self._output[index, predicted]
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
        The probability that the network gave to its prediction.
    """

    index: AnyArray
    confidence: AnyArray
