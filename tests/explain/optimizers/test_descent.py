"""Gradient descent of one weight beside closed forms, and where each start leads to."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.optimizers.descent import (
    CLOSE,
    FAR,
    MOST_STEPS,
    STARTS,
    descend,
    stability_limit,
)
from mlwidgets.explain.optimizers.descent_curves import CURVE, descent_curve

RNG = np.random.default_rng(1)


@pytest.mark.parametrize("name", CURVE.options)
def test_slopes_are_those_of_the_losses_and_minima_are_where_they_change_sign(name: str) -> None:
    curve = descent_curve(name, 1.7)
    places = RNG.uniform(curve.low, curve.high, 200)
    between = (curve.loss(places + 1e-6) - curve.loss(places - 1e-6)) / 2e-6
    np.testing.assert_allclose(curve.slope(places), between, atol=1e-6)
    fine = np.linspace(curve.low, curve.high, 100_001)
    losses = curve.loss(fine)
    inner = (losses[1:-1] < losses[:-2]) & (losses[1:-1] <= losses[2:])
    np.testing.assert_allclose(curve.minima, fine[1:-1][inner], atol=2e-4)
    assert curve.lowest == int(np.argmin(curve.loss(np.array(curve.minima))))
    assert losses.min() >= 0


@pytest.mark.parametrize("curvature", [0.5, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("share", [0.01, 0.3, 1.0, 1.5, 1.99, 2.2])
def test_on_a_bowl_each_step_multiplies_w(curvature: float, share: float) -> None:
    rate = share / curvature
    path, _ = descend("bowl", start=-2.5, learning_rate=rate, curvature=curvature)
    steps = np.arange(path.steps + 1)
    np.testing.assert_allclose(
        path.weights, -2.5 * (1 - rate * curvature) ** steps, rtol=1e-9, atol=1e-12 * 2.5
    )
    np.testing.assert_allclose(path.losses, curvature / 2 * path.weights**2)
    np.testing.assert_allclose(path.slopes, curvature * path.weights)
    np.testing.assert_allclose(path.velocities[1:], -rate * path.slopes[:-1], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("momentum", [0.0, 0.3, 0.9, 0.99])
@pytest.mark.parametrize("curvature", [0.7, 3.0])
def test_the_limit_of_stability_is_where_a_bowl_begins_to_throw_the_ball_out(
    momentum: float, curvature: float
) -> None:
    limit = stability_limit(curvature, momentum)
    assert limit == pytest.approx(2 * (1 + momentum) / curvature)
    above, _ = descend("bowl", start=2, learning_rate=1.1 * limit, momentum=momentum, curvature=curvature)
    assert above.end == "diverged"
    assert abs(above.weights[-1]) > FAR >= abs(above.weights[-2])
    # Just below, the two roots of z² − (1 + β − ηλ) z + β lie within the unit circle.
    rate = 0.99 * limit
    roots = np.roots([1, -(1 + momentum - rate * curvature), momentum])
    assert np.abs(roots).max() < 1
    below, _ = descend("bowl", start=2, learning_rate=rate, momentum=momentum, curvature=curvature)
    assert below.end != "diverged"


def test_momentum_is_the_heavy_ball() -> None:
    path, _ = descend("two_minima", start=3, learning_rate=0.05, momentum=0.8)
    curve = descent_curve("two_minima")
    w, v = 3.0, 0.0
    for step in range(path.steps + 1):
        assert path.weights[step] == pytest.approx(w, rel=1e-12)
        assert path.velocities[step] == pytest.approx(v, rel=1e-9, abs=1e-12)
        v = 0.8 * v - 0.05 * float(curve.slope(np.array(w)))
        w += v


@pytest.mark.parametrize("name", CURVE.options)
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_the_basins_are_what_a_ball_dropped_there_does(name: str, momentum: float) -> None:
    curve = descent_curve(name)
    _, basins = descend(name, start=0.3, learning_rate=0.07, momentum=momentum)
    assert basins.shape == (STARTS,)
    places = np.linspace(curve.low, curve.high, STARTS)
    for at in RNG.integers(0, STARTS, 12):
        path, _ = descend(name, start=float(places[at]), learning_rate=0.07, momentum=momentum)
        if path.end == "converged":
            assert basins[at] == path.minimum
    if not momentum and name in ("two_minima", "wavy"):
        # Small steps roll downhill: each start ends in the valley that it stands in.
        assert sorted(set(basins.tolist())) == list(range(len(curve.minima)))
        assert np.all(np.diff(basins[basins >= 0]) >= 0)


def test_which_minimum_it_is_depends_on_start_and_momentum() -> None:
    curve = descent_curve("two_minima")
    assert curve.lowest == 0
    left, _ = descend("two_minima", start=-1, learning_rate=0.05)
    right, _ = descend("two_minima", start=3, learning_rate=0.05)
    carried, _ = descend("two_minima", start=3, learning_rate=0.05, momentum=0.9)
    assert [path.minimum for path in (left, right, carried)] == [0, 1, 0]


def test_arrived_means_close_for_good() -> None:
    path, _ = descend("bowl", start=2.5, learning_rate=0.2, momentum=0.9)
    assert path.end == "converged"
    assert path.arrived is not None
    apart = np.abs(path.weights)
    assert apart[path.arrived :].max() < CLOSE <= apart[path.arrived - 1]
    assert path.steps < MOST_STEPS


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"curve": "cliff"}, "curve must be one of 'bowl'"),
        ({"curve": None}, "curve must be one of"),
        ({"start": math.nan}, "start must be a number in"),
        ({"start": 1e9}, "start must be a number in"),
        ({"learning_rate": 0.0}, "learning_rate must be a number in"),
        ({"learning_rate": 10**400}, "learning_rate must be a number in"),
        ({"momentum": 1.0}, r"momentum must be a number in \[0, 1\); got 1.0."),
        ({"momentum": "0.9"}, "momentum must be a number in"),
        ({"curvature": 0.0}, "curvature must be a number in"),
        ({"curvature": True}, "curvature must be a number in"),
    ],
)
def test_what_cannot_be_is_told(settings: dict[str, Any], message: str) -> None:
    usual: dict[str, Any] = {"curve": "bowl", "start": 1.0, "learning_rate": 0.1}
    with pytest.raises(ConfigurationError, match=message):
        descend(**{**usual, **settings})


@pytest.mark.parametrize("name", CURVE.options)
def test_no_setting_makes_a_warning_or_a_number_that_cannot_be_sent(name: str) -> None:
    with np.errstate(all="raise"):
        for rate in (1e-6, 0.1, 10.0):
            for momentum in (0.0, 0.5, 0.999999):
                path, _ = descend(name, start=-6, learning_rate=rate, momentum=momentum, curvature=5)
                for numbers in (path.weights, path.losses, path.slopes, path.velocities):
                    assert np.all(np.abs(numbers) < 1e38)


def test_it_takes_no_time() -> None:
    started = time.process_time()
    for _ in range(10):
        descend("wavy", start=4, learning_rate=0.05, momentum=0.9)
    assert (time.process_time() - started) / 10 < 0.05
