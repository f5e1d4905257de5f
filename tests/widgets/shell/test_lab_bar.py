"""LabBar without a browser, and the tabs of a dashboard whose data change."""

from __future__ import annotations

import pytest
from traitlets import TraitError

from mlwidgets.data import load
from mlwidgets.session import Experiment
from mlwidgets.widgets import Dashboard, Playground, TrainLab
from mlwidgets.widgets.shell.lab_bar import LabBar
from tests.widgets.kernel_lab_parts import parts
from tests.widgets.wire import Wire


def bar_of(board: Dashboard) -> LabBar:
    (bar,) = [one for one in parts(board) if isinstance(one, LabBar)]
    return bar


def test_a_tab_that_is_not_there_is_refused_and_the_page_gets_the_last_good_one() -> None:
    bar = LabBar("mlwidgets", labs=["Network", "Train"], selected=1)
    with pytest.raises(TraitError, match="a tab from 0 to 1; got 2"):
        bar.selected = 2
    wire = Wire(bar)
    wire.arrive({"selected": 7})
    assert bar.selected == 1
    assert wire.updates() == [{"selected": 1}]


def test_other_tabs_come_with_the_one_that_is_open() -> None:
    bar = LabBar(labs=["Convolution", "Network", "Train"], selected=2)
    bar.offer(["Train"], 0)
    assert (bar.labs, bar.selected) == (["Train"], 0)


def test_a_dashboard_says_what_is_in_use_and_what_the_training_does() -> None:
    board = Dashboard(Experiment("circle", epochs=1))
    bar = bar_of(board)
    assert bar.data == "circle"
    assert bar.network == f"{len(board.experiment.layers)} layers"
    assert bar.state == "ready"
    board.experiment.run()
    assert board.experiment.wait(timeout=30)
    assert bar.state == "finished"
    board.close()
    board.experiment.close()


def test_the_tabs_follow_the_data() -> None:
    board = Dashboard(Experiment("circle"))
    bar = bar_of(board)
    assert "Predict" not in bar.labs
    play = board.labs[bar.labs.index("Playground")]
    assert play.experiment is board.experiment
    bar.selected = bar.labs.index("Playground")
    board.experiment.dataset = load("mnist")
    assert "Predict" in bar.labs
    assert bar.labs[bar.selected] == "Playground"
    other = board.labs[bar.selected]
    assert isinstance(other, Playground)
    assert other.experiment is not board.experiment  # digits are not points in the plane
    assert isinstance(board.labs[bar.labs.index("Train")], TrainLab)
    board.close()
    board.experiment.close()


def test_the_bar_tells_of_the_lab_that_is_open_whose_experiment_may_be_its_own() -> None:
    board = Dashboard(Experiment("mnist"))
    bar = bar_of(board)
    bar.selected = bar.labs.index("Playground")
    play = board.labs[bar.selected].experiment
    assert (bar.data, bar.network) == (play.dataset.name, f"{len(play.layers)} layers")
    assert bar.data != "mnist"
    play.step_batch()
    assert play.wait(timeout=30)
    assert bar.state == "paused"
    bar.selected = bar.labs.index("Train")
    assert (bar.data, bar.state) == ("mnist", "ready")
    board.close()
    board.experiment.close()
