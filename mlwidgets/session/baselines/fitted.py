"""What every baseline is given, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.rows.figures import Figures, Predict
    from mlwidgets.explain.rows.importance import Importance

KINDS = ("constant", "linear", "trees")
"""The baselines: majority class or mean, logistic or linear regression, gradient-boosted trees."""


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a data set as all models get them.

    Attributes
    ----------
    x_train, x_validation : ndarray, shape (rows, inputs)
        The same prepared inputs that the network gets.
    y_train, y_validation : ndarray
        Class numbers `(rows,)`, or the numbers to predict, `(rows,)` or `(rows, targets)`.
    classes : int
        How many classes there are; 0 where numbers are predicted.
    """

    x_train: AnyArray
    y_train: AnyArray
    x_validation: AnyArray
    y_validation: AnyArray
    classes: int


@dataclass(frozen=True)
class Curves:
    """The loss after each step: the cross-entropy for classes, the mean squared error for numbers.

    Attributes
    ----------
    train, validation : tuple of float
        A value for each step; `validation` is empty if there are no validation rows.
    best : int
        The step with the smallest validation loss, counted from 0, where the model was stopped there.
    """

    train: tuple[float, ...] = ()
    validation: tuple[float, ...] = ()
    best: int | None = None

    def with_step(self, train: float, validation: float | None) -> Curves:
        """Return the curves with one more step."""
        more = () if validation is None else (validation,)
        return replace(self, train=(*self.train, train), validation=(*self.validation, *more))


@dataclass(frozen=True, eq=False)
class Fitted:
    """A model that has been fitted, or is being fitted.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    predict : callable
        From rows to answers: a probability for each class, or the numbers to predict.
    curves : Curves
        How it got there.
    figures : dict of str to Figures
        How good it is on the parts "train", "validation" and, once it has been opened, "test".
    importance : Importance or None
        What matters to it.
    note : str
        What is to be known of it, in a sentence; else empty.
    weights : ndarray or None
        Those of a linear model, shape (outputs, inputs + 1), the bias last.
    """

    kind: str
    predict: Predict
    curves: Curves
    figures: dict[str, Figures] | None = None
    importance: Importance | None = None
    note: str = ""
    weights: AnyArray | None = None


class Loss:
    """Measures models on training and validation rows.

    Parameters
    ----------
    rows : Rows
        On which.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def both(self, predict: Predict) -> tuple[float, float | None]:
        """Return the training loss, and the validation loss if there are validation rows."""
        rows = self._rows
        train = loss_of(rows.y_train, predict(rows.x_train))
        return train, loss_of(rows.y_validation, predict(rows.x_validation)) if len(
            rows.y_validation
        ) else None


def loss_of(y: AnyArray, answers: AnyArray) -> float:
    """Return the mean cross-entropy −ln p(y) of probabilities, or the mean squared error of numbers.

    Examples
    --------
    >>> round(loss_of(np.array([0, 1]), np.array([[0.5, 0.5], [0.25, 0.75]])), 4)
    0.4904
    >>> loss_of(np.array([1.0, 2.0]), np.array([1.0, 4.0]))
    2.0
    """
    if np.issubdtype(y.dtype, np.integer):
        likely = answers[np.arange(len(y)), y].astype(np.float64)
        return float(-np.log(np.maximum(likely, SMALLEST)).mean())
    return float(np.mean((answers.reshape(len(y), -1).astype(np.float64) - y.reshape(len(y), -1)) ** 2))


SMALLEST = 1e-7
"""A probability of 0 is taken for this, as the network's own loss does, or the mean would be infinite."""


def fit_constant(rows: Rows) -> Fitted:
    """Answer every row in the same way: each class with its share of the training rows, or their mean.

    Its answer is the most frequent class, so this is what is called the majority class.
    """
    if rows.classes:
        counts = np.bincount(rows.y_train, minlength=rows.classes)
        said = counts / counts.sum()
    else:
        said = np.asarray(rows.y_train.mean(axis=0, dtype=np.float64))

    def predict(x: AnyArray) -> AnyArray:
        return np.broadcast_to(said, (len(x), *said.shape))

    return Fitted("constant", predict, Curves().with_step(*Loss(rows).both(predict)))
