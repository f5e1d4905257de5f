"""The schedule on the page: every setting has a control, and the course is drawn before it runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import schedules
from mlwidgets.session import Experiment
from mlwidgets.spec import SCHEDULE_ROWS
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.training.schedule_chart import ScheduleChart
from mlwidgets.widgets.training.schedule_controls import ScheduleControls
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

STAIRS = {"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [5], "values": [0.1, 0.01]}}


@pytest.fixture
def controls() -> Generator[ScheduleControls]:
    experiment = Experiment("xor", optimizer="sgd", learning_rate=0.1, epochs=10)
    made = ScheduleControls(experiment)
    yield made
    made.close()
    experiment.close()


def choose(controls: ScheduleControls, name: str) -> dict[str, Any]:
    Wire(controls.children[0]).arrive({"value": name})
    return config(controls)


def config(controls: ScheduleControls) -> dict[str, Any]:
    schedule = controls.experiment.optimizer.schedule
    assert schedule is not None
    return dict(schedule["config"])


def control(controls: ScheduleControls, label: str) -> Any:  # noqa: ANN401 - of several kinds
    options: Any = controls.children[-1]
    return next(child for child in options.children if child.label == label)


def menu(controls: ScheduleControls) -> ChoiceControl:
    first = controls.children[0]
    assert isinstance(first, ChoiceControl)
    return first


def chart(controls: ScheduleControls) -> ScheduleChart:
    drawn = controls.children[1]
    assert isinstance(drawn, ScheduleChart)
    return drawn


@pytest.mark.parametrize("name", [row.name for row in SCHEDULE_ROWS if row.name != "constant"])
def test_a_schedule_that_is_chosen_is_drawn_over_the_run(controls: ScheduleControls, name: str) -> None:
    choose(controls, name)
    updates = -(-len(controls.experiment.split.x_train) // 10) * 10
    drawn = chart(controls)
    assert drawn.updates == updates
    steps, rates = np.frombuffer(drawn.points, "<f4").reshape(2, -1)
    schedule = schedules.get(dict(controls.experiment.optimizer.schedule))
    assert (steps[0], steps[-1]) == (0, updates - 1)
    np.testing.assert_allclose(rates, [schedule(int(step)) for step in steps], rtol=1e-6)
    assert drawn.text.endswith(".")
    assert (drawn.update, drawn.rate) == (0, schedule(0))
    controls.experiment.epochs = 20
    assert drawn.updates == 2 * updates
    assert controls.fault == ""


def test_without_a_schedule_again_the_rate_is_the_one_that_it_was_made_from(
    controls: ScheduleControls,
) -> None:
    for name in ("one_cycle", "warm_up", "cosine_decay"):
        choose(controls, name)
    Wire(menu(controls)).arrive({"value": "constant"})
    assert controls.experiment.learning_rate == pytest.approx(0.1)


def test_while_it_runs_only_the_moment_is_sent(controls: ScheduleControls) -> None:
    choose(controls, "cosine_decay")
    wire = Wire(chart(controls))
    for _ in range(3):
        controls.experiment.step_batch()
        controls.experiment.wait()
    sent = wire.updates()
    assert sent[-1]["update"] == 3
    assert all(set(state) <= {"update", "rate"} for state in sent)
    optimizer, _ = controls.experiment.model.check_compiled()
    assert chart(controls).rate == optimizer.current_learning_rate


def test_a_run_that_ends_first_is_told(controls: ScheduleControls) -> None:
    choose(controls, "cosine_decay")
    assert "training ends first" not in chart(controls).text
    Wire(control(controls, "Decay steps")).arrive({"value": 5000.0})
    assert "The schedule lasts 5,000 updates and the run only" in chart(controls).text


def test_more_boundaries_get_more_values_and_fewer_values_fewer_boundaries(
    controls: ScheduleControls,
) -> None:
    before = choose(controls, "piecewise_constant_decay")
    assert len(before["values"]) == len(before["boundaries"]) + 1
    Wire(control(controls, "Boundaries")).arrive({"value": "10, 20, 30"})
    assert config(controls) == {"boundaries": [10, 20, 30], "values": [0.1, 0.03, 0.009, 0.0027]}
    assert control(controls, "Values").value == "0.1, 0.03, 0.009, 0.0027"
    Wire(control(controls, "Values")).arrive({"value": "0.2, 0.02"})
    assert config(controls) == {"boundaries": [10], "values": [0.2, 0.02]}
    Wire(control(controls, "Values")).arrive({"value": "0.2, 0.02, 0.01"})
    assert len(config(controls)["boundaries"]) == 2
    assert controls.fault == ""


@pytest.mark.parametrize(
    ("label", "typed", "message"),
    [
        ("Boundaries", "20, 10", "Each of the boundaries must be larger than the one before; got [20, 10]."),
        ("Boundaries", "-5, 10", "boundaries must be a whole number in [0, 10,000,000]; got -5."),
        ("Boundaries", "1.5", "boundaries must be a whole number"),
        ("Boundaries", "nan", "Boundaries must be numbers with commas between them"),
        ("Boundaries", "1e999", "Boundaries must be numbers with commas between them"),
        ("Boundaries", "", "Boundaries is empty. Type numbers"),
        ("Boundaries", "__import__('os')", "Boundaries must be numbers"),
        ("Boundaries", "1," * 5000, "Boundaries may have 500 characters; got 10,000."),
        ("Values", "0.1, 11, 1", "values must be a number in [0, 10]; got 11"),
        ("Values", "-0.1", "values must be a number in [0, 10]; got -0.1."),
    ],
)
def test_a_list_that_cannot_be_is_told_at_its_control_and_nothing_is_lost(
    controls: ScheduleControls, label: str, typed: str, message: str
) -> None:
    before = choose(controls, "piecewise_constant_decay")
    wire = Wire(control(controls, label))
    wire.arrive({"value": typed})
    assert config(controls) == before
    assert re.match(re.escape(message), control(controls, label).error)
    assert len(control(controls, label).error) < 250
    wire.arrive({"value": control(controls, label).value})
    assert control(controls, label).error == ""


def test_numbers_that_cannot_be_are_told_at_their_control(controls: ScheduleControls) -> None:
    before = choose(controls, "exponential_decay")
    for value in (-5.0, 0.0, float("nan"), 1.5, "many", None, 10**400):
        Wire(control(controls, "Decay steps")).arrive({"value": value})
        assert config(controls) == before
    Wire(control(controls, "Decay steps")).arrive({"value": -5.0})
    assert control(controls, "Decay steps").error.startswith("Decay steps must be a whole number from 1")


def test_a_warm_up_climbs_to_the_rate_that_was_chosen_and_gives_its_updates_back(
    controls: ScheduleControls,
) -> None:
    before = choose(controls, "cosine_decay")
    Wire(control(controls, "Warm-up target")).arrive({"value": "on"})
    warm = config(controls)
    assert (warm["initial_learning_rate"], warm["warmup_target"]) == (0.0, 0.1)
    assert warm["warmup_steps"] + warm["decay_steps"] == before["decay_steps"]
    assert chart(controls).text.startswith("From 0 at the first update up to 0.1 at update ")
    Wire(control(controls, "Warm-up target")).arrive({"value": "off"})
    assert config(controls) == before


def test_a_schedule_from_python_and_its_undoing_are_followed(controls: ScheduleControls) -> None:
    controls.experiment.learning_rate = STAIRS
    assert menu(controls).value == "piecewise_constant_decay"
    assert control(controls, "Boundaries").value == "5"
    controls.experiment.undo()
    assert menu(controls).value == "constant"
    assert len(controls.children) == 2
    controls.experiment.learning_rate = {"class_name": "Constant", "config": {"learning_rate": 0.2}}
    assert menu(controls).value == "constant"
    assert controls.fault == ""


def test_a_schedule_that_begins_with_0_can_be_left(controls: ScheduleControls) -> None:
    choose(controls, "warm_up")
    Wire(controls.children[0]).arrive({"value": "constant"})
    assert controls.experiment.optimizer.schedule is None
    assert controls.experiment.learning_rate == 0.1
    assert menu(controls).error == ""
