"""Record 20 steps of every optimizer and the course of every schedule, so that the tests need no PyTorch.

Run ``python tests/engine/reference/record_optimizers.py`` where torch and numpy are installed; it writes
``optimizers.npz`` beside this file. Nothing here imports mlwidgets: each formula is written down a second
time, in float64, from the papers and Keras's documentation (``by_formula``), and wherever PyTorch's
definition is the same, or can be made so, the script stops unless PyTorch takes the same 20 steps. Each case
says in ``source`` whose numbers were stored: "PyTorch" where it agrees, else "formula".

Where PyTorch's definition is not Keras's
-----------------------------------------
Adam, AMSGrad, AdamW
    Keras adds ε to √v (the "ε hat" of Kingma and Ba, section 2), PyTorch to √v̂. The two agree when PyTorch's
    ε is divided by √(1 − β₂ᵗ) at step t, which is done here.
Adagrad, RMSprop
    Keras puts ε inside the root, √(v + ε), PyTorch outside, √v + ε. With ε = 1e-30 they agree, and those
    cases are PyTorch's; those with another ε are the formula's.
Adamax
    Keras divides by max(β₂ u, |g|) + ε, PyTorch by max(β₂ u, |g| + ε), which ε enters u itself. As above.
clipnorm, global_clipnorm
    PyTorch divides by ‖g‖ + 1e-6, Keras by ‖g‖. The limit given to PyTorch here is larger by that ratio.
schedules
    PyTorch's warm-up and polynomial have no counterpart with the same settings in all cases; those cases are
    the formula's. OneCycle is PyTorch's own.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.optim import lr_scheduler

STEPS = 20
TINY = 1e-30
VARIABLES = ((0, 3), (3, 5), (5, 7))
"""The seven numbers are three variables, for the norm of each."""

Arrays = dict[str, Any]
Config = dict[str, Any]


def clipped(g: np.ndarray, config: Config) -> np.ndarray:
    """Return the gradient as Keras clips it."""
    g = g.copy()
    if "clipvalue" in config:
        g = np.minimum(np.maximum(g, -config["clipvalue"]), config["clipvalue"])
    if "clipnorm" in config:
        for start, end in VARIABLES:
            g[start:end] *= config["clipnorm"] / max(np.linalg.norm(g[start:end]), config["clipnorm"])
    if "global_clipnorm" in config:
        g *= config["global_clipnorm"] / max(np.linalg.norm(g), config["global_clipnorm"])
    return g


def clipped_by_torch(g: np.ndarray, config: Config) -> np.ndarray:
    """Return the gradient as PyTorch clips it, its 1e-6 taken out."""
    parts = [torch.zeros(end - start, dtype=torch.float64, requires_grad=True) for start, end in VARIABLES]
    for part, (start, end) in zip(parts, VARIABLES, strict=True):
        part.grad = torch.tensor(g[start:end])

    def shorten(group: list[torch.Tensor], limit: float) -> None:
        norm = float(np.linalg.norm(np.concatenate([part.grad.numpy() for part in group])))
        if norm > limit:
            torch.nn.utils.clip_grad_norm_(group, limit * (norm + 1e-6) / norm)

    if "clipvalue" in config:
        torch.nn.utils.clip_grad_value_(parts, config["clipvalue"])
    if "clipnorm" in config:
        for part in parts:
            shorten([part], config["clipnorm"])
    if "global_clipnorm" in config:
        shorten(parts, config["global_clipnorm"])
    return np.concatenate([part.grad.numpy() for part in parts])


def by_formula(kind: str, config: Config, theta: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Return θ after each step, by the formulas of the papers with Keras's place of ε."""
    rate, path = config["learning_rate"], []
    epsilon, rho, momentum, one, two = (
        config.get(name, math.nan) for name in ("epsilon", "rho", "momentum", "beta_1", "beta_2")
    )
    first, second, third = np.zeros_like(theta), np.zeros_like(theta), np.zeros_like(theta)
    if kind == "Adagrad":
        second += config["initial_accumulator_value"]
    for t, gradient in enumerate(gradients, start=1):
        g = clipped(gradient, config)
        if kind == "SGD":
            first = momentum * first - rate * g
            look_ahead = momentum * first - rate * g
            theta = theta + (look_ahead if config["nesterov"] else first)
        elif kind == "Adagrad":
            second = second + g**2
            theta = theta - rate * g / np.sqrt(second + epsilon)
        elif kind == "Adadelta":
            second = rho * second + (1 - rho) * g**2
            delta = -np.sqrt(first + epsilon) / np.sqrt(second + epsilon) * g
            first = rho * first + (1 - rho) * delta**2
            theta = theta + rate * delta
        elif kind == "RMSprop":
            second = rho * second + (1 - rho) * g**2
            third = rho * third + (1 - rho) * g
            mean = third if config["centered"] else 0
            first = momentum * first + rate * g / np.sqrt(second - mean**2 + epsilon)
            theta = theta - first
        elif kind == "Adamax":
            first = one * first + (1 - one) * g
            second = np.maximum(two * second, np.abs(g))
            theta = theta - rate / (1 - one**t) * first / (second + epsilon)
        else:
            first = one * first + (1 - one) * g
            second = two * second + (1 - two) * g**2
            third = np.maximum(third, second)
            divisor = third if config["amsgrad"] else second
            if kind == "AdamW":
                theta = theta - rate * config["weight_decay"] * theta
            step = rate * math.sqrt(1 - two**t) / (1 - one**t)
            theta = theta - step * first / (np.sqrt(divisor) + epsilon)
        path.append(theta)
    return np.stack(path)


def torch_optimizer(kind: str, config: Config, parameter: torch.Tensor) -> torch.optim.Optimizer:
    """Return PyTorch's optimizer with the same settings."""
    # Settings whose names differ; each class takes those that it knows.
    renamed = {"learning_rate": "lr", "epsilon": "eps"} | ({"rho": "alpha"} if kind == "RMSprop" else {})
    settings = {
        renamed.get(name, name): value
        for name, value in config.items()
        if "clip" not in name and "beta" not in name
    }
    if "beta_1" in config:
        settings["betas"] = (config["beta_1"], config["beta_2"])
    return getattr(torch.optim, kind)([parameter], **settings)


def by_torch(kind: str, config: Config, theta: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Return θ after each step of PyTorch's optimizer."""
    parameter = torch.tensor(theta, requires_grad=True)
    optimizer, path = torch_optimizer(kind, config, parameter), []
    for t, g in enumerate(gradients, start=1):
        if kind in ("Adam", "AdamW"):
            optimizer.param_groups[0]["eps"] = config["epsilon"] / math.sqrt(1 - config["beta_2"] ** t)
        parameter.grad = torch.tensor(clipped_by_torch(g, config))
        optimizer.step()
        path.append(parameter.detach().numpy().copy())
    return np.stack(path)


def optimizer_cases() -> list[tuple[str, Config]]:
    """List every optimizer with its settings."""
    sgd = {"learning_rate": 0.1, "momentum": 0.0, "nesterov": False}
    cases: list[tuple[str, Config]] = [
        ("SGD", sgd | {"momentum": momentum, "nesterov": nesterov})
        for momentum, nesterov in ((0.0, False), (0.9, False), (0.9, True))
    ]
    for epsilon in (TINY, 1e-7, 1e-3):
        cases += [
            ("Adagrad", {"learning_rate": 0.1, "initial_accumulator_value": start, "epsilon": epsilon})
            for start in (0.1, 0.0)
        ]
        cases += [
            ("RMSprop", {"learning_rate": 0.01, "rho": rho, "momentum": momentum, "epsilon": epsilon, **more})
            for rho, momentum in ((0.9, 0.0), (0.8, 0.9))
            for more in ({"centered": False}, {"centered": True})
        ]
        for one, two in ((0.9, 0.999), (0.5, 0.9)):
            adam = {"learning_rate": 0.01, "beta_1": one, "beta_2": two, "epsilon": epsilon}
            cases.append(("Adamax", adam))
            for amsgrad in (False, True):
                cases.append(("Adam", adam | {"amsgrad": amsgrad}))
                cases += [("AdamW", adam | {"amsgrad": amsgrad, "weight_decay": w}) for w in (0.004, 0.5)]
    cases += [
        ("Adadelta", {"learning_rate": rate, "rho": rho, "epsilon": epsilon})
        for epsilon in (1e-7, 1e-3)
        for rate, rho in ((1.0, 0.95), (0.1, 0.5))
    ]
    # The gradients' numbers are of sizes from 1e-4 to 1e2: some variables are clipped, some are not.
    for name, limits in (("clipvalue", (0.05, 5.0)), ("clipnorm", (0.01, 5.0)), ("global_clipnorm", (1.0,))):
        for limit in limits:
            cases.append(("SGD", sgd | {"momentum": 0.9, name: limit}))
            adam = {"learning_rate": 0.01, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7, "amsgrad": False}
            cases.append(("Adam", adam | {name: limit}))
    return cases


def record_optimizers(arrays: Arrays, rng: np.random.Generator) -> list[Config]:
    """Record 20 steps of each optimizer along given gradients of very different sizes."""
    theta = rng.normal(size=7)
    gradients = rng.normal(size=(STEPS, 7)) * 10.0 ** np.arange(-4, 3)
    arrays |= {"theta": theta, "gradients": gradients, "starts": np.array([start for start, _ in VARIABLES])}
    written = []
    for number, (kind, config) in enumerate(optimizer_cases()):
        agree = kind in ("SGD", "Adam", "AdamW", "Adadelta") or config["epsilon"] == TINY
        path = by_formula(kind, config, theta, gradients)
        if agree:
            torch_path = by_torch(kind, config, theta, gradients)
            np.testing.assert_allclose(path, torch_path, rtol=1e-11, atol=1e-14, err_msg=f"{kind} {config}")
            path = torch_path
        arrays[f"optimizer/{number}"] = path
        source = "PyTorch" if agree else "formula"
        written.append({"class_name": kind, "config": config, "key": f"optimizer/{number}", "source": source})
    return written


def course_of(make: Any, base: float = 1.0) -> np.ndarray:  # noqa: ANN401 - a scheduler's class
    """Return the learning rate of each of 20 updates by a scheduler of PyTorch."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], base)
    scheduler, rates = make(optimizer), []
    for _ in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(rates) < STEPS:
            scheduler.step()
    return np.array(rates)


def record_schedules(arrays: Arrays) -> list[Config]:
    """Record the course of each schedule."""
    t = np.arange(STEPS)
    decay = {"initial_learning_rate": 0.5, "decay_steps": 6, "decay_rate": 0.3}
    falling = {"initial_learning_rate": 0.5, "decay_steps": 12}
    left = np.maximum(1 - t / 12, 0)
    wave = (1 + np.cos(np.pi * np.minimum(t / 12, 1))) / 2
    end = 12 * np.maximum(np.ceil(t / 12), 1)
    late = np.maximum(t - 5, 0)
    late_wave = 0.5 * (1 + np.cos(np.pi * np.minimum(late / 12, 1))) / 2
    cycle = {"maximal_learning_rate": 0.8, "total_steps": STEPS}
    cases: list[tuple[str, Config, np.ndarray, str]] = [
        ("Constant", {"learning_rate": 0.5}, course_of(lambda o: lr_scheduler.ConstantLR(o, 1.0), 0.5), ""),
        (
            "PiecewiseConstantDecay",
            # Keras counts the boundary itself to the stair before it, PyTorch to the one after it.
            {"boundaries": [4, 9], "values": [0.5, 0.05, 0.005]},
            course_of(lambda o: lr_scheduler.MultiStepLR(o, [5, 10], 0.1), 0.5),
            "",
        ),
        (
            "ExponentialDecay",
            decay,
            course_of(lambda o: lr_scheduler.ExponentialLR(o, 0.3 ** (1 / 6)), 0.5),
            "",
        ),
        (
            "ExponentialDecay",
            decay | {"staircase": True},
            course_of(lambda o: lr_scheduler.StepLR(o, 6, 0.3), 0.5),
            "",
        ),
        (
            "PolynomialDecay",
            falling | {"end_learning_rate": 0.0, "power": 2.0},
            course_of(lambda o: lr_scheduler.PolynomialLR(o, 12, 2.0), 0.5),
            "",
        ),
        (
            "PolynomialDecay",
            falling | {"end_learning_rate": 0.1, "power": 0.5},
            0.4 * left**0.5 + 0.1,
            "formula",
        ),
        (
            "PolynomialDecay",
            falling | {"end_learning_rate": 0.1, "cycle": True},
            0.4 * (1 - t / end) + 0.1,
            "formula",
        ),
        (
            "CosineDecay",
            {"initial_learning_rate": 0.5, "decay_steps": STEPS, "alpha": 0.2},
            course_of(lambda o: lr_scheduler.CosineAnnealingLR(o, STEPS, 0.1), 0.5),
            "",
        ),
        ("CosineDecay", falling | {"alpha": 0.2}, 0.5 * (0.8 * wave + 0.2), "formula"),
        (
            "CosineDecay",
            {"initial_learning_rate": 0.1, "decay_steps": 12, "warmup_target": 0.5, "warmup_steps": 5},
            np.where(t < 5, 0.1 + 0.4 * t / 5, late_wave),
            "formula",
        ),
        (
            "WarmUp",
            {"schedule": 0.5, "warmup_steps": 5, "initial_learning_rate": 0.1},
            course_of(lambda o: lr_scheduler.LinearLR(o, 0.2, total_iters=5), 0.5),
            "",
        ),
        ("OneCycle", cycle, course_of(lambda o: lr_scheduler.OneCycleLR(o, 0.8, STEPS)), ""),
        (
            "OneCycle",
            cycle | {"pct_start": 0.45, "div_factor": 4.0, "final_div_factor": 10.0},
            course_of(
                lambda o: lr_scheduler.OneCycleLR(
                    o, 0.8, STEPS, pct_start=0.45, div_factor=4.0, final_div_factor=10.0
                )
            ),
            "",
        ),
    ]
    written = []
    for number, (kind, config, course, source) in enumerate(cases):
        arrays[f"schedule/{number}"] = course
        written.append(
            {
                "class_name": kind,
                "config": config,
                "key": f"schedule/{number}",
                "source": source or "PyTorch",
            }
        )
    return written


def main() -> None:
    """Write the file."""
    arrays: Arrays = {}
    cases = {
        "torch": torch.__version__,
        "optimizers": record_optimizers(arrays, np.random.default_rng(20_260_713)),
        "schedules": record_schedules(arrays),
    }
    path = Path(__file__).with_name("optimizers.npz")
    np.savez_compressed(path, allow_pickle=False, cases=np.array(json.dumps(cases)), **arrays)
    count = len(cases["optimizers"]) + len(cases["schedules"])
    print(f"{path.name}: {count} cases, {path.stat().st_size / 1024:.0f} KB")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
