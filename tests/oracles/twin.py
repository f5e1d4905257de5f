"""The same network in PyTorch: built from our configs, with our weights, channels last at the face."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray

Config = dict[str, Any]


def activated(z: torch.Tensor, name: str) -> torch.Tensor:
    """Apply an activation; units and channels are PyTorch's second axis."""
    if name == "softmax":
        return functional.softmax(z, dim=1)
    return {"linear": lambda x: x, "relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[name](z)


def padded(x: torch.Tensor, config: Config, size: Sequence[int], fill: float) -> torch.Tensor:
    """Pad (n, c, h, w) as TensorFlow's "same" does: the odd cell at the end."""
    if config["padding"] == "valid":
        return x
    around: list[int] = []
    for side, k, s in zip(x.shape[:1:-1], size[::-1], config["strides"][::-1], strict=True):
        missing = max((math.ceil(side / s) - 1) * s + k - side, 0)
        around += [missing // 2, missing - missing // 2]
    return functional.pad(x, around, value=fill)


class Twin(nn.Module):
    """A PyTorch module that computes what a model of ours should.

    Parameters
    ----------
    model : Sequential
        Ours; its present weights are copied.
    """

    def __init__(self, model: Sequential) -> None:
        super().__init__()
        self.kinds: list[tuple[str, Config]] = []
        self.parts = nn.ParameterList()
        for layer in model.layers:
            config = {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in layer.get_config().items()
            }
            self.kinds.append((layer.class_name, config))
            self.parts.extend(nn.Parameter(torch.tensor(weights)) for weights in layer.weights.values())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the output before the last layer's activation, for (n, f) or (n, h, w, c)."""
        weights = iter(self.parts)
        z = x if x.dim() == 2 else x.permute(0, 3, 1, 2)
        activation = "linear"
        for kind, config in self.kinds:
            z = self._layer(kind, config, activated(z, activation), weights)
            activation = config.get("activation", "linear")
        self.last_activation = activation
        return z

    def _layer(self, kind: str, config: Config, x: torch.Tensor, weights: Any) -> torch.Tensor:  # noqa: ANN401
        if kind == "Flatten":
            # Channels last before flattening, as Keras has it.
            return (x.permute(0, 2, 3, 1) if x.dim() > 2 else x).flatten(1)
        if kind == "Dense":
            z = x @ next(weights)
            return z + next(weights) if config["use_bias"] else z
        if kind == "Conv2D":
            x = padded(x, config, config["kernel_size"], 0.0)
            kernel = next(weights).permute(3, 2, 0, 1)
            bias = next(weights) if config["use_bias"] else None
            return functional.conv2d(x, kernel, bias, config["strides"])
        if kind == "MaxPooling2D":
            x = padded(x, config, config["pool_size"], -math.inf)
            return functional.max_pool2d(x, config["pool_size"], config["strides"])
        if kind == "Activation" or (kind == "Dropout" and config["rate"] == 0):
            return x
        raise NotImplementedError(f"There is no {kind} in the twin yet.")

    def loss(self, x: AnyArray, y: AnyArray, name: str) -> torch.Tensor:
        """Return the mean loss of a batch."""
        z = self(torch.tensor(x))
        target = torch.tensor(y)
        if name == "sparse_categorical_crossentropy":
            return functional.cross_entropy(z, target)
        if name == "categorical_crossentropy":
            return functional.cross_entropy(z, target.to(z.dtype))
        if name == "binary_crossentropy":
            return functional.binary_cross_entropy_with_logits(z, target.to(z.dtype))
        return functional.mse_loss(activated(z, self.last_activation), target.to(z.dtype))

    def predict(self, x: AnyArray) -> AnyArray:
        """Return the output."""
        with torch.no_grad():
            output = activated(self(torch.tensor(x)), self.last_activation)
            return (output if output.dim() == 2 else output.permute(0, 2, 3, 1)).numpy()


def twin_optimizer(name: str, config: Config, twin: Twin) -> torch.optim.Optimizer:
    """Return PyTorch's optimizer with our settings; for Adam call `before_step` at each step."""
    rate = config["learning_rate"]
    if name == "sgd":
        return torch.optim.SGD(
            twin.parameters(), rate, momentum=config["momentum"], nesterov=config["nesterov"]
        )
    return torch.optim.Adam(twin.parameters(), rate, betas=(config["beta_1"], config["beta_2"]))


def before_step(optimizer: torch.optim.Optimizer, config: Config, step: int) -> None:
    """Put Adam's ε where Keras has it: added to √v, not to √v̂ (see the notes of our `Adam`)."""
    if "epsilon" in config:
        optimizer.param_groups[0]["eps"] = config["epsilon"] / math.sqrt(1 - config["beta_2"] ** step)
