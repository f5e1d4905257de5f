"""Activation functions as PyTorch modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.activations import ELU, GELU, Linear
from mlwidgets.interchange.code.common.settings import name_of
from mlwidgets.interchange.code.common.source import Call
from mlwidgets.interchange.code.torch.parts import Part

if TYPE_CHECKING:
    from mlwidgets.engine.activations import ActivationFunction

MODULES = {
    "elu": "nn.ELU",
    "gelu": "nn.GELU",
    "hard_sigmoid": "nn.Hardsigmoid",
    "mish": "nn.Mish",
    "relu": "nn.ReLU",
    "relu6": "nn.ReLU6",
    "selu": "nn.SELU",
    "sigmoid": "nn.Sigmoid",
    "softplus": "nn.Softplus",
    "softsign": "nn.Softsign",
    "swish": "nn.SiLU",
    "tanh": "nn.Tanh",
}


def torch_activation(function: ActivationFunction) -> list[Part]:
    """Return the module of an activation; a linear one needs none."""
    if isinstance(function, Linear):
        return []
    if isinstance(function, ELU) and function.alpha != 1:
        return [Part(Call("nn.ELU", (function.alpha,)))]
    if isinstance(function, GELU) and function.approximate:
        return [Part(Call("nn.GELU", ("tanh",)))]
    if name_of(function) == "softmax":
        return [Part(Call("nn.Softmax", named={"dim": 1}))]
    return [Part(Call(MODULES[name_of(function)]))]
