"""Losses for predicted numbers. Throughout, e = ŷ − y, and an example's loss is the mean over its outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.losses.base import ElementwiseLoss, Loss
from mlwidgets.ranges import HUBER_DELTA

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array

SMALLEST = 1e-7
"""What is divided by, or taken the logarithm of, is at least this, as in Keras."""


class MeanSquaredError(Loss):
    """L = mean over the outputs of (ŷ − y)²; ∂L/∂ŷ = 2 (ŷ − y) / outputs."""

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the mean square of each example's differences."""
        difference = (y_pred - y_true).reshape(-1, y_pred.shape[-1])
        return np.mean(difference * difference, axis=0)

    def gradient(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return 2 (ŷ − y) / outputs."""
        outputs = y_pred.size // y_pred.shape[-1]
        return (y_pred - y_true) * y_pred.dtype.type(2 / outputs)


class MeanAbsoluteError(ElementwiseLoss):
    """L = |e|; ∂L/∂ŷ = sign(e): every mistake pulls with the same force, so outliers count less.

    At e = 0 the slope is taken to be 0.
    """

    def each(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return |ŷ − y|."""
        return np.abs(y_pred - y_true)

    def slope(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return sign(ŷ − y)."""
        return np.sign(y_pred - y_true)


class MeanAbsolutePercentageError(ElementwiseLoss):
    """L = 100 |e| / |y|, in per cent of the target; ∂L/∂ŷ = 100 sign(e) / |y|.

    Notes
    -----
    |y| is taken to be at least 1e-7, as in Keras: targets of 0 give enormous losses, so avoid them.
    """

    def each(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return 100 |ŷ − y| / |y|."""
        return np.abs(y_pred - y_true) * _per_cent(y_true)

    def slope(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return 100 sign(ŷ − y) / |y|."""
        return np.sign(y_pred - y_true) * _per_cent(y_true)


class MeanSquaredLogarithmicError(ElementwiseLoss):
    """L = [log(1 + ŷ) − log(1 + y)]², for targets of very different sizes, such as prices or counts.

    ∂L/∂ŷ = 2 [log(1 + ŷ) − log(1 + y)] / (1 + ŷ).

    Notes
    -----
    ŷ and y are taken to be at least 1e-7, as in Keras; where ŷ is smaller, the slope is 0.
    """

    def each(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return [log(1 + ŷ) − log(1 + y)]²."""
        return np.square(_log_ratio(y_true, y_pred))

    def slope(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return 2 [log(1 + ŷ) − log(1 + y)] / (1 + ŷ)."""
        slope = 2 * _log_ratio(y_true, y_pred) / (1 + np.maximum(y_pred, SMALLEST))
        return np.multiply(slope, y_pred > SMALLEST, out=slope)


class Huber(ElementwiseLoss):
    """L = e² / 2 where |e| ≤ δ, and δ |e| − δ² / 2 beyond: a parabola that goes on as straight lines.

    ∂L/∂ŷ = e, kept within −δ and δ, so that outliers pull no harder than that.

    Parameters
    ----------
    delta : float
        δ.

    References
    ----------
    Huber, "Robust Estimation of a Location Parameter", Annals of Mathematical Statistics, 1964.
    """

    def __init__(self, delta: float = 1.0) -> None:
        self.delta = HUBER_DELTA.check(delta)

    def each(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return c (e − c / 2), where c is e kept within −δ and δ: the same, and no square overflows."""
        kept = self.slope(y_true, y_pred)
        return kept * (y_pred - y_true - kept / 2)

    def slope(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return e, kept within −δ and δ."""
        return np.clip(y_pred - y_true, -self.delta, self.delta)


class LogCosh(ElementwiseLoss):
    """L = log cosh e: about e² / 2 for small e and |e| − log 2 for large; ∂L/∂ŷ = tanh e.

    Notes
    -----
    Computed as |e| − log 2 + log(1 + exp(−2|e|)), which cannot overflow, and where |e| < 1 as
    log(1 + 2 sinh²(e/2)), in which nothing cancels.
    """

    def each(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return log cosh(ŷ − y)."""
        size = np.abs(y_pred - y_true)
        far = size + np.log1p(np.exp(-2 * size)) - size.dtype.type(np.log(2))
        near = np.log1p(2 * np.square(np.sinh(np.minimum(size, 1) / 2)))
        return np.where(size < 1, near, far)

    def slope(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return tanh(ŷ − y)."""
        return np.tanh(y_pred - y_true)


class CosineSimilarity(Loss):
    """L = −cos of the angle between target and prediction: −1 for the same direction, 0 across, 1 opposite.

    ∂L/∂ŷ = −(y/‖y‖ − cos · ŷ/‖ŷ‖) / ‖ŷ‖; only the direction counts, not the length.

    Notes
    -----
    Lengths are taken over the last axis of the public layout, the outputs or channels, and are at least 1e-7,
    as in Keras; pictures have the mean over their places.
    """

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return −cos for each example."""
        truth, _ = _direction(y_true)
        prediction, _ = _direction(y_pred)
        return -(truth * prediction).sum(axis=0).reshape(-1, y_pred.shape[-1]).mean(axis=0)

    def gradient(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return −(y/‖y‖ − cos · ŷ/‖ŷ‖) / ‖ŷ‖."""
        truth, _ = _direction(y_true)
        prediction, length = _direction(y_pred)
        cosine = (truth * prediction).sum(axis=0)
        places = y_pred[0].size // y_pred.shape[-1]
        return (cosine * prediction - truth) / (length * y_pred.dtype.type(places))


def _per_cent(y_true: AnyArray) -> Array:
    return y_true.dtype.type(100) / np.maximum(np.abs(y_true), SMALLEST)


def _log_ratio(y_true: AnyArray, y_pred: Array) -> Array:
    return np.log1p(np.maximum(y_pred, SMALLEST)) - np.log1p(np.maximum(y_true, SMALLEST))


def _direction(vectors: Array) -> tuple[Array, Array]:
    """Return vectors along the first axis with length 1, and their lengths."""
    length = np.maximum(np.sqrt(np.square(vectors).sum(axis=0)), SMALLEST)
    return vectors / length, length
