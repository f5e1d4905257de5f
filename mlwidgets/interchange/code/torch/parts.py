"""What a stack becomes in PyTorch: modules, and where their weights come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Shape
    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.interchange.code.common.text import Call


class Turn(NamedTuple):
    """How an array of ours lies in PyTorch.

    Its `shape`; its `axes` in PyTorch's order; `after` is PyTorch's shape, where it is not just the
    turned one; `picture` is the shape of the picture whose numbers, channel by channel, are a kernel's rows.
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


class Weights(NamedTuple):
    """An array of a module under the `attribute` "weight", which is the `name` "kernel" of our layer."""

    attribute: str
    layer: int
    name: str
    turn: Turn
    spec: WeightSpec


class Part(NamedTuple):
    """One module of the stack: what makes it, and its weights."""

    call: Call
    weights: tuple[Weights, ...] = ()
