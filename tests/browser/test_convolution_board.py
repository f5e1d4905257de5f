"""ConvolutionBoard in a real browser: cells and terms are read by mouse and keyboard, on every screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.board_page import (
    PAGE,
    afresh,
    cell,
    grid,
    lines,
    lit,
    message,
    numbers,
    order,
    press,
    shown,
    terms,
    title,
    wait_for_message,
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


def test_the_articles_numbers_are_there_and_the_first_cell_is_read_at_once(visit: Visitor) -> None:
    page = afresh(visit).page
    expect(cell(page, "Output 5 × 5", 1, 1)).to_have_text("114")
    assert numbers(page, "Output 5 × 5") == shown(OUTPUT)
    assert numbers(page, "Kernel 3 × 3") == shown([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    assert numbers(page, "Input 5 × 5")[0] == ["60", "113", "56", "139", "85"]
    expect(title(page)).to_have_text("Output, row 1, column 1: 114")
    assert terms(page) == [
        "0·[0]",
        "−1·[0]",
        "+0·[0]",
        "−1·[0]",
        "+5·60",
        "−1·113",
        "+0·[0]",
        "−1·73",
        "+0·121",
    ]
    expect(lines(page)).to_have_text("Sum: 300 − 113 − 73 = 114")
    expect(page.get_by_text("0 padding, outside the input")).to_be_visible()
    expect(page.get_by_text("Output size: ⌊(5 + 2 − 3) / 1⌋ + 1 = 5")).to_be_visible()
    assert lit(page, "Input") == 9
    expect(cell(page, "Input", 1, 2)).to_have_accessible_name("row 1, column 2, 113")
    padding = grid(page, "Input").locator(".mlw-grid-padding")
    expect(padding).to_have_count(24)
    expect(padding.first).to_have_attribute("aria-hidden", "true")


def test_a_pointer_reads_cells_and_terms_and_what_it_read_stays(visit: Visitor) -> None:
    page = afresh(visit).page
    spoken = page.locator(".mlw-board > .mlw-board-content > [aria-live]")
    cell(page, "Output", 3, 2).hover()
    expect(title(page)).to_have_text("Output, row 3, column 2: 116")
    expect(lines(page)).to_have_text("Sum: −121 − 131 + 495 − 70 − 57 = 116")
    expect(page.locator(".mlw-readout-forward .mlw-readout-legend")).to_be_hidden()
    expect(cell(page, "Input", 3, 2)).to_have_class(re.compile("mlw-grid-lit"))
    expect(cell(page, "Input", 3, 2)).to_have_attribute("data-note", "×5")
    expect(spoken).to_have_text("")  # nobody wants to hear every cell that a mouse crosses
    page.mouse.move(2, 700)
    expect(title(page)).to_have_text("Output, row 3, column 2: 116")
    expect(cell(page, "Output", 3, 2)).to_have_class(re.compile("mlw-grid-target"))
    page.get_by_role("button", name="−1 times 131").hover()
    for name, row, column in (("Kernel", 2, 1), ("Input", 3, 1)):
        expect(cell(page, name, row, column)).to_have_class(re.compile("mlw-grid-pair"))
    expect(page.locator(".mlw-grid-pair")).to_have_count(2)
    page.mouse.move(2, 700)
    expect(page.locator(".mlw-grid-pair")).to_have_count(0)
    cell(page, "Output", 1, 1).click()
    expect(spoken).to_have_text("5 times 60, −1 times 113, −1 times 73. Sum: 300 − 113 − 73 = 114")


def test_the_keyboard_reaches_every_cell_and_term(visit: Visitor) -> None:
    page = afresh(visit).page
    cell(page, "Kernel", 1, 1).focus()
    press(page, "Tab")  # one stop for each grid
    expect(cell(page, "Output", 1, 1)).to_be_focused()
    expect(title(page)).to_have_text("Output, row 1, column 1: 114")
    press(page, "ArrowDown", "ArrowRight", "ArrowRight")
    expect(title(page)).to_have_text("Output, row 2, column 3: −61")
    expect(page.get_by_text("−1 times 56, −1 times 121")).to_be_attached()  # spoken
    for keys, place, value in [
        (["Home"], (2, 1), 53),
        (["End"], (2, 5), 344),
        (["PageDown"], (5, 5), 421),
        (["PageUp"], (1, 5), 158),
        (["Control+Home"], (1, 1), 114),
        (["Control+End"], (5, 5), 421),
        (["ArrowDown", "ArrowRight"], (5, 5), 421),  # the edge holds
        (["Control+ArrowLeft"], (5, 1), 314),
        (["Control+ArrowUp"], (1, 1), 114),
    ]:
        press(page, *keys)
        expect(title(page)).to_have_text(f"Output, row {place[0]}, column {place[1]}: {value}")
    press(page, "Tab")
    first = page.get_by_role("button", name="0 times 0, padding, kernel row 1 column 1")
    expect(first).to_be_focused()
    press(page, "ArrowDown", "ArrowRight")
    term = page.get_by_role("button", name="5 times 60, kernel row 2 column 2, input row 1 column 1")
    expect(term).to_be_focused()
    expect(page.locator(".mlw-grid-pair")).to_have_count(2)
    press(page, "End")
    expect(page.get_by_role("button", name="0 times 121")).to_be_focused()
    press(page, "Tab")
    expect(page.locator(".mlw-readout :focus")).to_have_count(0)
    expect(page.locator(".mlw-grid-pair")).to_have_count(0)


def test_stepping_and_playing(visit: Visitor) -> None:
    opened = visit(PAGE, clock=True)
    page = opened.page
    expect(title(page)).to_have_text("Output, row 1, column 1: 114")
    opened.stop_the_clock(60)  # from here on only the test moves it
    step, back = (page.get_by_role("button", name=name, exact=True) for name in ("Step", "Step back"))
    back.click()  # nothing before the first
    expect(title(page)).to_have_text("Output, row 1, column 1: 114")
    step.click()
    expect(title(page)).to_have_text("Output, row 1, column 2: 328")
    for _ in range(4):
        step.click()
    expect(title(page)).to_have_text("Output, row 2, column 1: 53")
    expect(page.get_by_text(re.compile(r"^Output, row 2, column 1: 53\. −1 times 60,"))).to_be_attached()
    back.click()
    expect(title(page)).to_have_text("Output, row 1, column 5: 158")
    speed = page.get_by_role("slider", name="Speed")
    expect(speed).to_have_attribute("aria-valuetext", "1×")
    page.get_by_role("button", name="Play").click()
    expect(title(page)).to_have_text("Output, row 2, column 1: 53")
    page.clock.run_for(1_050)
    expect(title(page)).to_have_text("Output, row 2, column 2: 266")
    speed.press("End")
    expect(speed).to_have_attribute("aria-valuetext", "10×")
    page.clock.run_for(250)
    expect(title(page)).to_have_text("Output, row 2, column 4: −30")
    cell(page, "Output", 5, 5).hover()  # a mouse on its way does not disturb it
    expect(title(page)).to_have_text("Output, row 2, column 4: −30")
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(5_000)
    expect(title(page)).to_have_text("Output, row 2, column 4: −30")
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(5_000)
    expect(title(page)).to_have_text("Output, row 5, column 5: 421")
    page.get_by_role("button", name="Play").click()  # it has ended: from the start again
    expect(title(page)).to_have_text("Output, row 1, column 1: 114")
    cell(page, "Output", 3, 3).click()  # choosing a cell pauses
    page.clock.run_for(5_000)
    expect(title(page)).to_have_text("Output, row 3, column 3: −47")


def test_without_motion_the_window_does_not_slide(visit: Visitor) -> None:
    page = afresh(visit).page
    outline = grid(page, "Input").locator("xpath=..").locator(".mlw-grid-outline")
    duration = "(one) => getComputedStyle(one).transitionDuration"
    assert outline.evaluate(duration) == "0.16s"
    page.emulate_media(reduced_motion="reduce")
    assert outline.evaluate(duration) == "0s"


def test_a_flipped_kernel_stands_beside_the_typed_one(visit: Visitor) -> None:
    page = afresh(visit).page
    order(page, shape=[4, 4, 1], kernel=[2, 3, 1], settings={"flip": True, "padding": "valid"})
    typed, turned = numbers(page, "Kernel"), numbers(page, "Rotated by 180°")
    assert turned == [row[::-1] for row in typed[::-1]]
    page.locator(".mlw-readout-term").first.hover()
    expect(cell(page, "Rotated by 180°", 1, 1)).to_have_class(re.compile("mlw-grid-pair"))
    expect(cell(page, "Kernel", 2, 3)).to_have_class(re.compile("mlw-grid-pair"))
    order(page, settings={"flip": False})
    expect(grid(page, "Rotated by 180°")).to_be_hidden()


def test_channels_have_a_block_each_and_one_is_shown(visit: Visitor) -> None:
    page = afresh(visit).page
    order(page, shape=[4, 4, 3], kernel=[2, 2, 3], settings={"padding": "valid"})
    expect(grid(page, "Input 4 × 4 × 3 channel 1")).to_be_visible()
    blocks = page.get_by_role("group", name=re.compile("^Channel [123]$"))
    expect(blocks).to_have_count(3)
    first = numbers(page, "Input")
    page.get_by_role("group", name="Channel 3").get_by_role("button").first.hover()
    expect(page.get_by_role("radio", name="3")).to_be_checked()
    expect(grid(page, "Input 4 × 4 × 3 channel 3")).to_be_visible()
    expect(cell(page, "Input", 1, 1)).to_have_class(re.compile("mlw-grid-pair"))
    assert numbers(page, "Input") != first
    page.get_by_role("radio", name="3").press("ArrowLeft")
    expect(grid(page, "Kernel 2 × 2 × 3 channel 2")).to_be_visible()
    cell(page, "Kernel", 1, 1).focus()
    press(page, "7", "Enter")
    sent = wait_for_message(page, 1)
    assert (sent["channel"], sent["value"]) == (1, 7)


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_the_largest_grids_fit_and_are_redrawn_in_place(visit: Visitor, size: str) -> None:
    page = afresh(visit, size=size).page
    order(page, shape=[64, 64, 1], kernel=[3, 3, 1], backward=True)
    expect(grid(page, "Output 64 × 64")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first = cell(page, "Output", 1, 1)
    expect(first).to_have_text("")  # a cell is a dot; its number is in its name and in the readout
    expect(first).to_have_accessible_name(re.compile("^row 1, column 1, −?[0-9]+$"))
    elements = page.locator(".mlw-board .mlw-grid-cell").count()
    assert elements < 600, elements  # of four thousand dots a grid, those that are in use
    before, name = first.element_handle(), first.get_attribute("aria-label")
    cell(page, "Kernel", 2, 2).focus()
    press(page, "9", "Enter")
    expect(first).not_to_have_attribute("aria-label", name or "")
    assert page.evaluate("([a, b]) => a === b", [before, first.element_handle()])
    # The window of the last cell is brought into sight, without moving the page.
    cell(page, "Output", 1, 1).focus()
    press(page, "Control+End")
    expect(title(page)).to_have_text(re.compile("^Output, row 64, column 64: "))
    expect(cell(page, "Output", 64, 64)).to_be_in_viewport()
    box = grid(page, "Input").locator("xpath=..")
    assert box.evaluate(
        "(one) => one.scrollTop + one.clientHeight >= one.scrollHeight - 1"
        " && one.scrollLeft + one.clientWidth >= one.scrollWidth - 1"
    )


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("dark", [False, True])
def test_everybody_can_use_it_on_every_screen(visit: Visitor, size: str, *, dark: bool) -> None:
    opened = afresh(visit, size=size, dark=dark)
    page = opened.page
    wide = "document.documentElement.scrollWidth <= innerWidth"
    cases: list[dict[str, Any]] = [
        {"backward": True},
        {"shape": [6, 6, 1], "kernel": [3, 3, 1], "settings": {"flip": True, "activation": "relu"}},
        {"shape": [7, 9, 3], "kernel": [2, 5, 3], "settings": {"pooling": "average", "divisor": 3}},
        {"shape": [30, 12, 1], "kernel": [11, 11, 1], "settings": {"padding_mode": "edge"}},
        {"shape": [2, 2, 1], "kernel": [1, 1, 1], "settings": {"pooling": "none"}},
    ]
    for case in cases:
        order(page, **case)
        expect(title(page)).to_be_visible()
        few = (
            page.locator(".mlw-readout-forward .mlw-readout-term").count() < 50
        )  # many have no other colours
        assert opened.accessibility_faults(".mlw-board", contrast=few) == []
        assert page.evaluate(wide)
    cell(page, "Kernel", 1, 1).focus()
    press(page, "x", "Enter")
    expect(message(page)).to_contain_text("must be a number")
    assert opened.accessibility_faults(".mlw-board") == []


def test_a_board_may_open_on_a_grid_that_is_drawn_as_a_picture(visit: Visitor) -> None:
    lines = [
        "import numpy as np",
        "from mlwidgets import KernelLab",
        "lab = KernelLab()",
        "lab.input = np.arange(4096.0).reshape(64, 64) % 200",
        "lab",
    ]
    page = visit(lines).page
    picture = page.locator(".mlw-grid-picture:visible").first
    picture.wait_for()
    painted = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(Boolean)"
    page.wait_for_function(f"({painted})(document.querySelector('.mlw-grid-picture:not([hidden])'))")
