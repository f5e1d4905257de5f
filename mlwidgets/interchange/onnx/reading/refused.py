"""Why a graph is no stack of layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.interchange.onnx.graph import Node


class Refused(DataError):  # noqa: N818 - it reads as a sentence: `raise Refused(...)`
    """A graph does something that no stack of our layers does."""


def named(node: Node) -> str:
    """Return how a sentence speaks of a node: 'The operator Conv (node "conv2d/Conv")'."""
    return _("The operator {operator} (node {name})").format(
        operator=shown(node.operator)[1:-1], name=shown(node.name)
    )
