"""LeakyReLU, PReLU, ELU and Softmax by hand."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import ELU, Activation, Dense, Input, Layer, LeakyReLU, PReLU, Softmax
from mlwidgets.errors import ConfigurationError, ShapeError
from tests.engine.support import built, run_layer

X = np.array([[-2.0, -1.0, 0.0, 3.0]])


@pytest.mark.parametrize(
    ("layer", "output", "slope"),
    [
        (LeakyReLU(), [-0.6, -0.3, 0, 3], [0.3, 0.3, 0.3, 1]),
        (LeakyReLU(0.0), [0, 0, 0, 3], [0, 0, 0, 1]),
        (LeakyReLU(2.0), [-4, -2, 0, 3], [2, 2, 2, 1]),
        (ELU(), [math.exp(-2) - 1, math.exp(-1) - 1, 0, 3], [math.exp(-2), math.exp(-1), 1, 1]),
        (
            ELU(0.5),
            [(math.exp(-2) - 1) / 2, (math.exp(-1) - 1) / 2, 0, 3],
            [math.exp(-2) / 2, math.exp(-1) / 2, 0.5, 1],
        ),
    ],
    ids=repr,
)
def test_by_hand(layer: Layer, output: list[float], slope: list[float]) -> None:
    run = run_layer(built(layer, (4,)), X, np.full(X.shape, 10.0))
    np.testing.assert_allclose(run.output, [output], rtol=1e-14)
    np.testing.assert_allclose(run.input_gradient / 10, [slope], rtol=1e-14)


def test_elu_of_numbers_beyond_what_e_to_the_x_can_hold() -> None:
    x = np.array([[1e30, -1e30]], np.float32)
    run = run_layer(built(ELU(), (2,), "float32"), x, np.ones_like(x))
    assert run.output.tolist() == [[float(np.float32(1e30)), -1]]
    assert run.input_gradient.tolist() == [[1, 0]]


def test_prelu_learns_a_slope_for_every_feature() -> None:
    layer = PReLU()
    built(layer, (4,))
    layer.alpha = [0.5, 2, 7, 9]
    run = run_layer(layer, np.concatenate([X, 2 * X]), np.array([[1.0, 1, 1, 1], [10, 10, 10, 10]]))
    assert run.output.tolist() == [[-1, -2, 0, 3], [-2, -4, 0, 6]]
    assert run.input_gradient.tolist() == [[0.5, 2, 7, 1], [5, 20, 70, 10]]
    assert run.weight_gradients["alpha"].tolist() == [-2 - 40, -1 - 20, 0, 0]


@pytest.mark.parametrize(
    ("shared", "shape", "arithmetic"),
    [
        (None, (3, 4, 2), "3 × 4 × 2 = 24"),
        ([1, 2], (1, 1, 2), "1 × 1 × 2 = 2"),
        ([3], (3, 4, 1), "3 × 4 × 1 = 12"),
    ],
)
def test_shared_axes_have_one_slope_together(
    shared: list[int] | None, shape: tuple[int, ...], arithmetic: str
) -> None:
    layer = PReLU(shared_axes=shared)
    built(layer, (3, 4, 2))
    assert layer.alpha.shape == shape
    assert layer.parameter_arithmetic((3, 4, 2)) == arithmetic
    x = np.random.default_rng(0).normal(size=(5, 3, 4, 2))
    run = run_layer(layer, x, np.ones_like(x))
    np.testing.assert_allclose(run.output, np.where(x > 0, x, layer.alpha * x), rtol=1e-14)
    axes = tuple(axis for axis in range(4) if axis == 0 or axis in (shared or ()))
    wanted = np.minimum(x, 0).sum(axis=axes, keepdims=True)[0]
    np.testing.assert_allclose(run.weight_gradients["alpha"], wanted, rtol=1e-12)


def test_softmax_is_the_activation_as_a_layer_and_sums_to_1_along_the_last_axis() -> None:
    x = np.random.default_rng(0).normal(size=(5, 3, 4))
    run = run_layer(built(Softmax(), (3, 4)), x, x)
    np.testing.assert_allclose(run.output.sum(axis=-1), 1, rtol=1e-12)
    np.testing.assert_allclose(run.output, np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True), rtol=1e-12)
    other = run_layer(built(Activation("softmax"), (3, 4)), x, x)
    np.testing.assert_array_equal(run.input_gradient, other.input_gradient)


def test_softmax_as_the_last_layer_survives_a_prediction_that_is_hopelessly_wrong() -> None:
    model = Sequential([Input((2,)), Dense(2, kernel_initializer="zeros"), Softmax()])
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.build()
    model.layers[0].weights["kernel"][...] = np.eye(2) * 1000
    assert model.evaluate([[1, 0]], [1])["loss"] == 1000


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: LeakyReLU(-0.1),
            ConfigurationError,
            "negative_slope must be a number in [0, 10]; got -0.1.",
        ),
        (lambda: ELU("1"), ConfigurationError, "alpha must be a number in [0, 10]; got '1'."),  # type: ignore[arg-type]
        (
            lambda: PReLU(shared_axes=1),  # type: ignore[arg-type]
            ConfigurationError,
            "shared_axes must be a list of whole numbers such as",
        ),
        (
            lambda: PReLU(shared_axes=[0]),
            ConfigurationError,
            "shared_axes must be a whole number in [1, 4]; got 0.",
        ),
        (
            lambda: Sequential([Input((3, 4)), PReLU(shared_axes=[3])]),
            ShapeError,
            "PReLU cannot share along axis 3: an input of shape (3, 4) has the axes 1 to 2. Choose ",
        ),
    ],
)
def test_what_is_refused(make: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=re.escape(message)):
        make()
