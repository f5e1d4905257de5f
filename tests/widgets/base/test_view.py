"""Views: safe callbacks, and nothing left behind after the end."""

from __future__ import annotations

import dataclasses
import gc
import logging
import threading
import weakref
from typing import TYPE_CHECKING

import ipywidgets
import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances

from mlwidgets.data import Dataset
from mlwidgets.errors import ConfigurationError
from mlwidgets.session import Experiment
from mlwidgets.widgets import (
    Dashboard,
    ExportLab,
    LossLab,
    NetworkLab,
    OptimizerLab,
    Playground,
    PredictLab,
    TrainLab,
)
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.course.course_lab import CourseLab
from mlwidgets.widgets.data.data_lab import DataLab
from mlwidgets.widgets.training.confusion_matrix import ConfusionMatrix
from mlwidgets.widgets.training.run_panel import RunPanel
from tests.widgets.kernel_lab_parts import parts

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def experiment() -> Generator[Experiment]:
    made = Experiment(epochs=1)
    yield made
    made.close()


@pytest.fixture
def view(experiment: Experiment) -> View:
    return View(experiment, [])


def test_an_error_of_ours_becomes_its_sentence(view: View) -> None:
    def refuse(_: object) -> None:
        raise ConfigurationError("Too large; got 9.")

    view.safely(refuse)(None)
    assert view.fault == "Too large; got 9."


def test_any_other_error_becomes_a_sentence_and_a_full_record(
    view: View, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("float division by zero")

    with caplog.at_level(logging.ERROR, "mlwidgets"):
        view.safely(fail)(None)
    assert view.fault.startswith("Something went wrong inside mlwidgets (ZeroDivisionError")
    assert "float division by zero" in caplog.text
    assert "Traceback" in caplog.text


def test_a_snapshot_does_not_take_a_sentence_away_but_a_button_does(view: View) -> None:
    view.fault = "Too large; got 9."
    view.safely(lambda _: None)({"name": "snapshot"})
    assert view.fault == "Too large; got 9."
    view.safely(lambda _: None)(ipywidgets.Button())
    assert view.fault == ""


def test_callbacks_come_one_at_a_time(view: View) -> None:
    inside, most = 0, 0
    meet = threading.Barrier(2)

    def count(_: object) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        for _turn in range(1000):
            pass
        inside -= 1

    def knock() -> None:
        meet.wait()
        for _ in range(200):
            view.safely(count)(None)

    threads = [threading.Thread(target=knock) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_a_closed_view_no_longer_watches(experiment: Experiment) -> None:
    seen: list[dict[str, object]] = []
    view = View(experiment, [])
    view.watch(experiment, ("epochs", "seed"), seen.append)
    experiment.epochs = 3
    view.close()
    experiment.epochs = 4
    experiment.seed = 1
    assert [change["new"] for change in seen] == [3]


@pytest.mark.parametrize("kind", [TrainLab, LossLab, PredictLab, Dashboard])
def test_closing_frees_every_widget(kind: type[TrainLab], experiment: Experiment) -> None:
    gc.collect()
    before = set(_instances)
    lab = kind(experiment)
    assert len(_instances) - len(before) > 10
    trace = weakref.ref(lab)
    lab.close()
    assert set(_instances) == before
    del lab
    gc.collect()
    assert trace() is None


@pytest.mark.parametrize("kind", [TrainLab, LossLab, PredictLab, Dashboard])
def test_an_experiment_of_its_own_ends_with_the_lab(kind: type[TrainLab]) -> None:
    before = threading.active_count()
    lab = kind()
    lab.experiment.step_batch()
    assert lab.experiment.wait(timeout=30)
    assert threading.active_count() > before
    lab.close()
    assert threading.active_count() == before


def test_an_experiment_that_others_look_at_goes_on(experiment: Experiment) -> None:
    TrainLab(experiment).close()
    experiment.step_batch()
    assert experiment.wait(timeout=30)
    assert experiment.snapshot is not None
    assert experiment.snapshot.iteration == 1


def results(lab: TrainLab) -> tuple[list[str], list[str]]:
    """Return what the table beside Run measures, and its row of the validation data."""
    (panel,) = [child for child in lab.children[1].children if isinstance(child, RunPanel)]
    return panel.columns, panel.numbers[1]


@pytest.fixture
def table() -> Dataset:
    x = np.random.default_rng(0).normal(size=(40, 4))
    return Dataset(
        name="heights",
        x_train=x,
        y_train=x.sum(axis=1),
        x_test=x[:10],
        y_test=x[:10].sum(axis=1),
        class_names=(),
        source="made for this test",
        licence="BSD-3-Clause",
    )


def test_a_table_of_numbers_is_trained_without_a_confusion_matrix(table: Dataset) -> None:
    board = Dashboard(Experiment(table, epochs=1))
    _course, _data, _network, _loss, _optimizer, lab, play, _export = board.labs
    kinds = [CourseLab, DataLab, NetworkLab, LossLab, OptimizerLab, TrainLab, Playground, ExportLab]
    assert [type(one) for one in board.labs] == kinds
    assert play.experiment is not board.experiment
    board.experiment.run()
    assert board.experiment.wait(timeout=30)
    assert lab.fault == ""
    columns, numbers = results(lab)
    assert columns == ["Loss", "Mean abs. error"]
    assert all(float(number) > 0 for number in numbers)
    board.close()
    board.experiment.close()


def test_a_table_in_classes_has_a_confusion_matrix_but_no_pictures(table: Dataset) -> None:
    labels = (table.y_train > 0).astype(int)
    classes = dataclasses.replace(
        table, y_train=labels, y_test=labels[:10], class_names=("small", "large"), name="sizes"
    )
    lab = TrainLab(Experiment(classes, epochs=1))
    lab.experiment.run()
    assert lab.experiment.wait(timeout=30)
    assert lab.fault == ""
    lab.close()
    lab.experiment.close()


@pytest.mark.parametrize("loss", ["sparse_categorical_crossentropy", "binary_crossentropy", "hinge"])
def test_points_in_two_classes_are_counted_by_one_output_or_by_two(loss: str) -> None:
    lab = TrainLab(Experiment("circle", loss=loss, epochs=40))
    lab.experiment.run()
    assert lab.experiment.wait(timeout=30)
    assert lab.fault == ""
    snapshot = lab.experiment.snapshot
    assert snapshot is not None
    assert snapshot.validation is not None
    (matrix,) = [one for one in parts(lab) if isinstance(one, ConfusionMatrix)]
    assert matrix.class_names == ["outside", "inside"]
    counts = np.array(matrix.counts)
    assert counts.sum() == 50
    assert np.trace(counts) / 50 == pytest.approx(snapshot.validation.evaluation.logs["accuracy"])
    assert min(counts.diagonal()) > 15
    columns, numbers = results(lab)
    assert columns == ["Loss", "Accuracy"]
    assert numbers[1].endswith("%")
    lab.close()
    lab.experiment.close()


def test_points_with_a_number_to_predict_are_trained() -> None:
    lab = TrainLab(Experiment("plane", epochs=2))
    lab.experiment.run()
    assert lab.experiment.wait(timeout=30)
    assert lab.fault == ""
    columns, numbers = results(lab)
    assert columns == ["Loss", "Mean abs. error"]
    assert len(numbers) == 2
    lab.close()
    lab.experiment.close()


def test_predict_lab_says_which_data_it_needs(table: Dataset) -> None:
    experiment = Experiment(table)
    with pytest.raises(ConfigurationError, match=r"grey pictures of 28 × 28 pixels.*heights has 40"):
        PredictLab(experiment)
    experiment.close()


def test_where_no_widgets_are_shown_a_lab_says_what_to_do() -> None:
    lab = TrainLab()
    assert repr(lab) == "TrainLab on mnist: run this cell to use it"
    lab.close()
