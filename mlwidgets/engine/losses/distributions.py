"""Losses that compare distributions: Kullback–Leibler divergence, and Poisson's for counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.losses.base import (
    PROBABILITY_FLOOR,
    ElementwiseLoss,
    Loss,
    check_targets,
    kept_probable,
)
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array, Shape

_PROBABILITIES = _(
    "{loss} needs targets that are probabilities, from 0 to 1; got values from {low:g} to {high:g}."
)
_COUNTS = _("{loss} needs targets that are counts, 0 or more; got values from {low:g} to {high:g}.")


class KLDivergence(Loss):
    """L = Σ over the classes of y log(y / p): what it costs to believe in p when y is true.

    ∂L/∂p = −y / p.

    Notes
    -----
    y and p are kept at least 1e-7, as in Keras. For one-hot targets it is the categorical cross-entropy.

    References
    ----------
    Kullback and Leibler, "On Information and Sufficiency", Annals of Mathematical Statistics, 1951.
    """

    def prepare(self, y: AnyArray, output_shape: Shape, dtype: type) -> AnyArray:
        """Bring the targets into the engine's layout; each must be from 0 to 1."""
        y = super().prepare(y, output_shape, dtype)
        check_targets(y, 0, 1, "KLDivergence", _PROBABILITIES)
        return y

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return Σ y log(y / p)."""
        truth = np.maximum(y_true, PROBABILITY_FLOOR)
        each = (truth * np.log(truth / self._probable(y_pred))).sum(axis=0)
        return each.reshape(-1, y_pred.shape[-1]).mean(axis=0)

    def gradient(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return −y / p."""
        places = y_pred.dtype.type(y_pred[0].size // y_pred.shape[-1])
        return -np.maximum(y_true, PROBABILITY_FLOOR) / (self._probable(y_pred) * places)

    def _probable(self, p: Array) -> Array:
        return kept_probable(p, "KLDivergence", "softmax")


class Poisson(ElementwiseLoss):
    """L = ŷ − y log ŷ, for counts: how improbable y is when ŷ are expected; ∂L/∂ŷ = 1 − y / ŷ.

    Notes
    -----
    1e-7 is added to ŷ before the logarithm, as in Keras. The part that only depends on y is left out, so the
    loss can be negative.

    References
    ----------
    Nelder and Wedderburn, "Generalized Linear Models", JRSS A, 1972.
    """

    def prepare(self, y: AnyArray, output_shape: Shape, dtype: type) -> AnyArray:
        """Bring the targets into the engine's layout; none may be negative."""
        y = super().prepare(y, output_shape, dtype)
        check_targets(y, 0, np.inf, "Poisson", _COUNTS)
        return y

    def each(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return ŷ − y log(ŷ + 1e-7)."""
        return y_pred - y_true * np.log(_positive(y_pred))

    def slope(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return 1 − y / (ŷ + 1e-7)."""
        return 1 - y_true / _positive(y_pred)


def _positive(y_pred: Array) -> Array:
    low = float(y_pred.min(initial=0))
    if low < 0:
        raise ConfigurationError(
            _(
                "Poisson needs predictions of 0 or more; the smallest is {low:.3g}. End the network with "
                'activation="softplus".'
            ).format(low=low)
        )
    return y_pred + y_pred.dtype.type(PROBABILITY_FLOOR)
