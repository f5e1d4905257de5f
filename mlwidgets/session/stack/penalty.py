"""One penalty on the weights of a whole network: read from its layers, and put into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from mlwidgets.engine import regularizers
from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.regularizers import L1, L2
from mlwidgets.language import _, numeral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.spec.layer_spec import LayerSpec

Stack = list[dict[str, Any]]

PENALISED = ("kernel_regularizer", "depthwise_regularizer", "pointwise_regularizer")
"""What weights that multiply can have; biases and what a normalization learns are left alone, as usual."""


@dataclass(frozen=True)
class Penalty:
    """The same penalty on the weights of every layer.

    Attributes
    ----------
    regularizer : {"none", "l1", "l2"}
        Its kind.
    rate : float
        How much it counts; 0 for none.
    """

    regularizer: str = "none"
    rate: float = 0.0

    @classmethod
    def read(cls, stack: Sequence[dict[str, Any]]) -> Self | None:
        """Return the penalty that all layers have; None if they differ, or if it is neither L1 nor L2.

        Examples
        --------
        >>> Penalty.read([{"class_name": "Dense", "config": {"units": 1, "kernel_regularizer": "l2"}}])
        Penalty(regularizer='l2', rate=0.01)
        """
        found = {_of(layer["config"].get(name)) for layer in stack for name in _places(layer)}
        if len(found) > 1:
            return None
        chosen = found.pop() if found else ("none", 0.0)
        return None if chosen is None else cls(*chosen)

    @property
    def words(self) -> str:
        """The penalty in a few words: "L2 0.01", or "none"."""
        if self.regularizer == "none":
            return str(_("none"))
        return f"{self.regularizer.upper()} {numeral(self.rate, 'g')}"

    def put_into(self, stack: Sequence[dict[str, Any]]) -> Stack:
        """Return the stack with this penalty on the weights of every layer."""
        written = None
        if self.regularizer != "none":
            written = serialize((L1 if self.regularizer == "l1" else L2)(self.rate))
        return [
            {**layer, "config": {**layer["config"], **dict.fromkeys(_places(layer), written)}}
            for layer in stack
        ]


def penalty_change(before: Sequence[LayerSpec], after: Sequence[LayerSpec]) -> tuple[Penalty, Penalty] | None:
    """Return the penalties of two stacks that differ by nothing else; None if they do not, or by more.

    Parameters
    ----------
    before, after : sequence of LayerSpec
        The stacks.
    """
    old, new = ([layer.to_dict() for layer in stack] for stack in (before, after))
    penalties = Penalty.read(old), Penalty.read(new)
    if penalties[0] is None or penalties[1] is None or penalties[0] == penalties[1]:
        return None
    return (penalties[0], penalties[1]) if Penalty().put_into(old) == Penalty().put_into(new) else None


def _places(layer: dict[str, Any]) -> list[str]:
    """Return the settings of a layer, complete as an experiment shows it, that are such penalties."""
    return [name for name in PENALISED if name in layer["config"]]


def _of(written: object) -> tuple[str, float] | None:
    regularizer = regularizers.get(written)
    if regularizer is None:
        return "none", 0.0
    if isinstance(regularizer, L1):
        return "l1", regularizer.l1
    return ("l2", regularizer.l2) if isinstance(regularizer, L2) else None
