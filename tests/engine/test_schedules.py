"""Schedules: points of their courses worked out by hand, JSON, and settings that are none."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest

from mlwidgets.engine import schedules
from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.optimizers import SGD
from mlwidgets.engine.schedules import (
    SCHEDULES,
    Constant,
    CosineDecay,
    ExponentialDecay,
    OneCycle,
    PiecewiseConstantDecay,
    PolynomialDecay,
    Schedule,
    WarmUp,
)
from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import LEARNING_RATE

ALL: list[Schedule] = [
    Constant(0.1),
    PiecewiseConstantDecay([3, 6], [0.5, 0.2, 0.1]),
    ExponentialDecay(0.5, 4, 0.5, staircase=True),
    PolynomialDecay(0.5, 8, power=2, cycle=True),
    CosineDecay(0.1, 8, 0.1, warmup_target=0.5, warmup_steps=3),
    WarmUp(CosineDecay(0.5, 5), 4, 0.01),
    OneCycle(0.5, 10),
]


@pytest.mark.parametrize(
    ("schedule", "course"),
    [
        (Constant(0.5), {0: 0.5, 10**6: 0.5}),
        (PiecewiseConstantDecay([3], [1.0, 0.5]), {0: 1, 3: 1, 4: 0.5, 99: 0.5}),
        (PiecewiseConstantDecay([], [0.3]), {0: 0.3, 5: 0.3}),
        (ExponentialDecay(0.8, 10, 0.25), {0: 0.8, 5: 0.4, 10: 0.2, 20: 0.05}),
        (ExponentialDecay(0.8, 10, 0.25, staircase=True), {0: 0.8, 9: 0.8, 10: 0.2, 19: 0.2}),
        (PolynomialDecay(1.0, 10, 0.5), {0: 1, 5: 0.75, 10: 0.5, 50: 0.5}),
        (PolynomialDecay(1.0, 10, 0.0, power=2), {5: 0.25, 9: 0.01, 11: 0}),
        # After one fall the second is from twice as far: at 10 of 20, half of it is left.
        (PolynomialDecay(1.0, 10, 0.0, cycle=True), {0: 1, 5: 0.5, 10: 0, 12: 0.4, 20: 0, 21: 0.3}),
        (CosineDecay(1.0, 8), {0: 1, 2: (1 + math.sqrt(0.5)) / 2, 4: 0.5, 8: 0, 80: 0}),
        (CosineDecay(1.0, 8, alpha=0.2), {4: 0.6, 8: 0.2}),
        (CosineDecay(0.0, 8, warmup_target=1.0, warmup_steps=4), {0: 0, 1: 0.25, 4: 1, 8: 0.5, 12: 0}),
        (WarmUp(0.4, 4), {0: 0, 1: 0.1, 3: 0.3, 4: 0.4, 100: 0.4}),
        (WarmUp(0.4, 0), {0: 0.4}),
        (WarmUp(ExponentialDecay(0.4, 1, 0.5), 2, 0.2), {0: 0.2, 1: 0.3, 2: 0.4, 3: 0.2, 4: 0.1}),
        # Up to 1 at 0.5 · 10 − 1 = 4, half way at 2; down to 0.1 / 2 at 9, half way at 6.5
        (
            OneCycle(1.0, 10, pct_start=0.5, div_factor=10, final_div_factor=2),
            {0: 0.1, 2: 0.55, 4: 1, 9: 0.05, 99: 0.05},
        ),
        (OneCycle(1.0, 2, div_factor=10), {0: 1, 1: 1e-5}),
    ],
    ids=str,
)
def test_points_by_hand(schedule: Schedule, course: dict[int, float]) -> None:
    assert {step: schedule(step) for step in course} == pytest.approx(course, abs=1e-15)


def test_all_kinds_are_here() -> None:
    assert {type(schedule) for schedule in ALL} == {SCHEDULES.find(name) for name in SCHEDULES.names}


@pytest.mark.parametrize("schedule", ALL, ids=lambda schedule: type(schedule).__name__)
def test_every_schedule_survives_json(schedule: Schedule) -> None:
    written = json.loads(json.dumps(serialize(schedule)))
    again = schedules.get(written)
    assert type(again) is type(schedule)
    assert serialize(again) == written
    assert [again(step) for step in range(30)] == [schedule(step) for step in range(30)]
    assert schedules.get(schedule) is schedule


@pytest.mark.parametrize("schedule", ALL, ids=lambda schedule: type(schedule).__name__)
def test_no_rate_leaves_the_range(schedule: Schedule) -> None:
    assert all(0 <= schedule(step) <= LEARNING_RATE.high for step in range(100))


def test_a_number_is_a_constant() -> None:
    assert schedules.get(0.5).get_config() == {"learning_rate": 0.5}
    with pytest.raises(
        ConfigurationError, match=re.escape("learning_rate must be a number in (0, 10]; got -1.")
    ):
        schedules.get(-1)


@pytest.mark.parametrize(
    ("kind", "config", "message"),
    [
        ("Constant", {"learning_rate": 0}, "learning_rate must be a number in (0, 10]; got 0."),
        ("ExponentialDecay", {"decay_rate": 1.5}, "decay_rate must be a number in (0, 1]; got 1.5."),
        (
            "ExponentialDecay",
            {"decay_steps": 0},
            "decay_steps must be a whole number in [1, 10,000,000]; got 0.",
        ),
        ("ExponentialDecay", {"staircase": 1}, "staircase must be True or False; got 1."),
        (
            "ExponentialDecay",
            {"initial_learning_rate": 11},
            "initial_learning_rate must be a number in [0, 10]",
        ),
        ("PiecewiseConstantDecay", {"boundaries": 3}, "boundaries must be a list of numbers; got 3."),
        ("PiecewiseConstantDecay", {"boundaries": [3, 3]}, "must be larger than the one before; got [3, 3]."),
        ("PiecewiseConstantDecay", {"boundaries": [1.5]}, "boundaries must be a whole number in "),
        (
            "PiecewiseConstantDecay",
            {"values": [1]},
            "one value more than boundaries; got 1 values and 1 bound",
        ),
        ("PiecewiseConstantDecay", {"values": [1, -1]}, "values must be a number in [0, 10]; got -1."),
        ("PolynomialDecay", {"power": 0}, "power must be a number in (0, 10]; got 0."),
        ("PolynomialDecay", {"end_learning_rate": None}, "end_learning_rate must be a number in [0, 10]"),
        ("CosineDecay", {"alpha": 2}, "alpha must be a number in [0, 1]; got 2."),
        ("CosineDecay", {"warmup_target": "1"}, "warmup_target must be a number in [0, 10]; got '1'."),
        ("WarmUp", {"warmup_steps": -1}, "warmup_steps must be a whole number in [0, 10,000,000]; got -1."),
        ("WarmUp", {"schedule": "cosin_decay"}, "Did you mean 'cosine_decay'?"),
        ("OneCycle", {"pct_start": 1}, "pct_start must be a number in (0, 1); got 1."),
        ("OneCycle", {"total_steps": 1}, "total_steps must be a whole number in [2, 10,000,000]; got 1."),
        ("OneCycle", {"div_factor": 0.5}, "div_factor must be a number in [1, 1e+06]; got 0.5."),
        (
            "OneCycle",
            {"maximal_learning_rate": 0},
            "maximal_learning_rate must be a number in (0, 10]; got 0.",
        ),
    ],
)
def test_settings_out_of_range(kind: str, config: dict[str, Any], message: str) -> None:
    needed: dict[str, dict[str, Any]] = {
        "Constant": {"learning_rate": 1},
        "PiecewiseConstantDecay": {"boundaries": [1], "values": [1, 1]},
        "ExponentialDecay": {"initial_learning_rate": 1, "decay_steps": 2, "decay_rate": 0.5},
        "PolynomialDecay": {"initial_learning_rate": 1, "decay_steps": 2},
        "CosineDecay": {"initial_learning_rate": 1, "decay_steps": 2},
        "WarmUp": {"schedule": 1, "warmup_steps": 2},
        "OneCycle": {"maximal_learning_rate": 1, "total_steps": 4},
    }
    good = needed[kind]
    SCHEDULES.get({"class_name": kind, "config": good})
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        SCHEDULES.get({"class_name": kind, "config": {**good, **config}})
    # As a part of an optimizer too.
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        SGD({"class_name": kind, "config": {**good, **config}})  # type: ignore[arg-type]  # as JSON has it
