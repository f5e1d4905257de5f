"""The learning-rate range test in the background."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.engine.range_test import learning_rate_range_test
from mlwidgets.errors import SessionStateError
from mlwidgets.session import Experiment
from mlwidgets.session.background import WorkStatus
from mlwidgets.session.rate_test import HIGHEST, LOWEST, STEPS, RateTestState
from mlwidgets.session.run.build_trainer import build_trainer

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENT = 60


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment("moons", batch_size=8)
    yield made
    made.close()


def test_it_finds_what_the_engine_finds_and_leaves_the_run_alone(experiment: Experiment) -> None:
    experiment.step_epoch()
    assert experiment.wait(PATIENT)
    before = experiment.model.vector.copy()
    experiment.rate_test.start()
    assert experiment.rate_test.wait(PATIENT)
    state = experiment.rate_test.state
    trainer = build_trainer(experiment.settings, experiment.split)
    wanted = learning_rate_range_test(
        trainer.model, trainer.x, trainer.y, lowest=LOWEST, highest=HIGHEST, steps=STEPS, batch_size=8
    )
    assert state.status is WorkStatus.FINISHED
    assert state.found is not None
    np.testing.assert_array_equal(state.found.losses, wanted.losses)
    assert state.suggestion == wanted.suggestion
    assert state.settings is experiment.settings
    np.testing.assert_array_equal(experiment.model.vector, before)


def slow_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlwidgets.session.background.BREATH_SECONDS", 0.05)


def test_it_stops_at_once_and_keeps_what_is_known(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_down(monkeypatch)
    test, going = experiment.rate_test, threading.Event()
    test.observe(lambda change: going.set() if change["new"].found else None, "state")
    test.start()
    assert going.wait(PATIENT)
    test.stop()
    assert test.wait(PATIENT)
    state = test.state
    assert state.status is WorkStatus.STOPPED
    assert state.suggestion is None
    assert state.found is not None
    time.sleep(0.2)  # nothing may come later
    assert test.state is state
    test.stop()  # once more means nothing
    assert test.state is state


def test_a_second_start_takes_the_place_of_the_first(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_down(monkeypatch)
    seen: list[RateTestState] = []
    experiment.rate_test.start()
    experiment.batch_size = 16
    experiment.rate_test.observe(lambda change: seen.append(change["new"]), "state")
    experiment.rate_test.start()
    monkeypatch.setattr("mlwidgets.session.background.BREATH_SECONDS", 0)
    assert experiment.rate_test.wait(PATIENT)
    assert all(state.settings is experiment.settings for state in seen)
    assert seen[-1].status is WorkStatus.FINISHED


def test_it_ends_with_the_experiment(experiment: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    slow_down(monkeypatch)
    experiment.rate_test.start()
    experiment.close()
    assert experiment.rate_test.wait(PATIENT)
    with pytest.raises(SessionStateError, match="closed"):
        experiment.rate_test.start()
    deadline = time.monotonic() + 10
    while any(one.name == "mlwidgets-background" for one in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_test_that_fails_says_so(experiment: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr("mlwidgets.session.rate_test.build_trainer", fail)
    experiment.rate_test.start()
    assert experiment.rate_test.wait(PATIENT)
    assert experiment.rate_test.state.status is WorkStatus.FAILED
    assert "no room" in experiment.rate_test.state.error


def test_without_threads_it_goes_on_in_slices(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_threads(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_threads)
    experiment.rate_test.start()
    assert experiment.rate_test.wait(PATIENT)
    assert experiment.rate_test.state.status is WorkStatus.FINISHED


def test_whoever_waits_within_the_work_itself_is_told_at_once_without_threads(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_threads(_: object) -> None:
        raise RuntimeError("can't start new thread")

    came: list[bool] = []
    monkeypatch.setattr(threading.Thread, "start", no_threads)
    test = experiment.rate_test
    test.start()
    test.observe(lambda _: came.extend([test.wait(), test.wait(0.01)]), "state")
    assert not test.wait(0)
    assert test.wait(PATIENT)
    assert came
    assert not any(came[:-2])


def test_an_observer_that_fails_does_not_end_it(experiment: Experiment) -> None:
    def fail(change: dict[str, RateTestState]) -> None:
        if change["new"].found:
            raise ValueError("a view that cannot draw")

    experiment.rate_test.observe(fail, "state")
    experiment.rate_test.start()
    assert experiment.rate_test.wait(PATIENT)
    assert experiment.rate_test.state.status is WorkStatus.FINISHED
