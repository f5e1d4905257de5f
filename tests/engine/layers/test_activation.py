"""An activation function as a layer."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.activations import ACTIVATIONS
from mlwidgets.engine.layers import Activation, Dense, Input
from mlwidgets.errors import ConfigurationError


@pytest.mark.parametrize("name", ACTIVATIONS.names)
def test_dense_with_an_activation_is_dense_and_then_the_activation(name: str) -> None:
    x = np.random.default_rng(0).normal(size=(6, 4))
    one = Sequential([Input((4,)), Dense(3, name)], seed=5, dtype="float64")
    two = Sequential([Input((4,)), Dense(3), Activation(name)], seed=5, dtype="float64")
    np.testing.assert_array_equal(one.predict(x), two.predict(x))


def test_softmax_of_a_picture_is_over_its_channels() -> None:
    model = Sequential([Input((2, 3, 4)), Activation("softmax")])
    x = np.random.default_rng(0).normal(size=(5, 2, 3, 4))
    np.testing.assert_allclose(model.predict(x).sum(axis=-1), np.ones((5, 2, 3)), rtol=1e-6)


def test_the_layer_before_keeps_its_own_numbers() -> None:
    x = np.array([[-1.0, 2.0]], np.float32)
    Sequential([Input((2,)), Activation("relu")]).predict(x)
    assert x.tolist() == [[-1, 2]]


def test_it_needs_a_function() -> None:
    with pytest.raises(ConfigurationError, match="There is no activation called 'soft'"):
        Activation("soft")
