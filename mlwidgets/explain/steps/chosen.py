"""Which weight is followed: any that is trained, by its layer, array and index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.parameters import Slot, trainable_only
from mlwidgets.errors import ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.network import Network
    from mlwidgets.engine.training.preview import Preview

_WINDOW = (_("row"), _("column"))
_INPUT_MAP, _FILTER, _COPY = _("input map"), _("filter"), _("copy")
_AXES = {
    ("Dense", "kernel"): (_("input"), _("unit")),
    ("Dense", "bias"): (_("unit"),),
    ("Conv1D", "kernel"): (_("step"), _INPUT_MAP, _FILTER),
    ("Conv2D", "kernel"): (*_WINDOW, _INPUT_MAP, _FILTER),
    ("DepthwiseConv2D", "kernel"): (*_WINDOW, _INPUT_MAP, _COPY),
    ("SeparableConv2D", "depthwise_kernel"): (*_WINDOW, _INPUT_MAP, _COPY),
    ("SeparableConv2D", "pointwise_kernel"): (*_WINDOW, _COPY, _FILTER),
    ("Conv2DTranspose", "kernel"): (*_WINDOW, _FILTER, _INPUT_MAP),
}
"""What the axes of an array of weights count."""


@dataclass(frozen=True)
class WeightArray:
    """An array of weights from which one can be chosen.

    Attributes
    ----------
    layer : int
        Which layer, counted from 0.
    name : str
        Which of its arrays: "kernel".
    title : str
        "Layer 2, Dense 10: kernel".
    shape : tuple of int
        Its shape.
    axes : tuple of str
        What each axis counts: "input", "unit".
    """

    layer: int
    name: str
    title: str
    shape: Shape
    axes: tuple[str, ...]


@dataclass(frozen=True)
class ChosenWeight:
    """One weight of a network that is trained.

    Attributes
    ----------
    layer : int
        Which layer, counted from 0.
    name : str
        Which of its arrays: "kernel".
    index : tuple of int
        Which number of it, counted from 0.
    place : int
        Its place in the vector of all parameters.
    """

    layer: int
    name: str
    index: tuple[int, ...]
    place: int


def weight_arrays(model: Network) -> list[WeightArray]:
    """Return the arrays of a network that are trained, from the first layer to the last."""
    return [
        WeightArray(
            slot.layer,
            slot.name,
            _("Layer {number}, {kind}: {array}").format(
                number=slot.layer + 1,
                kind=model.layers[slot.layer].class_name,
                array=slot.name.replace("_", " "),
            ),
            slot.shape,
            _axes(model, slot),
        )
        for slot in trainable_only(model.slots)
    ]


def choose(model: Network, layer: object, name: object, index: Sequence[object]) -> ChosenWeight:
    """Return a weight by its layer, array and index, all counted from 0.

    Raises
    ------
    ShapeError
        There is no such weight that is trained.
    """
    for slot in trainable_only(model.slots):
        if type(layer) is int and (slot.layer, slot.name) == (layer, name):
            place = tuple(index)
            inside = len(place) == len(slot.shape) and all(
                type(part) is int and 0 <= part < side for part, side in zip(place, slot.shape, strict=True)
            )
            if not inside:
                raise ShapeError(
                    f"The {slot.name} of layer {slot.layer} has the shape {slot.shape}, and its numbers are "
                    f"counted from 0; got the index {shown(place)}."
                )
            numbers = tuple(int(part) for part in place)  # type: ignore[call-overload]
            return ChosenWeight(slot.layer, slot.name, numbers, slot.place_of(numbers))
    raise ShapeError(
        f"Layer {shown(layer)}, counted from 0, has no {shown(name)} that is trained. Choose one of: "
        + "; ".join(f"{slot.name} of layer {slot.layer}" for slot in trainable_only(model.slots))
        + "."
    )


def steepest(preview: Preview, within: Array | None = None) -> ChosenWeight | None:
    """Return the weight with the largest gradient in a batch; None if nothing is trained.

    Biases and the like, which have one axis, are taken only where there is no other weight: a weight that
    multiplies something has more to show.

    Parameters
    ----------
    preview : Preview
        The update.
    within : ndarray, optional
        Other numbers than the gradient to compare, one for each parameter.
    """
    slots = trainable_only(preview.model.slots)
    sizes = np.abs(preview.gradient if within is None else within)
    kernels = [slot for slot in slots if len(slot.shape) > 1] or list(slots)
    best: tuple[float, Slot, int] | None = None
    for slot in kernels:
        part = sizes[slot.start : slot.stop]
        at = int(np.where(np.isfinite(part), part, -1).argmax())
        if best is None or part[at] > best[0]:
            best = float(part[at]), slot, slot.start + at
    if best is None:
        return None
    slot, place = best[1:]
    return ChosenWeight(slot.layer, slot.name, slot.index_of(place), place)


def _axes(model: Network, slot: Slot) -> tuple[str, ...]:
    layer = model.layers[slot.layer]
    known = _AXES.get((layer.class_name, slot.name))
    if known is not None:
        return known
    if len(slot.shape) == 1:
        return (_FILTER,) if "Conv" in layer.class_name else (_("channel"),)
    return tuple(_("axis {number}").format(number=number + 1) for number in range(len(slot.shape)))
