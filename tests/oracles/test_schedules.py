"""Every schedule beside Keras' own, and the one that Keras has not beside PyTorch's.

Run by ``make oracles``. Keras runs on PyTorch in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from mlwidgets.engine import schedules
from mlwidgets.engine.schedules import OneCycle

if TYPE_CHECKING:
    from pathlib import Path

UPDATES = 1_500
CASES = 12
TOLERANCE = 2e-6
"""Relative to the largest rate: Keras computes in float32."""

KERAS = """
import json, sys
import keras
cases, updates = json.load(sys.stdin)
rates = []
for name, config in cases:
    schedule = getattr(keras.optimizers.schedules, name)(**config)
    rates.append([float(schedule(step)) for step in range(updates)])
json.dump(rates, sys.stdout)
"""


def drawn(rng: np.random.Generator) -> list[tuple[str, dict[str, Any]]]:
    """Return random settings of each schedule that Keras has."""
    rate = float(10 ** rng.uniform(-4, 0.9))
    steps = int(rng.integers(1, 2 * UPDATES))
    stairs = sorted({int(one) for one in rng.integers(0, UPDATES, rng.integers(1, 6))})
    first = {"initial_learning_rate": rate, "decay_steps": steps}
    fall = first | {"decay_rate": float(rng.uniform(0.01, 1))}
    power = first | {"end_learning_rate": rate * float(rng.random()), "power": float(rng.uniform(0.2, 5))}
    wave = first | {"alpha": float(rng.random())}
    warm = {"warmup_target": float(rng.uniform(0, 3)), "warmup_steps": int(rng.integers(1, UPDATES))}
    values = [float(one) for one in rng.uniform(0, 1, len(stairs) + 1)]
    return [
        ("PiecewiseConstantDecay", {"boundaries": stairs, "values": values}),
        *(("ExponentialDecay", fall | {"staircase": one}) for one in (False, True)),
        *(("PolynomialDecay", power | {"cycle": one}) for one in (False, True)),
        ("CosineDecay", wave),
        ("CosineDecay", wave | warm),
    ]


def test_schedules_are_those_of_keras(tmp_path: Path) -> None:
    rng = np.random.default_rng(10)
    cases = [case for _ in range(CASES) for case in drawn(rng)]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-W", "ignore", "-c", KERAS],
        input=json.dumps([cases, UPDATES]),
        env={**os.environ, "KERAS_BACKEND": "torch", "KERAS_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    worst: dict[str, float] = {}
    for (name, config), theirs in zip(cases, json.loads(done.stdout), strict=True):
        schedule = schedules.get({"class_name": name, "config": config})
        ours = np.array([schedule(step) for step in range(UPDATES)])
        apart = float(np.abs(ours - theirs).max() / max(ours.max(), 1e-12))
        worst[name] = max(worst.get(name, 0.0), apart)
    print(f"{len(cases)} schedules, {UPDATES} updates each, furthest from Keras: {worst}")
    assert max(worst.values()) < TOLERANCE, worst


@pytest.mark.parametrize("seed", range(CASES))
def test_one_cycle_is_that_of_pytorch(seed: int) -> None:
    rng = np.random.default_rng(seed)
    settings: dict[str, Any] = {
        "pct_start": float(rng.uniform(0.05, 0.95)),
        "div_factor": float(rng.uniform(1, 100)),
        "final_div_factor": float(10 ** rng.uniform(0, 6)),
    }
    top = float(10 ** rng.uniform(-3, 1))
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    theirs = torch.optim.lr_scheduler.OneCycleLR(optimizer, top, total_steps=UPDATES, **settings)
    ours = OneCycle(top, UPDATES, **settings)
    for step in range(UPDATES):
        assert ours(step) == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-9, abs=1e-12 * top), step
        optimizer.step()
        if step < UPDATES - 1:
            theirs.step()
