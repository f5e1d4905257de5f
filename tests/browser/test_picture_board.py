"""PictureBoard in a real browser: pixels on the screen, and ways to point at one of them."""

from __future__ import annotations

import io
import re
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.picture_page import (
    afresh,
    marked,
    output,
    pictures,
    point,
    python,
    read,
    shown,
    size,
    spot,
    tell,
    wait_for_python,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)>"


def test_both_pictures_are_shown_pixel_by_pixel_and_in_the_same_room(visit: Visitor) -> None:
    page = afresh(visit).page
    before, after = pictures(page)
    expect(before).to_have_accessible_name("The article")
    assert shown(before)[0, :, 0].tolist() == [60, 113, 56, 139, 85]
    assert shown(after)[0, :, 0].tolist() == [114, 255, 0, 255, 158]
    expect(page.locator(".mlw-pictures")).to_contain_text("Input 5 × 5")
    expect(page.locator(".mlw-pictures")).to_contain_text("Output 5 × 5, values from −135 to 470")
    assert size(before) == size(after)
    rooms = {}
    for name in ("digit", "photo"):
        tell(page, picture=name)
        expect(after).to_have_accessible_name(f"The {name}, filtered")
        rooms[name] = size(before)[0]
    assert 0.86 * rooms["photo"] <= rooms["digit"] <= rooms["photo"]
    expect(page.locator(".mlw-pictures")).to_contain_text("Input 512 × 512, RGB")
    picture = shown(before)
    assert picture.shape == (512, 512, 3)
    assert picture[10, 20].tolist() == [121, 171, 234]  # sky: 120 + 100 · 10/512, 170 + …, 235 − …
    assert picture[100, 368].tolist() == [255, 225, 90]  # sun
    tell(page, picture="wide", strides=2)
    expect(page.locator(".mlw-pictures")).to_contain_text("Output 150 × 240 (rows × columns), RGB")
    assert size(after)[0] == pytest.approx(size(before)[0] / 2)
    box = page.locator(".mlw-pictures")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_the_pixel_and_its_window_are_marked_on_the_pictures(visit: Visitor) -> None:
    page = afresh(visit).page
    point(page, 3, 1)
    expect(page.locator(".mlw-lens-title")).to_contain_text("row 4, column 2:")
    assert marked(page, "output", 3, 1.5)  # the pixel, with ticks beside it
    assert marked(page, "output", 3.5, 2)
    assert not marked(page, "output", 3.5, 4)  # no line through the picture, which would look like its edge
    assert not marked(page, "output", 0.5, 1.5)
    assert marked(page, "input", 2, 1.5)  # the window: rows 2 to 5, columns 0 to 3
    assert marked(page, "input", 3.5, 3)
    assert not marked(page, "input", 3.5, 1.5)
    page.mouse.move(2, 2)
    assert not marked(page, "output", 3, 1.5)  # nobody points any more
    assert not marked(page, "input", 2, 1.5)
    tell(page, picture="digit", kernel=[[1]], pooling="average", strides=3, cell=[2, 2])
    output(page).focus()
    # Places 4 and 5 of the convolution, each three pixels after the one before: pixels 12 and 15.
    assert marked(page, "input", 12, 12.5)  # the first result's window
    assert marked(page, "input", 16, 14.5, anywhere=1)  # all that the pool sees, with dashes
    tell(page, cell=[0, 0])
    assert not marked(page, "input", 16, 14.5, anywhere=1)


def test_the_keyboard_points_and_speaks_and_the_mouse_is_silent(visit: Visitor) -> None:
    page = afresh(visit).page
    tell(page, picture="photo", kernel=[[1]])
    reader = output(page)
    expect(reader).to_have_accessible_description(
        "Arrows move by one pixel, with Shift by ten; Home and End go to the ends of the row."
    )
    spoken = page.locator(".mlw-pictures-spoken")
    expect(spoken).to_have_attribute("aria-live", "polite")
    point(page, 100, 100)
    wait_for_python(page, "cell", [100, 100])
    expect(spoken).to_be_empty()
    reader.focus()
    for keys, cell in [
        ("ArrowRight", [100, 101]),
        ("Shift+ArrowDown", [110, 101]),
        ("ArrowUp", [109, 101]),
        ("Shift+ArrowLeft", [109, 91]),
        ("End", [109, 511]),
        ("ArrowRight", [109, 511]),  # the rim holds
        ("Home", [109, 0]),
        ("Control+End", [511, 511]),
        ("Control+Home", [0, 0]),
    ]:
        page.keyboard.press(keys)
        expect(spoken).to_contain_text(f"row {cell[0] + 1}, column {cell[1] + 1}: red ")
        wait_for_python(page, "cell", cell)
    scrolled = page.evaluate("document.querySelector('#rendered_cells').scrollTop")
    assert scrolled == 0


def test_a_click_holds_the_pixel_until_the_next(visit: Visitor) -> None:
    page = afresh(visit).page
    title = page.locator(".mlw-lens-title")
    point(page, 1, 1)
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_text("Held at this pixel")).to_be_visible()
    point(page, 3, 3)
    expect(title).to_contain_text("row 2, column 2:")
    page.mouse.down()
    page.mouse.up()
    expect(title).to_contain_text("row 4, column 4:")
    expect(page.get_by_text("Held at this pixel")).to_be_hidden()
    point(page, 0, 4)
    expect(title).to_contain_text("row 1, column 5:")
    page.mouse.down()
    point(page, 2, 2)
    page.mouse.up()  # where a drag ends it holds
    point(page, 0, 0)
    expect(title).to_contain_text("row 3, column 3:")


def test_messages_are_few_while_somebody_points_and_the_last_pixel_arrives(visit: Visitor) -> None:
    page = afresh(visit).page
    tell(page, picture="photo", kernel=[[1]])
    wait_for_python(page, "shape", [512, 512, 3])
    before = python(page)["messages"]
    start = time.monotonic()
    point(page, 10, 10)
    page.mouse.move(*spot(page, 400, 300), steps=150)
    wait_for_python(page, "cell", [400, 300])
    assert python(page)["messages"] - before <= (time.monotonic() - start) / 0.05 + 2


def test_results_are_counted_as_they_are_painted_and_pointing_paints_none(visit: Visitor) -> None:
    page = afresh(visit).page
    board = page.locator(".mlw-pictures")
    _, after = pictures(page)
    painted = int(board.get_attribute("data-painted") or 0)
    for bias in range(1, 4):
        tell(page, picture="article", kernel=[[0]], bias=bias * 10)
        expect(board).to_have_attribute("data-painted", str(painted + bias))
        assert (shown(after) == bias * 10).all()
    point(page, 4, 0)
    wait_for_python(page, "cell", [4, 0])
    expect(board).to_have_attribute("data-painted", str(painted + 3))


def test_another_view_shows_the_same_numbers_differently(visit: Visitor) -> None:
    page = afresh(visit).page
    _, after = pictures(page)
    menu = page.get_by_role("combobox", name="Show the output as")
    point(page, 0, 2)  # −26
    for name, grey, words in [
        ("Absolute value", 26, "The sign is dropped"),
        ("Signed (0 = grey)", 121, "negative values are darker"),  # 128 − 127 · 26 / 470
        ("Full contrast", 46, "The smallest value is black"),  # 255 · 109 / 605
        ("Clipped to 0–255", 0, "Below 0 is black"),
    ]:
        menu.select_option(name)
        expect(menu).to_have_accessible_description(re.compile(words))
        expect(page.locator(".mlw-lens-lines p").last).to_contain_text(f"On the screen: {grey} ")
        assert shown(after)[0, 2, 0] == grey
    wait_for_python(page, "view", "clip")
    expect(page.locator(".mlw-lens-title")).to_have_text("Output, row 1, column 3: −26")


def test_the_result_is_saved_as_a_png_of_its_own_size(visit: Visitor) -> None:
    page = afresh(visit).page
    tell(page, picture="wide", kernel=[[1, 0], [0, -1]], strides=2, bias=128)
    _, after = pictures(page)
    expect(after).to_have_accessible_name("The wide, filtered")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the result").click()
    assert waiting.value.suggested_filename == "filtered.png"
    saved = np.asarray(Image.open(io.BytesIO(waiting.value.path().read_bytes())).convert("RGB"))
    np.testing.assert_array_equal(saved, shown(after))


def test_without_a_result_the_board_says_so(visit: Visitor) -> None:
    page = afresh(visit).page
    tell(page, input="digit", alt=HOSTILE)
    expect(page.get_by_text("No filtered picture yet.")).to_be_visible()
    expect(page.get_by_text("No pixel to look at yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Save the result")).to_be_disabled()
    expect(output(page)).to_be_hidden()
    expect(pictures(page)[0]).to_have_accessible_name(HOSTILE)
    tell(page, picture="digit")
    expect(output(page)).to_be_visible()
    expect(page.get_by_text("No filtered picture yet.")).to_be_hidden()


@pytest.mark.parametrize("where", ["wide", "phone"])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_moves_while_pointing_and_nothing_sticks_out(visit: Visitor, where: str, dark: bool) -> None:
    opened = afresh(visit, size=where, dark=dark)
    page = opened.page
    kernel = np.random.default_rng(2).normal(size=(7, 7)).round(3).tolist()
    tell(page, picture="photo", kernel=kernel, channels="sum", divisor=3, bias=1, activation="relu")
    expect(page.get_by_role("radio", name="Green")).to_be_visible()
    board = page.locator(".mlw-pictures")
    heights = set()
    for cell in ([0, 0], [256, 256], [511, 0], [300, 511], [60, 400]):
        tell(page, cell=cell)
        expect(page.locator(".mlw-lens-title")).to_contain_text(f"row {cell[0] + 1}, column {cell[1] + 1}:")
        heights.add(size(board)[1])
    assert len(heights) == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert board.evaluate("box => box.scrollWidth <= box.clientWidth")
    (one, two) = (picture.bounding_box() for picture in pictures(page))
    assert one is not None
    assert two is not None
    assert (one["y"] == two["y"]) == (where == "wide")
    assert opened.accessibility_faults(".mlw-pictures") == []
    tell(page, picture="digit", pooling="max")
    expect(page.locator(".mlw-lens-results")).to_be_visible()
    assert opened.accessibility_faults(".mlw-pictures") == []


def swipe(
    page: Page, start: tuple[float, float], steps: int = 12, by: tuple[float, float] = (2, -12)
) -> None:
    """Draw a finger over the screen."""
    touch = page.context.new_cdp_session(page)
    for step in range(steps):
        at = [{"x": start[0] + by[0] * step, "y": start[1] + by[1] * step}]
        touch.send(
            "Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": at}
        )
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_points_on_the_output_and_scrolls_beside_it(visit: Visitor) -> None:
    page = afresh(visit, size="phone").page
    tell(page, picture="photo", kernel=[[1]])
    _, after = pictures(page)
    expect(after).to_have_accessible_name("The photo, filtered")
    page.get_by_role("button", name="Save the result").scroll_into_view_if_needed()
    before = after.bounding_box()
    start = spot(page, 400, 100)
    swipe(page, start)
    wait_for_python(page, "cell", read(after, start[0] + 22, start[1] - 132))
    assert after.bounding_box() == before  # the page stood still
    expect(page.get_by_text("Held at this pixel")).to_be_hidden()
    swipe(page, (40, 700), by=(0, -25))
    page.wait_for_function(
        "top => document.querySelectorAll('.mlw-pictures-canvas')[1].getBoundingClientRect().top < top - 50",
        arg=before["y"] if before else 0,
    )


def test_the_answer_to_an_edit_comes_without_a_picture_file(visit: Visitor) -> None:
    opened = afresh(visit)
    page = opened.page
    tell(page, picture="photo", kernel=[[1]])
    wait_for_python(page, "shape", [512, 512, 3])
    start = opened.bytes_received
    tell(page, picture="photo", kernel=[[0.5]])
    wait_for_python(page, "range", [0.0, 127.5])
    assert (
        786_432 <= opened.bytes_received - start < 800_000
    )  # the bytes of the output, and nothing of the input
    assert shown(pictures(page)[1])[100, 368].tolist() == [128, 112, 45]
