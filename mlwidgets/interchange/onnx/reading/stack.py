"""The stack that is being read, and where each number of the graph's tensor lies in our examples.

A graph may hold pictures channels first and turn, flatten or reshape them as it likes; our layers hold them
channels last. So the tensor is followed by its *places*: an array in the tensor's shape (without the batch)
whose entries are the numbers' places in our example, counted along it. Turning and reshaping in the graph
turn and reshape that array, and nothing is added to the stack until a layer needs another order or shape.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import activations
from mlwidgets.engine.layers import Activation, Flatten, Layer, Reshape
from mlwidgets.interchange.onnx.reading.refused import Refused
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import AnyArray, Shape

MOST_NUMBERS = 2**23
"""Numbers of one example between two layers; 32 MB."""

_MIXED = _(
    "It takes the numbers of an example in an order that layers with channels last do not have: "
    "a reshape or transposition before it mixes channels and places."
)


class Stack:
    """Layers with their weights, and the places of the present tensor's numbers.

    Parameters
    ----------
    shape : tuple of int
        The shape of one example in the graph.
    axes : tuple of int
        The axes of that shape in the order that our examples have them.

    Attributes
    ----------
    layers : list of Layer
        What was read so far.
    weights : list of dict of str to ndarray
        The weights of each layer.
    input_shape, shape : tuple of int
        The shape of our examples, at first and now.
    places : ndarray of int
        See above.
    """

    def __init__(self, shape: Shape, axes: tuple[int, ...]) -> None:
        self.layers: list[Layer] = []
        self.weights: list[Mapping[str, AnyArray]] = []
        self.input_shape: Shape = tuple(shape[axis] for axis in axes)
        self.shape = self.input_shape
        back = tuple(axes.index(axis) for axis in range(len(axes)))
        self.places = _in_order(self.shape).transpose(back)

    # ---- layers ----

    def add(
        self, layer: Layer, weights: Mapping[str, AnyArray] | None = None, *, first: bool = False
    ) -> None:
        """Add a layer; the numbers lie in order after it, in the graph with the channels `first` or last."""
        self.keep(layer, weights)
        order = _in_order(self.shape)
        self.places = np.moveaxis(order, -1, 0) if first else order

    def keep(self, layer: Layer, weights: Mapping[str, AnyArray] | None = None) -> None:
        """Add a layer that leaves every number at its place."""
        weights = weights or {}
        shape = layer.compute_output_shape(self.shape)
        check_size(shape)
        for name, spec in layer.weight_specs(self.shape).items():
            given = weights[name].shape
            if given != spec.shape:
                raise Refused(
                    _(
                        "Its weights do not fit: {class_name}.{name} has the shape {shape}; those of "
                        "the file have {given} when they are laid out like that."
                    ).format(class_name=layer.class_name, name=name, shape=spec.shape, given=given)
                )
        self.layers.append(layer)
        self.weights.append(weights)
        self.shape = shape

    def activate(self, activation: object) -> None:
        """Apply an activation function: that of the last layer, if it has none yet, or a layer of its own."""
        last = self.layers[-1] if self.layers else None
        if (
            last is not None
            and "activation" in last.parameter_names()
            and isinstance(last.activation, activations.Linear)
        ):
            last.activation = activations.get(activation)
        else:
            self.keep(Activation(activation))

    # ---- shapes that a layer needs ----

    def make_row(self) -> None:
        """Make the example one row of numbers, if it is none yet."""
        if self.places.ndim != 1:
            raise Refused(
                _("It needs one row of numbers; an example has the shape {shape} here.").format(
                    shape=self.places.shape
                )
            )
        if len(self.shape) != 1:
            self.keep(Flatten())

    def make_channels_last(self, rank: int) -> None:
        """Make the example a picture (rank 3) or a sequence (rank 2) with the channels last."""
        if self.places.ndim != rank:
            raise Refused(
                _("It needs {rank} axes without the batch; an example has the shape {shape} here.").format(
                    rank=rank, shape=self.places.shape
                )
            )
        moved = np.moveaxis(self.places, 0, -1)
        if not is_in_order(moved):
            raise Refused(_MIXED)
        if self.shape != moved.shape:
            self.keep(Reshape(moved.shape))

    def in_example(self, values: AnyArray) -> AnyArray:
        """Return values of the graph, one for each number or fewer that are repeated, as our example lies."""
        try:
            spread = np.broadcast_to(values, self.places.shape)
        except ValueError as error:
            raise Refused(
                _("Numbers of shape {shape} do not fit examples of shape {examples}.").format(
                    shape=values.shape, examples=self.places.shape
                )
            ) from error
        result = np.empty(math.prod(self.shape), dtype=values.dtype)
        result[self.places.ravel()] = spread.ravel()
        return result.reshape(self.shape)

    def axes_along_which(self, numbers: AnyArray) -> tuple[int, ...]:
        """Return the axes of our example along which the `numbers` of `in_example` change."""
        return tuple(axis for axis in range(numbers.ndim) if (numbers != numbers.take([0], axis)).any())

    def finish(self) -> bool:
        """Bring the output into the shape that the graph gives it; return whether its channels moved."""
        in_order, moved = is_in_order(self.places), np.moveaxis(self.places, 0, -1)
        if in_order and self.places.shape == self.shape:
            return False
        if moved.shape == self.shape and is_in_order(moved):
            return True
        if in_order:
            self.keep(Flatten() if self.places.ndim == 1 else Reshape(self.places.shape))
            return False
        raise Refused(
            _("The model gives its results in an order that layers with channels last do not have.")
        )


def check_size(shape: Shape) -> None:
    """Raise `Refused` if an example is larger than anything that is learned from here."""
    if math.prod(shape) > MOST_NUMBERS:
        raise Refused(
            _(
                "One example would have {numbers:,} numbers between two layers; at most {most:,} are "
                "read. Export the model for smaller examples."
            ).format(numbers=math.prod(shape), most=MOST_NUMBERS)
        )


def is_in_order(places: AnyArray) -> bool:
    """Return whether places count up along an array."""
    return bool((places.ravel() == np.arange(places.size)).all())


def _in_order(shape: Shape) -> AnyArray:
    return np.arange(math.prod(shape), dtype=np.int32).reshape(shape)
