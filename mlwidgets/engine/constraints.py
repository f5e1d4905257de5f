"""Constraints: conditions that an array of weights is brought back to after each update."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.configurable import Configurable, Registry
from mlwidgets.engine.filter_values import FilterValues
from mlwidgets.errors import ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import MAX_NORM, WEIGHT_AXIS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Array

TINY = 1e-7
"""Added to a length before dividing by it, as in Keras: weights that are all 0 stay 0."""


class Constraint(Configurable, ABC):
    """A condition on one array of weights."""

    @abstractmethod
    def apply(self, weights: Array) -> None:
        """Change the weights, in place, to ones near by that fulfil the condition."""


class NonNeg(Constraint):
    """w ≥ 0: what is negative becomes 0."""

    def apply(self, weights: Array) -> None:
        """Put max(0, w) in the place of w."""
        np.maximum(weights, 0, out=weights)


class _Norm(Constraint):
    """What the constraints on a length share.

    Parameters
    ----------
    axis : int or sequence of int
        Which axes a length is taken over. 0 for the kernel of a `Dense` `(in, units)`: the weights into each
        unit; (0, 1, 2) for that of a `Conv2D` `(height, width, in, filters)`.
    """

    axis: int | tuple[int, ...]

    def _lengths(self, weights: Array) -> Array:
        axes = self.axis if isinstance(self.axis, tuple) else (self.axis,)
        if any(not -weights.ndim <= axis < weights.ndim for axis in axes):
            raise ShapeError(
                _(
                    "{constraint} measures lengths along axis {axis}; the weights have only {rank} axes, "
                    "shape {shape}."
                ).format(
                    constraint=type(self).__name__, axis=self.axis, rank=weights.ndim, shape=weights.shape
                )
            )
        # In float64, where the square of no float32 overflows.
        return np.sqrt(np.square(weights, dtype=np.float64).sum(axis=self.axis, keepdims=True))


class MaxNorm(_Norm):
    """‖w‖ ≤ max_value for the weights into each unit: longer ones are scaled down to that length.

    Parameters
    ----------
    max_value : float
        The greatest length.
    axis : int or sequence of int
        Which axes a length is taken over. 0 for the kernel of a `Dense` `(in, units)`: the weights into each
        unit; (0, 1, 2) for that of a `Conv2D` `(height, width, in, filters)`.

    Notes
    -----
    Weights within the bound stay exactly as they are. (Keras multiplies them by ‖w‖ / (‖w‖ + 1e-7).)

    References
    ----------
    Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 2014.
    """

    def __init__(self, max_value: float = 2, axis: int | Sequence[int] = 0) -> None:
        self.max_value = MAX_NORM.check(max_value)
        self.axis = _checked_axis(axis)

    def apply(self, weights: Array) -> None:
        """Put w · max_value / ‖w‖ in the place of w where ‖w‖ is too large."""
        lengths = self._lengths(weights)
        # A bound not above the length: no division by 0, and a factor of exactly 1 within the bound.
        weights *= (self.max_value / np.maximum(lengths, self.max_value)).astype(weights.dtype)


class UnitNorm(_Norm):
    """‖w‖ = 1 for the weights into each unit.

    Parameters
    ----------
    axis : int or sequence of int
        Which axes a length is taken over, as in `MaxNorm`.

    References
    ----------
    Salimans and Kingma, "Weight Normalization", NeurIPS 2016, discuss why only a direction may be learned.
    """

    def __init__(self, axis: int | Sequence[int] = 0) -> None:
        self.axis = _checked_axis(axis)

    def apply(self, weights: Array) -> None:
        """Put w / (‖w‖ + 1e-7) in the place of w."""
        weights *= (1 / (self._lengths(weights) + TINY)).astype(weights.dtype)


class FixedFilters(Constraint):
    """Single filters stay as they are given, while the optimizer moves the others.

    Parameters
    ----------
    numbers : sequence of int
        Which filters, counted from 0.
    values : sequence of nested lists
        For each of them its weights `(height, width, in_channels)`, or for a bias one number.

    Notes
    -----
    Keras can freeze a layer as a whole only; this is how mlwidgets keeps a kernel made by hand beside others
    that learn.
    """

    def __init__(self, numbers: Sequence[int] = (), values: Sequence[object] = ()) -> None:
        self._given = FilterValues(numbers, values)
        self.numbers, self.values = self._given.numbers, self._given.values

    def apply(self, weights: Array) -> None:
        """Put the given numbers back."""
        self._given.put_into(weights)


def _checked_axis(axis: object) -> int | tuple[int, ...]:
    if isinstance(axis, (tuple, list)):
        return tuple(WEIGHT_AXIS.check_int(one) for one in axis)
    return WEIGHT_AXIS.check_int(axis)


CONSTRAINTS: Registry[Constraint] = Registry("constraint", (FixedFilters, MaxNorm, NonNeg, UnitNorm))


def get(spec: object) -> Constraint | None:
    """Return a constraint from its name, from a config or as it is; None is none."""
    return None if spec is None else CONSTRAINTS.get(spec)
