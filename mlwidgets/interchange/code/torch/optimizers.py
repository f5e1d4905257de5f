"""Optimizers in PyTorch: its own where they are the same, else a small class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.optimizers import SGD, Adadelta, Adagrad, Adam, Adamax, AdamW, Optimizer, RMSprop
from mlwidgets.interchange.code.common.source import Call, Code, number, piece, written

if TYPE_CHECKING:
    from collections.abc import Mapping

AFTER_THE_ROOT = (
    "PyTorch adds eps to √v̂, Keras to √v, which is smaller in the first steps: those differ a little where "
    "gradients are small."
)
SMALL_EPSILON = 1e-4
"""So much smaller than Adagrad's start, ε does the same before the root and after it."""

RMSPROP = '''
class RMSprop(torch.optim.Optimizer):
    """RMSprop as Keras has it: epsilon is added before the root is taken.

    torch.optim.RMSprop adds it afterwards, and steps further where gradients are small.
    """

    def __init__(self, parameters, lr):
        super().__init__(parameters, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weights in group["params"]:
                if weights.grad is None:
                    continue
                g, state = weights.grad, self.state[weights]
                if not state:
                    state["v"] = torch.zeros_like(weights)
                    state["mean"] = torch.zeros_like(weights)  #? centered
                    state["momentum"] = torch.zeros_like(weights)  #? momentum
                state["v"].mul_(RHO).addcmul_(g, g, value=1 - RHO)
                state["mean"].mul_(RHO).add_(g, alpha=1 - RHO)  #? centered
                variance = (state["v"] - state["mean"].square()).clamp(min=0)  #? centered
                step = group["lr"] * g / (variance + EPSILON).sqrt()  #? centered
                step = group["lr"] * g / (state["v"] + EPSILON).sqrt()  #? !centered
                step = state["momentum"].mul_(MOMENTUM).add_(step)  #? momentum
                weights.sub_(step)
'''
ADAGRAD = '''
class Adagrad(torch.optim.Optimizer):
    """Adagrad as Keras has it: epsilon is added before the root is taken, not afterwards."""

    def __init__(self, parameters, lr):
        super().__init__(parameters, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weights in group["params"]:
                if weights.grad is None:
                    continue
                g, state = weights.grad, self.state[weights]
                if not state:
                    state["sum"] = torch.full_like(weights, START)
                state["sum"].addcmul_(g, g)
                weights.sub_(group["lr"] * g / (state["sum"] + EPSILON).sqrt())
'''


def torch_optimizer(optimizer: Optimizer) -> list[str]:
    """Return the lines that define ``optimizer``."""
    rate = {"lr": optimizer.learning_rate}
    parameters = (Code("model.parameters()"),)
    if isinstance(optimizer, RMSprop):
        return written(Call("optimizer = RMSprop", parameters, rate))
    if isinstance(optimizer, Adagrad) and _matters(optimizer):
        return written(Call("optimizer = Adagrad", parameters, rate))
    named, remark = _own(optimizer)
    return written(
        Call(f"optimizer = torch.optim.{type(optimizer).__name__}", parameters, rate | named, remark)
    )


def optimizer_class(optimizer: Optimizer) -> list[str]:
    """Return the class of an optimizer that PyTorch has otherwise, or nothing."""
    if isinstance(optimizer, RMSprop):
        lines = piece(RMSPROP, centered=optimizer.centered, momentum=optimizer.momentum > 0)
        words = {"RHO": optimizer.rho, "EPSILON": optimizer.epsilon, "MOMENTUM": optimizer.momentum}
        return _filled(lines, words)
    if isinstance(optimizer, Adagrad) and _matters(optimizer):
        return _filled(
            piece(ADAGRAD), {"START": optimizer.initial_accumulator_value, "EPSILON": optimizer.epsilon}
        )
    return []


def clipping(optimizer: Optimizer) -> list[str]:
    """Return the lines that make long gradients shorter, between the way back and the step."""
    if optimizer.clipvalue is not None:
        return [f"nn.utils.clip_grad_value_(model.parameters(), {number(optimizer.clipvalue)})"]
    if optimizer.global_clipnorm is not None:
        return [f"nn.utils.clip_grad_norm_(model.parameters(), {number(optimizer.global_clipnorm)})"]
    if optimizer.clipnorm is not None:  # each kernel and each bias by itself
        return [
            "for weights in model.parameters():",
            f"    nn.utils.clip_grad_norm_(weights, {number(optimizer.clipnorm)})",
        ]
    return []


def _matters(optimizer: Adagrad) -> bool:
    """Return whether it matters on which side of the root ε is added."""
    return optimizer.epsilon > SMALL_EPSILON * optimizer.initial_accumulator_value


def _own(optimizer: Optimizer) -> tuple[dict[str, object], str]:
    """Return the settings of PyTorch's own optimizer, and what has to be said about it."""
    if isinstance(optimizer, SGD):
        momentum: dict[str, object] = {"momentum": optimizer.momentum} if optimizer.momentum else {}
        # Without momentum there is nothing to look ahead with, and PyTorch refuses.
        return momentum | ({"nesterov": True} if optimizer.nesterov and optimizer.momentum else {}), ""
    if isinstance(optimizer, Adadelta):
        return {"rho": optimizer.rho, "eps": optimizer.epsilon}, ""
    if isinstance(optimizer, Adagrad):
        return {
            "initial_accumulator_value": optimizer.initial_accumulator_value,
            "eps": optimizer.epsilon,
        }, ""
    assert isinstance(optimizer, (Adam, Adamax))  # noqa: S101 - there are no others
    named: dict[str, object] = {}
    if (optimizer.beta_1, optimizer.beta_2) != (0.9, 0.999):
        named["betas"] = (optimizer.beta_1, optimizer.beta_2)
    named["eps"] = optimizer.epsilon
    if isinstance(optimizer, AdamW):
        named["weight_decay"] = optimizer.weight_decay
    if isinstance(optimizer, Adam) and optimizer.amsgrad:
        named["amsgrad"] = True
    return named, AFTER_THE_ROOT if isinstance(optimizer, Adam) else ""


def _filled(lines: list[str], words: Mapping[str, float]) -> list[str]:
    filled = []
    for line in lines:
        for word, value in words.items():
            line = line.replace(f"1 - {word}", number(float(f"{1 - value:.9g}")))  # noqa: PLW2901 - word by word
            line = line.replace(word, number(value))  # noqa: PLW2901 - word by word
        filled.append(line)
    return filled
