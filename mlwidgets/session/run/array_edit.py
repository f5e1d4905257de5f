"""Whole arrays of weights, changed from Python."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import Array


@dataclass(frozen=True, eq=False)
class ArrayEdit:
    """`model.layers[layer].name = value`, checked before it is made.

    Attributes
    ----------
    layer : int
        Which layer of the stack, counted from 0.
    name : str
        Which of its arrays, by its Keras name: "kernel", "gamma".
    value, before : ndarray
        What it becomes, and what it was. Nobody writes into them.
    """

    layer: int
    name: str
    value: Array
    before: Array

    def apply(self, model: Sequential) -> None:
        """Change the array; what the optimizer has gathered stays."""
        self.put_into(model.layers[self.layer].weights[self.name])

    def put_into(self, array: Array) -> None:
        """Change the array itself."""
        array[...] = self.value

    @property
    def inverse(self) -> ArrayEdit:
        """What takes it back."""
        return replace(self, value=self.before, before=self.value)

    @property
    def place(self) -> tuple[object, ...]:
        """What it changes: edits of the same place in a row are one step."""
        return "array", self.layer, self.name

    @property
    def words(self) -> str:
        """Say what it does: "the kernel of layer 2"."""
        return _("the {name} of layer {number}").format(name=self.shown_name, number=self.layer + 1)

    @property
    def shown_name(self) -> str:
        """The name of the array as it is read."""
        return self.name.replace("_", " ")
