"""Activation functions: the bend after each layer's weighted sum, and its slope.

All work on the engine's layout, where the first axis holds the units or channels of one place.
"""

from __future__ import annotations

from mlwidgets.engine.activations.base import ActivationFunction
from mlwidgets.engine.activations.gelu import GELU
from mlwidgets.engine.activations.piecewise import ELU, SELU, HardSigmoid, Linear, ReLU, ReLU6
from mlwidgets.engine.activations.smooth import Mish, Sigmoid, Softplus, Softsign, Swish, Tanh
from mlwidgets.engine.activations.softmax import Softmax
from mlwidgets.engine.configurable import Registry

__all__ = [
    "ACTIVATIONS",
    "ELU",
    "GELU",
    "SELU",
    "ActivationFunction",
    "HardSigmoid",
    "Linear",
    "Mish",
    "ReLU",
    "ReLU6",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Softsign",
    "Swish",
    "Tanh",
    "get",
]

ACTIVATIONS: Registry[ActivationFunction] = Registry(
    "activation",
    (
        ELU,
        GELU,
        HardSigmoid,
        Linear,
        Mish,
        ReLU,
        ReLU6,
        SELU,
        Sigmoid,
        Softmax,
        Softplus,
        Softsign,
        Swish,
        Tanh,
    ),
    aliases={"silu": Swish, "SiLU": Swish},
)


def get(spec: object) -> ActivationFunction:
    """Return an activation function from its name ("relu"), from a config or as it is; None is linear."""
    return ACTIVATIONS.get("linear" if spec is None else spec)
