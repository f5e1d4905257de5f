"""The convolution lab in a real browser, with pictures: bundled, drawn and one's own, and hostile files."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from mlwidgets.data.pictures.reading import load_picture
from mlwidgets.errors import DataError
from tests.browser.board_page import cell, press
from tests.browser.harness import becomes
from tests.browser.kernel_page import (
    afresh,
    button,
    choose,
    complaint,
    done,
    fits,
    hand_in,
    menu,
    more,
    number,
    painted,
    set_number,
    tools,
    wait_until_painted,
)
from tests.browser.upload_page import JPEG, TIFF
from tests.data.picture_makers import END, header, pixels, png

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

HOSTILE = {
    "notes.png": b"first,second\n1,2\n",
    "huge.png": png(header(20_000, 20_000), pixels(bytes(1000)), END),
    "cut.jpg": JPEG[: len(JPEG) // 2],
    "print.png": TIFF,
}


def sentence(name: str, content: bytes) -> str:
    """Return what Python has against a file."""
    with pytest.raises(DataError) as caught:
        load_picture(content, name)
    return str(caught.value)


def caption(page: Page) -> Locator:
    """Find what stands under the input."""
    return page.locator(".mlw-pictures figcaption").first


def middle(page: Page) -> list[int]:
    """Return the colour in the middle of the filtered picture."""
    colour: list[int] = page.locator(".mlw-pictures-output canvas").first.evaluate(
        """(canvas) => {
            const { data } = canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1);
            return [...data];
        }"""
    )
    return colour[:3]


def test_a_kernel_changes_a_picture_and_no_file_can_stop_it(visit: Visitor) -> None:
    opened = afresh(visit)
    page = opened.page
    choose(page, "Input", "Lamps")
    expect(caption(page)).to_contain_text("256 × 256")
    expect(menu(page, "Input")).to_have_accessible_description(
        "Drawn for mlwidgets with NumPy. BSD-3-Clause, as mlwidgets itself."
    )
    wait_until_painted(page, 0)
    becomes(page, lambda: middle(page), [255, 255, 255])

    # With the keyboard, and with a word.
    before = painted(page)
    cell(page, "Kernel", 2, 2).focus()
    press(page, "4", ".", "5", "Enter")
    wait_until_painted(page, before)
    becomes(page, lambda: middle(page), [128, 128, 128])  # 255 · (4.5 − 4)
    expect(cell(page, "Kernel", 3, 2)).to_be_focused()
    press(page, "x", "Enter")
    said = page.locator(".mlw-pictures-message")
    expect(said).to_contain_text("must be a number")
    expect(cell(page, "Kernel", 3, 2)).to_have_text("−1")
    press(page, "Control+z")
    expect(cell(page, "Kernel", 2, 2)).to_have_text("5")
    expect(said).to_have_text("Click a number of the kernel to change it.")

    # Files that are none of what they say; the lab goes on with what it had.
    choose(page, "Input", "Your picture …")
    expect(complaint(page, menu(page, "Input"))).to_have_text("Choose a file under More settings.")
    more(page)
    fault = page.locator(".mlw-upload-error")
    for name, content in HOSTILE.items():
        hand_in(page, name, content)
        expect(fault).to_have_text(sentence(name, content))
        expect(menu(page, "Input")).to_have_value("lamps")
        assert fits(page)
    assert opened.accessibility_faults() == []
    before = painted(page)
    choose(page, "Kernel", "Edges")
    wait_until_painted(page, before)
    becomes(page, lambda: middle(page), [128, 128, 128])  # flat: 0, which a signed kernel shows as grey
    choose(page, "Input", "Dot")  # what is said of a file goes with the next input
    expect(fault).to_have_text("")

    before = painted(page)
    hand_in(page, "holiday.jpg", JPEG)
    wait_until_painted(page, before)
    expect(page.get_by_text("In use: holiday.jpg")).to_be_visible()
    expect(menu(page, "Input")).to_have_accessible_description(
        "Your picture was shrunk from 900 × 1200 to 384 × 512 pixels."
    )
    expect(caption(page)).to_contain_text("512 × 384")
    assert opened.accessibility_faults() == []
    choose(page, "Input", "Numbers")
    expect(cell(page, "Output", 5, 5)).to_be_visible()
    choose(page, "Input", "Your picture: holiday.jpg")
    expect(page.get_by_text("In use: holiday.jpg")).to_be_visible()


def test_the_program_is_copied_and_saved_with_its_picture(visit: Visitor) -> None:
    page = afresh(visit).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button(page, "Show the code").click()
    code = page.get_by_role("region", name="Show the code")
    expect(code).to_contain_text("[60, 113, 56, 139, 85]")
    expect(button(page, "Save picture.png")).to_be_hidden()
    button(page, "Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == code.text_content()
    menu(page, "Language").select_option("Keras")
    expect(code).to_contain_text("import keras")
    expect(page.get_by_text("Runs as it is with NumPy and Keras installed.")).to_be_visible()
    more(page)
    set_number(page, "Bias", "7.5")
    expect(code).to_contain_text("7.5")
    with page.expect_download() as download:
        button(page, "Save as a file").click()
    assert download.value.suggested_filename == "convolution_keras.py"
    assert download.value.path().read_text(encoding="utf-8") == code.text_content()

    choose(page, "Input", "Test card")
    expect(code).to_contain_text('Image.open("picture.png")')
    with page.expect_download() as download:
        button(page, "Save picture.png").click()
    assert download.value.suggested_filename == "picture.png"
    with Image.open(io.BytesIO(download.value.path().read_bytes())) as saved:
        assert (saved.size, saved.mode) == ((384, 384), "L")
    with page.expect_download() as download:  # and once more
        button(page, "Save picture.png").click()
    assert download.value.suggested_filename == "picture.png"


def test_a_drawing_is_filtered_while_it_is_drawn(visit: Visitor) -> None:
    opened = afresh(visit, size="phone")
    page = opened.page
    tools(page)
    choose(page, "Input", "Your drawing")
    done(page)
    pad = page.locator(".mlw-pad-canvas")
    wait_until_painted(page, 0)
    opened.comes_to_rest()
    before = painted(page)
    box = pad.bounding_box()
    assert box is not None
    across, down = box["width"], box["height"]
    page.mouse.move(box["x"] + across * 0.2, box["y"] + down / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + across * 0.8, box["y"] + down / 2, steps=8)
    page.mouse.up()
    wait_until_painted(page, before)
    page.wait_for_function(
        """() => {
            const canvas = document.querySelector(".mlw-pictures-output canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return data.some((byte, at) => at % 4 === 0 && byte > 200);
        }"""
    )
    page.locator(".mlw-pictures").get_by_role("button", name="Undo").click()
    tools(page)
    expect(menu(page, "Input")).to_have_value("/numbers")
    assert fits(page)


def test_a_picture_on_a_phone_is_filtered_by_touch(visit: Visitor) -> None:
    opened = afresh(visit, size="phone", dark=True)
    page = opened.page
    before = painted(page) if page.locator(".mlw-pictures").count() else 0
    tools(page)
    choose(page, "Input", "Cat")
    done(page)
    wait_until_painted(page, before)
    before = painted(page)
    middle_cell = cell(page, "Kernel", 2, 2)
    middle_cell.tap()
    middle_cell.tap()
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    wait_until_painted(page, before)
    expect(middle_cell).to_have_text("0")
    more(page)
    choose(page, "Channels", "added up")
    expect(page.get_by_role("grid", name=re.compile("^Kernel, channel 3 of 3"))).to_be_visible()
    set_number(page, "Kernel columns", "11")
    expect(
        page.get_by_role("grid", name=re.compile("^Kernel, channel 3 of 3")).get_by_role("gridcell")
    ).to_have_count(33)
    assert fits(page)
    choose(page, "Padding", "5 cells")
    choose(page, "Padding with", "the mirrored input")
    choose(page, "Input", "Dot")
    set_number(page, "Kernel rows", "3")
    choose(page, "Padding", "valid (none)")
    set_number(page, "Kernel rows", "11")
    choose(page, "Dilation", "4")
    choose(page, "Stride", "5")
    expect(caption(page)).to_contain_text("41 × 41")
    choose(page, "Pooling", "max")
    expect(complaint(page, menu(page, "Pooling"))).not_to_be_empty()
    expect(menu(page, "Pooling")).to_have_value("none")
    expect(number(page, "Kernel rows")).to_have_value("11")
    assert fits(page)
    assert opened.accessibility_faults() == []
