"""Vitals of networks whose numbers can be worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Input,
    LeakyReLU,
    MaxPooling2D,
)
from mlwidgets.explain.doctor.health import health
from mlwidgets.explain.doctor.probe import Probe

RNG = np.random.default_rng(0)


def trainer(*stack: Any, x: Any = None, optimizer: str = "sgd") -> Trainer[Sequential]:  # noqa: ANN401
    x = RNG.normal(size=(40, 2)) if x is None else x
    model = Sequential([Input(x.shape[1:]), *stack], seed=0)
    model.compile(optimizer, "mse")
    model.build()
    return Trainer(model, x, np.zeros((len(x), *model.output_shape)), batch_size=8)


def test_dead_and_saturated_shares() -> None:
    made = trainer(Dense(4, activation="relu"), Dense(5, activation="tanh"), Dense(1))
    made.model.layers[0].weights["bias"][:3] = -100
    made.model.layers[1].weights["bias"][...] = [50, -50, 0, 0, 0]
    look = Probe(made).look(made)
    assert [layer.dead for layer in look.layers] == [0.75, None, None]
    assert look.layers[1].saturated == pytest.approx(0.4, abs=0.05)
    assert [layer.parameters for layer in look.layers] == [12, 25, 6]
    assert look.layers[0].gradient is None  # nothing has been trained yet


def test_a_filter_is_one_unit_and_an_activation_of_its_own_counts() -> None:
    x = RNG.random((10, 8, 8, 1))
    made = trainer(Conv2D(4, 3), Activation("relu"), MaxPooling2D(2), Flatten(), LeakyReLU(), Dense(1), x=x)
    made.model.layers[0].weights["bias"][:2] = -100
    look = Probe(made).look(made)
    assert (look.layers[1].dead, look.layers[1].units) == (0.5, 4)
    assert look.layers[4].dead is None  # a leaky one has no dead units
    assert [row.title for row in health(look)] == ["1 Conv2D", "2 Activation", "6 Dense"]


def test_gradient_and_step_after_an_update() -> None:
    made = trainer(Dense(1, use_bias=False), x=np.ones((8, 1)))
    w = float(made.model.vector[0])
    next(made)
    layer = Probe(made).look(made).layers[0]
    assert layer.gradient == pytest.approx(2 * abs(w), rel=1e-5)
    rate = made.optimizer.current_learning_rate
    assert layer.step == pytest.approx(rate * 2 * abs(w) / abs(w - rate * 2 * w), rel=1e-4)


def test_batch_normalization_is_looked_at_as_in_training() -> None:
    # Its moving averages know nothing of the data yet: with them every output would be far from 0.
    made = trainer(BatchNormalization(), Dense(6, activation="tanh"), Dense(1), x=RNG.normal(500, 9, (64, 2)))
    look = Probe(made).look(made, curvature=True)
    assert look.layers[1].saturated is not None
    assert look.layers[1].saturated < 0.5
    assert look.sharpness is None


def test_a_look_leaves_the_network_alone_and_two_looks_agree() -> None:
    made = trainer(Dense(8, activation="relu"), Dropout(0.5), Dense(1))
    next(made)
    before = made.model.vector.copy()
    probe = Probe(made)
    first, second = probe.look(made), probe.look(made)
    assert first == second
    np.testing.assert_array_equal(made.model.vector, before)
    assert probe.look(made, curvature=True).sharpness is not None
    np.testing.assert_array_equal(made.model.vector, before)


def test_units_that_are_alike_and_numbers_that_are_not_finite() -> None:
    made = trainer(Dense(4, activation="relu", kernel_initializer="ones"), Dense(1))
    assert Probe(made).look(made).layers[0].alike
    made.model.vector[...] = np.nan
    look = Probe(made).look(made)
    assert all(row.title for row in health(look))
