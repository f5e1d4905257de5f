"""Gradients made shorter: numbers worked out by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import BatchNormalization, Dense, Input
from mlwidgets.engine.optimizers import OPTIMIZERS, SGD, Adam
from mlwidgets.engine.optimizers.clipping import CLIPPING, clip, norm
from mlwidgets.errors import ConfigurationError


def moved(gradient: list[float], offsets: tuple[int, ...] = (0,), **clipping: Any) -> list[float]:  # noqa: ANN401
    """Return the gradient that SGD went along."""
    g, theta = np.array(gradient, np.float32), np.zeros(len(gradient), np.float32)
    SGD(1.0, **clipping).apply(theta, g, offsets)
    assert g.tolist() == np.array(gradient, np.float32).tolist()
    return (-theta).tolist()


def test_by_value() -> None:
    assert moved([3.0, -0.25, -9.0], clipvalue=0.5) == [0.5, -0.25, -0.5]


def test_by_the_norm_of_each_variable() -> None:
    # (3, 4) has the norm 5, and becomes 1 long; (0.3) and (-7) are variables of their own.
    assert moved([3.0, 4.0, 0.3, -7.0], (0, 2, 3), clipnorm=1.0) == pytest.approx([0.6, 0.8, 0.3, -1])


def test_without_places_all_is_one_variable() -> None:
    assert moved([3.0, 4.0, 12.0], clipnorm=1.3) == pytest.approx([0.3, 0.4, 1.2])


def test_by_the_norm_of_all_the_direction_stays() -> None:
    # 3² + 4² + 12² = 13²
    assert moved([3.0, 4.0, 12.0], (0, 2), global_clipnorm=1.3) == pytest.approx([0.3, 0.4, 1.2])


@pytest.mark.parametrize("name", CLIPPING)
def test_short_gradients_stay_as_they_are(name: str) -> None:
    assert moved([0.25, -0.5, 0.0], (0, 1), **{name: 1.0}) == [0.25, -0.5, 0.0]


@pytest.mark.parametrize("name", CLIPPING)
def test_enormous_gradients_are_clipped_and_not_lost(name: str) -> None:
    # The square of 1e30 is more than float32 holds.
    assert moved([1e30, 0.0], (0,), **{name: 1.0}) == pytest.approx([1, 0])


def test_norms() -> None:
    assert norm(np.array([3.0, 4.0], np.float32)) == 5
    assert norm(np.array([3e30, 4e30], np.float32)) == pytest.approx(5e30)
    assert norm(np.zeros(2, np.float32)) == 0


def test_a_gradient_that_is_no_number_stays_one() -> None:
    g = np.array([np.nan, 1.0])
    for name in CLIPPING:
        assert np.isnan(clip(g, name, 1.0, (0,), out=np.empty(2))[0])


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names)
@pytest.mark.parametrize("name", CLIPPING)
def test_every_optimizer_clips(optimizer: str, name: str) -> None:
    kind: Any = OPTIMIZERS.find(optimizer)
    plain, clipped = kind(), kind(**{name: 0.5})
    one, two = np.ones(2), np.ones(2)
    plain.apply(one, np.array([0.3, 0.4]), (0, 2))  # 0.5 long
    clipped.apply(two, np.array([30.0, 40.0]) if name != "clipvalue" else np.array([0.3, 0.4]), (0, 2))
    np.testing.assert_allclose(one, two, rtol=1e-12)


def test_a_model_tells_where_its_variables_begin_what_is_not_trained_left_out() -> None:
    model = Sequential([Input((4,)), Dense(3), BatchNormalization(), Dense(2, use_bias=False)])
    # kernel 12, bias 3; gamma 3, beta 3; kernel 6; the moving averages come after what is trained
    assert model.new_pass().offsets == (0, 12, 15, 18, 21)
    assert model.parameters.size == 27


def test_training_clips_each_variable_by_its_own_norm() -> None:
    model = Sequential([Input((1,)), Dense(2)], seed=1)
    model.compile(SGD(1.0, clipnorm=0.25), "mse")
    before = model.get_weights()
    model.train_on_batch([[100.0]], [[1000.0, -500.0]])
    for old, new in zip(before, model.get_weights(), strict=True):
        assert np.linalg.norm(new - old) == pytest.approx(0.25, rel=1e-5)


@pytest.mark.parametrize("name", CLIPPING)
@pytest.mark.parametrize("value", [0, -1.0, "1", True, float("nan"), float("inf")])
def test_limits_that_are_none(name: str, value: Any) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match=re.escape(f"{name} must be a number in (0, 1e+06]; got")):
        SGD(**{name: value})
    adam = Adam()
    with pytest.raises(ConfigurationError, match=f"^{name} must be a number"):
        setattr(adam, name, value)


def test_one_way_at_a_time() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Adam(clipnorm=1.0, global_clipnorm=2.0)
    assert str(caught.value) == (
        "Gradients are clipped in one way only; got global_clipnorm and clipnorm. Set one of them to None."
    )
    adam = Adam(clipnorm=1.0)
    adam.clipnorm = 2.0
    with pytest.raises(ConfigurationError, match="one way only"):
        adam.clipvalue = 1.0
    adam.clipnorm = None
    adam.clipvalue = 1.0
    assert (adam.clipnorm, adam.clipvalue) == (None, 1.0)
