"""Hinge losses: an answer costs nothing as soon as it is right by a margin of 1."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.losses.base import ElementwiseLoss, Loss, check_targets
from mlwidgets.errors import DataError
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array, Shape

_ONE_HOT = _("{loss} needs one-hot targets, 0 and 1; got values from {low:g} to {high:g}.")


class _Margin(ElementwiseLoss):
    """What the two losses for yes and no share: targets −1 and 1, or 0 and 1, and the missing margin."""

    def prepare(self, y: AnyArray, output_shape: Shape, dtype: type) -> AnyArray:
        """Bring the targets into the engine's layout; 0 becomes −1, as in Keras."""
        y = super().prepare(y, output_shape, dtype)
        if not np.isin(y, (-1, 0, 1)).all() or ((y == 0).any() and (y == -1).any()):
            raise DataError(
                _(
                    "{loss} needs targets that are −1 (no) and 1 (yes), or 0 and 1; got values from {low:g} "
                    "to {high:g}."
                ).format(loss=type(self).__name__, low=y.min(), high=y.max())
            )
        return np.where(y == 0, -np.ones((), y.dtype), y)

    @abstractmethod
    def each(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the loss of each output, shape of `y_pred`."""


class Hinge(_Margin):
    """L = max(0, 1 − y ŷ) with y = ±1; ∂L/∂ŷ = −y where the margin y ŷ is below 1, and 0 elsewhere.

    References
    ----------
    Cortes and Vapnik, "Support-Vector Networks", Machine Learning, 1995.
    """

    def each(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return max(0, 1 − y ŷ)."""
        return np.maximum(1 - y_true * y_pred, 0)

    def slope(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return −y where y ŷ < 1."""
        return -y_true * (y_true * y_pred < 1)


class SquaredHinge(_Margin):
    """L = max(0, 1 − y ŷ)² with y = ±1; ∂L/∂ŷ = −2 y max(0, 1 − y ŷ)."""

    def each(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return max(0, 1 − y ŷ)²."""
        return np.square(np.maximum(1 - y_true * y_pred, 0))

    def slope(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return −2 y max(0, 1 − y ŷ)."""
        return -2 * y_true * np.maximum(1 - y_true * y_pred, 0)


class CategoricalHinge(Loss):
    """L = max(0, 1 + largest output of a wrong class − output of the true one); targets are one-hot.

    ∂L/∂ŷ is 1 at that wrong class and −1 at the true one where the loss is positive, and 0 elsewhere.

    Notes
    -----
    As in Keras: neg = max((1 − y) ŷ), pos = Σ y ŷ, L = max(0, neg − pos + 1). So neg is at least 0: wrong
    classes with negative outputs are never pushed further down.

    References
    ----------
    Crammer and Singer, "On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines",
    JMLR 2001.
    """

    def prepare(self, y: AnyArray, output_shape: Shape, dtype: type) -> AnyArray:
        """Bring the targets into the engine's layout; each must be from 0 to 1."""
        y = super().prepare(y, output_shape, dtype)
        check_targets(y, 0, 1, "CategoricalHinge", _ONE_HOT)
        return y

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return max(0, neg − pos + 1)."""
        return self._losses(y_true, y_pred).reshape(-1, y_pred.shape[-1]).mean(axis=0)

    def gradient(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the slopes of neg − pos where the loss is positive."""
        others = (1 - y_true) * y_pred
        at = others.argmax(axis=0)[np.newaxis]
        gradient = -y_true
        slope = np.take_along_axis(gradient, at, axis=0) + 1 - np.take_along_axis(y_true, at, axis=0)
        np.put_along_axis(gradient, at, slope, axis=0)
        gradient *= self._losses(y_true, y_pred) > 0
        gradient /= gradient.dtype.type(y_pred[0].size // y_pred.shape[-1])
        return gradient

    def _losses(self, y_true: AnyArray, y_pred: Array) -> Array:
        neg = ((1 - y_true) * y_pred).max(axis=0)
        pos = (y_true * y_pred).sum(axis=0)
        return np.maximum(neg - pos + 1, 0)
