"""NumberControl in a real browser, with mouse, finger, keyboard, and what a screen reader is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.controls_page import PAGE, height, order, python, send, wait_for_python

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def slider(page: Page, name: str = "Learning rate") -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def field(page: Page, name: str = "Learning rate") -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def complaint(page: Page, name: str = "Learning rate") -> Locator:
    return page.locator(".mlw-number", has=field(page, name)).locator(".mlw-number-error")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("dark", [False, True])
def test_every_control_has_a_name_and_axe_finds_nothing_serious(visit: Visitor, *, dark: bool) -> None:
    opened = visit(PAGE, fresh=True, dark=dark)
    page = opened.page
    expect(slider(page)).to_have_attribute("aria-valuetext", "0.001 per step")
    expect(slider(page)).to_have_accessible_description("How far one update goes.")
    expect(field(page)).to_have_value("0.001")
    expect(slider(page, "Batch size")).to_have_attribute("aria-valuetext", "32")
    field(page).fill("abc")
    field(page).press("Enter")  # the error is judged too
    expect(complaint(page)).not_to_be_empty()
    assert opened.accessibility_faults() == []


def test_typed_numbers_are_taken_and_bad_ones_explained(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    taken = {"0.003": 0.003, "3e-3": 0.003, "1E-4": 0.0001, "0,03": 0.03, ".5": 0.5, " 2. ": 2, "1e-6": 1e-6}
    for typed, value in taken.items():
        field(page).fill(typed)
        field(page).press("Enter")
        wait_for_python(page, "rate", value)
        expect(complaint(page)).to_be_empty()
    expect(field(page)).to_have_value("1e-6")
    expect(slider(page)).to_have_attribute("aria-valuetext", "0.000001 per step")

    before = len(python(page)["received"])
    rule = "a number from 1e-6 to 10"
    refused = {
        "abc": f"Learning rate must be {rule}; got “abc”.",
        "": f"Learning rate is empty. Type {rule}.",
        "-1": f"Learning rate must be {rule}; got -1.",
        "10.1": f"Learning rate must be {rule}; got 10.1.",
        "1e999": f"Learning rate must be {rule}; got 1e999.",
        "NaN": f"Learning rate must be {rule}; got “NaN”.",
        "<b>1</b>": f"Learning rate must be {rule}; got “<b>1</b>”.",
        "1,500": "“1,500” can be read as 1.5 or as 1500. Type it without the comma.",
    }
    for typed, sentence in refused.items():
        field(page).fill(typed)
        field(page).press("Enter")
        expect(complaint(page)).to_have_text(sentence)
        expect(field(page)).to_have_value(typed)
        expect(field(page)).to_have_attribute("aria-invalid", "true")
    field(page).press("Escape")
    expect(field(page)).to_have_value("1e-6")
    expect(complaint(page)).to_be_empty()

    field(page, "Batch size").fill("2.5")
    field(page, "Batch size").blur()
    expect(complaint(page, "Batch size")).to_have_text(
        "Batch size must be a whole number from 1 to 5000; got 2.5."
    )
    field(page, "Batch size").fill("64")
    field(page, "Batch size").blur()  # leaving commits as well
    wait_for_python(page, "batch", 64)
    expect(complaint(page, "Batch size")).to_be_empty()
    assert len(python(page)["received"]) == before

    # The field shows four digits; passing through it must not round the number behind it.
    field(page).fill("0.0012345678")
    field(page).press("Enter")
    wait_for_python(page, "rate", 0.0012345678)
    expect(field(page)).to_have_value("0.001235")
    field(page).press("End")
    press(page, "0", "Backspace", "Enter", "Tab")
    slider(page).press("Home")
    wait_for_python(page, "rate", 1e-6)
    assert python(page)["received"][-2:] == [0.0012345678, 1e-6]


def test_keys_on_the_slider_meet_round_numbers_exactly(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    slider(page).focus()
    stops = [0.0015, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03]
    for stop in stops:
        press(page, "ArrowRight")
        wait_for_python(page, "rate", stop)
    assert python(page)["received"] == stops
    for key, value in [
        ("PageUp", 0.3),
        ("PageDown", 0.03),
        ("PageDown", 0.003),
        ("ArrowLeft", 0.002),
        ("ArrowUp", 0.003),
        ("ArrowDown", 0.002),
        ("End", 10),
        ("ArrowRight", 10),
        ("Home", 1e-6),
        ("PageDown", 1e-6),
    ]:
        press(page, key)
        wait_for_python(page, "rate", value)
    slider(page, "Momentum").focus()
    for key, value in [
        ("ArrowLeft", 0.89),
        ("PageDown", 0.79),
        ("ArrowRight", 0.8),
        ("End", 0.99),
        ("Home", 0),
    ]:
        press(page, key)
        wait_for_python(page, "momentum", value)
    slider(page, "Batch size").focus()
    for value in (50, 70, 100, 150):
        press(page, "ArrowRight")
        wait_for_python(page, "batch", value)


def test_a_drag_ends_where_the_mouse_ends(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    box = slider(page).bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, middle, steps=20)
    page.mouse.up()
    wait_for_python(page, "rate", 10)
    mantissas = {float(f"{value:.6e}".split("e")[0]) for value in python(page)["received"]}
    assert mantissas <= {1.0, 1.5, 2.0, 3.0, 5.0, 7.0}  # every stop of the slider is a round number
    expect(complaint(page)).to_have_text("The network refuses more than 5.")
    slider(page).press("PageDown")
    expect(complaint(page)).to_be_empty()


def test_whatever_is_typed_the_controls_below_stay_where_they_are(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    below = page.locator(".mlw-number", has=field(page, "Batch size"))
    before = below.bounding_box()
    for typed in ("x" * 3000, "1" * 300, "word " * 100):
        field(page).fill(typed)
        field(page).press("Enter")
        expect(complaint(page)).to_contain_text("Learning rate must be a number from 1e-6 to 10; got ")
        expect(complaint(page)).to_contain_text("…")
        assert below.bounding_box() == before


def test_every_choice_is_told_even_of_the_number_that_was_there(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    field(page).press("Enter")
    wait_for_python(page, "chosen", [0.001])
    field(page).blur()  # passing through chooses nothing
    field(page).fill("0.001")
    field(page).blur()
    wait_for_python(page, "chosen", [0.001, 0.001])
    field(page).fill("11")
    field(page).press("Enter")
    expect(complaint(page)).not_to_be_empty()
    field(page).fill("0.02")
    field(page).press("Enter")
    wait_for_python(page, "chosen", [0.001, 0.001, 0.02])
    slider(page).focus()
    page.keyboard.down("ArrowRight")
    page.keyboard.down("ArrowRight")
    wait_for_python(page, "rate", 0.05)
    page.keyboard.up("ArrowRight")
    wait_for_python(page, "chosen", [0.001, 0.001, 0.02, 0.05])
    box = slider(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=10)
    page.mouse.up()
    wait_for_python(page, "chosen", [0.001, 0.001, 0.02, 0.05, 10])
    assert python(page)["received"][:2] == [0.02, 0.03]


def test_a_flood_of_moves_becomes_twenty_messages_a_second_and_the_last_one_counts(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    seconds, moves = slider(page).evaluate(
        """async (slider) => {
            const start = performance.now();
            let moves = 0;
            for (; performance.now() < start + 600; moves += 1) {
                slider.value = moves % 2 ? 0.1 : 0.6;
                slider.dispatchEvent(new Event("input"));
                // Several in each turn, as a busy page gets them: not more than one of them can be sent.
                if (moves % 5 === 4) await new Promise((resolve) => setTimeout(resolve));
            }
            slider.value = 0;
            slider.dispatchEvent(new Event("input"));
            slider.dispatchEvent(new Event("change"));
            return [(performance.now() - start) / 1000, moves];
        }"""
    )
    wait_for_python(page, "rate", 1e-6)
    received = python(page)["received"]
    assert 2 <= len(received) <= seconds / 0.05 + 2
    assert moves > 2 * len(received)
    assert received[-1] == 1e-6


def test_python_may_change_everything_without_disturbing_who_types(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    field(page).fill("0.")
    order(page, "change")
    wait_for_python(page, "rate", 0.25)
    typed = field(page, "Step size")
    expect(slider(page, "Step size")).to_have_attribute("aria-valuetext", "0.25 per step")
    expect(typed).to_have_value("0.")
    expect(typed).to_be_focused()
    press(page, "5", "Enter")
    wait_for_python(page, "rate", 0.5)
    typed.fill("2")
    typed.press("Enter")
    expect(complaint(page, "Step size")).to_have_text("Step size must be a number from 0.0001 to 1; got 2.")


def test_a_hostile_page_is_brought_back_to_the_last_good_value(visit: Visitor) -> None:
    opened = visit(PAGE, fresh=True)
    page = opened.page
    opened.allow("NumberControl refused a value")
    expect(field(page)).to_have_value("0.001")
    for hostile in (99999, -1, None, "abc"):
        send(page, "rate", {"value": hostile})
        expect(complaint(page)).to_contain_text("Learning rate" if isinstance(hostile, int) else "value")
        expect(field(page)).to_have_value("0.001")
        field(page).press("Escape")
    assert python(page)["received"] == []
    slider(page).press("ArrowRight")  # and the control still works
    wait_for_python(page, "rate", 0.0015)
    expect(complaint(page)).to_be_empty()


def test_a_finger_moves_the_slider_on_a_phone(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True, size="phone").page
    page.get_by_role("button", name="Settings").tap()
    slider(page).scroll_into_view_if_needed()
    box = slider(page).bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert height(field(page)) >= 40
    page.touchscreen.tap(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    wait_for_python(page, "rate", 10)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_help_comes_by_mouse_finger_and_keyboard_and_moves_nothing(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    mark = page.get_by_role("button", name="Help: Learning rate")
    text = page.get_by_text("How far one update goes.")
    expect(text).to_be_hidden()
    expect(page.get_by_role("button", name="Help: Batch size")).to_have_count(0)  # it has none
    before = page.locator(".mlw-picture").bounding_box()
    mark.hover()
    expect(text).to_be_visible()
    assert page.locator(".mlw-picture").bounding_box() == before
    page.mouse.move(600, 500)
    expect(text).to_be_hidden()
    mark.focus()
    press(page, "Enter")
    expect(text).to_be_visible()
    expect(mark).to_have_attribute("aria-expanded", "true")
    press(page, "Escape")
    expect(text).to_be_hidden()
    mark.click()
    expect(text).to_be_visible()


def test_a_number_that_nobody_drags_has_steps_beside_its_field(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    field_ = page.get_by_role("spinbutton", name="Seed")
    expect(field_).to_have_attribute("aria-valuenow", "7")
    expect(page.get_by_role("slider", name="Seed")).to_have_count(0)
    field_.press("ArrowUp")
    wait_for_python(page, "seed", 8)
    field_.press("Home")  # moves the cursor, not the number
    expect(field_).to_have_value("8")
    whole = page.locator(".mlw-number", has=field_)
    whole.get_by_text("−", exact=True).click()
    whole.get_by_text("−", exact=True).click()
    wait_for_python(page, "seed", 6)
    field_.fill("1000")
    field_.press("Enter")
    expect(whole.locator(".mlw-number-error")).to_have_text(
        "Seed must be a whole number from 0 to 999; got 1000."
    )
    before = page.locator(".mlw-columns").bounding_box()
    page.get_by_role("button", name="Dismiss").click()
    expect(field_).to_have_value("6")
    expect(field_).to_be_focused()
    assert page.locator(".mlw-columns").bounding_box() == before  # what floats takes no room
