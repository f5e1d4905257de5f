"""The settings of a node, read by name; one that nobody has read is one that nobody understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.onnx.reading.refused import Refused, named
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.interchange.onnx.graph import Attribute, Node


class Settings:
    """Reads the settings of one node.

    Parameters
    ----------
    node : Node
        The node.
    """

    def __init__(self, node: Node) -> None:
        self._node = node
        self._left = dict(node.attributes)

    def integer(self, name: str, default: int) -> int:
        """Return a whole number."""
        value = self._left.pop(name, default)
        if isinstance(value, int):
            return value
        raise self._refused(name, value)

    def number(self, name: str, default: float) -> float:
        """Return a number as the shortest decimal that is the same 32-bit float: 0.001, not 0.00100000005."""
        value = self._left.pop(name, default)
        if isinstance(value, (int, float)):
            return float(f"{value:.7g}")
        raise self._refused(name, value)

    def text(self, name: str, default: str) -> str:
        """Return a text."""
        value = self._left.pop(name, default)
        if isinstance(value, str):
            return value
        raise self._refused(name, value)

    def integers(self, name: str, count: int, default: tuple[int, ...]) -> tuple[int, ...]:
        """Return `count` whole numbers."""
        value = self._left.pop(name, default)
        if isinstance(value, tuple) and len(value) == count:
            whole = tuple(one for one in value if isinstance(one, int))
            if len(whole) == count:
                return whole
        raise self._refused(name, value)

    def has(self, name: str) -> bool:
        """Return whether the node has this setting, and nobody has read it."""
        return name in self._left

    def must_be(self, name: str, *allowed: Attribute) -> None:
        """Raise `Refused` unless a setting has one of these values or is left out."""
        value = self._left.pop(name, allowed[0])
        if value not in allowed:
            raise self._refused(name, value)

    def check_all_read(self) -> None:
        """Raise `Refused` if the node has a setting that is not known here."""
        for name, value in self._left.items():
            raise self._refused(name, value)

    def _refused(self, name: str, value: object) -> Refused:
        said = _("{node} has {name} = {value}, which no layer here does.")
        return Refused(said.format(node=named(self._node), name=name[:60], value=shown(value)))
