"""The course of a learning rate: what a chart draws of it is what the engine uses."""

from __future__ import annotations

import time

import numpy as np
import pytest

from mlwidgets.engine import schedules
from mlwidgets.engine.schedules import (
    Constant,
    CosineDecay,
    ExponentialDecay,
    OneCycle,
    PiecewiseConstantDecay,
    PolynomialDecay,
    Schedule,
    WarmUp,
)
from mlwidgets.explain.optimizers.schedule import MOST_ASKED, describe_schedule, schedule_curve

ALL: list[Schedule] = [
    Constant(0.1),
    PiecewiseConstantDecay([700, 701, 1500], [0.1, 0.05, 0.02, 0.0]),
    ExponentialDecay(0.1, 300, 0.5, staircase=True),
    ExponentialDecay(0.1, 300, 0.5),
    PolynomialDecay(0.1, 400, 0.001, 2.0, cycle=True),
    CosineDecay(0.0, 1500, 0.1, warmup_target=0.3, warmup_steps=200),
    WarmUp(CosineDecay(0.1, 1000), 300, 0.01),
    OneCycle(0.1, 1800),
]


@pytest.mark.parametrize("schedule", ALL, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("updates", [1, 2, 7, 399, 400, 2000])
def test_between_its_points_the_line_is_the_engines_rate(schedule: Schedule, updates: int) -> None:
    curve = schedule_curve(schedule, updates)
    exact = np.array([schedule(step) for step in range(updates)])
    drawn = np.interp(np.arange(updates), curve.steps, curve.rates)
    assert np.abs(drawn - exact).max() <= 2e-3 * max(np.ptp(exact), 1e-12)
    assert (curve.steps[0], curve.steps[-1], curve.updates) == (0, updates - 1, updates)
    assert np.all(np.diff(curve.steps) > 0)


def test_a_run_of_millions_of_updates_is_asked_at_some_of_them_and_in_no_time() -> None:
    started = time.process_time()
    curve = schedule_curve(CosineDecay(0.1, 10_000_000), 10_000_000)
    assert time.process_time() - started < 0.5
    assert len(curve.steps) <= MOST_ASKED
    assert curve.steps[-1] == 9_999_999


def test_powers_of_ten_are_for_what_would_lie_on_the_axis() -> None:
    assert schedule_curve(ExponentialDecay(0.1, 100, 0.5), 1000).log
    assert not schedule_curve(ExponentialDecay(0.1, 1000, 0.5), 1000).log
    assert not schedule_curve(CosineDecay(0.1, 1000), 1000).log
    assert not schedule_curve(OneCycle(0.1, 1000), 1000).log
    assert not schedule_curve(PiecewiseConstantDecay([10], [0.1, 0.0]), 1000).log  # 0 has no logarithm


@pytest.mark.parametrize(
    ("schedule", "updates", "words"),
    [
        (Constant(0.1), 100, "0.1 at every update."),
        (CosineDecay(0.1, 100), 1, "0.1 at every update."),
        (CosineDecay(0.1, 99), 100, "From 0.1 at the first update down to 0 at the last of 100."),
        (WarmUp(0.1, 50), 1000, "From 0 at the first update up to 0.1 at the last of 1,000."),
        (
            PiecewiseConstantDecay([9, 19], [0.1, 0.01, 0.1]),
            50,
            "0.1 at the first update and at the last of 50, less between.",
        ),
    ],
)
def test_the_course_in_a_sentence(schedule: Schedule, updates: int, words: str) -> None:
    assert describe_schedule(schedule_curve(schedule, updates)) == words


def test_every_schedule_of_the_engine_is_tried_here() -> None:
    assert {type(one).__name__ for one in ALL} == {
        schedules.SCHEDULES.find(name).__name__ for name in schedules.SCHEDULES.names
    }
