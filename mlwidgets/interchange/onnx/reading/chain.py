"""A graph walked from its input to its output, one node after another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.interchange.onnx.reading.constants import Constants
from mlwidgets.interchange.onnx.reading.refused import Refused, named
from mlwidgets.interchange.onnx.reading.stack import Stack
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Shape
    from mlwidgets.interchange.onnx.graph import Graph, Node


_FLOATS = _("{node} needs floats as its input number {place}; the file has {dtype} of shape {shape}.")
_FLOATS_OF = _(
    "{node} needs floats with {rank} axes as its input number {place}; the file has {dtype} of shape {shape}."
)


class Chain:
    """Where the walk is.

    Parameters
    ----------
    graph : Graph
        What is walked.
    shape, axes : tuple of int
        See `Stack`.

    Attributes
    ----------
    graph : Graph
        What is walked.
    stack : Stack
        What was read so far.
    tensor : str
        The present tensor.
    shapes : dict of str to tuple of int
        The shapes of the tensors so far, without the batch.
    done : int
        How many nodes lie behind.
    """

    def __init__(self, graph: Graph, shape: Shape, axes: tuple[int, ...]) -> None:
        self.graph = graph
        self.stack = Stack(shape, axes)
        self.tensor = graph.input.name
        self.shapes: dict[str, Shape] = {self.tensor: shape}
        self.done = 0
        self.makers: dict[str, Node] = {}
        self._users: dict[str, list[Node]] = defaultdict(list)
        self._walked: set[str] = {self.tensor}
        for node in graph.nodes:
            for name in dict.fromkeys(node.inputs):
                self._users[name].append(node)
            for name in node.outputs:
                if name and (name in self.makers or name in graph.constants or name == self.tensor):
                    raise Refused(_("The ONNX file makes the tensor {name} twice.").format(name=shown(name)))
                self.makers[name] = node
        self._constants = Constants(graph, self.makers)

    def users(self, tensor: str) -> list[Node]:
        """Return the nodes that take a tensor, apart from those that ask for its shape alone."""
        return [node for node in self._users[tensor] if node.operator != "Shape"]

    def only_user(self, tensor: str) -> Node | None:
        """Return the one node that takes a tensor; None if there are others, or if it is the output."""
        users = self.users(tensor)
        return users[0] if len(users) == 1 and tensor != self.graph.output.name else None

    def go_past(self, node: Node) -> None:
        """Make the first result of a node the present tensor."""
        if not node.outputs or not node.outputs[0]:
            raise Refused(_("{node} makes nothing.").format(node=named(node)))
        if node.outputs[0] in self._walked:
            raise Refused(_("{node} is part of a loop.").format(node=named(node)))
        self.tensor = node.outputs[0]
        self._walked.add(self.tensor)
        self.shapes[self.tensor] = self.stack.places.shape
        self.done += 1

    # ---- what a node takes besides the present tensor ----

    def optional(self, node: Node, place: int) -> AnyArray | None:
        """Return a constant that a node takes as its input at `place`; None if it is left out."""
        if place >= len(node.inputs) or not node.inputs[place]:
            return None
        array = self._constants.find(node.inputs[place])
        if array is None:
            raise Refused(
                _(
                    "{node} takes {inputs}, which is computed from the input: a stack of layers has "
                    "no branches."
                ).format(node=named(node), inputs=shown(node.inputs[place]))
            )
        return array

    def constant(self, node: Node, place: int) -> AnyArray:
        """Return a constant that a node takes as its input at `place`."""
        array = self.optional(node, place)
        if array is None:
            raise Refused(_("{node} has no input number {place}.").format(node=named(node), place=place + 1))
        return array

    def weights(self, node: Node, place: int, rank: int | None = None) -> AnyArray:
        """Return weights as 32-bit floats."""
        array = self.constant(node, place)
        if array.dtype.kind != "f" or (rank is not None and array.ndim != rank):
            said = _FLOATS if rank is None else _FLOATS_OF
            raise Refused(
                said.format(
                    node=named(node), rank=rank, place=place + 1, dtype=array.dtype, shape=array.shape
                )
            )
        with np.errstate(over="ignore"):  # what does not fit is infinite, and refused when it is set
            return array.astype(np.float32)
