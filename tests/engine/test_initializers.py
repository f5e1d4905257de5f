"""Starting values of weights."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import initializers
from mlwidgets.engine.initializers import fans
from mlwidgets.errors import ConfigurationError


def test_fans_count_the_connections_of_one_unit() -> None:
    assert fans((30, 10)) == (30, 10)
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
