"""Starting values of weights."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from mlwidgets.engine import initializers
from mlwidgets.engine.initializers import (
    INITIALIZERS,
    TRUNCATED_SPREAD,
    Constant,
    Identity,
    Orthogonal,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    VarianceScaling,
    fans,
)
from mlwidgets.errors import ConfigurationError, ShapeError


def test_fans_count_the_connections_of_one_unit() -> None:
    assert fans((30, 10)) == (30, 10)
    assert fans((7,)) == (7, 7)
    assert fans((3, 5, 4, 8)) == (60, 120)  # 15 cells × 4 channels in, 15 × 8 out


@pytest.mark.parametrize(
    ("name", "bound"), [("glorot_uniform", (6 / (300 + 200)) ** 0.5), ("he_uniform", (6 / 300) ** 0.5)]
)
def test_uniform_within_the_bound_of_the_paper(name: str, bound: float) -> None:
    drawn = initializers.get(name).draw((300, 200), np.random.default_rng(0))
    assert drawn.shape == (300, 200)
    assert 0.999 * bound < np.abs(drawn).max() <= bound
    assert abs(drawn.mean()) < 0.01 * bound
    assert drawn.var() == pytest.approx(bound**2 / 3, rel=0.01)


def test_lecun_uniform_within_its_bound() -> None:
    drawn = initializers.get("lecun_uniform").draw((300, 200), np.random.default_rng(0))
    assert 0.999 * 0.1 < np.abs(drawn).max() <= 0.1  # √(3 / 300)


@pytest.mark.parametrize(
    ("name", "variance"),
    [("glorot_normal", 2 / (300 + 200)), ("he_normal", 2 / 300), ("lecun_normal", 1 / 300)],
)
def test_truncated_normal_with_the_variance_of_the_paper(name: str, variance: float) -> None:
    drawn = initializers.get(name).draw((300, 200), np.random.default_rng(0))
    assert drawn.var() == pytest.approx(variance, rel=0.01)
    assert abs(drawn.mean()) < 0.01 * variance**0.5
    furthest = 2 * variance**0.5 / 0.87962566
    assert 0.99 * furthest < np.abs(drawn).max() <= furthest


def test_the_spread_of_a_truncated_normal_distribution() -> None:
    # 1 − 2 · 2 φ(2) / (Φ(2) − Φ(−2)), φ the bell curve and Φ its integral
    bell, share = math.exp(-2) / math.sqrt(2 * math.pi), math.erf(math.sqrt(2))
    assert math.sqrt(1 - 4 * bell / share) == pytest.approx(TRUNCATED_SPREAD, rel=1e-14)


@pytest.mark.parametrize("mode", ["fan_in", "fan_out", "fan_avg"])
@pytest.mark.parametrize("distribution", ["truncated_normal", "untruncated_normal", "uniform"])
def test_variance_scaling(mode: str, distribution: str) -> None:
    initializer = VarianceScaling(3.0, mode, distribution)
    drawn = initializer.draw((2, 2, 50, 150), np.random.default_rng(0))
    fan = {"fan_in": 200, "fan_out": 600, "fan_avg": 400}[mode]
    assert drawn.var() == pytest.approx(3 / fan, rel=0.03)
    reach = np.abs(drawn).max() / math.sqrt(3 / fan)
    if distribution == "untruncated_normal":
        assert reach > 3
    else:
        assert reach <= {"uniform": math.sqrt(3), "truncated_normal": 2 / TRUNCATED_SPREAD}[distribution]


def test_random_normal_and_uniform() -> None:
    rng = np.random.default_rng(0)
    drawn = RandomNormal(2.0, 0.5).draw((200, 200), rng)
    assert drawn.mean() == pytest.approx(2, rel=0.01)
    assert drawn.std() == pytest.approx(0.5, rel=0.01)
    drawn = RandomUniform(-1.0, 3.0).draw((200, 200), rng)
    assert -1 <= drawn.min() < -0.99
    assert 2.99 < drawn.max() <= 3
    with pytest.raises(
        ConfigurationError, match="minval must not be above maxval; got minval=1 and maxval=0"
    ):
        RandomUniform(1, 0)


def test_truncated_normal_reaches_two_standard_deviations() -> None:
    drawn = TruncatedNormal(1.0, 0.1).draw((200, 200), np.random.default_rng(0))
    assert 0.8 <= drawn.min() < 0.801
    assert 1.199 < drawn.max() <= 1.2
    assert drawn.std() == pytest.approx(0.1 * TRUNCATED_SPREAD, rel=0.01)


def test_identity() -> None:
    rng = np.random.default_rng(0)
    assert Identity(2.0).draw((2, 3), rng).tolist() == [[2, 0, 0], [0, 2, 0]]
    with pytest.raises(
        ShapeError, match=re.escape("Identity makes matrices, shapes of two numbers; got (3,).")
    ):
        Identity().draw((3,), rng)


@pytest.mark.parametrize("shape", [(5, 3), (3, 5), (4, 4), (3, 3, 2, 6), (1, 1, 2, 6)])
def test_orthogonal(shape: tuple[int, ...]) -> None:
    matrix = Orthogonal(gain=2.0).draw(shape, np.random.default_rng(0)).reshape(-1, shape[-1])
    product = matrix.T @ matrix if matrix.shape[0] >= matrix.shape[1] else matrix @ matrix.T
    np.testing.assert_allclose(product, 4 * np.eye(len(product)), atol=1e-12)


def test_orthogonal_needs_a_matrix() -> None:
    with pytest.raises(ShapeError, match=re.escape("a shape of at least two numbers; got (3,).")):
        Orthogonal().draw((3,), np.random.default_rng(0))


def test_constant() -> None:
    assert Constant(-1.5).draw((2, 1), np.random.default_rng(0)).tolist() == [[-1.5], [-1.5]]


@pytest.mark.parametrize("name", INITIALIZERS.names)
def test_every_initializer_gives_float64_and_follows_from_the_generator(name: str) -> None:
    draws = [initializers.get(name).draw((4, 3), np.random.default_rng(seed)) for seed in (1, 1)]
    assert draws[0].dtype == np.float64
    assert draws[0].shape == (4, 3)
    np.testing.assert_array_equal(draws[0], draws[1])


def test_zeros() -> None:
    assert not initializers.get("zeros").draw((4,), np.random.default_rng(0)).any()


def test_ones() -> None:
    assert initializers.get("ones").draw((2, 3), np.random.default_rng(0)).tolist() == [[1, 1, 1], [1, 1, 1]]


def test_the_same_generator_draws_the_same_numbers() -> None:
    draws = [initializers.get("glorot_uniform").draw((3, 2), np.random.default_rng(s)) for s in (1, 1, 2)]
    np.testing.assert_array_equal(draws[0], draws[1])
    assert not np.array_equal(draws[0], draws[2])


def test_unknown_name() -> None:
    with pytest.raises(ConfigurationError, match="Did you mean 'glorot_uniform'"):
        initializers.get("glorot_unifrom")
