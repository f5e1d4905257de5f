"""The convolution lab in a real browser, in numbers: read, edit, break, go back, by mouse, keys and touch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.board_page import cell, grid, lines, message, numbers, press, shown, terms, title
from tests.browser.harness import becomes
from tests.browser.kernel_page import (
    PAGE,
    afresh,
    button,
    choose,
    complaint,
    done,
    fits,
    menu,
    more,
    number,
    set_number,
    tab_to,
)

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

OUTPUT = [
    [114, 328, -26, 470, 158],
    [53, 266, -61, -30, 344],
    [403, 116, -47, 295, 244],
    [108, -135, 256, -128, 344],
    [314, 346, 279, 153, 421],
]
FIRST = ["0·[0]", "−1·[0]", "+0·[0]", "−1·[0]", "+5·60", "−1·113", "+0·[0]", "−1·73", "+0·121"]


def test_a_learner_reads_edits_breaks_and_undoes_with_the_mouse(visit: Visitor) -> None:
    opened = afresh(visit)
    page = opened.page
    expect(cell(page, "Output", 5, 5)).to_have_text("421")
    assert numbers(page, "Output") == shown(OUTPUT)
    cell(page, "Output", 3, 2).hover()
    expect(title(page)).to_have_text("Output, row 3, column 2: 116")
    cell(page, "Output", 1, 1).hover()
    expect(title(page)).to_have_text("Output, row 1, column 1: 114")
    assert terms(page) == FIRST
    expect(lines(page)).to_have_text("Sum: 300 − 113 − 73 = 114")

    # A number of the kernel, and a word.
    cell(page, "Kernel", 2, 2).click()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(cell(page, "Output", 1, 1)).to_have_text("234")
    expect(menu(page, "Kernel")).to_have_value("own")
    cell(page, "Kernel", 2, 2).dblclick()
    page.keyboard.type("seven")
    page.keyboard.press("Enter")
    expect(message(page)).to_contain_text("seven")
    expect(message(page)).to_contain_text("number")
    expect(cell(page, "Kernel", 2, 2)).to_have_text("7")
    expect(cell(page, "Output", 1, 1)).to_have_text("234")
    page.keyboard.press("Escape")
    button(page, "Undo").click()
    expect(cell(page, "Output", 1, 1)).to_have_text("114")
    expect(menu(page, "Kernel")).to_have_value("article")

    # A kernel larger than the input, without padding.
    choose(page, "Padding", "valid (none)")
    more(page)
    expect(page.get_by_text("Output size: ⌊(5 + 0 − 3) / 1⌋ + 1 = 3")).to_be_visible()
    set_number(page, "Kernel rows", "7")
    said = complaint(page, number(page, "Kernel rows"))
    expect(said).to_have_text(
        "A kernel of 7 × 3 does not fit into the input of 5 × 5. Use a smaller kernel, less dilation, or "
        'more padding, such as "same".'
    )
    expect(said).to_be_in_viewport(ratio=1)
    expect(number(page, "Kernel rows")).to_have_value("3")
    assert numbers(page, "Output") == shown([row[1:4] for row in OUTPUT[1:4]])

    # The lab goes on; the sentence is gone with the next change.
    choose(page, "Kernel", "Sobel x")
    expect(said).to_have_text("")
    expect(menu(page, "Kernel")).to_have_accessible_description(
        re.compile("^Vertical edges, .* positive where it is brighter to the right")
    )
    expect(menu(page, "Operation")).to_have_accessible_description(re.compile("this kernel changes its sign"))
    assert opened.accessibility_faults() == []
    button(page, "Reset").click()
    expect(cell(page, "Output", 1, 1)).to_have_text("114")


@pytest.mark.parametrize("dark", [False, True])
def test_the_way_back_is_read_and_chosen(visit: Visitor, *, dark: bool) -> None:
    opened = afresh(visit, dark=dark)
    page = opened.page
    more(page)
    choose(page, "Backward pass", "shown")
    expect(cell(page, "∂L/∂kernel", 2, 2)).to_have_text("2502")
    expect(cell(page, "∂L/∂bias", 1, 1)).to_have_text("25")
    cell(page, "∂L/∂input", 1, 1).hover()
    expect(title(page, "backward")).to_have_text("∂L/∂input, row 1, column 1: 3")
    cell(page, "Output", 1, 2).click()
    button(page, "One cell").click()
    expect(cell(page, "∂L/∂bias", 1, 1)).to_have_text("1")
    expect(cell(page, "∂L/∂kernel", 2, 2)).to_have_text("113")
    cell(page, "∂L/∂output", 1, 1).click()
    page.keyboard.type("-2")
    page.keyboard.press("Enter")
    expect(cell(page, "∂L/∂bias", 1, 1)).to_have_text("−1")
    button(page, "Undo").click()
    expect(cell(page, "∂L/∂bias", 1, 1)).to_have_text("1")
    assert opened.accessibility_faults() == []
    choose(page, "Input", "Dot")  # for numbers only
    expect(menu(page, "Backward pass")).to_be_disabled()
    expect(menu(page, "Backward pass")).to_have_accessible_description("Only available for number input.")


def test_the_keyboard_alone_is_enough(visit: Visitor) -> None:
    page = visit(PAGE).page  # where nobody has been: the tab key comes back to where one was
    expect(cell(page, "Output", 5, 5)).to_have_text("421")
    tab_to(page, menu(page, "Input"))
    tab_to(page, menu(page, "Padding"))
    press(page, "v")  # for "valid"
    expect(grid(page, "Output 3 × 3")).to_be_visible()
    press(page, "ArrowUp")
    expect(grid(page, "Output 5 × 5")).to_be_visible()
    tab_to(page, button(page, "More settings"))
    press(page, "Enter")
    tab_to(page, menu(page, "Backward pass"))
    press(page, "ArrowDown")
    expect(page.get_by_role("grid", name="∂L/∂kernel")).to_be_visible()
    press(page, "ArrowUp")
    expect(page.get_by_role("grid", name="∂L/∂kernel")).to_be_hidden()
    tab_to(page, number(page, "Rows"))
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(grid(page, "Output 4 × 5")).to_be_visible()
    tab_to(page, cell(page, "Input", 1, 1))
    tab_to(page, cell(page, "Kernel", 1, 1))
    press(page, "ArrowDown", "ArrowRight", "9", "Enter")
    expect(cell(page, "Output", 1, 1)).to_have_text("354")
    press(page, "Control+z")
    expect(cell(page, "Output", 1, 1)).to_have_text("114")
    press(page, "Control+y")
    expect(cell(page, "Output", 1, 1)).to_have_text("354")
    press(page, "Control+z")
    tab_to(page, cell(page, "Output", 1, 1))
    expect(title(page)).to_have_text("Output, row 1, column 1: 114")
    press(page, "ArrowRight")
    expect(title(page)).to_have_text("Output, row 1, column 2: 328")
    press(page, "ArrowLeft")
    expect(title(page)).to_have_text("Output, row 1, column 1: 114")
    assert terms(page) == FIRST
    expect(
        page.get_by_text("5 times 60, −1 times 113, −1 times 73. Sum: 300 − 113 − 73 = 114")
    ).to_be_attached()
    tab_to(page, button(page, "Show the code"))
    press(page, "Enter")
    tab_to(page, page.get_by_role("region", name="Show the code"))
    expect(page.get_by_role("region", name="Show the code")).to_contain_text("import numpy as np")


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_a_finger_is_enough_and_nothing_is_too_wide(visit: Visitor, *, dark: bool) -> None:
    opened = afresh(visit, size="phone", dark=dark)
    page = opened.page
    expect(cell(page, "Output", 5, 5)).to_have_text("421")
    cell(page, "Output", 2, 3).tap()
    expect(title(page)).to_have_text("Output, row 2, column 3: −61")
    kernel = cell(page, "Kernel", 1, 1)
    kernel.tap()
    kernel.tap()
    page.keyboard.type("2")
    button(page, "± Change sign").tap()
    page.keyboard.press("Enter")
    expect(cell(page, "Kernel", 1, 1)).to_have_text("−2")
    expect(cell(page, "Output", 2, 2)).to_have_text("146")  # 266 − 2·60
    button(page, "Undo").tap()
    expect(cell(page, "Output", 2, 2)).to_have_text("266")
    more(page)
    choose(page, "Backward pass", "shown")
    choose(page, "Pooling", "max")
    choose(page, "Activation", "ReLU (negative to 0)")
    done(page)
    expect(grid(page, "Output 2 × 2")).to_be_visible()
    assert fits(page)
    for title_ in ("Show the code", "Use this kernel in the network"):
        button(page, title_).tap()
    expect(page.get_by_text("After 0 updates the most similar filter is")).to_be_visible()
    assert fits(page)
    assert opened.accessibility_faults() == []
    small: list[str] = page.evaluate(
        """(() => {
            const within = (one) => { // a button in a line of text is larger than it looks
                const rim = getComputedStyle(one, "::after");
                return Math.max(one.offsetHeight, rim.position === "absolute" ? parseFloat(rim.height) : 0);
            };
            return [...document.querySelectorAll(".mlw-lab :is(button:not(.mlw-readout-term), select)")]
                .filter((one) => one.offsetParent && within(one) < 42).map((one) => one.textContent);
        })()"""
    )
    assert small == []


def test_controls_that_are_changed_in_a_hurry_end_as_they_were_left(visit: Visitor) -> None:
    page = afresh(visit).page
    expect(cell(page, "Output", 5, 5)).to_have_text("421")
    for strides, padding in [("2", "full"), ("3", "5"), ("1", "valid"), ("5", "full"), ("1", "same")] * 2:
        menu(page, "Stride").select_option(value=strides)
        menu(page, "Padding").select_option(value=padding)
    for preset in ("box_blur", "sobel_y", "emboss", "random", "article"):
        menu(page, "Kernel").select_option(value=preset)
    more(page)
    number(page, "Rows").focus()
    press(page, *["ArrowUp"] * 12, *["ArrowDown"] * 12)
    # What comes in between has as many rows, or the same numbers: only the last answer has both.
    expect(number(page, "Rows")).to_have_value("5")
    becomes(page, lambda: numbers(page, "Output"), shown(OUTPUT))

    # The largest of everything, and back.
    set_number(page, "Rows", "64")
    set_number(page, "Columns", "64")
    choose(page, "Input channels", "3")
    set_number(page, "Kernel rows", "11")
    set_number(page, "Kernel columns", "11")
    choose(page, "Stride", "5")
    choose(page, "Dilation", "4")
    choose(page, "Padding", "5 cells")
    choose(page, "Pooling", "average")
    expect(grid(page, "Output 3 × 3")).to_be_visible()
    choose(page, "Backward pass", "shown")
    expect(grid(page, "∂L/∂input 64 × 64")).to_be_visible()
    assert fits(page)
    button(page, "Reset").click()
    expect(cell(page, "Output", 5, 5)).to_have_text("421")


@pytest.mark.parametrize("source", ["Numbers", "Cat"])
def test_what_the_task_names_is_in_the_first_view_of_a_projector(visit: Visitor, source: str) -> None:
    page = afresh(visit).page
    page.set_viewport_size({"width": 1280, "height": 720})
    choose(page, "Input", source)
    for label in ("Input", "Kernel", "Size", "Stride", "Padding"):
        expect(menu(page, label)).to_be_in_viewport(ratio=1)
    expect(button(page, "Undo")).to_be_in_viewport(ratio=1)
    if source == "Numbers":
        expect(button(page, "Play")).to_be_in_viewport(ratio=1)
        for name in ("Input", "Kernel", "Output"):
            expect(grid(page, name)).to_be_in_viewport(ratio=1)
        expect(page.locator(".mlw-readout-forward")).to_be_in_viewport(ratio=1)
        return
    expect(page.get_by_role("grid", name="Kernel")).to_be_in_viewport(ratio=1)
    for canvas in page.locator(".mlw-pictures-canvas").all():
        expect(canvas).to_be_in_viewport(ratio=1)
    expect(page.locator(".mlw-lens-lines")).to_be_in_viewport(ratio=1)
