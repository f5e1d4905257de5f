"""DoctorView without a browser: what it sends, when, and what it makes of the page's messages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mlwidgets import Experiment
from mlwidgets.widgets.doctor import texts
from mlwidgets.widgets.doctor.doctor_panel import DoctorPanel
from mlwidgets.widgets.doctor.doctor_view import DoctorView
from tests.widgets.wire import Wire

LONG = 120.0


@pytest.fixture
def view() -> Any:  # noqa: ANN401 - a generator of views
    """Return a view that somebody sees, on digits with a rate that kills every ReLU."""
    experiment = Experiment("mnist", learning_rate=10.0, epochs=2)
    made = DoctorView(experiment)
    Wire(made.panel).arrive({"visible": True})
    yield made
    made.close()
    experiment.close()


def train(view: DoctorView) -> None:
    view.experiment.step_epoch()
    assert view.experiment.wait(LONG)


def names(view: DoctorView) -> list[str]:
    return [one["name"] for one in view.panel.frame["findings"]]


def test_before_a_run_it_says_what_to_do_and_then_what_is_wrong(view: DoctorView) -> None:
    assert view.panel.frame["empty"] == texts.WAITING
    assert view.panel.frame["rows"] == []
    train(view)
    frame = view.panel.frame
    assert names(view) == ["dead-1"]
    assert frame["moment"] == "After 125 updates, on 64 training examples"
    assert [row["title"] for row in frame["rows"]] == ["1 Conv2D", "3 Conv2D", "6 Dense"]
    assert frame["rows"][0]["cells"] == [
        ["0", "none passes"],
        frame["rows"][0]["cells"][1],
        ["100% dead", "high"],
    ]
    assert frame["findings"][0]["remedies"] == ["Go back to the start and use 0.002"]
    json.dumps(frame)  # no number that JSON does not know


def test_a_remedy_is_pressed_and_the_run_recovers(view: DoctorView) -> None:
    train(view)
    wire = Wire(view.panel)
    wire.say({"kind": "treat", "finding": "dead-1", "remedy": "Go back to the start and use 0.002"})
    assert view.experiment.wait(LONG)
    assert names(view) == []
    assert view.panel.frame["said"] == "Back at the start, with a learning rate of 0.002. Press Run."
    assert view.experiment.note == view.panel.frame["said"]
    train(view)
    assert view.panel.frame["said"] == ""
    assert view.panel.frame["empty"] == texts.WELL
    snapshot = view.experiment.snapshot
    assert snapshot is not None
    assert snapshot.validation is not None
    assert snapshot.validation.evaluation.logs["accuracy"] > 0.85


def test_a_press_of_what_has_changed_meanwhile_changes_nothing(view: DoctorView) -> None:
    train(view)
    before = view.experiment.settings
    wire = Wire(view.panel)
    wire.say({"kind": "treat", "finding": "dead-1", "remedy": "Go back to update 7 and use 3"})
    assert view.panel.frame["said"] == texts.GONE
    wire.say({"kind": "treat", "finding": "dead-9", "remedy": "Go back to the start and use 0.002"})
    assert view.experiment.settings is before
    assert names(view) == ["dead-1"]
    assert view.fault == ""


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"kind": "treat"},
        {"kind": "treat", "finding": 1, "remedy": "x"},
        {"kind": "treat", "finding": "dead-1", "remedy": None},
        {"kind": "treat", "finding": "x" * 10_000, "remedy": "y" * 10_000},
        {"kind": "dismiss", "finding": ["dead-1"]},
        {"kind": "dismiss", "finding": "nothing-3"},
        {"kind": "rm"},
    ],
)
def test_malformed_messages_are_ignored(view: DoctorView, message: dict[str, Any]) -> None:
    train(view)
    Wire(view.panel).say(message)
    assert names(view) == ["dead-1"]
    assert view.fault == ""


def test_what_is_dismissed_goes(view: DoctorView) -> None:
    train(view)
    Wire(view.panel).say({"kind": "dismiss", "finding": "dead-1"})
    assert names(view) == []


def test_nobody_sees_it_so_nothing_is_sent() -> None:
    experiment = Experiment("circle", epochs=30)
    view = DoctorView(experiment)
    wire = Wire(view.panel)
    experiment.run()
    assert experiment.wait(LONG)
    assert wire.messages == []
    wire.arrive({"visible": True})
    assert view.panel.frame["rows"]
    view.close()
    experiment.close()


def test_curvature_is_told_for_plain_gradient_descent_only() -> None:
    for optimizer, told in (("sgd", True), ("adam", False)):
        experiment = Experiment("circle", optimizer=optimizer, epochs=3)
        view = DoctorView(experiment)
        Wire(view.panel).arrive({"visible": True})
        train(view)
        assert view.panel.frame["more"].startswith("Largest curvature") is told
        view.close()
        experiment.close()


def test_a_panel_refuses_unknown_keywords() -> None:
    with pytest.raises(TypeError, match="DoctorPanel has no argument 'finding'"):
        DoctorPanel(finding=1)
