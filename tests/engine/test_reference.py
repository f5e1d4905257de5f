"""Numbers recorded from PyTorch: the first layers (the others: `test_layers_reference`) and every loss.

`reference/record_torch.py` recorded them, and says where PyTorch's definitions are not ours.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import losses
from mlwidgets.engine.layers import LAYERS
from tests.engine.layer_cases import CASES as OTHER_LAYERS
from tests.engine.support import built, run_layer

with np.load(Path(__file__).with_name("reference") / "torch.npz", allow_pickle=False) as _file:
    ARRAYS = dict(_file)
CASES: dict[str, Any] = json.loads(str(ARRAYS["cases"]))

RELATIVE = {"float32": 1e-5, "float64": 1e-11}
"""Of the largest number of each array."""


def name_of(case: dict[str, Any]) -> str:
    return f"{case['class_name']} {case['config']}"


def assert_close(got: Any, wanted: Any, dtype: str) -> None:  # noqa: ANN401 - arrays
    assert got.shape == wanted.shape
    assert got.dtype == dtype
    np.testing.assert_allclose(got, wanted, rtol=0, atol=RELATIVE[dtype] * np.abs(wanted).max())


def test_everything_was_recorded() -> None:
    # `test_loss_reference.py` has the other losses, and says so if one is missing.
    assert {case["class_name"] for case in CASES["losses"]} >= {"SparseCategoricalCrossentropy"}
    recorded = {LAYERS.canonical(case["class_name"]) for case in CASES["layers"]}
    elsewhere = {LAYERS.canonical(name) for name, _, _ in OTHER_LAYERS}
    assert recorded | elsewhere == set(LAYERS.names)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", CASES["layers"], ids=name_of)
def test_layer(case: dict[str, Any], dtype: str) -> None:
    stored = {
        name: ARRAYS[f"{case['key']}/{name}"].astype(dtype) for name in ("x", "upstream", *case["weights"])
    }
    layer = built(
        LAYERS.get({"class_name": case["class_name"], "config": case["config"]}), stored["x"].shape[1:], dtype
    )
    assert list(layer.weights) == case["weights"]
    for name in case["weights"]:
        layer.weights[name][...] = stored[name]
    run = run_layer(layer, stored["x"], stored["upstream"])
    assert_close(run.output, ARRAYS[f"{case['key']}/output"], dtype)
    assert_close(run.input_gradient, ARRAYS[f"{case['key']}/dx"], dtype)
    for name, gradient in run.weight_gradients.items():
        assert_close(gradient, ARRAYS[f"{case['key']}/d{name}"], dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", CASES["losses"], ids=name_of)
def test_loss(case: dict[str, Any], dtype: str) -> None:
    loss = losses.get({"class_name": case["class_name"], "config": case["config"]})
    y = ARRAYS[f"{case['key']}/y"]
    prediction = ARRAYS[f"{case['key']}/prediction"].astype(dtype)
    values = ARRAYS[f"{case['key']}/values"]
    assert_close(loss.per_example(y, prediction), values, dtype)
    assert_close(loss.per_example_gradient(y, prediction), ARRAYS[f"{case['key']}/gradient"], dtype)
    assert loss(y, prediction) == pytest.approx(values.mean(), rel=RELATIVE[dtype])
