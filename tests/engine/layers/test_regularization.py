"""Dropout, SpatialDropout2D and GaussianNoise."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Dropout, GaussianNoise, Input, SpatialDropout2D
from mlwidgets.errors import ConfigurationError, ShapeError
from tests.engine.support import built, run_layer


def test_in_training_some_numbers_go_and_the_others_grow() -> None:
    x = np.ones((100, 50))
    run = run_layer(built(Dropout(0.25), (50,)), x, np.full(x.shape, 2.0), training=True)
    assert set(np.unique(run.output)) == {0, 1 / 0.75}
    assert (run.output == 0).mean() == pytest.approx(0.25, abs=0.02)
    assert run.output.mean() == pytest.approx(1, abs=0.03)
    np.testing.assert_array_equal(run.input_gradient, 2 * run.output)  # through the same mask


@pytest.mark.parametrize(("rate", "training"), [(0.5, False), (0.0, True)])
def test_at_prediction_and_with_rate_0_nothing_changes(rate: float, training: bool) -> None:
    x = np.random.default_rng(0).normal(size=(4, 3, 3, 2))
    run = run_layer(built(Dropout(rate), (3, 3, 2)), x, x, training=training)
    np.testing.assert_array_equal(run.output, x)
    np.testing.assert_array_equal(run.input_gradient, x)


def test_float32_stays_float32() -> None:
    x = np.ones((4, 6), np.float32)
    run = run_layer(built(Dropout(0.3), (6,), "float32"), x, x, training=True)
    assert run.output.dtype == run.input_gradient.dtype == np.float32


@pytest.mark.parametrize("rate", [-0.1, 1.0, "0.5", True, None, float("nan")])
def test_rates_that_are_none(rate: Any) -> None:  # noqa: ANN401
    with pytest.raises(
        ConfigurationError, match=re.escape(f"rate must be a number in [0, 1); got {rate!r}.")
    ):
        Dropout(rate)


def test_spatial_dropout_drops_whole_channels() -> None:
    x = np.ones((50, 3, 4, 20))
    run = run_layer(built(SpatialDropout2D(0.25), (3, 4, 20)), x, np.full(x.shape, 2.0), training=True)
    assert set(np.unique(run.output)) == {0, 1 / 0.75}
    np.testing.assert_array_equal(run.output, np.broadcast_to(run.output[:, :1, :1], x.shape))
    assert (run.output[:, 0, 0] == 0).mean() == pytest.approx(0.25, abs=0.04)
    np.testing.assert_array_equal(run.input_gradient, 2 * run.output)


def test_spatial_dropout_is_for_pictures() -> None:
    with pytest.raises(ShapeError, match="SpatialDropout2D needs pictures of shape"):
        Sequential([Input((4,)), SpatialDropout2D(0.5)])


def test_noise_has_mean_0_and_the_spread_that_was_asked_for() -> None:
    x = np.full((200, 100), 7.0)
    run = run_layer(built(GaussianNoise(0.5), (100,)), x, x, training=True)
    noise = run.output - x
    assert noise.mean() == pytest.approx(0, abs=0.02)
    assert noise.std() == pytest.approx(0.5, rel=0.02)
    assert (np.abs(noise) < 0.5).mean() == pytest.approx(0.683, abs=0.02)  # the bell curve's
    np.testing.assert_array_equal(run.input_gradient, x)


@pytest.mark.parametrize("layer", [SpatialDropout2D(0.5), GaussianNoise(0.5)], ids=repr)
def test_they_sleep_at_prediction(layer: SpatialDropout2D | GaussianNoise) -> None:
    x = np.random.default_rng(0).normal(size=(4, 3, 3, 2))
    run = run_layer(built(layer, (3, 3, 2)), x, x)
    np.testing.assert_array_equal(run.output, x)
    np.testing.assert_array_equal(run.input_gradient, x)


@pytest.mark.parametrize("stddev", [-0.1, 1.1, "0.5", None])
def test_spreads_that_are_none(stddev: Any) -> None:  # noqa: ANN401
    with pytest.raises(
        ConfigurationError, match=re.escape(f"stddev must be a number in [0, 1]; got {stddev!r}.")
    ):
        GaussianNoise(stddev)
