"""What somebody gives, as plain JSON."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from mlwidgets.data import Dataset, load
from mlwidgets.errors import ConfigurationError
from mlwidgets.interchange.web.inputs import Inputs


@pytest.mark.parametrize(
    ("name", "kind"), [("mnist", "picture"), ("circle", "point"), ("plane", "point"), ("penguins", "row")]
)
def test_it_comes_back_from_json(name: str, kind: str) -> None:
    inputs = Inputs.of(load(name))
    assert inputs.kind == kind
    plain = json.loads(json.dumps(inputs.to_dict(), allow_nan=False))
    assert Inputs.from_dict(plain) == inputs


def test_plain_numbers_are_given_as_they_are() -> None:
    x, y = np.arange(12.0).reshape(6, 2) / 3, np.arange(12.0).reshape(6, 2)
    data = Dataset(
        name="two", x_train=x, y_train=y, x_test=x, y_test=y, class_names=(), source="", licence=""
    )
    inputs = Inputs.of(data)
    assert inputs.kind == "numbers"
    assert [one["name"] for one in inputs.steps["columns"]] == ["x1", "x2"]
    assert inputs.target["names"] == ["number 1", "number 2"]
    assert "low" not in inputs.target


def test_a_number_to_predict_has_its_unit_and_its_range() -> None:
    data = load("diabetes")
    assert data.prepared is not None
    target = Inputs.of(data).target
    assert target["names"] == ["progression"]
    np.testing.assert_allclose(
        data.y_train.astype(np.float64) * target["divisor"] + target["offset"],
        data.prepared.in_units(data.y_train),
    )
    assert target["low"] < target["high"]


@pytest.mark.parametrize(
    "given",
    [None, 3, "{}", {}, {"version": 2}, {"version": 1}, {"version": 1, "kind": "picture", "shape": ["a"]}],
)
def test_anything_else_is_refused(given: Any) -> None:  # noqa: ANN401 - anything
    with pytest.raises(ConfigurationError):
        Inputs.from_dict(given)
