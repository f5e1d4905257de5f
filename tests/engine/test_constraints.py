"""Constraints by hand, and after each update."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, constraints
from mlwidgets.engine.constraints import CONSTRAINTS, Constraint, FixedFilters, MaxNorm, NonNeg, UnitNorm
from mlwidgets.engine.layers import Conv2D, Dense, Flatten, Input
from mlwidgets.engine.optimizers import SGD
from mlwidgets.errors import ConfigurationError, DivergenceError, ShapeError

W = np.array([[3.0, 0.3, 0.0], [-4.0, 0.4, 0.0]])


def applied(constraint: Constraint, weights: np.ndarray) -> np.ndarray:
    result = weights.copy()
    constraint.apply(result)
    return result


def test_non_neg() -> None:
    assert applied(NonNeg(), W).tolist() == [[3, 0.3, 0], [0, 0.4, 0]]


def test_max_norm_scales_down_what_is_too_long_and_leaves_the_rest() -> None:
    np.testing.assert_allclose(applied(MaxNorm(), W), [[1.2, 0.3, 0], [-1.6, 0.4, 0]])
    np.testing.assert_array_equal(applied(MaxNorm(), W)[:, 1:], W[:, 1:])


def test_unit_norm() -> None:
    np.testing.assert_allclose(applied(UnitNorm(), W), [[0.6, 0.6, 0], [-0.8, 0.8, 0]], rtol=1e-6)


def test_lengths_over_several_axes() -> None:
    kernel = np.random.default_rng(0).normal(size=(3, 3, 2, 4))
    lengths = np.sqrt((applied(UnitNorm(axis=(0, 1, 2)), kernel) ** 2).sum(axis=(0, 1, 2)))
    np.testing.assert_allclose(lengths, 1, rtol=1e-6)
    assert UnitNorm(axis=[0, 1, 2]).get_config() == {"axis": [0, 1, 2]}


@pytest.mark.parametrize("name", CONSTRAINTS.names)
def test_float32_stays_and_huge_weights_do_not_overflow(name: str) -> None:
    constraint = constraints.get(name)
    assert constraint is not None
    result = applied(constraint, np.full((2, 2), 1e30, np.float32))
    assert result.dtype == np.float32
    assert np.isfinite(result).all()


def test_the_defaults_are_those_of_keras() -> None:
    assert MaxNorm().get_config() == {"max_value": 2, "axis": 0}
    assert UnitNorm().get_config() == {"axis": 0}
    assert constraints.get(None) is None


def test_an_axis_that_the_weights_do_not_have() -> None:
    with pytest.raises(
        ShapeError,
        match=re.escape("UnitNorm measures lengths along axis 1; the weights have only 1 axes, shape (3,)."),
    ):
        UnitNorm(axis=1).apply(np.ones(3))
    with pytest.raises(ConfigurationError, match="max_value must be a number"):
        MaxNorm(0)


@pytest.mark.parametrize("name", CONSTRAINTS.names)
def test_they_hold_after_each_update(name: str) -> None:
    constraint = constraints.get(name)
    assert constraint is not None
    layer = Dense(3, kernel_constraint=constraint, bias_constraint="non_neg")
    model = Sequential([Input((4,)), layer])
    model.compile(SGD(0.5), "mse")
    rng = np.random.default_rng(0)
    for _ in range(5):
        model.train_on_batch(rng.normal(size=(8, 4)), rng.normal(size=(8, 3)) * 5)
        np.testing.assert_allclose(applied(constraint, layer.kernel), layer.kernel, rtol=1e-6)
        assert (layer.bias >= 0).all()


def test_a_constraint_does_not_hide_that_the_weights_have_diverged() -> None:
    model = Sequential([Input((1,)), Dense(1, use_bias=False, kernel_constraint="non_neg")])
    model.compile(SGD(10.0), "mse")
    model.set_weights([[[1.0]]])
    with pytest.raises(DivergenceError):
        model.train_on_batch(np.full((1, 1), 1e19, np.float32), [0.0])
    assert model.get_weights()[0].tolist() == [[1.0]]


def test_fixed_filters_stay_while_the_others_learn() -> None:
    edge = [[[-1.0], [0.0], [1.0]]]
    conv = Conv2D(
        3,
        (1, 3),
        kernel_initializer={"class_name": "GivenFilters", "config": {"numbers": [1], "values": [edge]}},
        kernel_constraint={"class_name": "FixedFilters", "config": {"numbers": [1], "values": [edge]}},
        bias_constraint={"class_name": "FixedFilters", "config": {"numbers": [1], "values": [0]}},
    )
    model = Sequential([Input((4, 4, 1)), conv, Flatten(), Dense(2, "softmax")], seed=1)
    start = conv.kernel.copy()
    np.testing.assert_array_equal(start[..., 1], edge)
    model.compile("adam", "sparse_categorical_crossentropy")
    rng = np.random.default_rng(0)
    model.fit(rng.random((20, 4, 4, 1)), rng.integers(0, 2, 20), epochs=2, verbose=False)
    np.testing.assert_array_equal(conv.kernel[..., 1], edge)
    assert conv.bias[1] == 0
    assert np.abs(conv.kernel[..., [0, 2]] - start[..., [0, 2]]).max() > 1e-4
    again = Sequential.from_config(json.loads(json.dumps(model.get_config())))
    np.testing.assert_array_equal(again.get_weights()[0], start)


@pytest.mark.parametrize(
    ("numbers", "values", "error", "message"),
    [
        ([3], [[[[1.0]]]], ShapeError, "A filter with the number 3 is given, but the layer has 2 filters"),
        ([0], [[[[1.0]], [[2.0]]]], ShapeError, r"shape \(1, 1, 1\); filter 0 is given as \(2, 1, 1\)"),
        ([0, 0], [1.0, 1.0], ConfigurationError, "Each filter is given once, with its values"),
        ([0], [], ConfigurationError, "Each filter is given once, with its values"),
        (3, [1.0], ConfigurationError, "Filters are given as a list of their numbers"),
        ([0], [[[1.0], [1.0, 2.0]]], ConfigurationError, "a block without gaps"),
        ([0], [[]], ConfigurationError, "a block without gaps"),
        ([0], ["1"], ConfigurationError, r"each cell must be a number in \[-1e\+06, 1e\+06\]; got '1'"),
        ([0], [float("nan")], ConfigurationError, "each cell must be a number"),
        ([-1], [1.0], ConfigurationError, "each number of a filter must be a whole number"),
    ],
)
def test_fixed_filters_that_cannot_be(
    numbers: Any,  # noqa: ANN401 - hostile
    values: Any,  # noqa: ANN401 - hostile
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        FixedFilters(numbers, values).apply(np.zeros((1, 1, 1, 2)))
