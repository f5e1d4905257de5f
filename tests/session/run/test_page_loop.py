"""Where no thread can start, the same work is done in slices, driven by the page or by whoever waits."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets import data
from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.session import Experiment, Snapshot, Status
from mlwidgets.session.run.page_loop import SlicedWork
from mlwidgets.session.run.runner import Runner
from tests.session.support import DEADLINE

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be like Pyodide."""

    def start(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)


def make() -> Trainer[Sequential]:
    rng = np.random.default_rng(0)
    model = Sequential([Input((2,)), Dense(1)])
    model.compile("sgd", "mse")
    x = rng.normal(size=(12, 2))
    return Trainer(model, x, x[:, 0], batch_size=4, epochs=3, validation_data=(x, x[:, 1]))


class Bench:
    """A runner without threads, and what it published."""

    def __init__(self) -> None:
        self.snapshots: list[Snapshot] = []
        self.runner = Runner(make, lambda snapshot, _urgent: self.snapshots.append(snapshot))

    @property
    def iteration(self) -> int:
        """How many updates have been made."""
        return self.runner.trainer.iteration


@pytest.mark.usefixtures("no_threads")
def test_each_slice_goes_on_where_the_last_one_stopped() -> None:
    bench = Bench()
    bench.runner.go("end")
    assert bench.iteration == 0
    for update in (1, 2, 3):
        assert bench.runner.step_slice(0)
        assert bench.iteration == update
    while bench.runner.step_slice(0):
        pass
    assert not bench.runner.step_slice(0)
    assert (bench.snapshots[-1].status, bench.snapshots[-1].iteration) == (Status.FINISHED, 9)
    straight = make()
    list(straight)
    assert bench.runner.trainer.moment() == straight.moment()


@pytest.mark.usefixtures("no_threads")
def test_a_pause_between_two_slices_takes_effect_before_the_next_step() -> None:
    bench = Bench()
    bench.runner.go("end")
    bench.runner.step_slice(0)
    bench.runner.step_slice(0)
    bench.runner.pause()
    assert bench.runner.wait(DEADLINE)
    assert (bench.snapshots[-1].status, bench.iteration) == (Status.PAUSED, 2)
    bench.runner.go("batch")
    bench.runner.go("batch")
    assert bench.runner.wait(DEADLINE)
    assert bench.iteration == 4
    bench.runner.go("epoch")
    assert bench.runner.wait()
    assert (bench.iteration, bench.snapshots[-1].status) == (6, Status.PAUSED)
    bench.runner.change_weights(lambda model: model.set_weights([[[7.0], [7.0]], [7.0]]))
    assert bench.runner.wait()
    assert (bench.runner.trainer.model.vector == 7).all()


@pytest.mark.usefixtures("no_threads")
def test_who_waits_too_short_gets_no_and_closing_ends_it() -> None:
    bench = Bench()
    bench.runner.go("end")
    assert not bench.runner.wait(0)
    bench.runner.close()
    made = bench.iteration
    assert not bench.runner.step_slice()
    assert bench.iteration == made


def experiment_of_points() -> Experiment:
    return Experiment(data.load("circle"), epochs=3, batch_size=50)


def test_an_experiment_trains_and_shows_the_same_as_with_threads(request: pytest.FixtureRequest) -> None:
    threaded = experiment_of_points()
    threaded.run()
    assert threaded.wait(DEADLINE)
    request.getfixturevalue("no_threads")
    experiment = experiment_of_points()
    seen: list[tuple[str, int]] = []
    experiment.observe(
        lambda change: seen.append((str(change["new"].status), change["new"].iteration)), "snapshot"
    )
    experiment.run()
    assert experiment.wait(DEADLINE)
    assert experiment.status is Status.FINISHED
    assert seen[0] == ("running", 0)
    assert seen[-1] == ("finished", experiment.model.optimizer.iterations)  # type: ignore[union-attr]
    np.testing.assert_array_equal(experiment.model.vector, threaded.model.vector)
    threaded.close()
    experiment.close()


@pytest.mark.usefixtures("no_threads")
def test_the_running_loop_of_the_page_drives_it_and_answers_meanwhile() -> None:
    async def page() -> tuple[int, int]:
        experiment = Experiment(data.load("circle"), epochs=10_000)
        experiment.run()
        ticks = 0
        while experiment.snapshot is None or experiment.snapshot.iteration < 20:
            await asyncio.sleep(0)
            ticks += 1
        experiment.pause()
        for _ in range(1000):
            if experiment.status is Status.PAUSED:
                break
            await asyncio.sleep(0.005)
        rested = experiment.model.optimizer.iterations  # type: ignore[union-attr]
        await asyncio.sleep(0.1)
        assert experiment.model.optimizer.iterations == rested  # type: ignore[union-attr]
        experiment.run()
        await asyncio.sleep(0.05)
        experiment.close()
        return ticks, rested

    ticks, rested = asyncio.run(asyncio.wait_for(page(), DEADLINE))
    assert rested >= 20
    assert ticks > 2


@pytest.mark.usefixtures("no_threads")
def test_a_view_that_waits_in_the_middle_of_a_slice_does_not_start_another() -> None:
    experiment = experiment_of_points()
    answers: list[bool] = []
    experiment.observe(lambda _change: answers.append(experiment.wait(1)), "snapshot")
    experiment.run()
    assert experiment.wait(DEADLINE)
    assert experiment.status is Status.FINISHED
    assert not any(answers[:-1])
    experiment.close()


@pytest.mark.usefixtures("no_threads")
def test_a_view_that_raises_does_not_end_the_run(caplog: pytest.LogCaptureFixture) -> None:
    experiment = experiment_of_points()

    def fail(_change: Any) -> None:  # noqa: ANN401 - a traitlets change
        raise ValueError("broken view")

    experiment.observe(fail, "snapshot")
    experiment.run()
    assert experiment.wait(DEADLINE)
    assert experiment.status is Status.FINISHED
    assert "broken view" in caplog.text
    experiment.close()


def test_work_stops_at_the_end_of_its_time() -> None:
    done: list[int] = []

    def work() -> Iterator[None]:
        for number in range(5):
            done.append(number)
            yield

    waiting = [work()]
    sliced = SlicedWork(lambda: waiting.pop() if waiting else None)
    assert sliced.step_slice(0)
    assert done == [0]
    assert not sliced.step_slice(60)
    assert done == [0, 1, 2, 3, 4]
    sliced.wake()  # without a running loop nothing happens
