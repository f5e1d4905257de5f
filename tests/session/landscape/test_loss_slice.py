"""A slice of the loss in the background: its numbers, its refinement, its end."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError, SessionStateError
from mlwidgets.explain.landscape.grid import SIZE
from mlwidgets.session import Experiment
from mlwidgets.session.background import WorkStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.session.landscape.loss_slice import SliceState

PATIENT = 60


@pytest.fixture(autouse=True)
def no_breath(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlwidgets.session.background.BREATH_SECONDS", 0)


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment("moons", batch_size=8, epochs=10_000)
    yield made
    made.close()


def train(experiment: Experiment, epochs: int = 2) -> None:
    for _ in range(epochs):
        experiment.step_epoch()
        assert experiment.wait(PATIENT)


def watch(experiment: Experiment) -> list[SliceState]:
    seen: list[SliceState] = []
    experiment.loss_slice.observe(lambda change: seen.append(change["new"]), "state")
    return seen


@pytest.mark.parametrize("kind", ["random", "path", "weights"])
def test_its_heights_are_losses_at_those_weights(experiment: Experiment, kind: str) -> None:
    train(experiment)
    if kind == "path":  # the timeline keeps moments a tenth of a second apart
        experiment.run()
        deadline = time.monotonic() + PATIENT
        while len(experiment.timeline.weights()[0]) < 4 and time.monotonic() < deadline:
            time.sleep(0.01)
        experiment.pause()
        assert experiment.wait(PATIENT)
    before = experiment.model.vector.copy()
    experiment.loss_slice.start(kind, weights=(2, 9))
    assert experiment.loss_slice.wait(PATIENT)
    state = experiment.loss_slice.state
    np.testing.assert_array_equal(experiment.model.vector, before)
    assert state.status is WorkStatus.FINISHED, state.error
    assert state.done == state.total == SIZE * SIZE
    assert state.iteration == experiment.model.optimizer.iterations  # type: ignore[union-attr]
    directions = state.directions
    assert directions is not None
    assert state.heights is not None
    x_low, x_high, y_low, y_high = directions.domain
    split, task = experiment.split, experiment.task
    x, y = task.inputs(split.x_train), task.targets(split.y_train)

    def loss(a: float, b: float) -> float:
        def measured(model: Any) -> float:  # noqa: ANN401 - a network
            kept = model.vector.copy()
            model.parameters[...] += (a * directions.first + b * directions.second).astype(model.dtype)
            try:
                return float(model.measure(x, y).logs["loss"])
            finally:
                model.vector[...] = kept

        return experiment.ask(measured)

    for row, column in ((0, 0), (0, 40), (17, 23), (40, 8), (31, 31)):
        a, b = np.linspace(x_low, x_high, SIZE)[column], np.linspace(y_low, y_high, SIZE)[row]
        assert state.heights[row, column] == pytest.approx(loss(a, b), rel=1e-4)
    assert state.center == pytest.approx(loss(0, 0), rel=1e-5)
    assert state.examples == len(x)


def test_a_coarse_picture_comes_first_and_the_later_ones_keep_its_points(experiment: Experiment) -> None:
    seen = watch(experiment)
    experiment.loss_slice.start()
    assert experiment.loss_slice.wait(PATIENT)
    pictures = [state for state in seen if state.heights is not None]
    assert pictures[0].done == 121
    assert {121, 441, 1681} <= {state.done for state in pictures}
    last = pictures[-1].heights
    assert last is not None
    for state in pictures:
        assert state.heights is not None
        assert np.isfinite(state.heights).all()
        np.testing.assert_array_equal(state.heights[::4, ::4], last[::4, ::4])


def slow_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlwidgets.session.background.BREATH_SECONDS", 0.02)


def test_it_stops_at_once_and_keeps_its_picture(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, coarse = experiment.loss_slice, threading.Event()
    one.observe(lambda change: coarse.set() if change["new"].heights is not None else None, "state")
    one.start()
    assert coarse.wait(PATIENT)
    slow_down(monkeypatch)
    one.stop()
    assert one.wait(PATIENT)
    state = one.state
    assert state.status is WorkStatus.STOPPED
    assert state.heights is not None
    time.sleep(0.1)
    assert one.state is state


@pytest.mark.parametrize("end", ["rest", "close"])
def test_it_ends_with_the_experiment(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    slow_down(monkeypatch)
    experiment.loss_slice.start()
    getattr(experiment, end)()
    assert experiment.loss_slice.wait(PATIENT)
    deadline = time.monotonic() + 10
    while any(one.name == "mlwidgets-background" for one in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    if end == "close":
        with pytest.raises(SessionStateError, match="closed"):
            experiment.loss_slice.start()


def test_a_run_that_has_not_begun_has_no_path(experiment: Experiment) -> None:
    with pytest.raises(ConfigurationError, match="Train for a while"):
        experiment.loss_slice.start("path")
    assert experiment.loss_slice.state.status is WorkStatus.READY


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "pca"},
        {"kind": None},
        {"seed": -1},
        {"seed": float("nan")},
        {"seed": 10**400},
        {"kind": "weights", "weights": (0, 0)},
        {"kind": "weights", "weights": (0, 10**400)},
        {"kind": "weights", "weights": ("0", 1)},
        {"kind": "weights", "weights": 3},
        {"kind": "weights", "weights": (1, 2, 3)},
    ],
)
def test_what_cannot_be_is_a_sentence(experiment: Experiment, bad: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"\."):
        experiment.loss_slice.start(**bad)
    assert experiment.loss_slice.state.status is WorkStatus.READY


def test_a_loss_that_overflows_leaves_a_hole(experiment: Experiment) -> None:
    experiment.change(loss="mean_squared_error", layers=[{"class_name": "Dense", "config": {"units": 1}}])
    experiment.model.vector[...] = 1e19
    experiment.refresh()
    assert experiment.wait(PATIENT)
    experiment.loss_slice.start()
    assert experiment.loss_slice.wait(PATIENT)
    state = experiment.loss_slice.state
    assert state.status is WorkStatus.FINISHED, state.error
    assert state.heights is not None
    assert np.isnan(state.heights).any()


def test_weights_that_are_not_finite_are_told(experiment: Experiment) -> None:
    experiment.model.vector[...] = np.nan
    assert experiment.wait(PATIENT)
    with pytest.raises(ConfigurationError, match="not finite"):
        experiment.loss_slice.start()


def test_it_goes_on_while_the_run_does_and_views_are_answered(experiment: Experiment) -> None:
    experiment.run()
    experiment.loss_slice.start()
    slowest = 0.0
    while experiment.loss_slice._work.busy:
        began = time.process_time()  # of computing, in all threads: a busy machine takes longer
        experiment.predict(experiment.dataset.x_test[:1])
        slowest = max(slowest, time.process_time() - began)
    assert experiment.loss_slice.state.status is WorkStatus.FINISHED
    assert slowest < 1
