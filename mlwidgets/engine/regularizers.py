"""Regularizers: a penalty on large weights, part of the loss, that keeps a network from learning by heart.

A layer takes one for its kernel and one for its bias. The penalty of all weights together is the loss's
"penalty": it is added to the loss that is descended and to the loss that is shown.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.configurable import Configurable, Registry
from mlwidgets.ranges import L1_FACTOR, L2_FACTOR

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array


class Regularizer(Configurable, ABC):
    """The penalty of one array of weights: a sum over its entries, not a mean, as in Keras."""

    @abstractmethod
    def penalty(self, weights: Array) -> float:
        """Return the penalty of these weights."""

    @abstractmethod
    def gradient(self, weights: Array) -> Array:
        """Return ∂penalty/∂weights, shape and dtype of `weights`."""


class L1(Regularizer):
    """λ Σ |w|, slope λ sign(w): pulls every weight to 0 with the same force, so that many become 0.

    Parameters
    ----------
    l1 : float
        λ.

    Notes
    -----
    At w = 0, where |w| has no slope, 0 is taken.

    References
    ----------
    Tibshirani, "Regression Shrinkage and Selection via the Lasso", JRSS B, 1996.
    """

    def __init__(self, l1: float = 0.01) -> None:
        self.l1 = L1_FACTOR.check(l1)

    def penalty(self, weights: Array) -> float:
        """Return λ Σ |w|."""
        return self.l1 * float(np.abs(weights).sum(dtype=np.float64))

    def gradient(self, weights: Array) -> Array:
        """Return λ sign(w)."""
        return np.sign(weights) * weights.dtype.type(self.l1)


class L2(Regularizer):
    """λ Σ w², slope 2 λ w: pulls large weights more than small ones ("weight decay", "ridge").

    Parameters
    ----------
    l2 : float
        λ.

    References
    ----------
    Hoerl and Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", Technometrics, 1970.
    """

    def __init__(self, l2: float = 0.01) -> None:
        self.l2 = L2_FACTOR.check(l2)

    def penalty(self, weights: Array) -> float:
        """Return λ Σ w²."""
        return self.l2 * float(np.square(weights, dtype=np.float64).sum())

    def gradient(self, weights: Array) -> Array:
        """Return 2 λ w."""
        return weights * weights.dtype.type(2 * self.l2)


class L1L2(Regularizer):
    """λ₁ Σ |w| + λ₂ Σ w²: both at once ("elastic net").

    Parameters
    ----------
    l1, l2 : float
        λ₁ and λ₂; 0 unless given, as in Keras.

    References
    ----------
    Zou and Hastie, "Regularization and Variable Selection via the Elastic Net", JRSS B, 2005.
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1 = L1_FACTOR.check(l1)
        self.l2 = L2_FACTOR.check(l2)

    def penalty(self, weights: Array) -> float:
        """Return λ₁ Σ |w| + λ₂ Σ w²."""
        return L1(self.l1).penalty(weights) + L2(self.l2).penalty(weights)

    def gradient(self, weights: Array) -> Array:
        """Return λ₁ sign(w) + 2 λ₂ w."""
        return L1(self.l1).gradient(weights) + L2(self.l2).gradient(weights)


REGULARIZERS: Registry[Regularizer] = Registry(
    "regularizer", (L1, L2, L1L2), aliases={"L1_L2": L1L2, "l1l2": L1L2}
)


def get(spec: object) -> Regularizer | None:
    """Return a regularizer from its name, from a config or as it is; None is none.

    The name "l1_l2" alone means 0.01 for both, as Keras documents.
    """
    if isinstance(spec, str) and REGULARIZERS.find(spec) is L1L2:
        return L1L2(l1=0.01, l2=0.01)
    return None if spec is None else REGULARIZERS.get(spec)
