"""NumberControl without a browser: what it takes, what it refuses, what it sends."""

from __future__ import annotations

import math
from typing import Any

import pytest
from traitlets import TraitError

from mlwidgets.widgets.controls.number_control import NumberControl
from tests.widgets.wire import Wire


def rate(**changes: Any) -> NumberControl:  # noqa: ANN401 - any trait
    settings = {"value": 0.01, "minimum": 1e-6, "maximum": 10.0, "scale": "log", "label": "Learning rate"}
    return NumberControl(**{**settings, **changes})


def test_it_holds_what_it_was_given() -> None:
    control = rate(unit="per step", help="How far one update goes.", update_interval=20)
    assert (control.value, control.minimum, control.maximum) == (0.01, 1e-6, 10.0)
    assert (control.label, control.unit, control.help) == (
        "Learning rate",
        "per step",
        "How far one update goes.",
    )
    assert control.update_interval == 20


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, -1.0, 0.0, 10.0001])
def test_a_value_that_is_not_finite_or_out_of_range_is_refused(bad: float) -> None:
    control = rate()
    with pytest.raises(TraitError, match=r"^Learning rate must be a number from 1e-06 to 10; got .+\.$"):
        control.value = bad
    assert control.value == 0.01


@pytest.mark.parametrize("good", [1e-6, 10.0, 3, 0.003])
def test_both_ends_and_whole_numbers_are_taken(good: float) -> None:
    assert rate(value=good).value == good


def test_a_bad_value_is_refused_by_the_constructor_too() -> None:
    with pytest.raises(TraitError, match=r"from 0 to 100; got 101\."):
        NumberControl(101)


def test_a_whole_number_control_refuses_the_rest() -> None:
    control = NumberControl(32, minimum=1, maximum=5000, integer=True, label="Batch size")
    with pytest.raises(TraitError, match=r"Batch size must be a whole number from 1 to 5000; got 2\.5\."):
        control.value = 2.5
    assert control.value == 32.0


def test_a_control_cannot_become_whole_with_a_fraction_in_it() -> None:
    control = NumberControl(2.5)
    with pytest.raises(TraitError, match=r"cannot be whole numbers only while it is 2\.5\."):
        control.integer = True


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"minimum": 5, "maximum": 5, "value": 5}, "must be below its maximum; got 5 and 5"),
        ({"minimum": math.nan}, "minimum of Value must be finite"),
        ({"maximum": math.inf}, "maximum of Value must be finite"),
        ({"step": 0}, "step of Value must be greater than 0; got 0"),
        ({"scale": "log"}, "minimum of Value must be greater than 0 on a log scale; got 0"),
        ({"scale": "cubic"}, "scale"),
        ({"update_interval": -1}, "update_interval"),
    ],
)
def test_impossible_settings_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(TraitError, match=message):
        NumberControl(**settings)


def test_a_new_end_moves_a_value_that_would_be_outside() -> None:
    control = NumberControl(80)
    control.maximum = 50
    assert control.value == 50.0
    control.minimum = 49.5
    control.set_range(200, 300)
    assert (control.minimum, control.maximum, control.value) == (200.0, 300.0, 200.0)


def test_a_whole_number_control_moves_to_a_whole_number_inside() -> None:
    control = NumberControl(80, integer=True)
    control.maximum = 50.5
    assert control.value == 50.0


def test_ends_cannot_pass_each_other_one_by_one() -> None:
    control = NumberControl(1, minimum=0, maximum=10)
    with pytest.raises(
        TraitError, match=r"must be below its maximum; got 20 and 10\. To move both, use set_range\."
    ):
        control.minimum = 20
    with pytest.raises(TraitError, match=r"must be below its maximum; got 0 and -1\."):
        control.maximum = -1
    assert (control.minimum, control.maximum) == (0.0, 10.0)


def test_a_value_from_the_page_is_taken_and_not_sent_back() -> None:
    control = rate()
    seen: list[float] = []
    control.observe(lambda change: seen.append(change["new"]), "value")
    wire = Wire(control)
    wire.arrive({"value": 0.03})
    assert seen == [0.03]
    assert wire.updates() == []


@pytest.mark.parametrize("hostile", [math.nan, math.inf, -5, 0, 11, None, "0.1", "abc", [], {}, [0.1], True])
def test_a_hostile_value_is_refused_and_the_page_gets_the_last_good_one(hostile: object) -> None:
    control = rate(minimum=2e-6, maximum=0.9)
    wire = Wire(control)
    wire.arrive({"value": hostile})
    assert control.value == 0.01
    assert {"value": 0.01} in wire.updates()
    assert control.error.endswith(".")
    assert {"error": control.error} in wire.updates()


@pytest.mark.parametrize("name", ["minimum", "maximum", "step"])
def test_hostile_ends_are_refused_too(name: str) -> None:
    control = rate()
    before = getattr(control, name)
    wire = Wire(control)
    wire.arrive({name: math.nan})
    assert getattr(control, name) == before
    assert {name: before} in wire.updates()


def test_the_next_value_withdraws_the_error_before_it_is_judged() -> None:
    control = rate()

    def refuse(change: dict[str, Any]) -> None:
        if change["new"] > 1:
            control.error = f"Too large: {change['new']}."

    control.observe(refuse, "value")
    wire = Wire(control)
    wire.arrive({"value": 5})
    assert control.error == "Too large: 5.0."
    wire.arrive({"value": 0.1})
    assert control.error == ""


def test_a_change_in_python_is_one_small_message() -> None:
    control = rate()
    wire = Wire(control)
    control.value = 0.3
    assert wire.messages == [{"method": "update", "state": {"value": 0.3}, "buffer_paths": []}]


def test_setting_the_same_value_sends_nothing() -> None:
    control = rate()
    wire = Wire(control)
    control.value = 0.01
    assert wire.messages == []


def test_a_choice_is_heard_even_of_the_same_number() -> None:
    control = rate()
    wire = Wire(control)
    chosen: list[float] = []

    def hear(who: NumberControl) -> None:
        chosen.append(who.value)

    control.on_choose(hear)
    wire.say({"kind": "chosen", "value": 0.01})
    wire.arrive({"value": 0.03})  # a value that moves is not yet a choice
    assert chosen == [0.01]
    wire.say({"kind": "chosen", "value": 0.05})  # the message has overtaken the state
    wire.arrive({"value": 0.05})
    assert chosen == [0.01, 0.05]
    control.on_choose(hear, remove=True)
    wire.say({"kind": "chosen", "value": 0.05})
    assert chosen == [0.01, 0.05]


@pytest.mark.parametrize("hostile", [-1, 11, None, "0.01", [], {}])
def test_a_hostile_choice_is_refused_and_not_heard(hostile: object) -> None:
    control = rate()
    wire = Wire(control)
    control.on_choose(lambda who: pytest.fail(f"heard {who.value}"))
    wire.say({"kind": "chosen", "value": hostile})
    wire.say({"kind": "other", "value": 0.01})
    wire.say({})
    assert control.value == 0.01
    assert {"value": 0.01} in wire.updates()


def test_a_choice_leaves_what_was_said_about_it() -> None:
    control = rate()
    control.observe(lambda _: setattr(control, "error", "Too large."), "value")
    wire = Wire(control)
    wire.arrive({"value": 5})
    wire.say({"kind": "chosen", "value": 5})
    assert control.error == "Too large."


@pytest.mark.parametrize(
    ("value", "minimum", "maximum"),
    [(0.03, 1e-6, 10.0), (1e-9, 1e-9, 10.0), (50, 1e-6, 50.0), (10, 1e-6, 10.0)],
)
def test_a_value_can_be_shown_wherever_it_lies(value: float, minimum: float, maximum: float) -> None:
    control = rate()
    wire = Wire(control)
    seen: list[float] = []
    control.observe(lambda change: seen.append(change["new"]), "value")
    control.show(value)
    assert (control.value, control.minimum, control.maximum) == (value, minimum, maximum)
    assert seen == [value]
    assert len(wire.updates()) == 1  # the page never sees a value outside its range


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 0.0, -1.0])
def test_a_value_that_no_range_holds_cannot_be_shown(bad: float) -> None:
    control = rate()
    with pytest.raises(TraitError, match="Learning rate"):
        control.show(bad)
    assert (control.value, control.minimum, control.maximum) == (0.01, 1e-6, 10.0)


def test_a_fraction_cannot_be_shown_among_whole_numbers() -> None:
    control = NumberControl(32, minimum=1, maximum=5000, integer=True, label="Batch size")
    with pytest.raises(
        TraitError, match=r"Batch size must be a whole number from 1 to 6000\.5; got 6000\.5\."
    ):
        control.show(6000.5)
    assert (control.value, control.maximum) == (32.0, 5000.0)
    control.show(6000)
    assert (control.value, control.maximum) == (6000.0, 6000.0)


def test_a_state_that_comes_after_its_choice_leaves_what_was_said_about_it() -> None:
    control = NumberControl(1, minimum=0, maximum=10)
    control.observe(lambda _: setattr(control, "error", "The network refuses it."), "value")
    wire = Wire(control)
    wire.say({"kind": "chosen", "value": 7.0})  # overtakes the state, which the page has kept back
    wire.arrive({"value": 7.0})
    assert control.error == "The network refuses it."


def test_more_can_be_typed_than_the_slider_reaches() -> None:
    control = NumberControl(0.5, minimum=0.1, maximum=0.9, lowest=0.0, highest=1.0, scale="log", label="β")
    wire = Wire(control)
    for value in (0.99, 0.01, 0.0, 1.0):
        wire.arrive({"value": value})
        assert (control.value, control.minimum, control.maximum) == (value, 0.1, 0.9)
    for value in (1.01, -0.01):
        wire.arrive({"value": value})
        assert control.value == 1.0
        assert control.error.startswith("β must be a number from 0 to 1; got")
    control.show(0.95)
    assert (control.value, control.maximum) == (0.95, 0.9)
    control.show(2.0)  # it holds elsewhere: the control follows
    assert (control.value, control.maximum) == (2.0, 2.0)
