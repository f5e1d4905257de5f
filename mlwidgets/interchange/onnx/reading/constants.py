"""Constants that a graph makes of others: exporters turn and extend weights in the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.interchange.onnx.reading.refused import Refused, named
from mlwidgets.interchange.onnx.tensors import MOST_AXES
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.interchange.onnx.graph import Graph, Node

DEEPEST = 12
"""So many operations are followed back from a constant or a shape."""


class Constants:
    """The constants of a graph, with those that are made of others.

    Parameters
    ----------
    graph : Graph
        Where the constants are.
    makers : mapping of str to Node
        The node that makes each tensor.
    """

    def __init__(self, graph: Graph, makers: Mapping[str, Node]) -> None:
        self._makers = makers
        # Each is made once only, however often a graph names it; what is no constant is None.
        self._known: dict[str, AnyArray | None] = dict(graph.constants)

    def find(self, tensor: str, deepest: int = DEEPEST) -> AnyArray | None:
        """Return a constant, or what a few operators make of constants; None if a tensor is none."""
        if tensor not in self._known:
            self._known[tensor] = None  # stays so in a circle
            self._known[tensor] = self._made(tensor, deepest)
        return self._known[tensor]

    def _made(self, tensor: str, deepest: int) -> AnyArray | None:
        node = self._makers.get(tensor)
        if node is None or not deepest or not node.inputs or node.operator not in _MADE:
            return None
        parts = [self.find(name, deepest - 1) for name in node.inputs[: MOST_AXES + 1]]
        known = [part for part in parts if part is not None]
        return _MADE[node.operator](known, node) if len(known) == len(node.inputs) else None


def _passed(parts: list[AnyArray], _node: Node) -> AnyArray:
    return parts[0]


def _turned(parts: list[AnyArray], node: Node) -> AnyArray:
    array = parts[0]
    axes = node.attributes.get("perm", tuple(range(array.ndim))[::-1])
    if not isinstance(axes, tuple) or sorted(axes) != list(range(array.ndim)):
        raise Refused(
            _("{node} has perm = {axes}, which are not the axes of its input.").format(
                node=named(node), axes=shown(axes)
            )
        )
    return array.transpose([int(axis) for axis in axes])


def _extended(parts: list[AnyArray], node: Node) -> AnyArray:
    """Return a constant with axes of side 1 put in, named by an input or, in old files, by a setting."""
    array, *given = parts
    axes = tuple(given[0].ravel()[:MOST_AXES].tolist()) if given else node.attributes.get("axes", ())
    if not isinstance(axes, tuple) or array.ndim + len(axes) > MOST_AXES:
        raise Refused(_("{node} names no axes that could be put in.").format(node=named(node)))
    try:
        return np.expand_dims(array, tuple(int(axis) for axis in axes))
    except (ValueError, OverflowError) as error:  # an axis that is not there, or twice
        raise Refused(
            _("{node} names the axes {axes}, which cannot be put in.").format(
                node=named(node), axes=shown(axes)
            )
        ) from error


def _joined(parts: list[AnyArray], _node: Node) -> AnyArray | None:
    """Return short lists of numbers as one; larger constants are not made of smaller ones."""
    if any(part.ndim != 1 for part in parts) or sum(len(part) for part in parts) > MOST_AXES:
        return None
    return np.concatenate(parts)


_MADE: dict[str, Callable[[list[AnyArray], Node], AnyArray | None]] = {
    "Concat": _joined,
    "Identity": _passed,
    "Transpose": _turned,
    "Unsqueeze": _extended,
}
