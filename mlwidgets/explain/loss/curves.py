"""Curves of losses: value and slope along one number that is dragged, computed by the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.activations import Sigmoid, Softmax
from mlwidgets.engine.losses import CrossEntropy, SparseCategoricalCrossentropy, fused
from mlwidgets.explain.loss.formulas import Case, cases
from mlwidgets.explain.loss.questions import CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.losses import Loss
    from mlwidgets.explain.loss.questions import Question
    from mlwidgets.spec.loss_spec import LossSpec


_STEEP = 1.5
"""How much higher than its lower 95% a curve may rise and still be shown whole."""


@dataclass(frozen=True, eq=False)
class Line:
    """One loss along a path.

    Attributes
    ----------
    loss : LossSpec
        Which loss.
    values : ndarray, shape (n,)
        The loss at each point.
    slopes : ndarray, shape (n,)
        Its derivative with respect to what is dragged, all that follows included: the tangent.
    gradients : ndarray, shape (n, outputs)
        ∂L/∂ŷ of each output.
    below : ndarray, shape (n, outputs), or None
        ∂L/∂z through the last activation, sigmoid or softmax; None if a prediction has none.
    cases : list of Case
        What is computed, in words.
    """

    loss: LossSpec
    values: Array
    slopes: Array
    gradients: Array
    below: Array | None
    cases: list[Case]


@dataclass(frozen=True, eq=False)
class Path:
    """What happens while one number is dragged.

    Attributes
    ----------
    grid : ndarray, shape (n,)
        What is dragged, ascending.
    points : ndarray, shape (n, outputs)
        The whole prediction at each place; where the others follow, they are here.
    shares : ndarray, shape (n, outputs), or None
        What softmax makes of scores; None where the prediction is no score of several classes.
    at : int
        The place that is the present prediction.
    lines : tuple of Line
        The losses, the chosen one first.
    """

    grid: Array
    points: Array
    shares: Array | None
    at: int
    lines: tuple[Line, ...]

    @property
    def top(self) -> float:
        """Where the axis of the losses should end: the chosen one fills it, but for a steep end."""
        chosen, *others = (_height(line.values) for line in self.lines)
        return min(max([chosen, *others]), 2 * max(chosen, 1e-3)) * 1.05

    @property
    def bottom(self) -> float:
        """Where it should begin: at 0, unless a loss is negative."""
        return min(0.0, *(float(line.values.min()) for line in self.lines)) * 1.05


def _height(values: Array) -> float:
    """Return up to where a curve is shown: all of it, unless a steep twentieth would flatten the rest."""
    most, usual = float(values.max()), float(np.quantile(values, 0.95))
    return most if most <= _STEEP * usual else usual


def paths(
    question: Question, losses: Sequence[LossSpec], truth: float, prediction: Sequence[float]
) -> list[Path]:
    """Return a path for each number that can be dragged.

    Parameters
    ----------
    question : Question
        What is predicted.
    losses : sequence of LossSpec
        What judges it, the chosen one first.
    truth : float
        One of the question's truths.
    prediction : sequence of float
        The present prediction, one number for each output.

    Notes
    -----
    Probabilities of classes sum to 1: while one is dragged the others keep their proportions, so the slope of
    the loss along the path is dL/dt = ∂L/∂p_k − Σ_j ∂L/∂p_j p_j / (1 − p_k). A score is dragged alone.
    """
    return [
        _path(question, losses, truth, np.asarray(prediction, np.float64), at)
        for at in range(len(prediction))
    ]


def _path(question: Question, losses: Sequence[LossSpec], truth: float, now: Array, at: int) -> Path:
    grid = np.union1d(question.grid, now[at : at + 1])  # so that the present prediction is one of its points
    points = np.repeat(now[np.newaxis], len(grid), axis=0)
    direction = np.zeros(len(now))
    if question.several and question.probable:
        others = np.delete(now, at)
        total = others.sum()
        ratio = others / total if total > 0 else np.full(len(others), 1 / len(others))
        points[:, np.arange(len(now)) != at] = (1 - grid)[:, np.newaxis] * ratio
        direction[np.arange(len(now)) != at] = -ratio
    points[:, at] = grid
    direction[at] = 1
    shares = None
    if question.several and question.from_logits:
        shares = Softmax().forward(points.T.copy()).T
    place = int(np.searchsorted(grid, now[at]))
    lines = tuple(_line(question, loss, truth, points, direction) for loss in losses)
    return Path(grid, points, shares, place, lines)


def _line(question: Question, spec: LossSpec, truth: float, points: Array, direction: Array) -> Line:
    loss = spec.make()
    target = targets(loss, question, truth, len(points))
    values, gradients = loss.values(target, points.T), loss.gradient(target, points.T.copy()).T
    along = points[:, 0] if not question.several else points
    return Line(
        loss=spec,
        values=np.asarray(values),
        slopes=gradients @ direction,
        gradients=gradients,
        below=_below(loss, question, target, points, gradients),
        cases=cases(loss, question, truth, along),
    )


def targets(loss: Loss, question: Question, truth: float, n: int) -> AnyArray:
    """Return a truth as the loss takes it, in the engine's layout, n times.

    A score's truth is −1 or 1, but 0 or 1 for a cross-entropy; the true class is its number, or one-hot.
    """
    if not question.several:
        value = max(truth, 0.0) if isinstance(loss, CrossEntropy) else truth
        return loss.prepare(np.full(n, value), (1,), np.float64)
    if isinstance(loss, SparseCategoricalCrossentropy):
        return loss.prepare(np.full(n, int(truth)), (CLASSES,), np.float64)
    return loss.prepare(np.eye(CLASSES)[np.full(n, int(truth))], (CLASSES,), np.float64)


def _below(loss: Loss, question: Question, target: AnyArray, points: Array, gradients: Array) -> Array | None:
    """Return ∂L/∂z, where the prediction is a probability that an activation has made of z."""
    if not question.probable:
        return None
    activation = Softmax() if question.several else Sigmoid()
    through = fused(loss, activation)
    # Where the network ends with the loss's own activation, the engine goes from L to z in one step, as here:
    # p − y, which no probability of 0 can spoil.
    kept = np.clip(points.T, 1e-300, 1 - 1e-16)
    if through is not None:
        z = np.log(kept) if question.several else np.log(kept) - np.log1p(-kept)
        return through.gradient_from_logits(target, z).T
    return activation.backward(gradients.T.copy(), points.T, points.T).T
