"""Numbers recorded from PyTorch: losses, activation functions, weighted examples and penalties.

`reference/record_losses.py` recorded them, and says which formulas PyTorch does not have.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, activations, losses
from mlwidgets.engine.activations import ACTIVATIONS
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.engine.losses import LOSSES
from mlwidgets.engine.optimizers import SGD

with np.load(Path(__file__).with_name("reference") / "losses.npz", allow_pickle=False) as _file:
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
    recorded = {ACTIVATIONS.canonical(case["class_name"]) for case in CASES["activations"]}
    assert recorded == set(ACTIVATIONS.names)
    recorded = {LOSSES.canonical(case["class_name"]) for case in CASES["losses"]}
    assert recorded == set(LOSSES.names) - {"sparse_categorical_crossentropy"}  # stands in torch.npz


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", CASES["activations"], ids=name_of)
def test_activation(case: dict[str, Any], dtype: str) -> None:
    function = activations.get({"class_name": case["class_name"], "config": case["config"]})
    z, upstream = (ARRAYS[f"{case['key']}/{name}"].astype(dtype) for name in ("z", "upstream"))
    a = function.forward(z)
    assert_close(a, ARRAYS[f"{case['key']}/a"], dtype)
    assert_close(function.backward(upstream, z, a), ARRAYS[f"{case['key']}/dz"], dtype)


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


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", CASES["penalised"], ids=name_of)
def test_weighted_examples_and_a_price_on_the_weights(case: dict[str, Any], dtype: str) -> None:
    regularizer = {"class_name": case["class_name"], "config": case["config"]}
    layer = Dense(2, use_bias=False, kernel_regularizer=regularizer)
    model = Sequential([Input((3,)), layer], dtype=dtype)
    model.compile(SGD(0.1), "mse")
    model.set_weights([ARRAYS["penalised/kernel"]])
    for number, kernel in enumerate(ARRAYS[f"{case['key']}/path"]):
        logs = model.train_on_batch(
            ARRAYS["penalised/x"], ARRAYS["penalised/y"], sample_weight=ARRAYS["penalised/weights"]
        )
        for name in ("loss", "penalty"):
            assert logs[name] == pytest.approx(ARRAYS[f"{case['key']}/{name}"][number], rel=RELATIVE[dtype])
        assert_close(layer.kernel, kernel, dtype)
