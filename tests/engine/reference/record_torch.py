"""Record what PyTorch computes, so that the tests need no PyTorch.

Run ``python tests/engine/reference/record_torch.py`` where torch and numpy are installed; it writes
``torch.npz`` beside this file. Nothing here imports mlwidgets: layouts, padding and formulas are written
down a second time, independently, and everything is float64. The cases (layers, losses and their
settings) stand in the file as JSON, so the tests need not repeat them.

Where PyTorch's definition is not ours
--------------------------------------
padding "same" with strides
    PyTorch has none. The padding is put on by hand as TensorFlow documents it: ``max((⌈n/s⌉ − 1) s + k − n,
    0)`` in all, the odd cell at the end.
Cross-entropy of probabilities
    PyTorch's takes logarithms; here −log(p / Σp), differentiated by PyTorch. (Keras keeps p at least 1e-7
    away from 0 and 1; the recorded ones are further away.)
"""

from __future__ import annotations

import json
import math
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

Arrays = dict[str, Any]
Config = dict[str, Any]

ACTIVATIONS = {
    "linear": lambda z: z,
    "relu": functional.relu,
    "sigmoid": torch.sigmoid,
    "softmax": None,  # over the units, whose axis depends on the layer
    "tanh": torch.tanh,
}


def tensor(array: npt.ArrayLike) -> torch.Tensor:
    """Return a float64 leaf that gathers a gradient."""
    return torch.tensor(np.asarray(array), dtype=torch.float64, requires_grad=True)


def pair(value: int | list[int]) -> list[int]:
    """Return a number twice, or a pair as it is."""
    return [value, value] if isinstance(value, int) else list(value)


def activated(z: torch.Tensor, name: str, units: int) -> torch.Tensor:
    """Apply an activation; `units` is the axis of the units or channels."""
    return functional.softmax(z, dim=units) if name == "softmax" else ACTIVATIONS[name](z)


def padded(x: torch.Tensor, config: Config, size: list[int], fill: float) -> torch.Tensor:
    """Pad (n, c, h, w) as "same" asks for."""
    if config["padding"] == "valid":
        return x
    around = []
    for side, k, s in zip(x.shape[2:], size, pair(config["strides"]), strict=True):
        missing = max((math.ceil(side / s) - 1) * s + k - side, 0)
        around.append([missing // 2, missing - missing // 2])
    (top, bottom), (left, right) = around
    return functional.pad(x, (left, right, top, bottom), value=fill)


def layer_output(
    kind: str, config: Config, x: torch.Tensor, weights: dict[str, torch.Tensor]
) -> torch.Tensor:
    """Return a layer's output for examples first, channels last."""
    if kind == "Flatten":
        return x.reshape(x.shape[0], -1)
    if kind == "Dropout":
        return functional.dropout(x, config["rate"], training=False)
    if kind == "Activation":
        return activated(x, config["activation"], x.dim() - 1)
    if kind == "Dense":
        z = x @ weights["kernel"]
        z = z + weights["bias"] if "bias" in weights else z
        return activated(z, config["activation"], 1)
    picture = x.permute(0, 3, 1, 2)
    if kind == "MaxPooling2D":
        size = pair(config["pool_size"])
        z = functional.max_pool2d(padded(picture, config, size, -math.inf), size, pair(config["strides"]))
    else:
        size = pair(config["kernel_size"])
        kernel = weights["kernel"].permute(3, 2, 0, 1)
        z = functional.conv2d(
            padded(picture, config, size, 0.0), kernel, weights.get("bias"), pair(config["strides"])
        )
        z = activated(z, config["activation"], 1)
    return z.permute(0, 2, 3, 1)


def layer_cases() -> list[tuple[str, Config, list[int]]]:
    """List kind, config and input shape of every layer to record."""
    cases: list[tuple[str, Config, list[int]]] = []
    for name, bias in product(ACTIVATIONS, (True, False)):
        cases.append(("Dense", {"units": 4, "activation": name, "use_bias": bias}, [6]))
    for name, shape in product(ACTIVATIONS, ([5], [3, 4, 2])):
        cases.append(("Activation", {"activation": name}, shape))
    cases += [("Flatten", {}, shape) for shape in ([5], [3, 4, 2])]
    cases.append(("Dropout", {"rate": 0.4}, [6]))
    options = product(("valid", "same"), (1, 2, 3, [1, 2]), (1, 3, [2, 3]), ([6, 6, 1], [4, 7, 2]))
    for number, (padding, strides, size, shape) in enumerate(options):
        config = {"filters": 1 + number % 4, "kernel_size": size, "strides": strides, "padding": padding}
        config |= {"activation": list(ACTIVATIONS)[number % 5], "use_bias": number % 3 > 0}
        cases.append(("Conv2D", config, shape))
    for padding, strides, size in product(("valid", "same"), (1, 2, 3, [2, 1]), (2, 3, [2, 3])):
        config = {"pool_size": size, "strides": strides, "padding": padding}
        cases.append(("MaxPooling2D", config, [5, 6, 2]))
    return cases


def weight_shapes(kind: str, config: Config, shape: list[int]) -> dict[str, list[int]]:
    """Return the shapes of a layer's weights."""
    if kind == "Dense":
        kernel, units = [*shape, config["units"]], config["units"]
    elif kind == "Conv2D":
        kernel, units = [*pair(config["kernel_size"]), shape[-1], config["filters"]], config["filters"]
    else:
        return {}
    return {"kernel": kernel, "bias": [units]} if config["use_bias"] else {"kernel": kernel}


def record_layers(arrays: Arrays, rng: np.random.Generator) -> list[Config]:
    """Record each layer's output, and the gradients of Σ output · upstream."""
    written = []
    for number, (kind, config, shape) in enumerate(layer_cases()):
        x = tensor(rng.normal(size=(2, *shape)))
        shapes = weight_shapes(kind, config, shape)
        weights = {name: tensor(rng.normal(size=size)) for name, size in shapes.items()}
        output = layer_output(kind, config, x, weights)
        upstream = rng.normal(size=tuple(output.shape))
        (output * torch.tensor(upstream)).sum().backward()
        key = f"layer/{number}"
        arrays |= {f"{key}/x": x, f"{key}/output": output, f"{key}/upstream": upstream, f"{key}/dx": x.grad}
        for name, weight in weights.items():
            arrays |= {f"{key}/{name}": weight, f"{key}/d{name}": weight.grad}
        written.append({"class_name": kind, "config": config, "key": key, "weights": list(weights)})
    return written


def loss_values(name: str, y: torch.Tensor, p: torch.Tensor, *, from_logits: bool) -> torch.Tensor:
    """Return the loss of each example."""
    if name == "MeanSquaredError":
        return functional.mse_loss(p, y, reduction="none").mean(dim=1)
    if name == "BinaryCrossentropy":
        if from_logits:
            return functional.binary_cross_entropy_with_logits(p, y, reduction="none").mean(dim=1)
        return functional.binary_cross_entropy(p, y, reduction="none").mean(dim=1)
    if from_logits:
        target = y if name == "CategoricalCrossentropy" else y.long()
        return functional.cross_entropy(p, target, reduction="none")
    logs = torch.log(p / p.sum(dim=1, keepdim=True))
    if name == "CategoricalCrossentropy":
        return -(y * logs).sum(dim=1)
    return functional.nll_loss(logs, y.long(), reduction="none")


def record_losses(arrays: Arrays, rng: np.random.Generator) -> list[Config]:
    """Record each loss for each example, and its slope."""
    written = []
    labels = rng.integers(0, 4, 8)
    targets = {
        "MeanSquaredError": rng.normal(size=(8, 4)),
        "BinaryCrossentropy": rng.integers(0, 2, (8, 4)).astype(float),
        "CategoricalCrossentropy": np.eye(4)[labels],
        "SparseCategoricalCrossentropy": labels,
    }
    for name, y in targets.items():
        for from_logits in (False, True):
            if name == "MeanSquaredError" and from_logits:
                continue
            probabilities = name != "MeanSquaredError" and not from_logits
            # Logits up to about 90: far beyond where e^z fits into float32.
            raw = rng.uniform(0.01, 0.99, (8, 4)) if probabilities else rng.normal(size=(8, 4)) * 30
            prediction = tensor(raw)
            values = loss_values(name, torch.tensor(y), prediction, from_logits=from_logits)
            values.sum().backward()
            key = f"loss/{name}/{from_logits}"
            arrays |= {f"{key}/y": y, f"{key}/prediction": prediction}
            arrays |= {f"{key}/values": values, f"{key}/gradient": prediction.grad}
            config = {} if name == "MeanSquaredError" else {"from_logits": from_logits}
            written.append({"class_name": name, "config": config, "key": key})
    return written


def main() -> None:
    """Write the file."""
    rng = np.random.default_rng(20_260_713)
    arrays: Arrays = {}
    cases = {
        "torch": torch.__version__,
        "layers": record_layers(arrays, rng),
        "losses": record_losses(arrays, rng),
    }
    plain = {
        key: value.detach().numpy() if isinstance(value, torch.Tensor) else value
        for key, value in arrays.items()
    }
    path = Path(__file__).with_name("torch.npz")
    np.savez_compressed(path, allow_pickle=False, cases=np.array(json.dumps(cases)), **plain)
    size = path.stat().st_size / 1024
    count = sum(len(recorded) for recorded in cases.values() if isinstance(recorded, list))
    print(f"{path.name}: {count} cases, {size:.0f} KB")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
