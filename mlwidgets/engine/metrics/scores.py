"""Precision, recall, specificity and F1: one class against the others.

For one output the class is "yes". For several, each class in turn is "yes" and the others are "no"; `average`
says how their scores become one number, and `class_id` asks for the score of a single class.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.metrics.base import WholeMetric
from mlwidgets.engine.metrics.confusion import Counts, count_flags
from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import AVERAGE, CLASS_ID, THRESHOLD

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array

YES = 0.5
"""Targets above this mean yes: they are 0 or 1, or −1 or 1."""


class Score(WholeMetric):
    """What the four scores share.

    Parameters
    ----------
    average : {"macro", "micro"}
        macro: the mean of the classes' scores, each class counting the same, one without examples too. micro:
        the score of the sum of all classes' counts. With one output there is nothing to average.
    class_id : int, optional
        Ask for the score of this class only.
    threshold : float, optional
        Above it an output means yes, each output on its own. Without it the largest output is the answer; a
        single output means yes above 0.5.

    Notes
    -----
    Where a score divides by 0, because nothing was called so or nothing is so, it is 0: scikit-learn's
    ``zero_division=0``.
    """

    stem: str

    def __init__(
        self, *, average: str = "macro", class_id: int | None = None, threshold: float | None = None
    ) -> None:
        self.average = AVERAGE.check(average)
        self.class_id = None if class_id is None else CLASS_ID.check_int(class_id)
        self.threshold = None if threshold is None else THRESHOLD.check(threshold)

    @property
    def name(self) -> str:
        """The key in a history: "precision", "precision_micro", or "precision_3" for class 3."""
        if self.class_id is not None:
            return f"{self.stem}_{self.class_id}"
        return self.stem if self.average == "macro" else f"{self.stem}_micro"

    @abstractmethod
    def scores(self, counts: Counts) -> Array:
        """Return the score of each class, shape `(classes,)`."""

    def per_class(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the score of each class, or of "yes" alone if there is one output."""
        return self.scores(count_answers(y_true, y_pred, self.threshold))

    def compute(self, y_true: AnyArray, y_pred: Array) -> float:
        """Return the average over the classes, or the score of the chosen one."""
        counted = count_answers(y_true, y_pred, self.threshold)
        if self.class_id is not None:
            scores = self.scores(counted)
            if self.class_id >= len(scores):
                raise ConfigurationError(
                    f"class_id must be the number of an output, from 0 to {len(scores) - 1}; got "
                    f"{self.class_id}."
                )
            return float(scores[self.class_id])
        return float(self.scores(counted if self.average == "macro" else counted.summed()).mean())


class Precision(Score):
    """TP / (TP + FP): of those that were called so, how many are so.

    Parameters
    ----------
    average, class_id, threshold
        As in `Score`.

    Notes
    -----
    0 if nothing was called so.
    """

    stem = "precision"

    def scores(self, counts: Counts) -> Array:
        """Return the precision of each class."""
        return counts.precision()


class Recall(Score):
    """TP / (TP + FN): of those that are so, how many were called so ("sensitivity").

    Parameters
    ----------
    average, class_id, threshold
        As in `Score`.

    Notes
    -----
    0 if nothing is so.
    """

    stem = "recall"

    def scores(self, counts: Counts) -> Array:
        """Return the recall of each class."""
        return counts.recall()


class Specificity(Score):
    """TN / (TN + FP): of those that are not so, how many were not called so.

    Parameters
    ----------
    average, class_id, threshold
        As in `Score`.

    Notes
    -----
    0 if everything is so.
    """

    stem = "specificity"

    def scores(self, counts: Counts) -> Array:
        """Return the specificity of each class."""
        return counts.specificity()


class F1Score(Score):
    """2 TP / (2 TP + FP + FN): the harmonic mean of precision and recall.

    Parameters
    ----------
    average, class_id, threshold
        As in `Score`.

    Notes
    -----
    0 if nothing is so and nothing was called so.

    References
    ----------
    van Rijsbergen, "Information Retrieval", 2nd edition, 1979.
    """

    stem = "f1_score"

    def scores(self, counts: Counts) -> Array:
        """Return the F1 of each class."""
        return counts.f1()


def truths(y_true: AnyArray, y_pred: Array) -> AnyArray:
    """Return which examples are of which class, True or False, shape `(classes, n)`."""
    classes = y_pred.shape[0]
    if y_true.ndim == y_pred.ndim - 1:  # class numbers
        return np.arange(classes)[:, np.newaxis] == y_true.reshape(1, -1)
    return y_true.reshape(classes, -1) > YES


def count_answers(y_true: AnyArray, y_pred: Array, threshold: float | None = None) -> Counts:
    """Return the counts of each class; the engine's layout, `(classes, n)`."""
    outputs = y_pred.reshape(y_pred.shape[0], -1)
    if threshold is None and len(outputs) > 1:
        called = np.arange(len(outputs))[:, np.newaxis] == outputs.argmax(axis=0)
    else:
        called = outputs > (YES if threshold is None else threshold)
    return count_flags(truths(y_true, y_pred), called)
