"""Flattening and reshaping in PyTorch, whose pictures have the channels first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mlwidgets.engine.constraints import FixedFilters
from mlwidgets.engine.initializers import GivenFilters, Identity
from mlwidgets.engine.layers import Dense
from mlwidgets.interchange.code.common.source import Call
from mlwidgets.interchange.code.torch.parts import Part

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.interchange.code.common.description import LayerInStack, ModelDescription

ORDERLESS = ("Activation", "Dropout", "ELU", "Flatten", "GaussianNoise", "LeakyReLU", "Softmax")
"""Layers that treat all numbers of an example alike, in whatever order they come."""

ORDER_OF_FLATTEN = (
    "nn.Flatten lays the channels one after another, Keras side by side: a kernel taken from "
    "Keras has its rows in another order."
)


class Order:
    """In which order the numbers of a flattened picture come.

    Where the next layer that tells them apart is a `Dense` which draws its kernel at random, their order is
    free, and PyTorch's own is taken.

    Parameters
    ----------
    description : ModelDescription
        The network.
    """

    def __init__(self, description: ModelDescription) -> None:
        self._stack = description.stack
        self._flattened: Shape = ()

    def free_after(self, placed: LayerInStack) -> bool:
        """Return whether the numbers may come in any order after this layer."""
        for later in self._stack[placed.number + 1 :]:
            layer = later.layer
            if isinstance(layer, Dense):
                told_apart = (GivenFilters, FixedFilters, Identity)
                return not isinstance(layer.kernel_initializer, told_apart) and not isinstance(
                    layer.kernel_constraint, told_apart
                )
            if layer.class_name not in ORDERLESS:
                return False
        return False

    def changed(self, shape: Shape) -> None:
        """Remember that a picture of this shape has been flattened channel by channel."""
        self._flattened = shape

    def taken(self) -> Shape:
        """Return the shape of the picture whose numbers come channel by channel, and forget it."""
        shape, self._flattened = self._flattened, ()
        return shape


def to_channels_last(shape: Shape) -> list[Part]:
    """Return the module that puts the channels last, where there are any."""
    return [move(1, -1)] if _apart(shape) else []


def move(source: int, target: int, comment: str = "") -> Part:
    """Return the module that moves an axis."""
    return Part(Call("MoveAxis", (source, target), comment=comment), own="MoveAxis")


def flatten(placed: LayerInStack, order: Order) -> list[Part]:
    """Return the modules that lay all numbers in one row."""
    shape = placed.input_shape
    if len(shape) == 1:
        return []
    plain = Part(Call("nn.Flatten"))
    if not _apart(shape):
        return [plain]
    if order.free_after(placed):
        order.changed(shape)
        return [Part(Call("nn.Flatten", comment=ORDER_OF_FLATTEN))]
    return [move(1, -1, "Channels last, as Keras has them, before they are laid in a row."), plain]


def reshape(placed: LayerInStack) -> list[Part]:
    """Return the modules that lay the numbers out in another shape."""
    shape, target = placed.input_shape, placed.output_shape
    parts = to_channels_last(shape)
    if len(shape) > 1:
        parts.append(Part(Call("nn.Flatten")))
    if len(target) == 1:
        return parts
    if not _apart(target):
        return [*parts, Part(Call("nn.Unflatten", (1, (target[-1], *target[:-1]))))]
    return [*parts, Part(Call("nn.Unflatten", (1, target))), move(-1, 1)]


def _apart(shape: Shape) -> bool:
    """Return whether it matters that the channels come first: there are several, at several places."""
    return len(shape) > 1 and shape[-1] > 1 and math.prod(shape[:-1]) > 1
