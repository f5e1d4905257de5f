"""One weight of a network, changed by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlwidgets.errors import ShapeError
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _
from mlwidgets.ranges import WEIGHT, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import Array


@dataclass(frozen=True)
class WeightEdit:
    """`model.layers[layer].weights[name][index] = value`, checked before it is done.

    Attributes
    ----------
    layer : int
        Which layer of the stack, counted from 0.
    name : str
        Which of its arrays: "kernel", "bias".
    index : tuple of int
        Which number of it, each part counted from 0.
    value : float
        What it becomes.
    before : float
        What it was when it was changed.
    """

    layer: int
    name: str
    index: tuple[int, ...]
    value: float
    before: float

    @classmethod
    def checked(
        cls, model: Sequential, layer: int, name: str, index: Sequence[int], value: object
    ) -> WeightEdit:
        """Return the change, or say why this network cannot take it.

        Raises
        ------
        ShapeError
            There is no such weight.
        ConfigurationError
            The value is no finite number from −10⁶ to 10⁶.
        """
        number = WEIGHT.check(value)
        model.build()
        known = _is_place(layer, len(model.layers))
        arrays = model.layers[layer].weights if known else {}
        place = tuple(index) if isinstance(index, (tuple, list)) else (index,)
        if not isinstance(name, str) or name not in arrays:
            there = ", ".join(arrays) or "no weights"
            raise ShapeError(
                f"There is no {shown(name)} in layer {shown(layer)} of {len(model.layers)}, counted from 0. "
                f"That layer has {there}."
            )
        shape = arrays[name].shape
        if len(place) != len(shape) or not all(
            _is_place(part, side) for part, side in zip(place, shape, strict=True)
        ):
            raise ShapeError(
                f"The {name} of layer {layer} has the shape {shape}, and its numbers are counted from 0; got "
                f"the index {shown(place)}."
            )
        return cls(layer, name, place, number, float(arrays[name][place]))

    def apply(self, model: Sequential) -> None:
        """Change the weight; what the optimizer has gathered stays."""
        self.put_into(model.layers[self.layer].weights[self.name])

    def put_into(self, array: Array) -> None:
        """Change the weight in its array."""
        array[self.index] = self.value

    @property
    def inverse(self) -> WeightEdit:
        """What takes it back."""
        return replace(self, value=self.before, before=self.value)

    @property
    def place(self) -> tuple[object, ...]:
        """What it changes: edits of the same place in a row are one step."""
        return "weight", self.layer, self.name, self.index

    @property
    def words(self) -> str:
        """Say what it does: "a weight of layer 2 from 0.5 to 3"."""
        said = _("a weight of layer {number} from {before} to {after}")
        if self.name == "bias":
            said = _("a bias of layer {number} from {before} to {after}")
        return said.format(
            number=self.layer + 1, before=number_text(self.before, 3), after=number_text(self.value, 3)
        )


def _is_place(value: object, count: int) -> bool:
    """Return whether something counts one of so many things, from 0; a flag does not."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count
