"""Controls of the optimizer are made from its rows: every setting that the engine has is on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.ranges import Interval
from mlwidgets.session import Experiment
from mlwidgets.spec import OPTIMIZER_ROWS, SCHEDULE_ROWS, Row
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.disclosure import Disclosure
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.controls.numbers_control import NumbersControl
from mlwidgets.widgets.training.optimizer_controls import OptimizerControls
from tests.session.support import settled
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import ipywidgets

    from mlwidgets.session import Snapshot


def parts(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


@pytest.fixture
def controls() -> Generator[OptimizerControls]:
    experiment = Experiment("xor")
    made = OptimizerControls(experiment)
    yield made
    made.close()
    experiment.close()


KINDS = (NumberControl, ChoiceControl, NumbersControl)


def labels(view: OptimizerControls) -> list[str]:
    return [part.label for part in parts(view) if isinstance(part, KINDS)]


def control(view: OptimizerControls, label: str) -> Any:  # noqa: ANN401 - a number or a menu
    return next(part for part in parts(view) if isinstance(part, KINDS) and part.label == label)


def open_more(view: OptimizerControls) -> None:
    next(part for part in parts(view) if isinstance(part, Disclosure)).opened = True


@pytest.mark.parametrize("row", list(OPTIMIZER_ROWS), ids=lambda row: row.class_name)
def test_every_setting_of_every_optimizer_has_a_control(controls: OptimizerControls, row: Row) -> None:
    controls.experiment.optimizer = row.name
    seldom = {option.label for option in row.options if not option.frequent}
    assert not seldom & set(labels(controls))
    open_more(controls)
    assert {option.label for option in row.options} <= set(labels(controls))
    assert controls.fault == ""


@pytest.mark.parametrize(
    ("optimizer", "label", "name", "value"),
    [
        ("sgd", "Momentum", "momentum", 0.5),
        ("adam", "Momentum β₁", "beta_1", 0.5),
        ("adam", "Epsilon ε", "epsilon", 1.0),
        ("rmsprop", "Decay ρ", "rho", 0.5),
        ("adamw", "Weight decay", "weight_decay", 0.1),
    ],
)
def test_a_number_and_its_setting_move_each_other(
    controls: OptimizerControls, optimizer: str, label: str, name: str, value: float
) -> None:
    controls.experiment.optimizer = optimizer
    open_more(controls)
    Wire(control(controls, label)).arrive({"value": value})
    assert controls.experiment.optimizer.config[name] == value
    before = controls.experiment.optimizer.row.option(name).default
    controls.experiment.optimizer = controls.experiment.optimizer.with_(**{name: before})
    assert control(controls, label).value == pytest.approx(before)


def test_a_switch_is_a_menu(controls: OptimizerControls) -> None:
    open_more(controls)
    Wire(control(controls, "AMSGrad")).arrive({"value": "on"})
    assert controls.experiment.optimizer.config["amsgrad"] is True
    controls.experiment.optimizer = "adam"
    assert control(controls, "AMSGrad").value == "off"


def test_clipping_has_a_limit_once_it_is_on_and_one_way_only(controls: OptimizerControls) -> None:
    open_more(controls)
    assert "Clip each value: limit" not in labels(controls)
    Wire(control(controls, "Clip each value")).arrive({"value": "on"})
    assert controls.experiment.optimizer.config["clipvalue"] == 1.0
    Wire(control(controls, "Clip each value: limit")).arrive({"value": 0.5})
    assert controls.experiment.optimizer.config["clipvalue"] == 0.5
    other = control(controls, "Clip each norm")
    Wire(other).arrive({"value": "on"})
    assert controls.experiment.optimizer.config["clipnorm"] is None
    assert other.value == "off"
    assert other.error.startswith("Gradients are clipped in one way only; got clip")
    Wire(control(controls, "Clip each value")).arrive({"value": "off"})
    assert controls.experiment.optimizer.config["clipvalue"] is None
    assert other.error == ""


@pytest.mark.parametrize("row", [row for row in SCHEDULE_ROWS if row.name != "constant"])
def test_a_schedule_has_its_own_settings_and_lasts_as_long_as_the_run(
    controls: OptimizerControls, row: Row
) -> None:
    open_more(controls)
    Wire(control(controls, "Schedule")).arrive({"value": row.name})
    schedule = controls.experiment.optimizer.schedule
    assert schedule is not None
    assert schedule["class_name"] == row.class_name
    length = schedule["config"].get("decay_steps", schedule["config"].get("total_steps"))
    updates = -(-len(controls.experiment.split.x_train) // 10) * 100
    assert length in (None, updates)
    assert {option.label for option in row.options} <= set(labels(controls))
    assert controls.fault == ""
    Wire(control(controls, "Schedule")).arrive({"value": "constant"})
    assert controls.experiment.optimizer.schedule is None


def test_a_setting_of_a_schedule_is_changed_or_refused_with_a_reason(controls: OptimizerControls) -> None:
    open_more(controls)
    Wire(control(controls, "Schedule")).arrive({"value": "exponential_decay"})
    rate = control(controls, "Decay rate")
    Wire(rate).arrive({"value": 0.25})
    assert controls.experiment.optimizer.schedule["config"]["decay_rate"] == 0.25
    Wire(rate).arrive({"value": 0.0})  # the slider reaches what the setting does not
    assert controls.experiment.optimizer.schedule["config"]["decay_rate"] == 0.25
    assert rate.error == "decay_rate must be a number in (0, 1]; got 0.0."


def test_the_learning_rate_is_greyed_out_while_a_schedule_sets_it(controls: OptimizerControls) -> None:
    rate = control(controls, "Learning rate")
    assert not rate.disabled
    wave = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.2, "decay_steps": 100}}
    controls.experiment.learning_rate = wave
    assert rate.disabled
    assert rate.help.endswith("The schedule under More settings sets it: Cosine decay.")
    assert (rate.value, rate.label) == (0.2, "Rate now")
    controls.experiment.learning_rate = 0.1
    assert not rate.disabled
    assert rate.label == "Learning rate"


def test_the_greyed_learning_rate_is_that_of_the_present_update(controls: OptimizerControls) -> None:
    experiment = controls.experiment
    rate = control(controls, "Learning rate")
    rise = {"class_name": "WarmUp", "config": {"schedule": 0.2, "warmup_steps": 4}}
    experiment.change(learning_rate=rise, epochs=1)
    assert rate.value == 0  # where a log scale never comes
    experiment.step_updates(2)
    assert experiment.wait()
    assert rate.value == pytest.approx(0.1)
    fall = {"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [10_000], "values": [0.1, 0.01]}}
    experiment.learning_rate = fall
    experiment.run()
    assert experiment.wait()
    assert rate.value == 0.1
    assert experiment.snapshot is not None
    experiment.learning_rate = {
        "class_name": "PolynomialDecay",
        "config": {"initial_learning_rate": 0.2, "decay_steps": experiment.snapshot.iteration},
    }
    assert rate.value > 0  # the last update's, not that of one that never comes


@pytest.mark.parametrize("row", list(OPTIMIZER_ROWS), ids=lambda row: row.class_name)
def test_a_number_can_be_typed_up_to_the_ends_of_its_range_and_beyond_is_a_sentence(
    controls: OptimizerControls, row: Row
) -> None:
    open_more(controls)
    for option in row.options:
        if option.kind not in ("number", "rate") or not isinstance(option.range, Interval):
            continue
        controls.experiment.optimizer = row.name
        if option.optional:
            controls.experiment.optimizer = controls.experiment.optimizer.with_(**{option.name: 1.0})
        label = f"{option.label}: limit" if option.optional else option.label
        one = control(controls, label)
        for end, closed in ((option.range.low, "left"), (option.range.high, "right")):
            before = controls.experiment.optimizer.config[option.name]
            Wire(one).arrive({"value": end})
            taken = option.range.closed in ("both", closed)
            after = controls.experiment.optimizer.config[option.name]
            assert after == (end if taken else before), (option.name, end)
            assert one.error == (
                "" if taken else f"{option.name} must be {one.error.partition('must be ')[2]}"
            )
            assert taken or one.value == pytest.approx(before)
        Wire(one).arrive({"value": option.range.high + 1})
        assert one.error.startswith(f"{label} must be a number from ")
    assert controls.fault == ""


def stepped(experiment: Experiment) -> Snapshot:
    experiment.step_batch()
    return settled(experiment)


@pytest.mark.parametrize("row", list(OPTIMIZER_ROWS), ids=lambda row: row.class_name)
def test_every_setting_changed_during_a_run_acts_at_the_next_step_or_begins_a_new_run(row: Row) -> None:
    experiment = Experiment("xor", optimizer=row.name)
    others: dict[str, Any] = {"flag": True, "rate": 0.0123}
    for option in row.options:
        experiment.optimizer = row.name
        run = stepped(experiment).run
        value = others.get(option.kind, 0.5)
        experiment.optimizer = experiment.optimizer.with_(**{option.name: value})
        snapshot = stepped(experiment)
        if option.live:
            assert (snapshot.run, snapshot.iteration) == (run, 2), option.name
            assert [(mark.name, mark.new) for mark in snapshot.history.marks] == [(option.name, value)]
        else:
            assert (snapshot.run != run, snapshot.iteration) == (True, 1), option.name
            assert snapshot.history.marks == []
        experiment.reset()
    experiment.close()
