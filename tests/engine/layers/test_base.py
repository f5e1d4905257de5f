"""Weights as attributes, and layers that belong to one model."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Conv2D, Dense, Flatten, Input
from mlwidgets.errors import ConfigurationError, DataError, SessionStateError, ShapeError


def test_weights_are_read_and_written_as_arrays() -> None:
    layer = Dense(2)
    model = Sequential([Input((3,)), layer])
    model.build()
    layer.kernel = np.arange(6).reshape(3, 2)
    layer.bias = [1, -1]
    assert layer.kernel.dtype == np.float32
    assert model.predict([[1, 0, 2]]).tolist() == [[9, 10]]
    layer.kernel[...] = 0
    assert model.predict([[1, 0, 2]]).tolist() == [[1, -1]]


def test_what_is_assigned_is_copied() -> None:
    layer = Dense(2, use_bias=False)
    Sequential([Input((2,)), layer]).build()
    mine = np.eye(2, dtype=np.float32)
    layer.kernel = mine
    mine[...] = 9
    assert layer.kernel.tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (np.zeros((2, 3)), ShapeError, "Dense.kernel has the shape (3, 2); got an array of shape (2, 3)."),
        (0.5, ShapeError, "Dense.kernel has the shape (3, 2); got an array of shape ()."),
        ("abc", DataError, "Dense.kernel must be an array of numbers; got 'abc'."),
        (None, DataError, "Dense.kernel must be an array of numbers; got None."),
        ([[1], [1, 2]], DataError, "Dense.kernel must be an array of numbers; got [[1], [1, 2]]."),
        (np.full((3, 2), np.nan), DataError, "Dense.kernel must hold numbers that are finite in float32"),
        (np.full((3, 2), 1e39), DataError, "Dense.kernel must hold numbers that are finite in float32"),
    ],
)
def test_weights_that_do_not_fit_change_nothing(value: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    layer = Dense(2)
    Sequential([Input((3,)), layer]).build()
    before = layer.kernel.copy()
    with pytest.raises(error, match=re.escape(message)):
        layer.kernel = value
    np.testing.assert_array_equal(layer.kernel, before)


@pytest.mark.parametrize("layer", [Dense(2), Conv2D(2, 3)])
def test_a_layer_without_a_model_has_no_weights_yet(layer: Dense | Conv2D) -> None:
    with pytest.raises(
        SessionStateError, match=r"has no kernel yet: its shape depends on the input\. Put it into"
    ):
        _ = layer.kernel


def test_a_bias_that_is_not_used() -> None:
    layer = Dense(2, use_bias=False)
    Sequential([Input((3,)), layer]).build()
    with pytest.raises(SessionStateError, match="This Dense has no bias"):
        _ = layer.bias


def test_two_models_cannot_share_a_layer_built_or_not() -> None:
    layer = Dense(2)
    model = Sequential([Input((3,)), layer])
    message = re.escape(
        "This Dense already belongs to a model. Make a new one: Dense.from_config(layer.get_config())."
    )
    with pytest.raises(ConfigurationError, match=message):
        model.add(layer)
    with pytest.raises(ConfigurationError, match=message):
        Sequential([layer])
    Sequential([Dense.from_config(layer.get_config())])


def test_a_layer_that_did_not_fit_can_still_be_used() -> None:
    layer = Dense(2)
    with pytest.raises(ShapeError):
        Sequential([Input((3, 3, 1)), layer])
    Sequential([Input((3, 3, 1)), Flatten(), layer])


def test_the_description_on_the_class_is_no_array() -> None:
    assert not isinstance(Dense.kernel, np.ndarray)


@pytest.mark.parametrize(
    ("layer", "shape", "wanted"),
    [
        (Conv2D(16, 3), (28, 28, 8), "3 × 3 × 8 × 16 + 16 = 1,168"),
        (Dense(10), (1936,), "1,936 × 10 + 10 = 19,370"),
        (Dense(10, use_bias=False), (4,), "4 × 10 = 40"),
        (Dense(1), (1,), "1 × 1 + 1 = 2"),
        (Flatten(), (28, 28, 1), "0"),
    ],
    ids=repr,
)
def test_how_the_number_of_parameters_comes_about(
    layer: Dense | Conv2D | Flatten, shape: tuple[int, ...], wanted: str
) -> None:
    assert layer.parameter_arithmetic(shape) == wanted
