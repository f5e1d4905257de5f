"""What a stack becomes in PyTorch: modules, and where their weights come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import AnyArray, Array, Shape
    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.interchange.code.common.text import Call


@dataclass(frozen=True)
class Turn:
    """How an array of weights of ours lies in PyTorch.

    Attributes
    ----------
    shape : tuple of int
        Ours.
    axes : tuple of int
        Which of its axes become PyTorch's, in order.
    after : tuple of int
        PyTorch's shape, where it is not just that of the turned array.
    picture : tuple of int
        The shape of the picture whose numbers are the rows of a kernel: PyTorch has them channel by channel.
    """

    shape: Shape
    axes: tuple[int, ...]
    after: Shape = ()
    picture: Shape = ()

    @property
    def turned(self) -> Shape:
        """The shape after turning."""
        return tuple(self.shape[axis] for axis in self.axes)

    def apply(self, weights: AnyArray) -> AnyArray:
        """Return the array as PyTorch has it."""
        if self.picture:
            apart = weights.reshape(*self.picture, -1)
            weights = np.moveaxis(apart, len(self.picture) - 1, 0).reshape(self.shape)
        return np.ascontiguousarray(weights.transpose(self.axes)).reshape(self.after or self.turned)

    def ours(self, target: str) -> str:
        """Return the expression that looks at PyTorch's array along our axes: what is put in arrives."""
        view = f".view{self.turned}".replace(",)", ")") if self.after not in ((), self.turned) else ""
        back = tuple(self.axes.index(axis) for axis in range(len(self.axes)))
        return f"{target}{view}{f'.permute{back}' if back != tuple(range(len(back))) else ''}"


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
        Its name there: "kernel".
    turn : Turn
        How it lies in PyTorch.
    spec : WeightSpec or None
        Shape, initializer, regularizer and constraint of ours; None if our layer has none of that name: then
        `value` stays in its place.
    value : float
        What it holds before anything is learned.
    """

    attribute: str
    layer: int
    name: str
    turn: Turn
    spec: WeightSpec | None
    value: float = 0.0

    def array(self, named: Mapping[str, Array]) -> AnyArray:
        """Return PyTorch's array from those of our layer."""
        if self.spec is not None:
            return self.turn.apply(named[self.name])
        return np.full(self.turn.after or self.turn.turned, self.value, dtype=np.float32)


@dataclass(frozen=True)
class Part:
    """One module of the stack.

    Attributes
    ----------
    call : Call
        What makes it.
    weights : tuple of Weights
        Its weights.
    """

    call: Call
    weights: tuple[Weights, ...] = ()
