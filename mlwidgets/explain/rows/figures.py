"""How good answers are, as two figures that are computed the same way for every model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.metrics import RocAuc

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import AnyArray

    Predict = Callable[[AnyArray], AnyArray]
    """From rows of inputs `(n, inputs)` to answers: a probability for each class `(n, classes)`, or the
    numbers to predict, `(n,)` or `(n, targets)`."""


@dataclass(frozen=True)
class Figures:
    """How good a model's answers are on some rows.

    Attributes
    ----------
    rows : int
        On how many.
    score : float
        The accuracy for classes, R² for numbers: what permutation importance looks at. Larger is better.
    second : float
        The area under the ROC curve for classes (the mean of each class against the others if there are more
        than two; NaN if the rows are of one class only), the mean absolute error for numbers.
    """

    rows: int
    score: float
    second: float


def figures_of(y: AnyArray, answers: AnyArray, unit: float = 1.0) -> Figures:
    """Measure answers.

    Parameters
    ----------
    y : ndarray
        Class numbers `(n,)` of an integer type, or the numbers to predict, `(n,)` or `(n, targets)`.
    answers : ndarray
        What a model says of these rows: `(n, classes)`, or numbers in the form of `y`.
    unit : float
        The mean absolute error is multiplied by it: how large a 1 is in the target's own unit.

    Examples
    --------
    >>> figures_of(np.array([0, 1, 1, 0]), np.array([[0.9, 0.1], [0.4, 0.6], [0.7, 0.3], [0.8, 0.2]]))
    Figures(rows=4, score=0.75, second=1.0)
    >>> figures_of(np.array([1.0, 2.0, 3.0, 2.0]), np.array([1.0, 2.0, 2.0, 2.0]), unit=10)
    Figures(rows=4, score=0.5, second=2.5)
    """
    if not np.isfinite(answers).all():  # a network that has diverged
        return Figures(len(y), np.nan, np.nan)
    score = score_of(y, answers)
    if np.issubdtype(y.dtype, np.integer):
        one_class = len(y) == 0 or bool((y == y[0]).all())
        second = np.nan if one_class else RocAuc().compute(y, np.ascontiguousarray(answers.T))
    else:
        flat = _as_columns(answers) - _as_columns(y)
        second = float(np.abs(flat).mean()) * unit if flat.size else np.nan
    return Figures(len(y), score, float(second))


def score_of(y: AnyArray, answers: AnyArray) -> float:
    """Return the accuracy for classes, R² = 1 − Σ (y − ŷ)² / Σ (y − ȳ)² for numbers; see `figures_of`.

    NaN without rows, and where all numbers to predict are equal.
    """
    if not len(y):
        return float("nan")
    if np.issubdtype(y.dtype, np.integer):
        return float((answers.argmax(axis=1) == y).mean())
    truth, said = _as_columns(y), _as_columns(answers)
    about = ((truth - truth.mean(axis=0)) ** 2).sum()
    return float(1 - ((truth - said) ** 2).sum() / about) if about > 0 else float("nan")


def _as_columns(numbers: AnyArray) -> AnyArray:
    return np.asarray(numbers, np.float64).reshape(len(numbers), -1)
