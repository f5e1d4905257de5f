"""ConvolutionBoard in a real browser: numbers are typed, pasted, taken back, and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.board_page import (
    afresh,
    cell,
    grid,
    lines,
    message,
    order,
    press,
    python,
    title,
    wait_for_message,
)

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_cells_are_edited_by_keyboard(visit: Visitor) -> None:
    page = afresh(visit).page
    cell(page, "Kernel", 2, 2).focus()
    press(page, "1", "0", "Enter")
    place = {"grid": "kernel", "row": 1, "column": 1, "channel": 0}
    assert wait_for_message(page, 1) == {"kind": "edit", **place, "value": 10}
    expect(cell(page, "Kernel", 3, 2)).to_be_focused()
    expect(cell(page, "Output", 1, 1)).to_have_text("414")
    expect(lines(page)).to_have_text("Sum: 600 − 113 − 73 = 414")
    press(page, "-", "2", ",", "5", "ArrowUp")  # an arrow takes what was typed, and a comma is a point
    assert wait_for_message(page, 2)["value"] == -2.5
    expect(cell(page, "Kernel", 3, 2)).to_have_text("−2.5")
    expect(cell(page, "Kernel", 2, 2)).to_be_focused()
    press(page, "7", "Escape")
    expect(cell(page, "Kernel", 2, 2)).to_be_focused()
    expect(cell(page, "Kernel", 2, 2)).to_have_text("10")
    press(page, "F2", "End", "5", "ArrowLeft", "Tab")  # in place: arrows move within the number
    assert wait_for_message(page, 3)["value"] == 105
    expect(cell(page, "Kernel", 2, 3)).to_be_focused()
    press(page, "Delete")
    assert wait_for_message(page, 4)["value"] == 0
    press(page, "4", "Tab")  # from a row's end to the next row
    expect(cell(page, "Kernel", 3, 1)).to_be_focused()
    press(page, "Shift+Tab")  # not editing: out of the grid
    expect(grid(page, "Kernel").locator(":focus")).to_have_count(0)
    wait_for_message(page, 5)
    cell(page, "Input", 5, 5).dblclick()
    field = page.get_by_role("textbox", name="Input, row 5, column 5")
    expect(field).to_have_value("130")
    field.fill("131")
    cell(page, "Output", 1, 1).click()  # leaving takes it, too
    assert wait_for_message(page, 6)["grid"] == "input"
    assert python(page)["kernel"] == [[0, -1, 0], [-1, 105, 4], [0, -2.5, 0]]
    cell(page, "Output", 1, 1).focus()
    press(page, "5", "Delete", "Enter")  # not a grid to edit
    expect(page.get_by_role("textbox")).to_have_count(0)


def test_what_is_no_number_is_explained_and_changes_nothing(visit: Visitor) -> None:
    page = afresh(visit).page
    rule = "a number from −1000000 to 1000000"
    place = "Kernel, row 2, column 2"
    for typed, sentence in {
        "abc": f"{place} must be {rule}; got “abc”.",
        "1e999": f"{place} must be {rule}; got “1e999”.",
        "-1000001": f"{place} must be {rule}; got “-1000001”.",
        "": f"{place} is empty. Type {rule}.",
        "1,500": f"{place}: “1,500” can be read as 1.5 or as 1500. Type it without the comma.",
        "<b>hello, you</b>": f"{place} must be {rule}; got “<b>hello, yo…”.",
    }.items():
        cell(page, "Kernel", 2, 2).focus()
        press(page, "F2")
        page.get_by_role("textbox").fill(typed)
        press(page, "Enter")
        expect(message(page)).to_have_text(sentence)
        expect(cell(page, "Kernel", 2, 2)).to_have_attribute("aria-invalid", "true")
        expect(cell(page, "Kernel", 2, 2)).to_be_focused()
        expect(cell(page, "Kernel", 2, 2)).to_have_text("5")
    assert python(page)["received"] == []
    press(page, "6", "Enter")
    wait_for_message(page, 1)
    expect(message(page)).to_contain_text("Point at an output cell")
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)


def test_blocks_are_pasted_and_grids_copied(visit: Visitor) -> None:
    page = afresh(visit).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def paste(text: str) -> None:
        page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        press(page, "Control+v")

    cell(page, "Kernel", 1, 1).focus()
    press(page, "Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "0\t-1\t0\n-1\t5\t-1\n0\t-1\t0"
    cell(page, "Input", 4, 3).focus()
    paste("1\t2,5\r\n−3\t4\r\n")
    place = {"grid": "input", "row": 3, "column": 2, "channel": 0}
    assert wait_for_message(page, 1) == {"kind": "fill", **place, "values": [[1, 2.5], [-3, 4]]}
    expect(cell(page, "Input", 5, 3)).to_have_text("−3")
    paste("7;8;9")
    assert wait_for_message(page, 2)["values"] == [[7, 8, 9]]
    for text, sentence in {
        "1\t2\t3\t4": "A block of 1 × 4 cells does not fit at row 4, column 3: from there Input has 2 × 3. "
        "Paste it further up or make the grid larger.",
        "1\t2\n3": "The rows of the pasted block have 2 and 1 cells. Copy a rectangle, then paste again.",
        "1\nword": "Input, row 5, column 3 must be a number from −1000000 to 1000000; got “word”.",
    }.items():
        paste(text)
        expect(message(page)).to_have_text(sentence)
    assert len(python(page)["received"]) == 2
    expect(cell(page, "Input", 4, 3)).to_have_text("7")


def test_undo_and_redo_by_key_and_button(visit: Visitor) -> None:
    page = afresh(visit).page
    undo, redo = (page.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    expect(undo).to_have_attribute("aria-disabled", "true")
    cell(page, "Kernel", 2, 2).focus()
    press(page, "Control+z")  # nothing to undo: no message
    press(page, "9", "Enter")
    wait_for_message(page, 1)
    expect(cell(page, "Output", 1, 1)).to_have_text("354")
    expect(undo).to_have_attribute("aria-disabled", "false")
    press(page, "Control+z")
    assert wait_for_message(page, 2) == {"kind": "undo"}
    expect(cell(page, "Kernel", 2, 2)).to_have_text("5")
    expect(cell(page, "Output", 1, 1)).to_have_text("114")
    press(page, "Control+Shift+z")
    wait_for_message(page, 3)
    expect(cell(page, "Output", 1, 1)).to_have_text("354")
    undo.click()
    expect(cell(page, "Output", 1, 1)).to_have_text("114")
    expect(undo).to_be_focused()  # the last step is no reason to lose the place
    redo.click()
    expect(cell(page, "Output", 1, 1)).to_have_text("354")
    assert [one["kind"] for one in python(page)["received"]] == ["edit", "undo", "redo", "undo", "redo"]


def test_python_may_refuse_and_the_page_goes_back(visit: Visitor) -> None:
    opened = afresh(visit)
    page = opened.page
    cell(page, "Kernel", 1, 1).focus()
    opened.allow("Traceback|possessed|A callback of ConvolutionBoard failed")
    press(page, "6", "6", "6", "Enter")
    expect(message(page)).to_contain_text("Something went wrong inside mlwidgets (RuntimeError")
    expect(cell(page, "Kernel", 1, 1)).to_have_text("0")
    press(page, "ArrowUp", "2", "Enter")  # and it goes on
    expect(message(page)).to_contain_text("Point at an output cell")
    expect(cell(page, "Kernel", 1, 1)).to_have_text("2")


def test_a_hostile_page_cannot_set_anything_but_is_answered(visit: Visitor) -> None:
    page = afresh(visit).page
    order(page)
    page.evaluate(
        """async (id) => {
            const model = await window.board(id);
            model.set("size_text", "hacked");
            model.save_changes();
            const place = { grid: "kernel", row: 0, column: 0, channel: 0 };
            model.send({ kind: "edit", ...place, value: 1e300 });
            model.send({ kind: "edit", ...place, row: 3, value: 1 });
            model.send({ kind: "fill", ...place, values: [[1], []] });
            model.send("nonsense");
            model.send({ kind: "nonsense" });
        }""",
        python(page)["id"],
    )
    expect(message(page)).to_contain_text("kind must be one of")
    expect(page.get_by_text("hacked")).to_have_count(0)
    assert python(page)["received"] == []


def test_a_finger_reads_and_edits(visit: Visitor) -> None:
    page = afresh(visit, size="phone").page
    cell(page, "Output", 2, 2).tap()
    expect(title(page)).to_have_text("Output, row 2, column 2: 266")
    page.get_by_role("button", name="5 times 121").tap()
    expect(page.locator(".mlw-grid-pair")).to_have_count(2)
    target = cell(page, "Kernel", 2, 3)
    target.tap()
    expect(page.get_by_role("textbox")).to_have_count(0)  # the first tap chooses
    target.tap()
    field = page.get_by_role("textbox", name="Kernel, row 2, column 3")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("inputmode", "decimal")
    field.fill("4")
    sign = page.get_by_role("button", name="± Change sign")
    expect(sign).to_be_in_viewport(ratio=1)
    sign.tap()
    expect(field).to_have_value("-4")
    expect(field).to_be_focused()
    cell(page, "Output", 1, 1).tap()  # as the keypad's own key would, leaving takes the number
    assert wait_for_message(page, 1)["value"] == -4
    expect(cell(page, "Kernel", 2, 3)).to_have_text("−4")
    expect(sign).to_be_hidden()
    box = cell(page, "Output", 1, 1).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    button = page.get_by_role("button", name="Step", exact=True).bounding_box()
    assert button is not None
    assert button["height"] >= 44
