"""The paths of a race beside PyTorch's: every optimizer on every surface, 100 steps from the same start.

The gradient is PyTorch's own, by its automatic differentiation of the surface, which is written down here a
second time. Where PyTorch's rule is not Keras's, it is made so:

Adam, AMSGrad, AdamW
    Keras adds ε to √v, PyTorch to √v̂: PyTorch gets ε / √(1 − β₂ᵗ) at step t. AdamW shrinks first in both.
Adagrad, RMSprop
    Keras puts ε inside the root, √(v + ε), PyTorch outside. For Adagrad PyTorch's ε is 0 and its sum starts
    ε higher, which is the same; RMSprop's v fades, so its rule is written with tensors here.
Adamax
    Keras divides by max(β₂ u, |g|) + ε, PyTorch by max(β₂ u, |g| + ε): compared with an ε that rounds away.
SGD with momentum
    Keras's v ← μ v − η g, θ ← θ + v and PyTorch's b ← μ b + g, θ ← θ − η b are the same for a constant η.

The learning rates keep clear of the edge of stability: beyond it the last digit doubles at every step, and no
two programs agree for long.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.explain.optimizers.formula import FormulaSurface
from mlwidgets.explain.optimizers.paths import Path, Stop, race_paths
from mlwidgets.explain.optimizers.surfaces import SURFACES, Surface
from mlwidgets.spec import OptimizerSpec

STEPS = 100
TINY = 1e-30
TOLERANCE = 1e-9
"""Of the largest number: a hundred steps on a curved surface enlarge the last digit."""

Height = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def _beale(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def _rastrigin(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    turn = 2 * math.pi
    return 20 + x**2 - 10 * torch.cos(turn * x) + y**2 - 10 * torch.cos(turn * y)


FORMULA = "x^2/4 + tanh(x y) + log(1 + y^2) + max(x, y)"

HEIGHTS: dict[str, Height] = {
    "bowl": lambda x, y: x**2 + y**2,
    "ravine": lambda x, y: (x**2 + 25 * y**2) / 2,
    "saddle": lambda x, y: x**2 - y**2 + y**4 / 4,
    "plateau": lambda x, y: 1 - torch.exp(-(x**2 + y**2) / 2),
    "two_minima": lambda x, y: (x**2 - 1) ** 2 + 0.3 * x + y**2,
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "rastrigin": _rastrigin,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "beale": _beale,
    "formula": lambda x, y: x**2 / 4 + torch.tanh(x * y) + torch.log(1 + y**2) + torch.maximum(x, y),
}

Config = dict[str, Any]
CASES: dict[str, tuple[str, Config]] = {
    "SGD": ("sgd", {"learning_rate": 0.0005}),
    "momentum": ("sgd", {"learning_rate": 0.0005, "momentum": 0.9}),
    "Nesterov": ("sgd", {"learning_rate": 0.0005, "momentum": 0.9, "nesterov": True}),
    "clipped": ("sgd", {"learning_rate": 0.002, "momentum": 0.8, "clipvalue": 1.5}),
    "Adagrad": ("adagrad", {"learning_rate": 0.1}),
    "Adadelta": ("adadelta", {"learning_rate": 1.0}),
    "RMSprop": ("rmsprop", {"learning_rate": 0.003}),
    "RMSprop with momentum, centered": (
        "rmsprop",
        {"learning_rate": 0.002, "rho": 0.8, "momentum": 0.5, "centered": True, "epsilon": 1e-3},
    ),
    "Adam": ("adam", {"learning_rate": 0.05}),
    "Adam with a large ε": ("adam", {"learning_rate": 0.05, "epsilon": 0.1, "beta_2": 0.9}),
    "AMSGrad": ("adam", {"learning_rate": 0.05, "amsgrad": True, "beta_2": 0.9}),
    "AdamW": ("adamw", {"learning_rate": 0.05, "weight_decay": 0.1}),
    "Adamax": ("adamax", {"learning_rate": 0.05, "epsilon": TINY}),
}


class _KerasRMSprop(torch.optim.Optimizer):
    """RMSprop with ε inside the root: v ← ρ v + (1 − ρ) g², θ ← θ − b, b ← μ b + η g / √(v − m² + ε)."""

    def __init__(self, parameters: list[torch.Tensor], config: Config) -> None:
        super().__init__(parameters, {})
        self.config = config

    def step(self, closure: Any = None) -> None:  # noqa: ANN401, ARG002 - PyTorch's
        """Make one step."""
        with torch.no_grad():
            c = self.config
            for p in self.param_groups[0]["params"]:
                kept = self.state[p]
                v, m, b = (kept.get(name, torch.zeros_like(p)) for name in "vmb")
                v = c["rho"] * v + (1 - c["rho"]) * p.grad**2
                m = c["rho"] * m + (1 - c["rho"]) * p.grad
                spread = torch.clamp(v - m**2, min=0) if c["centered"] else v
                b = c["momentum"] * b + c["learning_rate"] * p.grad / torch.sqrt(spread + c["epsilon"])
                kept.update(v=v, m=m, b=b)
                p.sub_(b)


def twin(kind: str, config: Config, place: torch.Tensor) -> torch.optim.Optimizer:
    """Return PyTorch's optimizer that follows Keras's rule."""
    rate = config["learning_rate"]
    betas = (config.get("beta_1", 0.9), config.get("beta_2", 0.999))
    adam = {"betas": betas, "amsgrad": config.get("amsgrad", False)}
    makers: dict[str, Callable[[], torch.optim.Optimizer]] = {
        "SGD": lambda: torch.optim.SGD(
            [place], rate, momentum=config["momentum"], nesterov=config["nesterov"]
        ),
        "Adagrad": lambda: torch.optim.Adagrad(
            [place],
            rate,
            initial_accumulator_value=config["initial_accumulator_value"] + config["epsilon"],
            eps=0.0,
        ),
        "Adadelta": lambda: torch.optim.Adadelta([place], rate, rho=config["rho"], eps=config["epsilon"]),
        "RMSprop": lambda: _KerasRMSprop([place], config),
        "Adam": lambda: torch.optim.Adam([place], rate, **adam),
        "AdamW": lambda: torch.optim.AdamW([place], rate, weight_decay=config["weight_decay"], **adam),
        "Adamax": lambda: torch.optim.Adamax([place], rate, betas=betas, eps=config["epsilon"]),
    }
    return makers[kind]()


def torch_path(height: Height, spec: OptimizerSpec, start: tuple[float, float]) -> tuple[Any, Any]:
    """Return where PyTorch's optimizer was before each of its steps and after the last, and how high."""
    config = dict(spec.config)
    place = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer, places, heights = twin(spec.class_name, config, place), [], []
    for t in range(1, STEPS + 2):
        optimizer.zero_grad()
        z = height(place[0], place[1])
        z.backward()
        places.append(place.detach().numpy().copy())
        heights.append(z.item())
        if config.get("clipvalue") is not None:
            torch.nn.utils.clip_grad_value_([place], config["clipvalue"])
        if spec.class_name in ("Adam", "AdamW"):
            optimizer.param_groups[0]["eps"] = config["epsilon"] / math.sqrt(1 - config["beta_2"] ** t)
        optimizer.step()
    return np.array(places), np.array(heights)


def surface_of(name: str) -> Surface:
    return FormulaSurface.of(FORMULA) if name == "formula" else SURFACES[name]


def test_every_surface_and_every_optimizer_is_compared() -> None:
    assert set(HEIGHTS) == {*SURFACES, "formula"}
    assert {OPTIMIZERS.canonical(kind) for kind, _ in CASES.values()} == set(OPTIMIZERS.names)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", HEIGHTS)
def test_a_hundred_steps_are_pytorchs(name: str, case: str) -> None:
    surface, (kind, config) = surface_of(name), CASES[case]
    spec = OptimizerSpec.of(kind).with_(**config)
    path: Path
    (path,) = race_paths(surface, [spec], surface.start, STEPS)
    assert path.stop is Stop.NONE
    places, heights = torch_path(HEIGHTS[name], spec, surface.start)
    assert np.abs(places[-1] - places[0]).max() > 1e-4, "nothing moved: the comparison says nothing"
    np.testing.assert_allclose(path["theta"], places, rtol=0, atol=TOLERANCE * np.abs(places).max())
    np.testing.assert_allclose(path["value"][:, 0], heights, rtol=0, atol=TOLERANCE * np.abs(heights).max())
