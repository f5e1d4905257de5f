"""The table of runs: what differs, what came of it, and what a learner does with a run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.explain.wording import share_text
from mlwidgets.session import Experiment
from mlwidgets.widgets.training.curves_view import CurvesView
from mlwidgets.widgets.training.runs_view import RunsView
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

SECONDS = 60


@pytest.fixture
def view() -> Generator[RunsView]:
    experiment = Experiment("circle", epochs=3, learning_rate=0.01)
    made = RunsView(experiment)
    yield made
    made.close()
    experiment.close()


def train(view: RunsView) -> None:
    view.experiment.run()
    assert view.experiment.wait(SECONDS)


def fork(view: RunsView) -> None:
    train(view)
    view.experiment.go_to(30)
    assert view.experiment.wait(SECONDS)
    view.experiment.change(learning_rate=0.3, batch_size=5)
    train(view)


def test_a_fork_says_where_it_left_and_what_differs(view: RunsView) -> None:
    assert view.table.rows == []
    fork(view)
    present, past = view.table.rows
    assert present["present"]
    assert present["words"] == "from A at update 30: learning rate → 0.3, batch size → 5"
    assert past["words"] == "Adam 0.01, batch 10"
    assert (past["updates"], past["letter"]) == ("60", "A")
    assert past["cells"][1] == f"{view.experiment.ledger.past[0].history.history['val_loss'][-1]:.3g}"
    assert "moments are kept whole" in view.table.memory


def test_a_run_after_a_reset_is_compared_with_the_one_before(view: RunsView) -> None:
    train(view)
    view.experiment.change(seed=4, optimizer="sgd")
    train(view)
    view.experiment.change(features=["x1", "x2", "x1^2"])
    train(view)
    present, second, _ = view.table.rows
    assert second["words"] == "Adam → SGD, learning rate 0.01 → 0.1, seed 0 → 4"
    assert present["words"].startswith("features x1 x2 → x1 x2 x1^2")


def test_a_run_is_named_pinned_hidden_used_and_deleted(view: RunsView) -> None:
    curves = CurvesView(view.experiment)
    fork(view)
    wire, (run,) = Wire(view.table), view.experiment.ledger.past
    wire.say({"kind": "change", "run": run.number, "name": "name", "value": "the good one"})
    wire.say({"kind": "change", "run": run.number, "name": "pinned", "value": True})
    assert (view.table.rows[1]["name"], view.table.rows[1]["pinned"]) == ("the good one", True)
    assert len(curves.chart.ghosts) == 1
    wire.say({"kind": "change", "run": run.number, "name": "shown", "value": False})
    assert len(curves.chart.ghosts) == 0
    wire.say({"kind": "use", "run": run.number})
    assert (view.experiment.learning_rate, view.experiment.batch_size) == (0.01, 10)
    view.experiment.undo()
    assert view.experiment.learning_rate == 0.3
    wire.say({"kind": "forget", "run": run.number})
    assert [row["present"] for row in view.table.rows] == [True]
    wire.say({"kind": "use", "run": run.number})
    assert view.fault == "This run is no longer kept, so its settings are not known."
    curves.close()


def test_the_memory_of_time_travel_is_stated_and_can_be_set(view: RunsView) -> None:
    fork(view)
    control = view.children[1]
    assert control.value == view.experiment.travel_megabytes == 100
    Wire(control).arrive({"value": 2.0})
    assert view.experiment.travel_megabytes == 2
    assert "of at most 2 MB" in view.table.memory
    view.experiment.travel_megabytes = 50
    assert control.value == 50


def test_hostile_messages_change_nothing(view: RunsView) -> None:
    fork(view)
    before, wire = view.table.rows, Wire(view.table)
    number = view.experiment.ledger.past[0].number
    hostile: list[Any] = [None, 7, "change", [], {}, {"kind": "change"}, {"kind": "use", "run": "0"}]
    hostile += [{"kind": "change", "run": number, "name": "letter", "value": "Z"}]
    hostile += [{"kind": "change", "run": number, "name": "history", "value": None}]
    hostile += [{"kind": "export", "as": "exe"}, {"kind": "forget", "run": 10**400}]
    hostile += [{"kind": "change", "run": 10**400, "name": "shown", "value": False}]
    for message in hostile:
        wire.say(message)
    assert view.table.rows == before
    for name, value in (("name", "x" * 41), ("name", 3), ("shown", "yes"), ("pinned", None)):
        wire.say({"kind": "change", "run": number, "name": name, "value": value})
        assert "got" in view.fault
    assert view.table.rows == before


def test_what_the_test_examples_said_has_a_column_once_somebody_has_looked(view: RunsView) -> None:
    train(view)
    assert len(view.table.columns) == 3
    assert view.table.tests == ""
    measured = view.experiment.ledger.measure_test()
    assert view.table.columns[3] == "test accuracy"
    assert view.table.rows[0]["cells"][3] == share_text(measured.logs["accuracy"])
    view.experiment.ledger.measure_test()
    assert view.table.tests == "The test set has been opened twice."
    view.experiment.reset()
    assert view.experiment.wait(60)
    assert [row["cells"][3] for row in view.table.rows] == ["", share_text(measured.logs["accuracy"])]


def test_the_runs_can_be_taken_away(view: RunsView) -> None:
    fork(view)
    wire = Wire(view.table)
    for kind in ("csv", "json"):
        wire.say({"kind": "export", "as": kind})
    files = [one["content"] for one in wire.messages if one.get("method") == "custom"]
    assert [(one["name"], one["type"]) for one in files] == [
        ("runs.csv", "text/csv"),
        ("runs.json", "application/json"),
    ]
    table, written = (one["text"] for one in files)
    assert table.startswith("run,name,update,epoch,loss,accuracy")
    assert [run["run"] for run in json.loads(written)["runs"]] == ["A", "present"]
    assert json.loads(written)["runs"][1]["left"] == {"run": "A", "update": 30}
