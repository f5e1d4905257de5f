"""Record what PyTorch computes, so that the tests need no PyTorch.

Run ``python tests/engine/reference/record_torch.py`` where torch and numpy are installed; it writes
``torch.npz`` beside this file. Nothing here imports mlwidgets: layouts, padding and formulas are written
down a second time, independently, and everything is float64. The cases (layers, losses, optimizers and their
settings) stand in the file as JSON, so the tests need not repeat them.

Where PyTorch's definition is not ours
--------------------------------------
padding "same" with strides
    PyTorch has none. The padding is put on by hand as TensorFlow documents it: ``max((⌈n/s⌉ − 1) s + k − n,
    0)`` in all, the odd cell at the end.
Adam
    Keras adds ε to √v (the "ε hat" of Kingma and Ba, section 2), PyTorch to √v̂. The two agree when PyTorch's
    ε is divided by √(1 − β₂ᵗ) at step t, which is done here.
Adagrad, RMSprop
    Keras puts ε inside the root, √(v + ε), PyTorch outside, √v + ε. With ε = 1e-30 they agree, and those
    cases are PyTorch's. The cases with the usual ε are computed by the formulas below, written from the
    papers and Keras's documentation; the script stops if the same formulas with ε = 1e-30 are not PyTorch's.
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

STEPS = 20
TINY = 1e-30
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


def by_formula(kind: str, config: Config, theta: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Return θ after each step, by the formulas of the papers with Keras's place of ε."""
    rate, path = config["learning_rate"], []
    first, second = np.zeros_like(theta), np.zeros_like(theta)
    if kind == "Adagrad":
        second += config["initial_accumulator_value"]
    for t, g in enumerate(gradients, start=1):
        if kind == "Adagrad":
            second = second + g**2
            theta = theta - rate * g / np.sqrt(second + config["epsilon"])
        elif kind == "RMSprop":
            second = config["rho"] * second + (1 - config["rho"]) * g**2
            first = config["momentum"] * first + rate * g / np.sqrt(second + config["epsilon"])
            theta = theta - first
        elif kind == "Adam":
            first = config["beta_1"] * first + (1 - config["beta_1"]) * g
            second = config["beta_2"] * second + (1 - config["beta_2"]) * g**2
            step = rate * math.sqrt(1 - config["beta_2"] ** t) / (1 - config["beta_1"] ** t)
            theta = theta - step * first / (np.sqrt(second) + config["epsilon"])
        else:
            first = config["momentum"] * first - rate * g
            look_ahead = config["momentum"] * first - rate * g
            theta = theta + (look_ahead if config["nesterov"] else first)
        path.append(theta)
    return np.stack(path)


def by_torch(kind: str, config: Config, theta: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Return θ after each step of PyTorch's optimizer."""
    parameter = tensor(theta)
    rate = config["learning_rate"]
    optimizer: torch.optim.Optimizer
    if kind == "Adagrad":
        start = config["initial_accumulator_value"]
        optimizer = torch.optim.Adagrad(
            [parameter], rate, initial_accumulator_value=start, eps=config["epsilon"]
        )
    elif kind == "RMSprop":
        optimizer = torch.optim.RMSprop(
            [parameter], rate, alpha=config["rho"], eps=config["epsilon"], momentum=config["momentum"]
        )
    elif kind == "Adam":
        optimizer = torch.optim.Adam([parameter], rate, betas=(config["beta_1"], config["beta_2"]))
    else:
        optimizer = torch.optim.SGD(
            [parameter], rate, momentum=config["momentum"], nesterov=config["nesterov"]
        )
    path = []
    for t, g in enumerate(gradients, start=1):
        if kind == "Adam":
            optimizer.param_groups[0]["eps"] = config["epsilon"] / math.sqrt(1 - config["beta_2"] ** t)
        parameter.grad = torch.tensor(g)
        optimizer.step()
        path.append(parameter.detach().numpy().copy())
    return np.stack(path)


def optimizer_cases() -> list[tuple[str, Config]]:
    """List every optimizer with its settings."""
    cases: list[tuple[str, Config]] = [
        ("SGD", {"learning_rate": 0.1, "momentum": momentum, "nesterov": nesterov})
        for momentum, nesterov in ((0.0, False), (0.9, False), (0.9, True))
    ]
    for epsilon in (TINY, 1e-7, 1e-3):
        cases += [
            ("Adagrad", {"learning_rate": 0.1, "initial_accumulator_value": start, "epsilon": epsilon})
            for start in (0.1, 0.0)
        ]
        cases += [
            ("RMSprop", {"learning_rate": 0.01, "rho": rho, "momentum": momentum, "epsilon": epsilon})
            for rho, momentum in ((0.9, 0.0), (0.8, 0.9))
        ]
        cases += [
            ("Adam", {"learning_rate": 0.01, "beta_1": one, "beta_2": two, "epsilon": epsilon})
            for one, two in ((0.9, 0.999), (0.5, 0.9))
        ]
    return cases


def record_optimizers(arrays: Arrays, rng: np.random.Generator) -> list[Config]:
    """Record 20 steps of each optimizer along given gradients of very different sizes."""
    theta = rng.normal(size=7)
    gradients = rng.normal(size=(STEPS, 7)) * 10.0 ** np.arange(-4, 3)
    arrays |= {"optimizer/theta": theta, "optimizer/gradients": gradients}
    written = []
    for number, (kind, config) in enumerate(optimizer_cases()):
        agree = kind in ("SGD", "Adam") or config["epsilon"] == TINY
        path = by_formula(kind, config, theta, gradients)
        if agree:
            torch_path = by_torch(kind, config, theta, gradients)
            np.testing.assert_allclose(path, torch_path, rtol=1e-12, atol=1e-14, err_msg=f"{kind} {config}")
            path = torch_path
        key = f"optimizer/{number}"
        arrays[key] = path
        source = "PyTorch" if agree else "formula"
        written.append({"class_name": kind, "config": config, "key": key, "source": source})
    return written


def main() -> None:
    """Write the file."""
    rng = np.random.default_rng(20_260_713)
    arrays: Arrays = {}
    cases = {
        "torch": torch.__version__,
        "layers": record_layers(arrays, rng),
        "losses": record_losses(arrays, rng),
        "optimizers": record_optimizers(arrays, rng),
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
