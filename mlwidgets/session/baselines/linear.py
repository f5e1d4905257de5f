"""Logistic and linear regression: the straight-line models that a network must beat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.session.baselines.fitted import Curves, Fitted, Loss
from mlwidgets.session.baselines.minimize import MOST_STEPS, minimized

if TYPE_CHECKING:
    from collections.abc import Generator

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session.baselines.fitted import Rows
    from mlwidgets.session.baselines.minimize import Vector

C = 1.0
"""How little large weights cost, as scikit-learn's `LogisticRegression` has it unless told otherwise."""

MOST_NUMBERS = 50_000_000
"""Probabilities, rows × classes, that are held at once at most."""


def fit_logistic_regression(rows: Rows, c: float = C) -> Generator[Fitted | None, None, Fitted]:
    """Fit p = softmax(Wx + b), and yield after each step.

    The sum of the cross-entropies of the training rows, plus the sum of the squared weights divided by 2C, is
    minimized by L-BFGS. That is what scikit-learn's `LogisticRegression(C=c)` minimizes. Two classes have one
    row of weights, p = sigmoid(w·x + b), as there. The biases cost nothing.

    Parameters
    ----------
    rows : Rows
        What to learn from; their targets are classes.
    c : float
        The inverse of the strength of regularization.

    Returns
    -------
    Fitted
        Its curves have a value for each step.

    Raises
    ------
    DataError
        There are too many rows and classes to hold all probabilities.
    """
    classes = rows.classes
    if len(rows.y_train) * classes > MOST_NUMBERS:
        raise DataError(
            _(
                "Logistic regression holds a probability for each row and class, {most_numbers:,} at "
                "most; here they are {count:,}. Take fewer rows, or a target with fewer classes."
            ).format(most_numbers=MOST_NUMBERS, count=len(rows.y_train) * classes)
        )
    x = _with_ones(rows.x_train)
    outputs = 1 if classes == 2 else classes  # noqa: PLR2004 - no and yes
    truth = np.eye(classes)[rows.y_train][:, -outputs:]
    shape = outputs, x.shape[1]

    def objective(flat: Vector) -> tuple[float, Vector]:
        weights = flat.reshape(shape)
        scores = x @ weights.T
        if outputs == 1:
            loss = float(np.logaddexp(0, scores).sum() - (truth * scores).sum())
            probability = _sigmoid(scores)
        else:
            largest = scores.max(axis=1, keepdims=True)
            exp = np.exp(scores - largest)
            total = exp.sum(axis=1, keepdims=True)
            loss = float((np.log(total) + largest).sum() - (truth * scores).sum())
            probability = exp / total
        gradient = (probability - truth).T @ x
        free = weights[:, :-1]  # the last weight is that of the ones, the bias
        gradient[:, :-1] += free / c
        return loss + float((free**2).sum()) / (2 * c), gradient.ravel()

    loss = Loss(rows)
    curves = Curves()
    descent = None
    for descent in minimized(objective, np.zeros(shape).ravel()):
        weights = descent.at.reshape(shape)
        curves = curves.with_step(*loss.both(Logistic(weights)))
        yield None if descent.converged else Fitted("linear", Logistic(weights), curves, weights=weights)
    assert descent is not None  # noqa: S101 - there is at least the start
    note = "" if descent.converged else NOT_CONVERGED.format(steps=MOST_STEPS)
    weights = descent.at.reshape(shape)
    return Fitted("linear", Logistic(weights), curves, note=note, weights=weights)


NOT_CONVERGED = _("Stopped after {steps:,} steps, before its best weights: scale the inputs.")


def fit_linear_regression(rows: Rows) -> Fitted:
    """Fit ŷ = Wx + b by least squares: the weights with the smallest mean squared error.

    Where several do equally well, as with one-hot inputs that add up to 1, the smallest ones.
    """
    x = _with_ones(rows.x_train)
    y = rows.y_train.astype(np.float64)
    weights, *_ = np.linalg.lstsq(x, y, rcond=None)

    def predict(inputs: AnyArray) -> AnyArray:
        answers: AnyArray = _with_ones(inputs) @ weights
        return answers

    return Fitted(
        "linear", predict, Curves().with_step(*Loss(rows).both(predict)), weights=np.atleast_2d(weights.T)
    )


class Logistic:
    """Answers with the weights of one moment."""

    def __init__(self, weights: AnyArray) -> None:
        self._weights = weights

    def __call__(self, x: AnyArray) -> AnyArray:
        """Return a probability for each class, shape (rows, classes)."""
        scores = _with_ones(x) @ self._weights.T
        if scores.shape[1] == 1:
            yes = _sigmoid(scores)
            return np.hstack([1 - yes, yes])
        exp = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: AnyArray = exp / exp.sum(axis=1, keepdims=True)
        return shares


def _sigmoid(scores: AnyArray) -> AnyArray:
    exp = np.exp(-np.abs(scores))  # never overflows
    return np.where(scores >= 0, 1 / (1 + exp), exp / (1 + exp))


def _with_ones(x: AnyArray) -> AnyArray:
    """Return the inputs with a column of ones at the end, whose weight is the bias."""
    return np.hstack([np.asarray(x, np.float64), np.ones((len(x), 1))])
