"""Questions: the kinds of prediction that a loss can judge, and the numbers each of them runs through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.losses import CrossEntropy
from mlwidgets.spec.loss_spec import LossSpec
from mlwidgets.spec.rows.losses import LOSS_ROWS

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array

STEPS = 400
"""A curve has one point more. The steps are round numbers, so that 0.72 is met exactly."""

CLASSES = 3
"""Bars of a softmax: few enough that every formula can be written out with its numbers."""

MOST_COMPARED = 4
"""Losses on the same axes; more of them could not be told apart."""


@dataclass(frozen=True)
class Question:
    """A kind of prediction.

    Attributes
    ----------
    name : str
        What it is called here.
    losses : tuple of str
        The Keras names of the losses that can judge it, the usual one first.
    low, high : float
        Where the axis of the prediction begins and ends.
    truths : tuple of float
        Every truth that can be chosen; with several classes their numbers.
    symbol : str
        How the prediction is written: ŷ, p for a probability, z for a score.
    start, truth : float
        What one begins with; with several classes `start` is the number of the true class's bar.
    """

    name: str
    losses: tuple[str, ...]
    low: float
    high: float
    truths: tuple[float, ...]
    symbol: str
    start: float
    truth: float

    @property
    def several(self) -> bool:
        """Whether the prediction is a number for each of several classes."""
        return self.name in ("probabilities", "scores")

    @property
    def family(self) -> str:
        """What is asked, however it is answered: a number, yes or no, or which of several classes."""
        return "classes" if self.several else "number" if self.symbol == "ŷ" else "yes or no"

    @property
    def probable(self) -> bool:
        """Whether what is dragged is a probability."""
        return self.symbol == "p"

    @property
    def from_logits(self) -> bool:
        """What a cross-entropy is told of such a prediction."""
        return self.symbol == "z"

    @property
    def grid(self) -> Array:
        """The predictions that a curve runs through, float64, shape (401,)."""
        # Divided once, by a whole number: each is the float nearest to its decimal text, and 0 is 0.
        return np.round(np.linspace(self.low, self.high, STEPS + 1), 6)

    def spec(self, loss: str, **settings: object) -> LossSpec:
        """Return a loss that judges such predictions: a cross-entropy knows whether they are scores."""
        made = LossSpec.of(loss)
        if "from_logits" in made.config:
            settings["from_logits"] = self.from_logits
        known = {name: value for name, value in settings.items() if name in made.config}
        return made.with_(**known) if known else made

    def nearest_truth(self, value: float) -> float:
        """Return the truth that is nearest to a number."""
        inside = min(max(value, min(self.truths)), max(self.truths))
        return min(self.truths, key=lambda truth: abs(truth - inside))


def _steps(low: float, high: float, count: int) -> tuple[float, ...]:
    return tuple(np.round(np.linspace(low, high, count), 6).tolist())


_PLAIN = ("mean_squared_error", "mean_absolute_error", "huber", "log_cosh")
_BARS = tuple(float(number) for number in range(CLASSES))

QUESTIONS = {
    one.name: one
    for one in (
        Question("number", _PLAIN, -4, 4, _steps(-4, 4, 81), "ŷ", 2.5, 1),
        Question(
            "amount",
            (*_PLAIN, "mean_absolute_percentage_error", "mean_squared_logarithmic_error", "poisson"),
            *(0, 8, _steps(0, 8, 81), "ŷ", 5.5, 2),
        ),
        Question("probability", ("binary_crossentropy", *_PLAIN), 0, 1, (0, 1), "p", 0.3, 1),
        Question(
            "score",
            ("binary_crossentropy", "hinge", "squared_hinge", *_PLAIN),
            *(-4, 4, (-1, 1), "z", -1, 1),
        ),
        Question(
            "probabilities",
            (
                *("sparse_categorical_crossentropy", "categorical_crossentropy", "kl_divergence"),
                *("mean_squared_error", "mean_absolute_error", "cosine_similarity"),
            ),
            *(0, 1, _BARS, "p", 0, 0),
        ),
        Question(
            "scores",
            (
                *("sparse_categorical_crossentropy", "categorical_crossentropy", "categorical_hinge"),
                "cosine_similarity",
            ),
            *(-4, 4, _BARS, "z", 0, 0),
        ),
    )
}
"""Every question by its name, in the order of a menu."""

FLIPPED = {
    "probability": "score",
    "score": "probability",
    "probabilities": "scores",
    "scores": "probabilities",
}
"""The same question, answered without the last activation, or with it."""


def question_of(loss: LossSpec, n_classes: int) -> str:
    """Return the name of the question that a network answers if it is judged by a loss.

    Parameters
    ----------
    loss : LossSpec
        How the network is judged.
    n_classes : int
        Classes of the data; 0 if numbers are predicted.
    """
    scores = bool(loss.config.get("from_logits"))
    if not n_classes:
        return "number" if loss.name in QUESTIONS["number"].losses else "amount"
    if loss.name in QUESTIONS["score"].losses:
        # A loss for numbers judges one output by −1 and 1, as a hinge does.
        return "probability" if is_cross_entropy(loss) and not scores else "score"
    names = ("scores", "probabilities") if scores else ("probabilities", "scores")
    return next((name for name in names if loss.name in QUESTIONS[name].losses), "probabilities")


def is_cross_entropy(loss: LossSpec) -> bool:
    """Return whether a loss can be taken from logits."""
    kind = LOSS_ROWS.of(loss.class_name).kind
    return issubclass(kind, CrossEntropy)
