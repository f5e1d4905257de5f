"""A stack at one moment, and a number for each layer that stays with it."""

from __future__ import annotations

import difflib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import shown
from mlwidgets.session.stack.text import layer_count
from mlwidgets.session.stack.texts import NO_POSITION

if TYPE_CHECKING:
    from mlwidgets.session.stack.text import Layers


@dataclass(frozen=True, eq=False)
class StackState:
    """A stack at one moment.

    Attributes
    ----------
    layers : list of dict
        The stack. Nobody writes into it.
    ids : tuple of int
        A number for each layer.
    """

    layers: Layers
    ids: tuple[int, ...]

    def place(self, index: object, *, behind: bool = False) -> int:
        """Return a position that exists, counted from 0; the one behind the last layer, too, if wanted.

        Raises
        ------
        ConfigurationError
            There is no such position.
        """
        if isinstance(index, bool) or not isinstance(index, int):
            raise ConfigurationError(f"A position in the stack is a whole number; got {shown(index)}.")
        if not 0 <= index < len(self.layers) + behind:
            raise ConfigurationError(NO_POSITION.format(position=index + 1, layers=layer_count(self.layers)))
        return index


class LayerNumbers:
    """Gives out the numbers by which layers are known, each of them once."""

    def __init__(self) -> None:
        self._numbers = itertools.count()

    def new(self, count: int) -> tuple[int, ...]:
        """Return numbers that no layer has had yet."""
        return tuple(itertools.islice(self._numbers, count))

    def for_stack(self, layers: Layers, before: StackState) -> tuple[int, ...]:
        """Return numbers for another stack: layers still there, judging by their kind, keep theirs."""
        kinds = [[layer["class_name"] for layer in stack] for stack in (before.layers, layers)]
        ids = list(self.new(len(layers)))
        matcher = difflib.SequenceMatcher(a=kinds[0], b=kinds[1], autojunk=False)
        for block in matcher.get_matching_blocks():
            ids[block.b : block.b + block.size] = before.ids[block.a : block.a + block.size]
        return tuple(ids)
