"""The range test on the page: run, read, used."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.engine.range_test import RangeTest
from mlwidgets.session import Experiment
from mlwidgets.session.background import WorkStatus
from mlwidgets.session.rate_test import RateTestState
from mlwidgets.widgets.optimizer.range_test_view import RangeTestView

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENT = 60


@pytest.fixture
def view() -> Iterator[RangeTestView]:
    experiment = Experiment("moons", batch_size=8)
    made = RangeTestView(experiment)
    yield made
    made.close()
    experiment.close()


def run(view: RangeTestView) -> None:
    view._start.click()
    assert view.test.wait(PATIENT)


def test_the_suggested_rate_is_marked_and_used(view: RangeTestView) -> None:
    assert view._use.layout.display == "none"
    assert "initial weights" in view.chart.frame["look"]
    run(view)
    suggestion = view.test.state.suggestion
    assert suggestion is not None
    frame = view.chart.frame
    assert frame["suggestion"] == float(f"{suggestion:.2g}")  # one number in picture, sentence and button
    found = view.test.state.found
    assert found is not None
    np.testing.assert_allclose(np.frombuffer(frame["smoothed"], "<f4"), found.smoothed, rtol=1e-6)
    assert frame["alt"].startswith("Smoothed loss against the learning rate")
    assert view._use.layout.display is None
    view._use.click()
    assert view.experiment.learning_rate == float(f"{suggestion:.2g}")
    assert view._use.description.removeprefix("Use ") in view.said
    assert "Press Run in Train" in view.said
    assert "changed" not in view.chart.frame["said"]  # the rate alone makes no test out of date
    view.experiment.class_weight = {0: 1.0, 1: 5.0}
    assert "Settings have changed since this test." in view.chart.frame["said"]
    view.experiment.class_weight = None
    assert "changed" not in view.chart.frame["said"]
    view.experiment.batch_size = 16
    assert "Settings have changed since this test." in view.chart.frame["said"]


def test_it_says_when_it_suggests_none_and_where_the_loss_exploded(view: RangeTestView) -> None:
    rates = np.geomspace(1e-5, 1e-2, 7)
    found = RangeTest(rates, np.arange(7.0), np.arange(7.0), None)
    view.test._tell(RateTestState(WorkStatus.FINISHED, found, view.experiment.settings))
    said = view.chart.frame["said"]
    assert said.startswith("No suggestion: the smoothed loss never fell.")
    assert said.endswith("The test ended at 0.01, where the loss had exploded.")
    assert view._use.layout.display == "none"
    view._use.click()  # a press that was on its way
    assert view.experiment.learning_rate == view.experiment.settings.learning_rate


def test_it_is_stopped_and_says_how_far_it_came(view: RangeTestView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlwidgets.session.background.BREATH_SECONDS", 0.05)
    going = threading.Event()
    view.test.observe(lambda change: going.set() if change["new"].found else None, "state")
    view._start.click()
    assert view._start.disabled
    assert going.wait(PATIENT)
    view._stop.click()
    assert not view._start.disabled
    assert view._stop.disabled
    assert view.chart.frame["said"].startswith("Stopped after update ")


def test_a_failure_is_a_sentence_and_a_schedule_is_told(view: RangeTestView) -> None:
    view.test._tell(RateTestState(WorkStatus.FAILED, error="The range test failed: <b>no</b>."))
    assert view.chart.frame["said"] == "The range test failed: <b>no</b>."
    wave = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.2, "decay_steps": 100}}
    view.experiment.learning_rate = wave
    run(view)
    view._use.click()
    assert view.experiment.optimizer.schedule is None
    assert "without a schedule" in view.said


def test_nothing_of_a_test_that_nobody_sees_is_sent_before_its_end(view: RangeTestView) -> None:
    before = view.chart.frame["serial"]
    state = RateTestState(WorkStatus.RUNNING, settings=view.experiment.settings)
    for _ in range(20):
        view.test._tell(replace(state))
    assert view.chart.frame["serial"] == before
    view.chart.set_state({"visible": True})
    assert view.chart.frame["serial"] > before


def test_a_closed_view_stops_its_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlwidgets.session.background.BREATH_SECONDS", 0.05)
    experiment = Experiment("moons")
    view = RangeTestView(experiment)
    view._start.click()
    view.close()
    assert experiment.rate_test.state.status is WorkStatus.STOPPED
    experiment.close()
