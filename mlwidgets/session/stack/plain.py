"""Networks as the playground has them: hidden layers with one activation and one penalty for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlwidgets.engine import activations, layers, regularizers
from mlwidgets.engine.configurable import serialize, snake_case
from mlwidgets.engine.regularizers import L1, L2
from mlwidgets.session.defaults import output_layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.session.task import Task

Stack = list[dict[str, Any]]


@dataclass(frozen=True)
class PlainStack:
    """A stack of dense layers that all have the same activation and the same penalty on their weights.

    Attributes
    ----------
    sizes : tuple of int
        Neurons of each hidden layer.
    activation : str
        That of the hidden layers.
    regularizer : {"none", "l1", "l2"}
        The penalty on the weights of every layer, the output's too; biases have none.
    rate : float
        How much the penalty counts.
    """

    sizes: tuple[int, ...]
    activation: str = "tanh"
    regularizer: str = "none"
    rate: float = 0.0

    @classmethod
    def read(cls, stack: Sequence[dict[str, Any]]) -> PlainStack | None:
        """Return what a stack is, or None if it is no plain one."""
        if any(layer["class_name"] != "Dense" for layer in stack):
            return None
        made = [layers.Dense.from_config(layer["config"]) for layer in stack]
        hidden = {_name(one.activation) for one in made[:-1]}
        penalties = {_penalty(one.kernel_regularizer) for one in made}
        if len(hidden) > 1 or len(penalties) > 1 or None in penalties:
            return None
        (penalty,) = penalties
        assert penalty is not None  # noqa: S101 - looked at above
        return cls(tuple(one.units for one in made[:-1]), hidden.pop() if hidden else "tanh", *penalty)

    def written(self, task: Task) -> Stack:
        """Return the stack, with an output layer that suits data and loss."""
        penalty = None
        if self.regularizer != "none":
            penalty = L1(self.rate) if self.regularizer == "l1" else L2(self.rate)
        stack = [
            layers.Dense(units, activation=self.activation, kernel_regularizer=penalty)
            for units in self.sizes
        ]
        last = output_layer(task.dataset, task.loss.name)
        last.kernel_regularizer = regularizers.get(penalty)
        return [serialize(layer) for layer in (*stack, last)]


def _name(activation: activations.ActivationFunction) -> str:
    return snake_case(type(activation).__name__)


def _penalty(regularizer: regularizers.Regularizer | None) -> tuple[str, float] | None:
    """Return name and rate of a penalty; None for one that is neither L1 nor L2."""
    if regularizer is None:
        return "none", 0.0
    if isinstance(regularizer, L1):
        return "l1", regularizer.l1
    return ("l2", regularizer.l2) if isinstance(regularizer, L2) else None
