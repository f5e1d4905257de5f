"""Constraints by hand, and after each update."""

from __future__ import annotations

import re

import numpy as np
import pytest

from mlwidgets.engine import Sequential, constraints
from mlwidgets.engine.constraints import CONSTRAINTS, Constraint, MaxNorm, NonNeg, UnitNorm
from mlwidgets.engine.layers import Dense, Input
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
        match=re.escape("UnitNorm takes lengths over axis 1; the weights have only 1 axes, shape (3,)."),
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
