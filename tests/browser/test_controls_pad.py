"""DigitPad in a real browser: mouse, finger and keyboard draw, and what is drawn arrives in Python."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from tests.browser.controls_page import PAGE, height, order, python, send, wait_for_python

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

SIDE = 112


def pads(page: Page) -> Locator:
    return page.get_by_role("application", name="Draw a digit", exact=True)


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where on the screen a pixel of the first pad is."""
    box = pads(page).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * x / SIDE, box["y"] + box["height"] * y / SIDE


def draw(page: Page, *points: tuple[float, float], steps: int = 10) -> None:
    page.mouse.move(*place(page, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*place(page, *point), steps=steps)
    page.mouse.up()


def white(page: Page, view: int, x: float, y: float) -> bool:
    """Say whether a view shows ink at a pixel."""
    brightness: int = (
        pads(page)
        .nth(view)
        .evaluate(
            """(canvas, [x, y]) => canvas.getContext("2d")
                .getImageData(x * canvas.width / 112, y * canvas.height / 112, 1, 1).data[0]""",
            [x, y],
        )
    )
    return brightness > 127


def wait_for_ink(page: Page, view: int, x: float, y: float, *, ink: bool = True) -> None:
    """Wait for a view to paint, which it does with the next frame."""
    page.wait_for_function(
        """([view, x, y, ink]) => {
            const canvas = document.querySelectorAll(".mlw-pad-canvas")[view];
            const at = [x * canvas.width / 112, y * canvas.height / 112];
            return canvas.getContext("2d").getImageData(...at, 1, 1).data[0] > 127 === ink;
        }""",
        arg=[view, x, y, ink],
    )


def wait_for_box(page: Page, expected: list[int]) -> None:
    """Wait until Python's ink spans these rows and columns; a half-covered pixel may fall on either side."""
    try:
        page.wait_for_function(
            """expected => {
                const { ink } = JSON.parse(document.querySelector(".report").textContent);
                return ink.length === 4 && ink.every((edge, index) => Math.abs(edge - expected[index]) <= 1);
            }""",
            arg=expected,
        )
    except PlaywrightTimeoutError as error:
        raise AssertionError(f"The ink never spanned {expected}; Python has {python(page)}.") from error


def pad_id(page: Page) -> str:
    return str(python(page)["ids"]["pad"])


def wait_for_new_drawing(page: Page, seen: int) -> dict[str, Any]:
    page.wait_for_function(
        "seen => JSON.parse(document.querySelector('.report').textContent).drawings > seen", arg=seen
    )
    return python(page)


def test_a_stroke_of_the_mouse_arrives_and_can_be_undone_and_cleared(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    expect(page.get_by_text("Draw a digit here").first).to_be_visible()
    page.wait_for_function(  # as sharp as the screen, though Python gets 112 pixels
        """() => [...document.querySelectorAll(".mlw-pad-canvas")]
            .every(pad => pad.width === Math.round(pad.clientWidth * devicePixelRatio) && pad.width > 112)"""
    )
    start = time.monotonic()
    draw(page, (56, 20), (56, 92), steps=100)
    wait_for_box(page, [16, 95, 52, 60])  # 72 long and 9 wide, round at both ends
    assert python(page)["drawings"] <= (time.monotonic() - start) / 0.1 + 2
    expect(page.get_by_text("Draw a digit here").first).to_be_hidden()
    for view in (0, 1):  # the other view of the same pad shows it too
        wait_for_ink(page, view, 56, 50)
        assert not white(page, view, 40, 50)

    draw(page, (30, 30), (30, 30))  # a tap leaves a dot
    wait_for_box(page, [16, 95, 26, 60])
    page.get_by_role("button", name="Undo").nth(1).click()  # in the view that was not drawn in
    wait_for_box(page, [16, 95, 52, 60])
    page.get_by_role("button", name="Clear").first.click()
    wait_for_python(page, "ink", [])
    expect(page.get_by_role("status").filter(has_text="Drawing cleared")).to_have_count(1)
    page.get_by_role("button", name="Undo").first.click()  # a mistaken Clear is undone as well
    wait_for_box(page, [16, 95, 52, 60])
    page.get_by_role("button", name="Undo").first.click()
    wait_for_python(page, "ink", [])
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("status").filter(has_text="Nothing to undo")).to_have_count(1)


def test_the_keyboard_draws_undoes_and_clears(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    pad = pads(page).first
    pad.focus()
    expect(pad).to_have_accessible_description(re.compile("arrows move the pen.*Space.*Backspace.*Delete"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    assert python(page)["drawings"] == 0
    page.keyboard.press("Space")  # down at (54, 46)
    expect(page.get_by_role("status").filter(has_text="Pen down, column 54, row 46")).to_have_count(1)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Space")
    wait_for_box(page, [42, 69, 50, 58])
    page.keyboard.press("Shift+ArrowRight")  # the pen is up: no ink
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # leaving lifts the pen
    wait_for_box(page, [42, 70, 50, 78])
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+z")
    wait_for_box(page, [42, 69, 50, 58])
    page.keyboard.press("Backspace")
    wait_for_python(page, "ink", [])
    draw(page, (20, 20), (40, 20))
    wait_for_ink(page, 0, 30, 20)
    pad.press("Delete")
    wait_for_python(page, "ink", [])
    wait_for_ink(page, 1, 30, 20, ink=False)


def test_a_finger_draws_and_the_page_stands_still(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True, size="phone").page
    pads(page).first.scroll_into_view_if_needed()
    before = pads(page).first.bounding_box()
    touch = page.context.new_cdp_session(page)
    points = [(40 + step, 20 + 4 * step) for step in range(18)]
    for number, point in enumerate(points):
        x, y = place(page, *point)
        kind = "touchMove" if number else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    wait_for_box(page, [16, 92, 36, 61])
    assert pads(page).first.bounding_box() == before
    for button in page.get_by_role("button", name="Clear").all():
        assert height(button) >= 44


def test_python_can_put_a_drawing_there_and_take_it_away(visit: Visitor) -> None:
    opened = visit(PAGE, fresh=True)
    page = opened.page
    order(page, "one")
    for view in (0, 1):
        wait_for_ink(page, view, 55, 50)
    draw(page, (20, 20), (90, 20))
    wait_for_box(page, [16, 89, 16, 94])  # drawn on top of it
    page.get_by_role("button", name="Undo").first.click()
    wait_for_python(page, "ink", [20, 89, 50, 59])  # exactly what Python put there

    page.mouse.move(*place(page, 20, 20))
    page.mouse.down()
    order(page, "wipe")  # in the middle of a stroke, which is not lost
    wait_for_ink(page, 0, 55, 50, ink=False)
    page.mouse.move(*place(page, 30, 20), steps=5)
    page.mouse.up()
    wait_for_box(page, [16, 24, 16, 34])
    order(page, "wipe")
    wait_for_ink(page, 0, 25, 20, ink=False)
    expect(page.get_by_text("Draw a digit here").first).to_be_visible()

    opened.allow("DigitPad refused a value")
    seen = python(page)["drawings"]
    send(page, "pad", {"drawing": "not a drawing"})
    page.wait_for_function("id => window.bytes(id, 'drawing').then(n => n === 12544)", arg=pad_id(page))
    draw(page, (20, 20), (40, 20))  # and the pad still works
    wait_for_new_drawing(page, seen)
    wait_for_box(page, [16, 24, 16, 44])
