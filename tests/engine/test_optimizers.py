"""Optimizers: steps worked out by hand, their memory, and settings that change on the way."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import optimizers
from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.optimizers import (
    OPTIMIZERS,
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    Adamax,
    AdamW,
    Optimizer,
    RMSprop,
)
from mlwidgets.engine.schedules import CosineDecay, PiecewiseConstantDecay, WarmUp
from mlwidgets.errors import ConfigurationError, ShapeError


def steps(optimizer: Optimizer, gradients: list[float], start: float = 1.0) -> list[float]:
    """Move one parameter along given gradients."""
    theta, path = np.array([start]), []
    for gradient in gradients:
        optimizer.apply(theta, np.array([gradient]))
        path.append(float(theta[0]))
    return path


def test_sgd() -> None:
    assert steps(SGD(0.1), [2.0, -1.0]) == pytest.approx([0.8, 0.9])


def test_momentum() -> None:
    # v: −0.2, then 0.5 · −0.2 − 0.1 = −0.2, then 0.5 · −0.2 − 0 = −0.1
    assert steps(SGD(0.1, momentum=0.5), [2.0, 1.0, 0.0]) == pytest.approx([0.8, 0.6, 0.5])


def test_nesterov() -> None:
    # v: −0.2, −0.2, −0.1 as above; each step is 0.5 v − 0.1 g: −0.3, −0.2, −0.05
    path = steps(SGD(0.1, momentum=0.5, nesterov=True), [2.0, 1.0, 0.0])
    assert path == pytest.approx([0.7, 0.5, 0.45])


def test_adagrad() -> None:
    # G: 0 + 9, then 9 + 16 = 25; steps 0.1 · 3/3 and 0.1 · 4/5
    path = steps(Adagrad(0.1, initial_accumulator_value=0.0, epsilon=1e-12), [3.0, 4.0])
    assert path == pytest.approx([0.9, 0.82])


def test_rmsprop() -> None:
    # v: 0.25 · 4² = 4, then 0.75 · 4 + 0.25 · 2² = 4; steps 0.1 · 4/2 and 0.1 · 2/2
    assert steps(RMSprop(0.1, rho=0.75, epsilon=1e-12), [4.0, 2.0]) == pytest.approx([0.8, 0.7])


def test_rmsprop_with_momentum() -> None:
    # b: 0.2, then 0.5 · 0.2 + 0.1 = 0.2
    path = steps(RMSprop(0.1, rho=0.75, momentum=0.5, epsilon=1e-12), [4.0, 2.0])
    assert path == pytest.approx([0.8, 0.6])


def test_rmsprop_centered() -> None:
    # v: 8, then 4 + 2 = 6; m: 2, then 1 + 1 = 2; v − m²: 4, then 2; steps 0.1 · 4/2 and 0.1 · 2/√2
    path = steps(RMSprop(0.1, rho=0.5, epsilon=1e-12, centered=True), [4.0, 2.0])
    assert path == pytest.approx([0.8, 0.8 - 0.1 * math.sqrt(2)])


def test_a_gradient_that_stays_the_same_has_no_variance_and_never_a_negative_one() -> None:
    theta, g = np.zeros(500, np.float32), np.linspace(1, 2000, 500, dtype=np.float32)
    optimizer = RMSprop(1e-5, centered=True)
    negative = False
    for _ in range(400):
        optimizer.apply(theta, g)
        negative |= bool((optimizer.state["v"] - optimizer.state["m"] ** 2 < -optimizer.epsilon).any())
    assert negative  # so that the root would be no number
    assert np.isfinite(theta).all()


def test_adadelta() -> None:
    # E[g²]: 0.25 · 4² = 4, then 0.75 · 4 + 0.25 · 2² = 4; the divisor is √4.5 both times.
    # Δ: −4 √0.5 / √4.5 = −4/3; E[Δ²] = 0.25 · 16/9 = 4/9; Δ: −2 √(4/9 + 0.5) / √4.5 = −2 √17 / 9
    adadelta = Adadelta(1.0, rho=0.75, epsilon=0.5)
    assert steps(adadelta, [4.0], start=1.0) == pytest.approx([-1 / 3])
    assert adadelta.state["accumulated_update"] == pytest.approx([4 / 9])
    assert steps(adadelta, [2.0], start=0.0) == pytest.approx([-2 * math.sqrt(17) / 9])


def test_adamax() -> None:
    # m: 2, then 1 − 0.5 = 0.5; u: 4, then max(2, 1) = 2; steps 0.1/0.5 · 2/4 and 0.1/0.75 · 0.5/2
    path = steps(Adamax(0.1, beta_1=0.5, beta_2=0.5, epsilon=1e-12), [4.0, -1.0])
    assert path == pytest.approx([0.9, 0.9 - 1 / 30])


def test_adamw() -> None:
    # 1 shrinks by 0.1 · 0.5 of itself, then moves by the learning rate
    assert steps(AdamW(0.1, weight_decay=0.5, epsilon=1e-12), [3.0]) == pytest.approx([0.85])
    # and a weight without slope shrinks all the same
    assert steps(AdamW(0.1, weight_decay=0.5), [0.0, 0.0]) == pytest.approx([0.95, 0.95**2])


def test_amsgrad() -> None:
    # v: 8, then 4 + 0.5 = 4.5, but the largest stays 8; steps √0.5 · 4/√8 = 1 and √0.75 · 1/√8
    amsgrad = Adam(0.1, beta_1=0.0, beta_2=0.5, epsilon=1e-12, amsgrad=True)
    assert steps(amsgrad, [4.0, 1.0]) == pytest.approx([0.9, 0.9 - 0.1 * math.sqrt(3 / 32)])
    assert amsgrad.state["v"].tolist() == [4.5]
    assert amsgrad.state["v_hat"].tolist() == [8]


@pytest.mark.parametrize("name", ["amsgrad", "AMSGrad"])
def test_amsgrad_by_name_is_an_option_of_adam(name: str) -> None:
    optimizer = optimizers.get(name)
    assert repr(optimizer) == repr(Adam(amsgrad=True))


@pytest.mark.parametrize("gradient", [1e-3, 1.0, -250.0, 1e8])
def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient(gradient: float) -> None:
    step = steps(Adam(0.01, epsilon=1e-12), [gradient], start=0.0)[0]
    assert step == pytest.approx(-0.01 * math.copysign(1, gradient), rel=1e-6)


def test_the_second_step_of_adam() -> None:
    # m = 0.1 · 1, then 0.09 + 0.1 · −1 = −0.01; m̂ = −0.01 / 0.19; v̂ = 1, since g² is 1 both times
    path = steps(Adam(0.1, epsilon=1e-12), [1.0, -1.0], start=0.0)
    assert path == pytest.approx([-0.1, -0.1 + 0.1 * 0.01 / 0.19])


def test_adam_adds_epsilon_to_the_uncorrected_root() -> None:
    # ε hat: 1 · √0.001 / 0.1 · 0.1 g / (√(0.001 g²) + ε) with g = 1
    root = math.sqrt(0.001)
    assert steps(Adam(1.0, epsilon=0.1), [1.0], start=0.0)[0] == pytest.approx(-root / (root + 0.1))


def test_memory_has_the_names_of_the_papers() -> None:
    theta, g = np.zeros(3, np.float32), np.ones(3, np.float32)
    for optimizer, names in (
        (SGD(), ["velocity"]),
        (Adagrad(), ["accumulator"]),
        (Adadelta(), ["accumulated_gradient", "accumulated_update"]),
        (RMSprop(), ["v", "momentum"]),
        (RMSprop(centered=True), ["v", "momentum", "m"]),
        (Adam(), ["m", "v"]),
        (Adam(amsgrad=True), ["m", "v", "v_hat"]),
        (AdamW(), ["m", "v"]),
        (Adamax(), ["m", "u"]),
    ):
        assert optimizer.state == {}
        optimizer.apply(theta, g)
        assert list(optimizer.state) == names
        assert all(vector.shape == (3,) and vector.dtype == np.float32 for vector in optimizer.state.values())
        optimizer.reset()
        assert optimizer.state == {}
        assert optimizer.iterations == 0
    adam = Adam(beta_1=0.75, beta_2=0.5)
    adam.apply(np.zeros(1), np.array([2.0]))
    assert adam.state["m"].tolist() == [0.5]
    assert adam.state["v"].tolist() == [2]


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_reset_gives_the_same_steps_again(name: str) -> None:
    optimizer = optimizers.get(name)
    first = steps(optimizer, [1.0, -2.0, 0.5])
    assert optimizer.iterations == 3
    optimizer.reset()
    assert steps(optimizer, [1.0, -2.0, 0.5]) == first


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_without_slope_nothing_moves(name: str) -> None:
    optimizer = optimizers.get(name)
    if isinstance(optimizer, AdamW):
        optimizer.weight_decay = 0.0
    assert steps(optimizer, [0.0, 0.0]) == [1.0, 1.0]


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_a_learning_rate_changed_on_the_way_takes_effect_at_the_next_step(name: str) -> None:
    optimizer = optimizers.get(name)
    if isinstance(optimizer, AdamW):
        optimizer.weight_decay = 0.0  # part of which is the square of the rate
    moved = steps(optimizer, [1.0])[0] - 1
    optimizer.reset()
    optimizer.learning_rate = optimizer.current_learning_rate / 2
    assert steps(optimizer, [1.0])[0] - 1 == pytest.approx(moved / 2)


def test_momentum_changed_on_the_way() -> None:
    sgd = SGD(0.1)
    assert steps(sgd, [1.0], start=0.0) == pytest.approx([-0.1])
    sgd.momentum = 0.5
    assert steps(sgd, [0.0], start=0.0) == pytest.approx([-0.05])
    assert "momentum" in SGD.live_names
    assert "momentum" in RMSprop.live_names
    assert "beta_1" in Adam.live_names
    assert set(AdamW.live_names) == {*Adam.live_names, "weight_decay"}


@pytest.mark.parametrize("value", [-0.1, 1.0, "0.9", True, None, math.nan])
@pytest.mark.parametrize("kind", [SGD, RMSprop])
def test_momenta_that_are_none(kind: type[SGD | RMSprop], value: float) -> None:
    message = re.escape(f"momentum must be a number in [0, 1); got {value!r}.")
    with pytest.raises(ConfigurationError, match=message):
        kind(momentum=value)
    optimizer = kind(momentum=0.5)
    with pytest.raises(ConfigurationError, match=message):
        optimizer.momentum = value
    assert optimizer.momentum == 0.5


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"class_name": "adam", "config": {"beta_1": 1.0}}, "beta_1 must be a number in [0, 1); got 1.0."),
        ({"class_name": "adam", "config": {"epsilon": 0.0}}, "epsilon must be a number in (0, 1]; got 0.0."),
        ({"class_name": "adam", "config": {"epsilon": 1.01}}, "epsilon must be a number in (0, 1]; got 1.01"),
        ({"class_name": "rmsprop", "config": {"rho": -1}}, "rho must be a number in [0, 1); got -1."),
        (
            {"class_name": "adagrad", "config": {"initial_accumulator_value": -1}},
            "initial_accumulator_value must",
        ),
        ({"class_name": "adam", "config": {"learning_rat": 1}}, "Did you mean 'learning_rate'?"),
    ],
)
def test_other_settings_out_of_range(config: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        optimizers.get(config)


@pytest.mark.parametrize("kind", [Adadelta, Adagrad, Adam, AdamW, Adamax, RMSprop])
def test_an_epsilon_of_one_as_tensorflow_recommends(kind: Any) -> None:  # noqa: ANN401
    (position,) = steps(kind(0.1, epsilon=1.0), [2.0])
    assert np.isfinite(position)
    assert position != 0


def test_every_setting_is_checked_on_the_way_too() -> None:
    for optimizer, name, value in (
        (Adam(), "beta_1", 1.0),
        (Adamax(), "beta_2", -0.1),
        (AdamW(), "weight_decay", 1.5),
        (Adadelta(), "rho", "0.9"),
        (RMSprop(), "epsilon", 0),
        (RMSprop(), "centered", 1),
        (SGD(), "nesterov", "no"),
        (Adagrad(), "initial_accumulator_value", -1),
    ):
        before = repr(optimizer)
        with pytest.raises(ConfigurationError, match=f"^{name} must be "):
            setattr(optimizer, name, value)
        assert repr(optimizer) == before


def test_an_option_chosen_on_the_way_gets_its_memory() -> None:
    adam = Adam(0.1)
    steps(adam, [1.0])
    adam.amsgrad = True
    steps(adam, [1.0])
    assert list(adam.state) == ["m", "v", "v_hat"]


def test_a_schedule_gives_the_rate_of_each_step_from_its_beginning() -> None:
    sgd = SGD(PiecewiseConstantDecay([1], [1.0, 0.25]))
    assert sgd.current_learning_rate == 1.0
    assert steps(sgd, [1.0, 1.0, 1.0, 1.0], start=0.0) == pytest.approx([-1, -2, -2.25, -2.5])
    assert sgd.current_learning_rate == sgd.learning_rate_at(2) == 0.25
    assert sgd.learning_rate_at(1) == 1.0
    sgd.reset()
    assert sgd.current_learning_rate == 1.0
    sgd.learning_rate = 0.5  # takes the place of the schedule
    assert sgd.current_learning_rate == 0.5
    assert steps(sgd, [1.0, 1.0], start=0.0) == pytest.approx([-0.5, -1])


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_an_optimizer_with_a_schedule_survives_json(name: str) -> None:
    kind: Any = OPTIMIZERS.find(name)
    optimizer = kind(WarmUp(CosineDecay(0.5, 10), 3), clipnorm=2)
    again = optimizers.get(json.loads(json.dumps(serialize(optimizer))))
    assert serialize(again) == serialize(optimizer)
    assert again.learning_rate_at(5) == optimizer.learning_rate_at(5)
    assert steps(again, [1.0, -2.0, 3.0, 1.0]) == steps(optimizer, [1.0, -2.0, 3.0, 1.0])


def test_a_repr_leaves_out_what_is_not_used() -> None:
    assert repr(SGD(0.5)) == "SGD(learning_rate=0.5, momentum=0.0, nesterov=False)"
    assert repr(SGD(0.5, clipvalue=1)).endswith("nesterov=False, clipvalue=1.0)")


def test_shapes_that_do_not_belong_together() -> None:
    with pytest.raises(
        ShapeError, match=re.escape("Parameters and gradients must be alike; got (3,) and (4,).")
    ):
        Adam().apply(np.zeros(3), np.zeros(4))


def test_an_optimizer_of_another_model() -> None:
    adam = Adam()
    adam.apply(np.zeros(3), np.ones(3))
    with pytest.raises(
        ShapeError,
        match=re.escape(
            "This Adam remembers 3 parameters, and the model has 1. Give each model an optimizer of its own, "
            "or call reset on this one."
        ),
    ):
        adam.apply(np.zeros(1), np.ones(1))
