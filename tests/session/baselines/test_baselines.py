"""Baselines of an experiment: fitted in the background to the rows of the network."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data import Dataset
from mlwidgets.errors import DataError, SessionStateError
from mlwidgets.session import Experiment
from mlwidgets.session.background import WorkStatus
from mlwidgets.session.baselines.fitted import Rows, loss_of
from mlwidgets.session.baselines.work import fitting

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENT = 60


def numbers(targets: int | None) -> Dataset:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(120, 3)).astype(np.float32)
    y = (x @ np.array([[2.0, 1.0], [0.0, 1.0], [-1.0, 0.5]])[:, : targets or 1]).astype(np.float32)
    y = y[:, 0] if targets is None else y
    return Dataset(
        name="numbers",
        x_train=x[:100],
        y_train=y[:100],
        x_test=x[100:],
        y_test=y[100:],
        class_names=(),
        source="this test",
        licence="BSD-3-Clause",
    )


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment("moons", batch_size=8)
    yield made
    made.close()


def test_all_models_are_fitted_and_measured_and_the_network_is_left_alone(experiment: Experiment) -> None:
    experiment.step_epoch()
    assert experiment.wait(PATIENT)
    before = experiment.model.vector.copy()
    baselines = experiment.baselines
    baselines.start()
    assert baselines.wait(PATIENT)
    state = baselines.state
    assert (state.status, state.error, dict(state.problems)) == (WorkStatus.FINISHED, "", {})
    assert [model.kind for model in state.models] == ["constant", "linear", "trees"]
    constant, linear, trees = state.models
    assert constant.figures is not None
    assert constant.figures["validation"].second == 0.5
    assert linear.figures is not None
    assert linear.figures["validation"].score > 0.8
    assert trees.figures is not None
    assert trees.figures["validation"].score > 0.9
    for model in (linear, trees):
        assert model.importance is not None
        assert model.importance.columns == ("x₁", "x₂")
        assert len(model.curves.train) == len(model.curves.validation) > 5
        assert model.curves.train[-1] < model.curves.train[0]
    assert constant.importance is None
    assert state.network is not None
    assert experiment.snapshot is not None
    assert state.updates == experiment.snapshot.iteration
    assert state.done == state.total == 6
    np.testing.assert_array_equal(experiment.model.vector, before)
    measured = baselines.network_figures()
    said = experiment.predict(experiment.split.x_train).argmax(axis=1)
    assert measured["train"].score == (said == experiment.split.y_train).mean()
    assert set(baselines.test_figures()) == {"constant", "linear", "trees"}
    measured_test = experiment.ledger.measure_test()
    assert measured_test.output is not None
    figures = baselines.network_test_figures(measured_test.output)
    assert figures.rows == len(experiment.dataset.x_test)
    assert figures.score == pytest.approx(measured_test.logs["accuracy"])


@pytest.mark.parametrize("targets", [None, 1, 2])
def test_numbers_are_predicted_too(targets: int | None) -> None:
    experiment = Experiment(numbers(targets))
    experiment.baselines.start()
    assert experiment.baselines.wait(PATIENT)
    state = experiment.baselines.state
    assert state.error == ""
    constant, linear, trees = state.models
    assert linear.figures is not None
    assert linear.figures["validation"].score == pytest.approx(1, abs=1e-6)  # the data are linear
    assert linear.importance is not None
    assert linear.importance.columns == ("input 1", "input 2", "input 3")
    assert trees.figures is not None
    assert constant.figures is not None
    assert constant.figures["train"].score == pytest.approx(0, abs=1e-6)
    assert constant.figures["train"].second > trees.figures["train"].second
    experiment.close()


def test_they_are_of_a_split_and_say_when_it_has_changed(experiment: Experiment) -> None:
    assert not experiment.baselines.outdated
    experiment.baselines.start()
    experiment.learning_rate = 0.5
    assert not experiment.baselines.outdated
    experiment.validation_split = 0.3
    assert experiment.baselines.outdated
    experiment.baselines.stop()


def test_without_validation_rows_there_is_no_importance(experiment: Experiment) -> None:
    experiment.validation_split = 0
    experiment.baselines.start()
    assert experiment.baselines.wait(PATIENT)
    state = experiment.baselines.state
    assert state.status is WorkStatus.FINISHED
    assert state.network is None
    trees = state.model("trees")
    assert trees is not None
    assert trees.figures is not None
    assert set(trees.figures) == {"train"}
    assert trees.curves.best is None


def test_without_xgboost_there_are_no_trees_but_all_else(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xgboost", None)
    experiment.baselines.start()
    assert experiment.baselines.wait(PATIENT)
    state = experiment.baselines.state
    assert state.status is WorkStatus.FINISHED
    assert "pip install" in state.problems["trees"]
    assert [model.kind for model in state.models] == ["constant", "linear"]
    assert state.models[1].importance is not None


def test_it_stops_at_once_and_keeps_what_is_known(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlwidgets.session.background.BREATH_SECONDS", 0.02)
    baselines, going = experiment.baselines, threading.Event()
    baselines.observe(lambda change: going.set() if change["new"].doing == "trees" else None, "state")
    baselines.start()
    assert going.wait(PATIENT)
    baselines.stop()
    assert baselines.state.status is WorkStatus.STOPPED
    assert baselines.state.model("linear") is not None
    experiment.close()
    with pytest.raises(SessionStateError, match="closed"):
        baselines.start()


def test_pictures_are_refused_in_a_sentence() -> None:
    experiment = Experiment("mnist")
    assert not experiment.baselines.suits(experiment.dataset)
    with pytest.raises(DataError, match="rows of numbers"):
        experiment.baselines.start()
    experiment.close()


def test_too_many_classes_are_refused_in_a_sentence() -> None:
    x, y = np.zeros((6, 1), np.float32), np.array([0, 1, 2, 0, 1, 2])
    with pytest.raises(DataError, match="101"):
        next(fitting("trees", Rows(x, y, x, y, 101), 0))
    with pytest.raises(DataError, match="fewer classes"):
        next(fitting("linear", Rows(x, y, x, y, 20_000_000), 0))


def test_the_loss_never_is_infinite() -> None:
    assert loss_of(np.array([0]), np.array([[0.0, 1.0]])) == pytest.approx(16.1, abs=0.1)
