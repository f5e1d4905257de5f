"""Flatten and Reshape: the order of Keras, channels fastest."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Conv2D, Dense, Flatten, Input, Reshape
from mlwidgets.errors import ConfigurationError, ShapeError
from tests.engine.support import built, run_layer


@pytest.mark.parametrize("shape", [(5,), (3, 4), (3, 4, 2), (2, 3, 4, 5)])
def test_the_order_is_that_of_numpy_at_the_public_face(shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(0).normal(size=(6, *shape))
    flat = x.reshape(6, -1)
    run = run_layer(built(Flatten(), shape), x, flat)
    np.testing.assert_array_equal(run.output, flat)
    np.testing.assert_array_equal(run.input_gradient, x)
    assert Sequential([Input(shape), Flatten()]).output_shape == flat.shape[1:]


@pytest.mark.parametrize(
    ("shape", "target", "wanted"),
    [
        ((784,), (28, 28, 1), (28, 28, 1)),
        ((28, 28, 1), (28, 28), (28, 28)),
        ((28, 28, 1), (-1,), (784,)),
        ((4, 6), [3, -1], (3, 8)),
        ((4, 6), (-1, 2, 3, 2), (2, 2, 3, 2)),
    ],
)
def test_reshape_is_that_of_numpy_at_the_public_face(
    shape: tuple[int, ...], target: tuple[int, ...], wanted: tuple[int, ...]
) -> None:
    x = np.random.default_rng(0).normal(size=(6, *shape))
    layer = built(Reshape(target), shape)
    assert layer.compute_output_shape(shape) == wanted
    run = run_layer(layer, x, x.reshape(6, *wanted))
    np.testing.assert_array_equal(run.output, x.reshape(6, *wanted))
    np.testing.assert_array_equal(run.input_gradient, x)


def test_a_flat_digit_can_be_reshaped_for_a_convolution() -> None:
    model = Sequential([Input((16,)), Reshape((4, 4, 1)), Conv2D(2, 3), Flatten(), Dense(1)])
    assert model.predict(np.ones((3, 16))).shape == (3, 1)
    assert Reshape((4, -1)).get_config() == {"target_shape": [4, -1]}
    assert Reshape((4, -1)).parameter_arithmetic((16,)) == "0"


@pytest.mark.parametrize(
    ("shape", "target", "message"),
    [
        (
            (5,),
            (2, 3),
            "Reshape to (2, 3) needs 6 numbers; an input of shape (5,) has 5. Choose a target_shape for 5 ",
        ),
        (
            (5, 2),
            (3, -1),
            "Reshape to (3, -1) needs a multiple of 3 numbers; an input of shape (5, 2) has 10.",
        ),
        ((1,), (2,), "needs 2 numbers"),
        ((12,), (2, 3), "needs 6 numbers"),
    ],
)
def test_numbers_that_do_not_fit(shape: tuple[int, ...], target: tuple[int, ...], message: str) -> None:
    with pytest.raises(ShapeError, match=re.escape(message)):
        Sequential([Input(shape), Reshape(target)])


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (5, "target_shape must be a list of whole numbers such as (28, 28, 1); got 5."),
        ((), "target_shape must be a list of whole numbers"),
        ((2, 0), "each number of target_shape must be a whole number in [1, 1,000,000]; got 0."),
        ((2, True), "each number of target_shape must be"),
        ((-1, 3, -1), "Only one number of target_shape can be -1, what is left over; got (-1, 3, -1)."),
    ],
)
def test_target_shapes_that_are_none(target: Any, message: str) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        Reshape(target)
