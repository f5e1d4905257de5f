"""Questions about the value of a loss, computed by the engine's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.losses import (
    BinaryCrossentropy,
    MeanAbsoluteError,
    MeanSquaredError,
    SparseCategoricalCrossentropy,
)
from mlwidgets.language import _
from mlwidgets.lessons.checks.drawn.numbers import bracketed, number, table, text, total
from mlwidgets.lessons.checks.parameters import Parameter
from mlwidgets.lessons.checks.question import Drawn, Question
from mlwidgets.ranges import OneOf

if TYPE_CHECKING:
    from collections.abc import Callable

_CLASSES = ("A", "B", "C")
_LN = _(
    "Use the natural logarithm, ln: the losses of machine learning are computed with it, not with base 10."
)
_MINUS = _("The size is right. The logarithm of a probability is negative, so there is a minus before it.")
_ROWS = 3


def _squared_error(rng: np.random.Generator) -> Drawn:
    said, true = number(rng, -3, 6, 0.5), number(rng, -3, 6, 0.5)
    answer, error = MeanSquaredError()([true], [said]), said - true
    return Drawn(
        text=_(
            "A network predicts ${prediction}$, and the truth is ${truth}$. What is the squared error?"
        ).format(prediction=text(said), truth=text(true)),
        answer=answer,
        tolerance=0.01,
        working=f"$({text(said)} - {bracketed(true)})^2 = {bracketed(error)}^2 = {text(answer)}$",
        near={
            "not_squared": MeanAbsoluteError()([true], [said]),
            "doubled": 2 * abs(error),
            "added": (said + true) ** 2,
            "squares_subtracted": said**2 - true**2,
        },
        replies={
            "not_squared": _("That is the size of the error. Multiply it by itself."),
            "doubled": _("That is the error times two. Squared means: the error times itself."),
            "added": _("That adds the two numbers. The error is their difference: mind the signs."),
            "squares_subtracted": _(
                "That squares first and subtracts then. Subtract first, and square the result."
            ),
        },
    )


def _mean_squared_error(rng: np.random.Generator) -> Drawn:
    said = np.array([number(rng, 0, 6, 0.5, without=None) for _row in range(_ROWS)])
    true = np.array([number(rng, 0, 6, 0.5, without=None) for _row in range(_ROWS)])
    answer, errors = MeanSquaredError()(true, said), said - true
    squares = total(f"{bracketed(error)}^2" for error in errors.tolist())
    rows = [(text(p), text(y)) for p, y in zip(said.tolist(), true.tolist(), strict=True)]
    asked = _("A network predicts three numbers. What is the mean squared error?")
    return Drawn(
        text=f"{asked}\n\n{table((str(_('prediction')), str(_('truth'))), rows)}",
        answer=answer,
        tolerance=0.02,
        working=rf"$\left({squares}\right) / {_ROWS} = {text(answer, 5)}$",
        near={
            "not_averaged": answer * _ROWS,
            "absolute": MeanAbsoluteError()(true, said),
            "root": answer**0.5,
            "mean_squared": float(errors.mean()) ** 2,
        },
        replies={
            "not_averaged": _(
                "That is the sum of the squares. The mean is the sum divided by {count}."
            ).format(count=_ROWS),
            "absolute": _("That is the mean size of the errors. Square each error before you take the mean."),
            "root": _("That is the root of it. The mean squared error has no root."),
            "mean_squared": _(
                "That takes the mean first, where errors above and below cancel out. Square each error first."
            ),
        },
    )


def _cross_entropy(rng: np.random.Generator) -> Drawn:
    while True:
        hundredths = rng.multinomial(20, (1 / 3, 1 / 3, 1 / 3)) * 5
        if len(set(hundredths.tolist())) == len(_CLASSES) and hundredths.min() > 0:
            break
    p, true = hundredths / 100, int(rng.integers(len(_CLASSES)))
    answer = SparseCategoricalCrossentropy()([true], p[np.newaxis])
    other = int(np.argmax(np.where(np.arange(len(p)) == true, -1, p)))
    shares = {name: f"${text(one)}$" for one, name in zip(p.tolist(), _CLASSES, strict=True)}
    return Drawn(
        text=_(
            "A network gives the probabilities {A} to A, {B} to B, {C} to C. The true class is {true}. What "
            "is the cross-entropy loss of this example?"
        ).format(**shares, true=_CLASSES[true]),
        answer=answer,
        tolerance=0.01,
        working=_("Only the true class counts: ${formula}$").format(
            formula=rf"-\ln({text(p[true])}) = {text(answer, 4)}"
        ),
        near={
            "base_ten": float(-np.log10(p[true])),
            "sign": -answer,
            "one_minus": float(1 - p[true]),
            "wrong_class": SparseCategoricalCrossentropy()([other], p[np.newaxis]),
            "all_classes": float(-np.log(p).sum()),
        },
        replies={
            "base_ten": _LN,
            "sign": _MINUS,
            "one_minus": _("That is 1 minus the probability. Cross-entropy takes minus the logarithm of it."),
            "wrong_class": _(
                "That is another class. The loss looks at the probability given to the true one."
            ),
            "all_classes": _("That adds up all three classes. Only the true class counts."),
        },
    )


def _mean_cross_entropy(rng: np.random.Generator) -> Drawn:
    p = rng.choice(np.arange(5, 100, 5), _ROWS, replace=False) / 100
    answer = SparseCategoricalCrossentropy()(np.zeros(_ROWS, np.int64), np.stack([p, 1 - p], axis=1))
    logs = total(rf"-\ln({text(one)})" for one in p.tolist())
    one, two, three = (text(share) for share in p.tolist())
    return Drawn(
        text=_(
            "A network gives the true classes of three examples the probabilities ${one}$, ${two}$ and "
            "${three}$. What is the cross-entropy loss of this batch?"
        ).format(one=one, two=two, three=three),
        answer=answer,
        tolerance=0.01,
        working=_("The loss of a batch is the mean over its examples: ${formula}$").format(
            formula=rf"\left({logs}\right) / {_ROWS} = {text(answer, 4)}"
        ),
        near={
            "not_averaged": answer * _ROWS,
            "base_ten": float(-np.log10(p).mean()),
            "sign": -answer,
            "mean_first": float(-np.log(p.mean())),
        },
        replies={
            "not_averaged": _(
                "That is the sum. The loss of a batch is the mean: divide it by {count}."
            ).format(count=_ROWS),
            "base_ten": _LN,
            "sign": _MINUS,
            "mean_first": _(
                "That takes the mean of the probabilities first. Take each logarithm first, then the mean."
            ),
        },
    )


_TRUTH_YES = _(
    "A network with one output gives the answer “yes” the probability ${probability}$, and the truth is "
    "“yes”. What is the binary cross-entropy loss?"
)
_TRUTH_NO = _(
    "A network with one output gives the answer “yes” the probability ${probability}$, and the truth is "
    "“no”. What is the binary cross-entropy loss?"
)


def _binary_cross_entropy(rng: np.random.Generator) -> Drawn:
    p, true = number(rng, 0.05, 0.95, 0.01, without=0.5), int(rng.integers(2))
    answer = BinaryCrossentropy()([float(true)], [p])
    given = p if true else 1 - p
    inside = text(p) if true else f"1 - {text(p)}"
    return Drawn(
        text=(_TRUTH_YES if true else _TRUTH_NO).format(probability=text(p)),
        answer=answer,
        tolerance=0.01,
        working=_("The truth has been given the probability ${probability}$: ${formula}$").format(
            probability=text(given), formula=rf"-\ln({inside}) = {text(answer, 4)}"
        ),
        near={
            "base_ten": float(-np.log10(given)),
            "sign": -answer,
            "other_answer": BinaryCrossentropy()([float(1 - true)], [p]),
            "one_minus": 1 - given,
        },
        replies={
            "base_ten": _LN,
            "sign": _MINUS,
            "other_answer": _(
                "That is the loss if the truth were the other answer. “No” has been given 1 minus the "
                "probability of “yes”."
            ),
            "one_minus": _(
                "That is 1 minus the truth's probability. Cross-entropy takes minus the logarithm of it."
            ),
        },
    )


_KINDS: dict[str, Callable[[np.random.Generator], Drawn]] = {
    "squared_error": _squared_error,
    "mean_squared_error": _mean_squared_error,
    "cross_entropy": _cross_entropy,
    "mean_cross_entropy": _mean_cross_entropy,
    "binary_cross_entropy": _binary_cross_entropy,
}


def _loss_value(rng: np.random.Generator, kind: str) -> Drawn:
    return _KINDS[kind](rng)


LOSS_QUESTIONS = (
    Question(
        "loss_value",
        "The value of a loss for one example, or for a batch of three.",
        _loss_value,
        (Parameter(OneOf(name="kind", options=tuple(_KINDS)), "Which loss.", required=True),),
    ),
)
