"""Training by turns: hands are answered while it waits, and the numbers are the same."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets import turns
from mlwidgets.session import Status
from mlwidgets.session.background import Background
from tests.session.support import DEADLINE, Watch, settled

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from tests.session.conftest import Make

pytest.importorskip("fcntl", reason="there are no turns on Windows")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let there be one core for all who train."""
    turns.fill_folder(tmp_path, 1)
    monkeypatch.setenv(turns.FOLDER, str(tmp_path))
    return tmp_path


@pytest.fixture
def others_turn(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[turns.Turn]:
    """Give somebody else the only core, and let them keep it."""
    del folder
    monkeypatch.setattr(turns, "PASSED_OVER_SECONDS", 1000.0)
    with turns.Turn() as turn:
        assert turn.take()
        yield turn


def waiting(make: Make) -> Watch:
    """Return a run that has made its first step and waits for its turn."""
    watch = Watch(make(epochs=10_000))
    watch.experiment.run()
    watch.until_status(Status.RUNNING)
    return watch


@pytest.mark.usefixtures("others_turn")
class TestWaitingForATurn:
    def test_it_stands_still_and_says_how_many_train(self, make: Make) -> None:
        experiment = waiting(make).experiment
        time.sleep(0.3)
        assert experiment.newest == 1
        assert experiment.snapshot is not None
        assert experiment.snapshot.crowd == 2

    def test_pause_is_answered_at_once(self, make: Make) -> None:
        watch = waiting(make)
        watch.experiment.pause()
        watch.until_status(Status.PAUSED)
        snapshot = settled(watch.experiment)
        assert snapshot.iteration == 1
        assert snapshot.crowd == 0
        assert watch.experiment.status is Status.PAUSED

    def test_a_setting_takes_effect_and_is_seen(self, make: Make) -> None:
        watch = waiting(make)
        known = len(watch.snapshots)
        watch.experiment.learning_rate = 0.005
        watch.until_more(known)
        optimizer = watch.experiment.model.optimizer
        assert optimizer is not None
        assert optimizer.learning_rate == 0.005

    def test_a_single_step_waits_for_nobody(self, make: Make) -> None:
        experiment = make(epochs=10_000)
        for number in (1, 2, 3):
            experiment.step_batch()
            assert settled(experiment).iteration == number

    def test_another_step_that_is_asked_for_keeps_no_core_busy(self, make: Make) -> None:
        experiment = make(epochs=10_000)
        experiment.step_epoch()
        experiment.step_batch()
        begin = time.process_time()
        time.sleep(0.5)
        assert time.process_time() - begin < 0.25
        experiment.reset()
        assert settled(experiment).iteration == 0

    def test_it_goes_on_when_the_others_have_had_theirs(self, make: Make, others_turn: turns.Turn) -> None:
        watch = waiting(make)
        others_turn.__exit__(None, None, None)
        watch.until_iteration(3)
        watch.until(lambda: watch.snapshots[-1].crowd == 0)

    def test_a_way_back_in_time_waits_for_nobody(self, make: Make) -> None:
        experiment = make(epochs=10_000)
        experiment.step_updates(1)
        settled(experiment)
        experiment.step_back()
        assert settled(experiment).iteration == 0

    def test_what_computes_beside_it_waits_too_and_can_be_stopped(self) -> None:
        told: list[int] = []
        work = Background[int](threading.RLock(), told.append, lambda _: -1)

        def count() -> Generator[int]:
            for number in range(1_000_000):
                sum(range(10_000))  # a head start is time of the processor
                yield number

        work.start(count())
        deadline = time.monotonic() + DEADLINE
        size = -1
        while len(told) != size or size < 1:  # until it stands still
            assert time.monotonic() < deadline
            size = len(told)
            time.sleep(0.3)
        assert work.busy
        assert work.stop()
        assert work.wait(DEADLINE)


def test_the_numbers_are_those_of_a_run_without_turns(
    make: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "TURN_SECONDS", 0.0005)
    monkeypatch.setattr(turns, "LOOK_AGAIN_SECONDS", 0.0005)
    both = [make(epochs=5), make(epochs=5)]
    for experiment in both:
        experiment.run()
    by_turns = [settled(experiment) for experiment in both]
    monkeypatch.delenv(turns.FOLDER)
    alone = make(epochs=5)
    alone.run()
    expected = settled(alone)
    assert expected.status is Status.FINISHED
    for snapshot in by_turns:
        np.testing.assert_array_equal(snapshot.parameters, expected.parameters)
        assert snapshot.history.batch_logs == expected.history.batch_logs
    assert [path.name for path in folder.iterdir()] == ["core-0"]
