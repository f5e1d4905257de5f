"""Builds an ONNX graph layer by layer, and keeps count of how the axes lie.

Pictures lie channels last here, as in Keras and TensorFlow.js, and so do input and output of the file. ONNX's
convolutions want the channels first. So a tensor is known with the order of its axes, and is turned (by the
operator Transpose) only where the next layer needs another order than those that are there already: between
two convolutions nothing turns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.interchange.onnx.graph import Node

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Shape
    from mlwidgets.engine.layers import Layer
    from mlwidgets.interchange.onnx.graph import Attribute

Order = tuple[int, ...]
"""Which axis of an example, as it lies here, comes first in the tensor, which second, and so on."""


@dataclass(frozen=True)
class Origin:
    """Which weights of which layer a constant is, and how they were turned.

    Attributes
    ----------
    layer : int
        The layer's place in the stack.
    weight : str
        The name of the array: "kernel".
    axes : tuple of int
        Its axes in their new order.
    shape : tuple of int
        Its shape in that order.
    """

    layer: int
    weight: str
    axes: Order
    shape: Shape

    def back(self, array: AnyArray) -> AnyArray:
        """Return the weights as they lie in the layer, from the constant."""
        return array.reshape(self.shape).transpose(np.argsort(self.axes))


class Writer:
    """Takes down the nodes of a graph.

    Parameters
    ----------
    name : str
        The tensor that comes in.
    shape : tuple of int
        The shape of one example in it.

    Attributes
    ----------
    nodes : list of Node
        What was written so far.
    constants : dict of str to ndarray
        Weights, and the numbers that an operator takes as a tensor.
    origins : dict of str to Origin
        Which of the constants are weights.
    shape : tuple of int
        The shape of one example of the present tensor, channels last.
    """

    def __init__(self, name: str, shape: Shape) -> None:
        self.nodes: list[Node] = []
        self.constants: dict[str, AnyArray] = {}
        self.origins: dict[str, Origin] = {}
        self.shape = shape
        self._orders: dict[Order, str] = {}
        self._layer, self._place, self._name, self._doc = None, -1, "", ""
        self._holds(name, shape, tuple(range(len(shape))))

    _layer: Layer | None

    def begin(self, layer: Layer, place: int, name: str, doc: str) -> None:
        """Go on with the next layer; its first node carries the sentence `doc`."""
        self._layer, self._place, self._name, self._doc = layer, place, name, doc

    # ---- the order of the axes ----

    @property
    def order(self) -> Order:
        """The order in which the present tensor was made or last turned."""
        return next(reversed(self._orders))

    @property
    def present(self) -> str:
        """The present tensor, in `order`."""
        return self._orders[self.order]

    @property
    def channels_first(self) -> Order:
        """The order that convolution and pooling want: (channels, height, width)."""
        rank = len(self.shape)
        return (rank - 1, *range(rank - 1))

    @property
    def channels_last(self) -> Order:
        """The order in which examples lie here."""
        return tuple(range(len(self.shape)))

    def turned(self, order: Order) -> str:
        """Return the present tensor with its axes in another order; it is turned only once into each."""
        if order in self._orders:
            self._orders[order] = self._orders.pop(order)
        else:
            axes = (0, *(self.order.index(axis) + 1 for axis in order))
            self._orders[order] = self._node("Transpose", [self.present], {"perm": axes})
        return self._orders[order]

    # ---- nodes and constants ----

    def add(
        self,
        operator: str,
        inputs: list[str],
        attributes: dict[str, Attribute] | None = None,
        *,
        shape: Shape | None = None,
        order: Order | None = None,
    ) -> None:
        """Add a node whose result is the new present tensor.

        Parameters
        ----------
        operator : str
            What it does.
        inputs : list of str
            The tensors that it takes.
        attributes : dict, optional
            Its settings.
        shape : tuple of int, optional
            The result's shape, channels last; as before if not given.
        order : tuple of int, optional
            How the result's axes lie; as before if not given.
        """
        order = self.order if order is None else order
        result = self._node(operator, inputs, attributes or {})
        self._holds(result, self.shape if shape is None else shape, order)

    def aside(self, operator: str, inputs: list[str]) -> str:
        """Add a node whose result is needed besides the present tensor, and return its name."""
        return self._node(operator, inputs, {})

    def weight(self, weight: str, axes: Order | None = None, shape: Shape | None = None) -> str:
        """Add an array of weights of the layer, with its axes in another order and in another shape."""
        assert self._layer is not None  # noqa: S101 - a layer has been begun
        array = self._layer.weights[weight]
        axes = tuple(range(array.ndim)) if axes is None else axes
        turned = array.transpose(axes)
        name = self.constant(weight, turned if shape is None else turned.reshape(shape))
        self.origins[name] = Origin(self._place, weight, axes, turned.shape)
        return name

    def constant(self, name: str, array: AnyArray) -> str:
        """Add a constant, as float32 unless it holds whole numbers."""
        kind = np.int64 if array.dtype.kind == "i" else np.float32
        name = f"{self._name}/{name}"
        self.constants[name] = np.array(array, dtype=kind, order="C")
        return name

    def number(self, name: str, value: float) -> str:
        """Add a constant of a single number."""
        return self.constant(name, np.array(value, dtype=np.float32))

    def finish(self, name: str) -> None:
        """Turn the result channels last, and give it the name of the graph's output."""
        result = self.turned(self.channels_last)
        if not self.nodes:
            self.nodes.append(Node("Identity", "identity", (result,), (name,)))
            return
        self.nodes = [_renamed(node, result, name) for node in self.nodes]

    def _node(self, operator: str, inputs: list[str], attributes: dict[str, Attribute]) -> str:
        name = stem = f"{self._name}/{operator}"
        taken, number = {node.name for node in self.nodes}, 1
        while name in taken:
            name, number = f"{stem}_{number}", number + 1
        doc, self._doc = self._doc, ""
        self.nodes.append(Node(operator, name, tuple(inputs), (name,), attributes, doc))
        return name

    def _holds(self, name: str, shape: Shape, order: Order) -> None:
        self.shape, self._orders = shape, {order: name}


def _renamed(node: Node, old: str, new: str) -> Node:
    """Return a node that speaks of the tensor `old` by its new name."""

    def called(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if name == old else name for name in names)

    return Node(
        node.operator, node.name, called(node.inputs), called(node.outputs), node.attributes, node.doc
    )
