"""Numbers recorded from PyTorch for the layers that `test_reference` does not hold.

`reference/record_layers.py` recorded them, and says where PyTorch's definitions are not ours.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine.layers import LAYERS
from tests.engine.layer_cases import CASES as KINDS
from tests.engine.support import built, run_layer

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

with np.load(Path(__file__).with_name("reference") / "layers.npz", allow_pickle=False) as _file:
    _VECTORS = dict(_file)
CASES: list[dict[str, Any]] = json.loads(str(_VECTORS["cases"]))["layers"]

RELATIVE = {"float32": 1e-5, "float64": 1e-11}
"""Of the largest number of each array."""


def arrays_of(number: int) -> dict[str, AnyArray]:
    """Return the arrays of a case by name; they were written one after the other."""
    arrays, start = {}, 0
    for name, shape in CASES[number]["shapes"].items():
        stop = start + int(np.prod(shape))
        arrays[name] = _VECTORS[f"layer/{number}"][start:stop].reshape(shape)
        start = stop
    return arrays


def assert_close(got: AnyArray, wanted: AnyArray, dtype: str) -> None:
    assert got.shape == wanted.shape
    assert got.dtype == dtype
    np.testing.assert_allclose(got, wanted, rtol=0, atol=RELATIVE[dtype] * np.abs(wanted).max())


def test_everything_was_recorded() -> None:
    assert {case["class_name"] for case in CASES} == {kind for kind, _, _ in KINDS}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=lambda number: f"{CASES[number]['class_name']} {CASES[number]['config']}"
)
def test_layer(number: int, dtype: str) -> None:
    case, arrays = CASES[number], arrays_of(number)
    x, upstream = arrays["x"].astype(dtype), arrays["upstream"].astype(dtype)
    spec = {"class_name": case["class_name"], "config": case["config"]}
    layer = built(LAYERS.get(spec), x.shape[1:], dtype)
    assert list(layer.weights) == case["weights"]
    for name in case["weights"]:
        layer.weights[name][...] = arrays[name]
    run = run_layer(layer, x, upstream, training=case["training"])
    assert_close(run.output, arrays["output"], dtype)
    assert_close(run.input_gradient, arrays["dx"], dtype)
    for name, gradient in run.weight_gradients.items():
        assert_close(gradient, arrays[f"d{name}"], dtype)
    assert set(run.kept) == {name.removeprefix("kept ") for name in arrays if name.startswith("kept ")}
    for name, new in run.kept.items():
        assert_close(new, arrays[f"kept {name}"], dtype)
