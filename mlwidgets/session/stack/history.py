"""The states that a stack has been in, and a number for each layer that stays with it."""

from __future__ import annotations

import difflib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.session.stack.text import Layers

MOST_STEPS = 200
"""So many steps can be undone."""


@dataclass(frozen=True)
class StackState:
    """A stack at one moment.

    Attributes
    ----------
    layers : list of dict
        The stack. Nobody writes into it.
    ids : tuple of int
        A number for each layer.
    done : str
        What led here, in a sentence.
    loss : str
        The experiment's loss when it came about.
    """

    layers: Layers
    ids: tuple[int, ...]
    done: str
    loss: str


class StackHistory:
    """States one after the other, and which of them is the present one.

    Parameters
    ----------
    layers : list of dict
        The stack to begin with.
    loss : str
        The experiment's loss.
    """

    def __init__(self, layers: Layers, loss: str) -> None:
        self._numbers = itertools.count()
        self._states = [StackState(layers, self.new_ids(len(layers)), "", loss)]
        self._position = 0

    @property
    def state(self) -> StackState:
        """The present state."""
        return self._states[self._position]

    @property
    def before(self) -> StackState | None:
        """The state that undo leads to."""
        return self._states[self._position - 1] if self._position else None

    @property
    def after(self) -> StackState | None:
        """The state that redo leads to."""
        return self._states[self._position + 1] if self._position + 1 < len(self._states) else None

    def new_ids(self, count: int) -> tuple[int, ...]:
        """Return numbers that no layer has had yet."""
        return tuple(itertools.islice(self._numbers, count))

    def ids_for(self, layers: Layers) -> tuple[int, ...]:
        """Return numbers for another stack: layers still there, judging by their kind, keep theirs."""
        kinds = [[layer["class_name"] for layer in stack] for stack in (self.state.layers, layers)]
        ids = list(self.new_ids(len(layers)))
        matcher = difflib.SequenceMatcher(a=kinds[0], b=kinds[1], autojunk=False)
        for block in matcher.get_matching_blocks():
            ids[block.b : block.b + block.size] = self.state.ids[block.a : block.a + block.size]
        return tuple(ids)

    def push(self, layers: Layers, ids: Sequence[int], done: str, loss: str) -> None:
        """Go on to a new state; what had been undone is given up."""
        del self._states[self._position + 1 :]
        self._states.append(StackState(layers, tuple(ids), done, loss))
        del self._states[: -MOST_STEPS - 1]
        self._position = len(self._states) - 1

    def step(self, by: int) -> None:
        """Go to the state before or after, where there is one."""
        self._position = min(max(self._position + by, 0), len(self._states) - 1)
