"""Record PyTorch's losses, activation functions and regularizers, so that the tests need no PyTorch.

Run ``python tests/engine/reference/record_losses.py`` where torch and numpy are installed; it writes
``losses.npz`` beside this file. Nothing here imports mlwidgets, and everything is float64.

Where PyTorch has no such loss, its formula is written down with PyTorch's functions, and PyTorch
differentiates it: mean absolute percentage and squared logarithmic error, log-cosh, hinge, squared hinge,
categorical hinge, and Kullback–Leibler divergence and Poisson's with Keras's floor of 1e-7. Label smoothing
is PyTorch's own for the softmax from logits; for the others the targets are smoothed by hand. PyTorch's
softplus is a straight line above 20, and its hardsigmoid divides by 6 in float32: both are made of other
functions here.
"""

from __future__ import annotations

import json
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Callable

TINY = 1e-7
Arrays = dict[str, Any]
Config = dict[str, Any]
Function = Any

ACTIVATIONS: list[tuple[str, Config, Function]] = [
    ("ELU", {}, functional.elu),
    ("ELU", {"alpha": 0.4}, lambda z: functional.elu(z, alpha=0.4)),
    ("GELU", {}, functional.gelu),
    ("GELU", {"approximate": True}, lambda z: functional.gelu(z, approximate="tanh")),
    ("HardSigmoid", {}, lambda z: functional.relu6(z + 3) / 6),
    ("Linear", {}, lambda z: z * 1),
    ("Mish", {}, functional.mish),
    ("ReLU", {}, functional.relu),
    ("ReLU6", {}, functional.relu6),
    ("SELU", {}, functional.selu),
    ("Sigmoid", {}, torch.sigmoid),
    ("Softmax", {}, lambda z: functional.softmax(z, dim=0)),
    ("Softplus", {}, lambda z: torch.logaddexp(z, torch.zeros_like(z))),
    ("Softsign", {}, functional.softsign),
    ("Swish", {}, functional.silu),
    ("Tanh", {}, torch.tanh),
]


def tensor(array: np.ndarray) -> torch.Tensor:
    """Return a float64 leaf that gathers a gradient."""
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def record_activations(arrays: Arrays, rng: np.random.Generator) -> list[Config]:
    """Record each activation of small and of large z, and the gradient of Σ a · upstream."""
    written = []
    for number, (kind, config, function) in enumerate(ACTIVATIONS):
        z = tensor(np.concatenate([rng.normal(size=(4, 30)) * 3, rng.normal(size=(4, 10)) * 40], axis=1))
        upstream = rng.normal(size=z.shape)
        a = function(z)
        (a * torch.tensor(upstream)).sum().backward()
        key = f"activation/{number}"
        arrays |= {f"{key}/z": z, f"{key}/a": a, f"{key}/upstream": upstream, f"{key}/dz": z.grad}
        written.append({"class_name": kind, "config": config, "key": key})
    return written


def elementwise(function: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]) -> Function:
    """Return the mean over an example's outputs of a function of target and prediction."""
    return lambda y, p: function(y, p).mean(dim=1)


def categorical_hinge(y: torch.Tensor, p: torch.Tensor) -> torch.Tensor:
    """Return max(0, neg − pos + 1)."""
    neg = ((1 - y) * p).max(dim=1).values
    return functional.relu(neg - (y * p).sum(dim=1) + 1)


def divergence(y: torch.Tensor, p: torch.Tensor) -> torch.Tensor:
    """Return Σ y log(y / p)."""
    return functional.kl_div(torch.log(p), y.clamp_min(TINY), reduction="none").sum(dim=1)


def squared_log(y: torch.Tensor, p: torch.Tensor) -> torch.Tensor:
    """Return [log(1 + p) − log(1 + y)]²."""
    return functional.mse_loss(
        torch.log1p(p.clamp_min(TINY)), torch.log1p(y.clamp_min(TINY)), reduction="none"
    )


def log_cosh(y: torch.Tensor, p: torch.Tensor) -> torch.Tensor:
    """Return log cosh(p − y) = log(e^e + e^−e) − log 2."""
    return torch.logaddexp(p - y, y - p) - np.log(2)


def huber(y: torch.Tensor, p: torch.Tensor, delta: float) -> torch.Tensor:
    """Return the Huber loss of each output."""
    return functional.huber_loss(p, y, delta=delta, reduction="none")


def smooth_categorical(y: torch.Tensor, p: torch.Tensor, share: float, *, from_logits: bool) -> torch.Tensor:
    """Return the cross-entropy with smoothed labels."""
    if from_logits:
        return functional.cross_entropy(p, y.argmax(dim=1), reduction="none", label_smoothing=share)
    smooth = y * (1 - share) + share / y.shape[1]
    return -(smooth * torch.log(p / p.sum(dim=1, keepdim=True))).sum(dim=1)


def smooth_binary(y: torch.Tensor, p: torch.Tensor, share: float, *, from_logits: bool) -> torch.Tensor:
    """Return the binary cross-entropy with smoothed labels."""
    smooth = y * (1 - share) + share / 2
    name = "binary_cross_entropy_with_logits" if from_logits else "binary_cross_entropy"
    return getattr(functional, name)(p, smooth, reduction="none").mean(dim=1)


def loss_cases(rng: np.random.Generator) -> list[tuple[str, Config, Function, np.ndarray, np.ndarray]]:
    """List every loss with its targets and predictions."""
    n, outputs = 12, 5
    real, near = rng.normal(size=(n, outputs)) * 4, rng.normal(size=(n, outputs)) * 4
    flags = rng.integers(0, 2, (n, outputs)).astype(float)
    one_hot = np.eye(outputs)[rng.integers(0, outputs, n)]
    shares = rng.dirichlet(np.ones(outputs), n)
    probable = rng.uniform(0.01, 0.99, (n, outputs))
    counts, expected = rng.integers(0, 8, (n, outputs)).astype(float), rng.uniform(0.05, 9, (n, outputs))
    cases: list[tuple[str, Config, Function, np.ndarray, np.ndarray]] = [
        ("MeanSquaredError", {}, elementwise(lambda y, p: (p - y) ** 2), real, near),
        (
            "MeanAbsoluteError",
            {},
            elementwise(lambda y, p: functional.l1_loss(p, y, reduction="none")),
            real,
            near,
        ),
        (
            "MeanAbsolutePercentageError",
            {},
            elementwise(lambda y, p: 100 * (p - y).abs() / y.abs().clamp_min(TINY)),
            real,
            near,
        ),
        ("MeanSquaredLogarithmicError", {}, elementwise(squared_log), counts, expected),
        ("LogCosh", {}, elementwise(log_cosh), real, near),
        ("Hinge", {}, elementwise(lambda y, p: functional.relu(1 - (2 * y - 1) * p)), flags, near),
        (
            "SquaredHinge",
            {},
            elementwise(lambda y, p: functional.relu(1 - (2 * y - 1) * p) ** 2),
            flags,
            near,
        ),
        ("CategoricalHinge", {}, categorical_hinge, one_hot, near),
        ("KLDivergence", {}, divergence, shares, probable),
        (
            "Poisson",
            {},
            elementwise(
                lambda y, p: functional.poisson_nll_loss(p, y, log_input=False, eps=TINY, reduction="none")
            ),
            counts,
            expected,
        ),
        ("CosineSimilarity", {}, lambda y, p: -functional.cosine_similarity(p, y, dim=1), real, near),
    ]
    for delta in (1.0, 0.5, 3.0):
        function = elementwise(partial(huber, delta=delta))
        cases.append(("Huber", {"delta": delta}, function, real, near))
    for share, from_logits in product((0.1, 0.3), (False, True)):
        config = {"from_logits": from_logits, "label_smoothing": share}
        prediction = near * 8 if from_logits else probable
        for kind, function, y in (
            ("BinaryCrossentropy", smooth_binary, flags),
            ("CategoricalCrossentropy", smooth_categorical, one_hot),
        ):
            taken = partial(function, share=share, from_logits=from_logits)
            cases.append((kind, config, taken, y, prediction))
    return cases


def record_losses(arrays: Arrays, rng: np.random.Generator) -> list[Config]:
    """Record each loss for each example, and its slope."""
    written = []
    for number, (kind, config, function, y, raw) in enumerate(loss_cases(rng)):
        prediction = tensor(raw)
        values = function(torch.tensor(y), prediction)
        values.sum().backward()
        key = f"loss/{number}"
        arrays |= {f"{key}/y": y, f"{key}/prediction": prediction}
        arrays |= {f"{key}/values": values, f"{key}/gradient": prediction.grad}
        written.append({"class_name": kind, "config": config, "key": key})
    return written


def record_penalised(arrays: Arrays, rng: np.random.Generator) -> list[Config]:
    """Record 5 steps of a linear model with weighted examples and a price on its weights."""
    x, y = rng.normal(size=(10, 3)), rng.normal(size=(10, 2))
    start, weights = rng.normal(size=(3, 2)), rng.uniform(0, 3, 10)
    arrays |= {"penalised/x": x, "penalised/y": y, "penalised/kernel": start, "penalised/weights": weights}
    written = []
    prices = ({"l1": 0.1, "l2": 0.0}, {"l1": 0.0, "l2": 0.2}, {"l1": 0.05, "l2": 0.3})
    for number, price in enumerate(prices):
        kernel = tensor(start)
        path, losses, penalties = [], [], []
        for _ in range(5):
            each = ((torch.tensor(x) @ kernel - torch.tensor(y)) ** 2).mean(dim=1)
            penalty = price["l1"] * kernel.abs().sum() + price["l2"] * (kernel**2).sum()
            loss = (each * torch.tensor(weights)).sum() / len(x) + penalty
            kernel.grad = None
            loss.backward()
            with torch.no_grad():
                kernel -= 0.1 * kernel.grad
            losses.append(loss.item())
            penalties.append(penalty.item())
            path.append(kernel.detach().numpy().copy())
        key = f"penalised/{number}"
        arrays |= {f"{key}/path": np.stack(path), f"{key}/loss": losses, f"{key}/penalty": penalties}
        written.append({"class_name": "L1L2", "config": price, "key": key})
    return written


def main() -> None:
    """Write the file."""
    rng = np.random.default_rng(20_261_123)
    arrays: Arrays = {}
    cases = {
        "torch": torch.__version__,
        "activations": record_activations(arrays, rng),
        "losses": record_losses(arrays, rng),
        "penalised": record_penalised(arrays, rng),
    }
    plain = {
        key: value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
        for key, value in arrays.items()
    }
    path = Path(__file__).with_name("losses.npz")
    np.savez_compressed(path, allow_pickle=False, cases=np.array(json.dumps(cases)), **plain)
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
