"""Regularizers: prices by hand, their slopes, and their place in the loss."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer, regularizers
from mlwidgets.engine.gradcheck import check_gradient
from mlwidgets.engine.layers import Dense, Input, Layer
from mlwidgets.engine.optimizers import SGD
from mlwidgets.engine.regularizers import L1, L1L2, L2, REGULARIZERS, Regularizer
from mlwidgets.errors import ConfigurationError

W = np.array([[1.0, -2.0], [0.0, 3.0]])


@pytest.mark.parametrize(
    ("regularizer", "penalty", "gradient"),
    [
        (L1(0.5), 3.0, [[0.5, -0.5], [0, 0.5]]),
        (L2(0.5), 7.0, [[1, -2], [0, 3]]),
        (L1L2(0.5, 0.25), 6.5, [[1.0, -1.5], [0, 2.0]]),
        (L1L2(), 0.0, [[0, 0], [0, 0]]),
    ],
    ids=repr,
)
def test_by_hand(regularizer: Regularizer, penalty: float, gradient: list[list[float]]) -> None:
    assert regularizer.penalty(W) == pytest.approx(penalty)
    np.testing.assert_allclose(regularizer.gradient(W), gradient)
    assert regularizer.gradient(W.astype(np.float32)).dtype == np.float32


def test_the_defaults_are_those_of_keras() -> None:
    assert repr(regularizers.get("l1")) == "L1(l1=0.01)"
    assert repr(regularizers.get("L2")) == "L2(l2=0.01)"
    assert repr(regularizers.get("l1_l2")) == "L1L2(l1=0.01, l2=0.01)"
    assert repr(L1L2()) == "L1L2(l1=0.0, l2=0.0)"
    assert regularizers.get(None) is None


@pytest.mark.parametrize("name", REGULARIZERS.names)
def test_gradient(name: str) -> None:
    regularizer = REGULARIZERS.find(name).from_config({key: 0.3 for key in ("l1", "l2") if key in name})
    weights = np.random.default_rng(0).normal(size=(4, 3))
    check = check_gradient(lambda: regularizer.penalty(weights), weights, regularizer.gradient(weights))
    assert check.error < 1e-9


def test_a_price_is_not_negative() -> None:
    with pytest.raises(ConfigurationError, match=r"^l2 must be a number in \[0, 1e\+06\]; got -1\.$"):
        L2(-1)


def test_huge_weights_have_a_price_too() -> None:
    assert L2(1.0).penalty(np.full(2, 1e30, np.float32)) == pytest.approx(2e60, rel=1e-6)


def penalised(optimizer: object = "sgd", **settings: object) -> Sequential:
    """Make the model ŷ = 3 x + 1 whose kernel costs 0.5 · 3² and whose bias costs 0.25 · |1|."""
    layer = Dense(1, kernel_regularizer=L2(0.5), bias_regularizer=L1(0.25), **settings)  # type: ignore[arg-type]
    model = Sequential([Input((1,)), layer])
    model.compile(optimizer, "mse", ["mae"])
    model.set_weights([[[3.0]], [1.0]])
    return model


def test_the_penalty_is_part_of_the_loss_and_an_entry_of_its_own() -> None:
    logs = penalised().evaluate([[1.0], [2.0]], [4.0, 9.0])
    assert logs == pytest.approx({"loss": (0 + 4) / 2 + 4.75, "penalty": 4.75, "mean_absolute_error": 1})
    history = penalised().fit(
        [[1.0], [2.0]], [4.0, 9.0], validation_data=([[1.0]], [4.0]), epochs=2, verbose=False
    )
    assert history.history["loss"][0] == pytest.approx(6.75)
    assert history.history["penalty"][0] == pytest.approx(4.75)
    assert history.history["val_penalty"][0] == pytest.approx(history.history["penalty"][1])
    assert history.history["val_loss"][0] > history.history["val_penalty"][0] > 0
    assert history.batch_logs["penalty"] == history.history["penalty"]


def test_the_penalty_is_descended() -> None:
    model = penalised(SGD(0.1))
    model.train_on_batch([[0.0]], [1.0])  # the example itself is right
    kernel, bias = model.get_weights()
    assert kernel[0, 0] == pytest.approx(3 - 0.1 * 3)
    assert bias[0] == pytest.approx(1 - 0.1 * 0.25)


def test_without_regularizers_there_is_no_penalty() -> None:
    model = Sequential([Input((1,)), Dense(1)])
    model.compile("sgd", "mse")
    assert list(model.evaluate([[1.0]], [1.0])) == ["loss"]


def test_the_gradient_of_the_whole_loss() -> None:
    stack: list[Layer | Input] = [
        Input((3,)),
        Dense(4, "tanh", kernel_regularizer=L1L2(0.1, 0.2), bias_regularizer=L2(0.3)),
        Dense(2, kernel_regularizer=L1(0.2)),
    ]
    model = Sequential(stack, dtype="float64", seed=3)
    model.compile(SGD(1.0), "mse")
    model.build()
    rng = np.random.default_rng(1)
    model.parameters[...] = rng.normal(size=model.parameters.shape)
    x, y, start = rng.normal(size=(5, 3)), rng.normal(size=(5, 2)), model.parameters.copy()
    model.train_on_batch(x, y)
    descended = start - model.parameters
    model.parameters[...] = start
    check = check_gradient(lambda: model.evaluate(x, y)["loss"], model.parameters, descended)
    assert check.error < 1e-7


def test_the_model_written_down_and_read_again_has_its_regularizers() -> None:
    model = Sequential.from_config(penalised().get_config())
    assert model.rules.penalised
    assert repr(model.layers[0].get_config()["kernel_regularizer"]) == repr(
        {"class_name": "L2", "config": {"l2": 0.5}}
    )


def test_a_shared_batch_pays_the_penalty_once() -> None:
    run = Trainer(penalised(SGD(0.1)), np.zeros((6, 1)), np.ones(6), batch_size=2)
    losses = [step.logs["loss"] for step in run]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] == pytest.approx(4.75)
