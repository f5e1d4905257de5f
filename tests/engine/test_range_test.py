"""The learning-rate range test: what it finds, and that it leaves no trace."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import BatchNormalization, Dense, Dropout, Input, Layer
from mlwidgets.engine.optimizers import OPTIMIZERS, SGD
from mlwidgets.engine.randomness import Purpose, stream
from mlwidgets.engine.range_test import learning_rate_range_test, smooth
from mlwidgets.engine.schedules import ExponentialDecay
from mlwidgets.errors import ConfigurationError, DataError, DivergenceError
from tests.engine.support import blobs, classifier

X, Y = blobs(100)


def test_rates_and_losses_are_those_of_a_run_with_a_growing_rate() -> None:
    found = learning_rate_range_test(
        classifier(optimizer="sgd"), X, Y, lowest=1e-4, highest=1e-1, steps=31, batch_size=20
    )
    np.testing.assert_allclose(found.rates, 10 ** np.linspace(-4, -1, 31))
    model = classifier(optimizer="sgd")
    assert model.optimizer is not None
    orders = [stream(0, Purpose.ORDER, epoch).permutation(100) for epoch in range(7)]
    batches = np.concatenate(orders).reshape(-1, 20)
    losses = []
    for rate, batch in zip(found.rates, batches, strict=False):
        model.optimizer.learning_rate = rate
        losses.append(model.train_on_batch(X[batch], Y[batch])["loss"])
    np.testing.assert_allclose(found.losses, losses, rtol=1e-5)


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names)
def test_it_leaves_no_trace(optimizer: str) -> None:
    def make() -> Sequential:
        stack: list[Layer | Input] = [
            Input((4,)),
            Dense(8, "relu"),
            BatchNormalization(),
            Dropout(0.3),
            Dense(3, "softmax"),
        ]
        model = classifier(stack, optimizer=optimizer)
        model.fit(X, Y, epochs=1, verbose=False)
        return model

    tested, untouched = make(), make()
    assert tested.optimizer is not None
    assert untouched.optimizer is not None
    setting = tested.optimizer.learning_rate
    learning_rate_range_test(tested, X, Y, steps=50)
    np.testing.assert_array_equal(tested.vector, untouched.vector)
    assert tested.optimizer.iterations == untouched.optimizer.iterations
    np.testing.assert_equal(tested.optimizer.state, untouched.optimizer.state)
    assert tested.optimizer.learning_rate == setting
    # and it goes on as if nothing had been
    one, two = (model.fit(X, Y, epochs=2, verbose=False) for model in (tested, untouched))
    assert one == two
    np.testing.assert_array_equal(tested.vector, untouched.vector)


def test_a_schedule_is_put_back() -> None:
    schedule = ExponentialDecay(0.1, 10, 0.5)
    model = classifier(optimizer=SGD(schedule))
    learning_rate_range_test(model, X, Y, steps=20)
    assert model.optimizer is not None
    assert model.optimizer.learning_rate is schedule


def test_it_ends_when_the_loss_explodes() -> None:
    model = Sequential([Input((4,)), Dense(1)])
    model.compile("sgd", "mse")
    y = X @ np.array([1.0, -2.0, 0.5, 3.0])
    found = learning_rate_range_test(model, X, y, lowest=1e-4)
    assert 20 < len(found.rates) < 90
    assert len(found.rates) == len(found.losses) == len(found.smoothed)
    assert found.losses[-1] > 2 * found.losses[0]
    assert found.suggestion is not None
    # Gradient descent on a square diverges beyond 2 / the largest curvature of 2 XᵀX / n.
    limit = 2 / np.linalg.eigvalsh(2 * X.T @ X / len(X)).max()
    assert limit / 50 < found.suggestion < limit
    assert found.rates[-1] > limit / 2


def test_the_suggestion_trains_well() -> None:
    model = classifier(optimizer="sgd")
    found = learning_rate_range_test(model, X, Y)
    assert found.suggestion is not None
    assert model.optimizer is not None
    model.optimizer.learning_rate = found.suggestion
    losses = model.fit(X, Y, epochs=30, verbose=False).history["loss"]
    assert losses[-1] < losses[0] / 3


def test_where_nothing_falls_nothing_is_suggested() -> None:
    # All-zero examples without a bias: whatever the rate, the loss stays.
    model = Sequential([Input((2,)), Dense(1, use_bias=False)])
    model.compile("sgd", "mse")
    found = learning_rate_range_test(model, np.zeros((8, 2)), np.ones(8), steps=20)
    assert found.losses.tolist() == [1.0] * 20
    assert found.smoothed == pytest.approx(np.ones(20))
    assert found.suggestion is None


def test_data_that_no_rate_can_help() -> None:
    model = Sequential([Input((1,)), Dense(1)])
    model.compile("sgd", "mse")
    with pytest.raises(DivergenceError, match="already before update 1"):
        learning_rate_range_test(model, [[2e30]], [0.0])
    with pytest.raises(DataError, match="at least one example"):
        learning_rate_range_test(model, np.zeros((0, 1)), [])


def test_smoothing_by_hand_moves_nothing() -> None:
    # weights 1, 2, 1 around each; at the ends of those that are there
    assert smooth(np.array([0.0, 0.0, 4.0, 0.0, 0.0]), 2).tolist() == [0, 1, 2, 1, 0]
    assert smooth(np.array([3.0, 0.0, 0.0]), 2).tolist() == [2, 0.75, 0]
    curve = np.abs(np.arange(-10.0, 11.0))
    assert smooth(curve, 4).argmin() == 10
    assert smooth(np.array([5.0]), 10).tolist() == [5]


def test_an_explosion_is_not_seen_before_it_happens() -> None:
    falling = np.concatenate([np.linspace(2, 0.5, 30), [1e9]])
    smoothed = smooth(falling, 10)
    np.testing.assert_allclose(smoothed[10:21], falling[10:21])
    model = Sequential([Input((4,)), Dense(1)])
    model.compile("sgd", "mse")
    found = learning_rate_range_test(model, X, X @ np.array([1.0, -2.0, 0.5, 3.0]), lowest=1e-4)
    lowest, least = found.losses.argmin(), found.smoothed.argmin()
    assert abs(lowest - least) <= 6
    assert found.smoothed[least] < 2 * found.losses[lowest] + 0.1 * found.losses[0]
    assert found.smoothed.max() <= 2 * found.losses[:5].mean()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"lowest": 0}, "lowest must be a number in (0, 10); got 0."),
        ({"highest": 11}, "highest must be a number in (0, 10]; got 11."),
        ({"lowest": 1, "highest": 0.5}, "lowest must be below highest; got lowest=1.0 and highest=0.5."),
        ({"steps": 9}, "steps must be a whole number in [10, 10,000]; got 9."),
        ({"batch_size": 0}, "batch_size must be a whole number in [1, 100,000]; got 0."),
    ],
)
def test_settings_out_of_range(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^{re.escape(message)}$"):
        learning_rate_range_test(classifier(), X, Y, **settings)
