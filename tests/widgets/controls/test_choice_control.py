"""ChoiceControl without a browser: only what the menu offers can be chosen."""

from __future__ import annotations

import pytest
from traitlets import TraitError

from mlwidgets.widgets.controls.choice_control import ChoiceControl
from tests.widgets.wire import Wire

MODES = [("zeros", "zero"), ("the nearest cell", "edge")]


def control() -> ChoiceControl:
    return ChoiceControl("zero", options=MODES, label="Padding", help="What stands outside.")


def test_a_choice_from_the_page_is_taken() -> None:
    menu = control()
    Wire(menu).arrive({"value": "edge"})
    assert menu.value == "edge"


@pytest.mark.parametrize("value", ["", "Zero", "zeros", "<b>", None, 1, ["zero"]])
def test_anything_else_is_refused_and_the_page_gets_the_last_good_one(value: object) -> None:
    menu = control()
    wire = Wire(menu)
    wire.arrive({"value": value})
    assert menu.value == "zero"
    assert wire.updates()[-1] == {"value": "zero"}


def test_python_is_told_what_there_is() -> None:
    with pytest.raises(TraitError, match="Padding must be one of 'zero', 'edge'; got 'reflect'"):
        control().value = "reflect"
    with pytest.raises(TraitError, match="Padding must be one of"):
        ChoiceControl("", options=MODES, label="Padding")
    with pytest.raises(TypeError, match="Did you mean 'options'"):
        ChoiceControl("zero", option=MODES)


def test_other_choices_come_in_one_message() -> None:
    menu = control()
    wire = Wire(menu)
    menu.offer([("mirrored", "reflect"), ("zeros", "zero")], "reflect")
    assert menu.value == "reflect"
    assert len(wire.updates()) == 1
    with pytest.raises(TraitError, match="Padding must be one of 'zero', 'edge'; got 'reflect'"):
        menu.offer(MODES, "reflect")
    with pytest.raises(TraitError, match="got 'reflect'"):
        menu.options = MODES
    assert (menu.value, menu.options[0]) == ("reflect", ("mirrored", "reflect"))


def test_an_error_is_cleared_by_the_next_choice_of_the_page() -> None:
    menu = control()
    menu.error = "That does not fit."
    Wire(menu).arrive({"value": "edge", "error": ""})
    assert (menu.value, menu.error) == ("edge", "")
