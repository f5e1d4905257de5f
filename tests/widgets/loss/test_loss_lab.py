"""The loss lab as a whole, without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets.data import load
from mlwidgets.data.relabelled import relabelled
from mlwidgets.session import Experiment
from mlwidgets.widgets import LossLab
from mlwidgets.widgets.loss.lens_view import LensView
from mlwidgets.widgets.loss.prediction_view import PredictionView

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def lab() -> Generator[LossLab]:
    experiment = Experiment("circle")
    made = LossLab(experiment)
    yield made
    made.close()
    experiment.close()


def test_two_panes_each_made_when_it_is_opened(lab: LossLab) -> None:
    assert lab.panes.bar.titles == ["One prediction", "Your examples"]
    assert isinstance(lab.panes.pane(0), PredictionView)
    lab.panes.selected = 1
    assert isinstance(lab.panes.pane(1), LensView)


@pytest.mark.parametrize("name", ["mnist", "circle", "plane"])
def test_it_suits_all_data(name: str) -> None:
    assert LossLab.suits(load(name))
    lab = LossLab(name)
    lab.panes.selected = 1
    assert lab.fault == ""
    lab.close()


def test_a_changed_label_leaves_the_lab_as_it_is_and_other_data_build_it_anew(lab: LossLab) -> None:
    lab.panes.selected = 1
    pane = lab.panes.pane(1)
    data = lab.experiment.dataset
    lab.experiment.dataset = relabelled(data, {0: 1 - int(data.y_train[0])})
    assert lab.panes.pane(1) is pane
    lab.experiment.dataset = "plane"
    assert lab.panes.pane(1) is not pane
    assert lab.panes.pane(0).curve.frame["question"] == "number"
    assert lab.fault == ""


def test_what_a_pane_says_stands_in_the_head_with_undo(lab: LossLab) -> None:
    lab.experiment.loss = "binary_crossentropy"
    pane = lab.panes.pane(0)
    pane.controls._loss.value = "mean_squared_error"
    pane.controls.children[-2].click()
    assert lab.header.note == "Your network now trains with mean squared error."
    assert lab.experiment.loss.name == "mean_squared_error"
    lab.experiment.undo()
    assert lab.experiment.loss.name == "binary_crossentropy"
