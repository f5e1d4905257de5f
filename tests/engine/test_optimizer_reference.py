"""Twenty recorded steps of every optimizer, and the recorded course of every schedule.

`reference/record_optimizers.py` recorded them: from PyTorch where its definition is Keras's or can be made
so, else from the formulas of the papers, written down there a second time.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import optimizers
from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.engine.optimizers.clipping import CLIPPING
from mlwidgets.engine.schedules import SCHEDULES

with np.load(Path(__file__).with_name("reference") / "optimizers.npz", allow_pickle=False) as _file:
    ARRAYS = dict(_file)
CASES: dict[str, Any] = json.loads(str(ARRAYS["cases"]))

RELATIVE = {"float32": 1e-5, "float64": 1e-11}
"""Of the largest number of each column."""


def name_of(case: dict[str, Any]) -> str:
    return f"{case['class_name']} {case['config']}"


def test_everything_was_recorded() -> None:
    for kind, registry in (("optimizers", OPTIMIZERS), ("schedules", SCHEDULES)):
        recorded = {registry.canonical(case["class_name"]) for case in CASES[kind]}
        assert recorded == set(registry.names)
    # Each of them, with each of its options, at least once from PyTorch itself.
    by_torch = [case for case in CASES["optimizers"] if case["source"] == "PyTorch"]
    assert {OPTIMIZERS.canonical(case["class_name"]) for case in by_torch} == set(OPTIMIZERS.names)
    for option, classes in (
        ("nesterov", {"SGD"}),
        ("centered", {"RMSprop"}),
        ("amsgrad", {"Adam", "AdamW"}),
        *((kind, {"SGD", "Adam"}) for kind in CLIPPING),
    ):
        assert {case["class_name"] for case in by_torch if case["config"].get(option)} == classes


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", CASES["optimizers"], ids=name_of)
def test_twenty_steps_of_optimizer(case: dict[str, Any], dtype: str) -> None:
    optimizer = optimizers.get({"class_name": case["class_name"], "config": case["config"]})
    theta = ARRAYS["theta"].astype(dtype)
    path = []
    for gradient in ARRAYS["gradients"].astype(dtype):
        kept = gradient.copy()
        optimizer.apply(theta, gradient, ARRAYS["starts"].tolist())
        np.testing.assert_array_equal(gradient, kept)
        path.append(theta.copy())
    assert optimizer.iterations == len(path) == 20
    wanted = ARRAYS[case["key"]]
    assert wanted.shape == (20, 7)
    assert all(vector.dtype == dtype for vector in (theta, *optimizer.state.values()))
    # Parameter by parameter: their gradients, and with SGD their steps, differ a million times in size.
    largest = np.abs(wanted).max(axis=0)
    assert (np.abs(np.stack(path) - wanted) <= RELATIVE[dtype] * largest).all()


@pytest.mark.parametrize("case", CASES["schedules"], ids=name_of)
def test_course_of_schedule(case: dict[str, Any]) -> None:
    schedule = SCHEDULES.get({"class_name": case["class_name"], "config": case["config"]})
    course = ARRAYS[case["key"]]
    assert course.shape == (20,)
    np.testing.assert_allclose([schedule(step) for step in range(20)], course, rtol=1e-12, atol=1e-15)
