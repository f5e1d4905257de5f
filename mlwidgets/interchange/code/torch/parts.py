"""What a stack becomes in PyTorch: modules, and where their weights come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import AnyArray, Array, Shape
    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.interchange.code.common.source import Call


@dataclass(frozen=True)
class AxisPermutation:
    """How an array of weights of ours lies in PyTorch.

    Attributes
    ----------
    before : tuple of int
        The shape that ours is first given.
    axes : tuple of int
        Which of its axes become PyTorch's, in order.
    after : tuple of int
        PyTorch's shape.
    dims : mapping of int to int
        Where each axis of ours is found in PyTorch.
    view : tuple of int
        The shape in which it is found there; PyTorch's own if empty.
    """

    before: Shape
    axes: tuple[int, ...]
    after: Shape
    dims: Mapping[int, int]
    view: Shape = ()

    @classmethod
    def along(cls, shape: Shape, axes: tuple[int, ...]) -> AxisPermutation:
        """Return the turn that only changes the order of the axes."""
        after = tuple(shape[axis] for axis in axes)
        return cls(shape, axes, after, {axis: dim for dim, axis in enumerate(axes)})

    @classmethod
    def same(cls, shape: Shape) -> AxisPermutation:
        """Return the turn that leaves everything as it is."""
        return cls.along(shape, tuple(range(len(shape))))

    @classmethod
    def channels_first(cls, shape: Shape) -> AxisPermutation:
        """Return the turn of an array in the shape of an example."""
        return cls.along(shape, (len(shape) - 1, *range(len(shape) - 1)))

    def apply(self, weights: AnyArray) -> AnyArray:
        """Return the array as PyTorch has it."""
        turned = np.ascontiguousarray(weights.reshape(self.before).transpose(self.axes))
        return turned.reshape(self.after)

    def dim(self, axis: int) -> int:
        """Return where an axis of ours is found, also if it is counted from the end."""
        return self.dims[axis % len(self.dims)]


@dataclass(frozen=True)
class Weights:
    """An array of weights of a module.

    Attributes
    ----------
    attribute : str
        Its name in the module: "weight".
    layer : int
        The place of our layer in the stack.
    name : str
        Its name there: "kernel"; empty if ours has none, and `value` is in its place.
    spec : WeightSpec or None
        Shape, initializer, regularizer and constraint of ours.
    turn : AxisPermutation
        How it lies in PyTorch.
    value : float
        What it holds if ours has none: it is then kept as it is.
    """

    attribute: str
    layer: int
    name: str
    spec: WeightSpec | None
    turn: AxisPermutation
    value: float = 0.0

    def array(self, named: Mapping[str, Array]) -> AnyArray:
        """Return PyTorch's array from those of our layer."""
        if self.name:
            return self.turn.apply(named[self.name])
        return np.full(self.turn.after, self.value, dtype=np.float32)


@dataclass(frozen=True)
class Part:
    """One module of the stack.

    Attributes
    ----------
    call : Call
        What makes it.
    weights : tuple of Weights
        Its weights.
    own : str
        The name of the class that has to be written out for it, if PyTorch has none.
    counts_batches : bool
        Whether it keeps the number of batches, as PyTorch's batch normalization does.
    """

    call: Call
    weights: tuple[Weights, ...] = field(default=())
    own: str = ""
    counts_batches: bool = False
