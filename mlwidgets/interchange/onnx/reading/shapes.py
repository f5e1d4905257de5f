"""Shapes that a graph computes instead of naming them, as PyTorch writes ``x.view(x.size(0), -1)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.onnx.reading.constants import DEEPEST
from mlwidgets.interchange.onnx.reading.refused import Refused, named
from mlwidgets.interchange.onnx.tensors import MOST_AXES
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.interchange.onnx.graph import Node
    from mlwidgets.interchange.onnx.reading.chain import Chain

BATCH = -(2**40)
"""Stands for the number of examples, which nobody knows yet."""


def shape_vector(chain: Chain, node: Node, place: int) -> tuple[int, ...]:
    """Return the shape that a node takes as its input at `place`: a constant, or computed from shapes.

    Raises
    ------
    Refused
        It is computed in a way that is not known here, or from the numbers themselves.
    """
    if place >= len(node.inputs):
        raise Refused(
            _("{node} has no input number {place}, the new shape.").format(node=named(node), place=place + 1)
        )
    found = _vector(chain, node.inputs[place], DEEPEST, {})
    if found is None or len(found) > MOST_AXES:
        raise Refused(
            _(
                "{node} takes the shape {inputs}, which is computed in a way that is not known here. "
                "Export the model with a fixed shape for everything but the batch."
            ).format(node=named(node), inputs=shown(node.inputs[place]))
        )
    return found


Known = dict[str, tuple[int, ...] | None]
"""What was found already, so that nothing is computed twice, and a circle ends."""


def _vector(chain: Chain, tensor: str, deepest: int, known: Known) -> tuple[int, ...] | None:
    if tensor not in known:
        known[tensor] = None
        known[tensor] = _computed(chain, tensor, deepest, known)
    return known[tensor]


def _computed(chain: Chain, tensor: str, deepest: int, known: Known) -> tuple[int, ...] | None:
    array, node = chain.graph.constants.get(tensor), chain.makers.get(tensor)
    if array is not None:
        few = array.dtype.kind == "i" and array.size <= MOST_AXES
        return tuple(int(one) for one in array.ravel()) if few else None
    if node is None or not deepest or not node.inputs:
        return None
    if node.operator == "Shape":
        shape = chain.shapes.get(node.inputs[0])
        plain = not {"start", "end"} & node.attributes.keys()
        return (BATCH, *shape) if shape is not None and plain else None
    parts = [_vector(chain, name, deepest - 1, known) for name in node.inputs[: MOST_AXES + 1]]
    found = [part for part in parts if part is not None]
    return _combined(node.operator, found) if len(found) == len(node.inputs) else None


def _combined(operator: str, parts: list[tuple[int, ...]]) -> tuple[int, ...] | None:
    """Return what an operator makes of lists of whole numbers; None if it is not known here."""
    if operator == "Concat":
        joined = tuple(one for part in parts for one in part)
        return joined if len(joined) <= MOST_AXES else None
    if operator in ("Unsqueeze", "Squeeze", "Cast", "Identity"):
        return parts[0]
    if operator == "Gather" and len(parts) > 1:
        first, chosen = parts[:2]
        return tuple(first[at] for at in chosen) if all(0 <= at < len(first) for at in chosen) else None
    return None
