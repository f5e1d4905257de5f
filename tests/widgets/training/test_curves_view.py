"""The learning curves without a browser: what is sent, when, and how little."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine.training.history import History
from mlwidgets.explain.network.curves import learning_curves
from mlwidgets.session import Experiment
from mlwidgets.widgets.training.curves_chart import CurvesChart
from mlwidgets.widgets.training.curves_view import CurvesView
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

SECONDS = 60


@pytest.fixture
def view() -> Generator[CurvesView]:
    experiment = Experiment("circle", epochs=4, learning_rate=0.03)
    made = CurvesView(experiment)
    yield made
    made.close()
    experiment.close()


def numbers(data: bytes) -> list[float]:
    return [float(number) for number in np.frombuffer(data, "<f4")]


def see(view: CurvesView) -> None:
    Wire(view.chart).arrive({"visible": True})


def painted(view: CurvesView) -> None:
    Wire(view.chart).say({"kind": "painted", "serial": view.chart.frame["serial"]})


def run(view: CurvesView) -> None:
    view.experiment.run()
    assert view.experiment.wait(SECONDS)


def test_two_panels_with_everything_the_page_draws(view: CurvesView) -> None:
    see(view)
    painted(view)
    run(view)
    painted(view)
    loss, accuracy = view.chart.frame["panels"]
    assert (loss["title"], loss["percent"]) == ("Loss", False)
    assert (accuracy["title"], accuracy["percent"]) == ("Accuracy", True)
    assert numbers(loss["validation"]["x"]) == [1, 2, 3, 4]
    assert len(loss["train"]["x"]) == len(loss["train"]["low"]) == len(loss["train"]["high"])
    assert view.chart.frame["best"] in {1, 2, 3, 4}
    assert view.chart.frame["alt"].startswith("Loss over the epochs: on training batches from ")
    assert "Accuracy over the epochs" in view.chart.frame["alt"]


def test_nobody_looks_nothing_is_sent_and_who_comes_sees_the_newest(view: CurvesView) -> None:
    wire = Wire(view.chart)
    run(view)
    assert wire.updates() == []
    see(view)
    assert numbers(view.chart.frame["panels"][0]["validation"]["x"]) == [1, 2, 3, 4]


def test_the_next_picture_waits_until_the_last_is_painted(view: CurvesView) -> None:
    see(view)
    serial = view.chart.frame["serial"]
    run(view)
    assert view.chart.frame["serial"] == serial
    painted(view)
    assert view.chart.frame["serial"] == serial + 1
    assert numbers(view.chart.frame["panels"][0]["validation"]["x"]) == [1, 2, 3, 4]


def test_a_changed_setting_and_a_test_are_marked(view: CurvesView) -> None:
    see(view)
    view.experiment.step_epoch()
    view.experiment.wait(SECONDS)
    view.experiment.learning_rate = 0.25
    view.experiment.step_epoch()
    view.experiment.wait(SECONDS)
    view.experiment.ledger.measure_test()
    painted(view)
    frame = view.chart.frame
    assert [mark["text"] for mark in frame["marks"]] == ["learning rate → 0.25"]
    assert numbers(frame["panels"][0]["test"]["x"]) == [2]


def test_a_reset_leaves_a_ghost_with_its_settings_that_the_page_can_remove(view: CurvesView) -> None:
    run(view)
    view.experiment.reset()
    view.experiment.wait(SECONDS)
    (ghost,) = view.chart.ghosts
    assert ghost["label"] == "Adam 0.03, batch 10"
    assert numbers(ghost["panels"][0]["validation"]["x"]) == [1, 2, 3, 4]
    view.experiment.seed = 3
    run(view)
    view.experiment.reset()
    view.experiment.wait(SECONDS)
    assert [ghost["label"] for ghost in view.chart.ghosts] == [
        "Adam 0.03, batch 10, seed 0",
        "Adam 0.03, batch 10, seed 3",
    ]
    for message in ({"kind": "forget", "run": "all"}, {"kind": "forget", "run": 99}, {"kind": "forget"}):
        Wire(view.chart).say(message)
    assert len(view.chart.ghosts) == 2
    Wire(view.chart).say({"kind": "forget", "run": ghost["id"]})
    assert [ghost["label"] for ghost in view.chart.ghosts] == ["Adam 0.03, batch 10"]


def test_a_rate_that_was_changed_on_the_way_is_part_of_the_label(view: CurvesView) -> None:
    view.experiment.step_epoch()
    view.experiment.wait(SECONDS)
    view.experiment.learning_rate = 0.25
    view.experiment.step_epoch()
    view.experiment.wait(SECONDS)
    view.experiment.reset()
    view.experiment.wait(SECONDS)
    assert [ghost["label"] for ghost in view.chart.ghosts] == ["Adam 0.03 → 0.25, batch 10"]


def test_a_full_chart_is_small_enough_to_send_ten_times_a_second() -> None:
    history = History()
    for update in range(50_000):
        history.add_batch(update / 100, {"loss": 1.0, "accuracy": 0.5})
    chart = CurvesChart()
    wire = Wire(chart)
    chart.show([learning_curves(history, "loss"), learning_curves(history, "accuracy")], epochs=500)
    assert len(str(wire.messages)) + sum(map(len, wire.buffers)) < 12_000


def test_the_numbers_of_a_regression_are_loss_and_error() -> None:
    experiment = Experiment("plane")
    view = CurvesView(experiment)
    assert [panel["title"] for panel in view.chart.frame["panels"]] == ["Loss", "Mean abs. error"]
    view.close()
    experiment.close()


def test_an_unknown_keyword_is_refused() -> None:
    arguments: dict[str, Any] = {"ghost": []}
    with pytest.raises(TypeError, match="ghosts"):
        CurvesChart(**arguments)


def test_nothing_is_left_of_a_closed_one() -> None:
    widget = CurvesChart()
    gone = weakref.ref(widget)
    widget.close()
    del widget
    gc.collect()
    assert gone() is None
