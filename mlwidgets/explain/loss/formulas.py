"""Formulas: what a loss computes, as a text in which numbers can stand in the place of letters.

A text holds placeholders in braces: {p} is the prediction, {y} the truth; with several classes {p0}, {p1}, …
are the predictions, and {s0}, … what softmax makes of them; {p:0.0000001} is a prediction in whose place that
number counts. Everything else is written as it is read:
``({p} − {y})²``. A loss that is made of pieces has a case for each. A test reads the texts as arithmetic and
compares them with the engine at every point of every curve.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import losses as kinds
from mlwidgets.engine.losses import PROBABILITY_FLOOR
from mlwidgets.explain.wording import english_number_text

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.losses import Loss
    from mlwidgets.explain.loss.questions import Question


@dataclass(frozen=True)
class Case:
    """One piece of a loss.

    Attributes
    ----------
    value, slope : str
        The loss, and its derivative with respect to what is dragged; the latter empty if it is not written
        out, as with several classes, where it stands in a column of its own.
    holds : ndarray of bool
        At which of the predictions.
    """

    value: str
    slope: str
    holds: AnyArray


Writer = Callable[["Loss", float, "Array"], list[tuple[str, str, "AnyArray | bool"]]]
"""Takes a loss, the truth and the predictions of a curve; returns its cases, the first that holds counts."""

E, E2 = "({p} − {y})", "|{p} − {y}|"


def cases(loss: Loss, question: Question, truth: float, points: Array) -> list[Case]:
    """Return the pieces of a loss on a curve.

    Parameters
    ----------
    loss : Loss
        The engine's.
    question : Question
        What is predicted.
    truth : float
        The truth; with several classes the number of the true one.
    points : ndarray, shape (n,) or (n, classes)
        The predictions along the curve.
    """
    if question.several:
        return _cases_of_classes(loss, question, int(truth), points)
    found, left = [], np.ones(len(points), bool)
    for value, slope, where in _ONE[type(loss)](loss, truth, points):
        holds = left & where
        found.append(Case(value, slope, holds))
        left = left & ~holds
    return found


def _square(_: Loss, __: float, ___: Array) -> list[tuple[str, str, AnyArray | bool]]:
    return [(f"{E}²", f"2 · {E}", True)]


def _size(_: Loss, __: float, ___: Array) -> list[tuple[str, str, AnyArray | bool]]:
    return [(E2, f"sign{E}", True)]


def _per_cent(_: Loss, y: float, __: Array) -> list[tuple[str, str, AnyArray | bool]]:
    # Of a target of 0 there is no percentage: the engine, as Keras, divides by 0.0000001.
    below = "0.0000001" if abs(y) < PROBABILITY_FLOOR else "|{y}|"
    return [(f"100 · {E2} / {below}", f"100 · sign{E} / {below}", True)]


def _logarithms(_: Loss, __: float, p: Array) -> list[tuple[str, str, AnyArray | bool]]:
    inner = "(log(1 + {p}) − log(1 + {y}))"
    return [
        (f"{inner}²", "0", p <= PROBABILITY_FLOOR),
        (f"{inner}²", f"2 · {inner} / (1 + {{p}})", True),
    ]


def _huber(loss: Loss, y: float, p: Array) -> list[tuple[str, str, AnyArray | bool]]:
    assert isinstance(loss, kinds.Huber)  # noqa: S101 - looked up by its class
    d = english_number_text(loss.delta, 6).replace(",", "")
    return [
        (f"{E}² / 2", "{p} − {y}", np.abs(p - y) <= loss.delta),
        (f"{d} · {E2} − {d}² / 2", f"{d} · sign{E}", True),
    ]


def _log_cosh(_: Loss, __: float, ___: Array) -> list[tuple[str, str, AnyArray | bool]]:
    return [(f"log(cosh{E})", f"tanh{E}", True)]


def _poisson(_: Loss, __: float, p: Array) -> list[tuple[str, str, AnyArray | bool]]:
    tiny = "({p} + 0.0000001)"
    return [
        (f"{{p}} − {{y}} · log{tiny}", f"1 − {{y}} / {tiny}", p < 1e-3),  # noqa: PLR2004 - where it shows
        ("{p} − {y} · log({p})", "1 − {y} / {p}", True),
    ]


def _binary(loss: Loss, y: float, p: Array) -> list[tuple[str, str, AnyArray | bool]]:
    assert isinstance(loss, kinds.BinaryCrossentropy)  # noqa: S101 - looked up by its class
    yes = float(loss.smoothed(np.array([max(float(y), 0.0)]))[0])
    t, u = (english_number_text(one, 6) for one in (yes, 1 - yes))
    if loss.from_logits:
        value = f"max({{p}}, 0) − {t} · {{p}} + log(1 + exp(−|{{p}}|))"
        return [(value, f"sigmoid({{p}}) − {t}", True)]

    def at(text: str) -> tuple[str, str]:
        """Return value and slope where the probability is written so."""
        if yes == 1:
            return f"−log({text})", f"−1 / {text}"
        if yes == 0:
            return f"−log(1 − {text})", f"1 / (1 − {text})"
        return (
            f"−{t} · log({text}) − {u} · log(1 − {text})",
            f"({text} − {t}) / ({text} · (1 − {text}))",
        )

    # Probabilities are kept 0.0000001 away from 0 and 1, as in Keras: no logarithm is infinite.
    return [
        (*at("{p:0.0000001}"), p < PROBABILITY_FLOOR),
        (*at("{p:0.9999999}"), p > 1 - PROBABILITY_FLOOR),
        (*at("{p}"), True),
    ]


def _hinge(_: Loss, y: float, p: Array) -> list[tuple[str, str, AnyArray | bool]]:
    return [("max(0, 1 − {y} · {p})", "−{y}", y * p < 1), ("max(0, 1 − {y} · {p})", "0", True)]


def _squared_hinge(_: Loss, __: float, ___: Array) -> list[tuple[str, str, AnyArray | bool]]:
    inner = "max(0, 1 − {y} · {p})"
    return [(f"{inner}²", f"−2 · {{y}} · {inner}", True)]


_ONE: dict[type[Loss], Writer] = {
    kinds.MeanSquaredError: _square,
    kinds.MeanAbsoluteError: _size,
    kinds.MeanAbsolutePercentageError: _per_cent,
    kinds.MeanSquaredLogarithmicError: _logarithms,
    kinds.Huber: _huber,
    kinds.LogCosh: _log_cosh,
    kinds.Poisson: _poisson,
    kinds.BinaryCrossentropy: _binary,
    kinds.Hinge: _hinge,
    kinds.SquaredHinge: _squared_hinge,
}
"""How a loss of one number is written."""


_KEEPS_INSIDE = (kinds.CrossEntropy, kinds.KLDivergence)


def _cases_of_classes(loss: Loss, question: Question, true: int, points: Array) -> list[Case]:
    """Return a case for each way in which probabilities have to be kept away from 0 and 1."""
    text = _of_classes(loss, question, true)
    ends = np.zeros(points.shape, np.int8)
    if isinstance(loss, _KEEPS_INSIDE) and question.probable:
        ends = (points > 1 - PROBABILITY_FLOOR).astype(np.int8) - (points < PROBABILITY_FLOOR)
    found = []
    for pattern in np.unique(ends, axis=0):
        kept = text
        for number, end in enumerate(pattern):
            if end:
                inside = "0.9999999" if end > 0 else "0.0000001"
                kept = kept.replace(f"{{p{number}}}", f"{{p{number}:{inside}}}")
        found.append(Case(kept, "", (ends == pattern).all(axis=1)))
    return found


def _of_classes(loss: Loss, question: Question, true: int) -> str:
    """Return the text of a loss that judges several classes."""
    count = len(question.truths)
    letter = "s" if question.from_logits else "p"
    y = [float(number == true) for number in range(count)]
    match loss:
        case kinds.CategoricalCrossentropy() if loss.label_smoothing:
            kept = loss.smoothed(np.array(y)[:, np.newaxis])[:, 0]
            text = _sum(f"−{english_number_text(t, 6)} · log({{{letter}{j}}})" for j, t in enumerate(kept))
        case kinds.CrossEntropy():
            text = f"−log({{{letter}{true}}})"
        case kinds.KLDivergence():
            text = f"log(1 / {{p{true}}})"
        case kinds.MeanSquaredError():
            text = f"({_sum(f'({{p{j}}} − {t:g})²' for j, t in enumerate(y))}) / {count}"
        case kinds.MeanAbsoluteError():
            text = f"({_sum(f'|{{p{j}}} − {t:g}|' for j, t in enumerate(y))}) / {count}"
        case kinds.CategoricalHinge():
            others = ", ".join(f"{{p{j}}}" for j in range(count) if j != true)
            text = f"max(0, max(0, {others}) − {{p{true}}} + 1)"
        case kinds.CosineSimilarity():
            text = f"−{{p{true}}} / √({_sum(f'{{p{j}}}²' for j in range(count))})"
        case _:
            raise TypeError(f"{type(loss).__name__} is no loss for classes, so it has no formula for them.")
    return text


def _sum(terms: Iterable[str]) -> str:
    """Return terms added up: a minus at the beginning of one takes the plus's place."""
    return " + ".join(terms).replace("+ −", "− ")
