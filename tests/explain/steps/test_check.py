"""The gradient check: curvature, rounding, kinks, and a verdict for each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Dense, Flatten, Input, MaxPooling2D, Reshape
from mlwidgets.explain.steps.check import EPSILONS, GradientCheck, gradient_check, power_text
from mlwidgets.explain.steps.chosen import choose, weight_arrays
from tests.engine.training.test_preview import random_run


def check(
    layers: list[Any],
    weights: list[Any],
    example: tuple[object, object],
    at: tuple[Any, ...] = (0, "kernel", (0, 0)),
    loss: str = "mse",
) -> GradientCheck:
    """Check a gradient for an example and its truth."""
    model = Sequential(layers)
    model.compile("sgd", loss)
    model.set_weights(weights)
    return gradient_check(model, np.asarray(example[0], "f4"), example[1], choose(model, *at))


def at(epsilon: float) -> int:
    return int(np.abs(np.log(EPSILONS / epsilon)).argmin())


def test_curvature_and_rounding() -> None:
    """L = tanh(w)², so the error of the method is ε² L‴ / 6, and that of rounding grows as ε shrinks."""
    result = check([Input((1,)), Dense(1, "tanh", use_bias=False)], [[[0.5]]], ([1], 0))
    t = np.tanh(0.5)
    assert result.gradient_64 == pytest.approx(2 * t * (1 - t**2), rel=1e-12)
    assert result.gradient_32 == pytest.approx(result.gradient_64, rel=1e-6)
    assert result.errors_64[at(1e-2)] / result.errors_64[at(1e-3)] == pytest.approx(100, rel=0.01)
    assert result.errors_64[at(1e-11)] > 1e3 * result.errors_64[at(1e-5)]
    assert result.quotients_32[at(1e-9)] == 0  # w + ε is w
    assert result.errors_32[at(1e-5)] > 100 * result.errors_64[at(1e-5)]
    first, last = result.best
    assert 1e-8 < EPSILONS[first] <= EPSILONS[last] < 1e-3
    assert not result.kinks.any()
    assert result.verdict.startswith(f"They agree: at the best ε, {power_text(EPSILONS[result.best_step])}, ")
    assert first <= result.best_step <= last


def test_a_relu_at_its_kink() -> None:
    result = check([Input((1,)), Dense(1, "relu", use_bias=False)], [[[0.0]]], ([1], -1))
    assert result.gradient_64 == 0
    assert result.quotients_64[at(1e-5)] == pytest.approx(1, rel=1e-4)  # the mean of 0 and 2
    assert (result.kinks == 1).all()
    assert "kink" in result.verdict


def test_a_relu_that_switches_within_a_step() -> None:
    result = check([Input((1,)), Dense(1, "relu", use_bias=False)], [[[0.011]]], ([1], -1))
    assert result.kinks.tolist() == [int(step > 0.011) for step in EPSILONS]
    assert result.errors_64[at(0.001)] < 1e-10
    assert result.errors_64[at(0.1)] > 0.1
    assert result.verdict.startswith("They agree")


def test_a_tie_of_a_max_pooling_and_an_error_of_zero() -> None:
    layers = [Input((1, 1, 2)), Flatten(), Dense(4, use_bias=False)]
    pooled: list[Any] = [*layers, Reshape((2, 2, 1)), MaxPooling2D(2), Flatten()]
    kernel = [[1.0, 1.0, 0, 0], [0, 0, 0, 0]]
    tie = check(pooled, [kernel], ([[[1, 0]]], 0), (1, "kernel", (0, 0)))
    assert (tie.kinks > 0).all()
    assert "max pooling" in tie.verdict
    absolute = check([Input((1,)), Dense(1, use_bias=False)], [[[1.0]]], ([1], 1.0), loss="mae")
    assert (absolute.kinks == 1).all()


def test_a_weight_that_does_nothing() -> None:
    result = check([Input((2,)), Dense(1)], [[[1.0], [1.0]], [0.0]], ([0, 1], 3))
    assert result.gradient_64 == 0
    assert result.verdict.startswith("Both are 0")


def test_numbers_that_are_not_finite() -> None:
    result = check([Input((1,)), Dense(1)], [[[3e38]], [3e38]], ([1e30], 3))
    assert "agree" not in result.verdict
    assert isinstance(result.best[0], int)


@pytest.mark.parametrize("seed", range(60))
def test_back_propagation_is_right_in_any_network(seed: int) -> None:
    run = random_run(seed)
    preview = Trainer(run.model, run.x, run.y, batch_size=5).preview()
    rng = np.random.default_rng(seed)
    arrays = weight_arrays(run.model)
    array = arrays[rng.integers(len(arrays))]
    index = tuple(int(rng.integers(side)) for side in array.shape)
    before = run.model.vector.copy()
    result = gradient_check(
        preview.model, run.x[0], run.y[0], choose(run.model, array.layer, array.name, index)
    )
    np.testing.assert_array_equal(run.model.vector, before)
    np.testing.assert_array_equal(preview.model.vector, before)
    assert result.verdict.startswith(("They agree", "Both are 0", "The gradient is tiny"))
    assert result.signals[-1].lines[-1].text.startswith(("∂L/∂w", "all "))
    assert len(result.signals) == len(run.model.layers) - array.layer


def test_the_signal_reaches_the_weight() -> None:
    layers = [Input((1,)), Dense(2, use_bias=False), Dense(1, use_bias=False)]
    result = check(layers, [[[1.0, 2.0]], [[3.0], [4.0]]], ([1], 10), (0, "kernel", (0, 1)))
    above, own = result.signals
    assert above.values.tolist() == [2.0]  # 2 (11 − 10)
    assert own.values.tolist() == [6.0, 8.0]
    assert (above.chosen, own.chosen) == (-1, 1)
    assert [line.text for line in own.lines] == [
        "∂L/∂z = 8 (from above)",
        "∂z/∂w = x = 1",
        "∂L/∂w = 8 · 1 = 8",
    ]


def test_steps_as_they_are_read() -> None:
    assert [power_text(step) for step in (1e-12, 2.51e-5, 0.001, 1.0)] == ["1e−12", "2.51e−5", "0.001", "1"]
