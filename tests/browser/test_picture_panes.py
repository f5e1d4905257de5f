"""Pictures in the Data lab in a real browser: a zip is opened, looked at from three sides, and trained on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.harness import messages
from tests.data.own_pictures import as_file, zipped

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PAGE = """
import ipywidgets as w
from mlwidgets import Experiment
from mlwidgets.widgets.data.data_lab import DataLab
from mlwidgets.widgets.training.run_bar import RunBar

experiment = Experiment("mnist", epochs=2)
w.VBox([RunBar(experiment), DataLab(experiment)])
""".strip().splitlines()


def squares(each: int) -> bytes:
    """Return red, green and blue squares of 16 × 16 pixels on grey, with a damaged file and a grey one."""
    rng = np.random.default_rng(4)
    files = {}
    for channel, name in enumerate(("red", "green", "blue")):
        for at in range(each):
            pixels = np.full((16, 16, 3), 90, np.uint8)
            top, left = rng.integers(1, 8, 2)
            pixels[top : top + 7, left : left + 7] = 20
            pixels[top : top + 7, left : left + 7, channel] = 200 + at % 50
            files[f"squares/{name}/{at}.png"] = as_file(pixels)
    files["squares/red/cut.png"] = files["squares/red/0.png"][:50]
    files["squares/red/grey.png"] = as_file(np.full((16, 16), 120, np.uint8))
    return zipped(files)


def pane(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def tile(page: Page, row: int, column: int) -> Locator:
    return page.locator(".mlw-gallery-row").nth(row).get_by_role("gridcell").nth(column)


def large_mean(page: Page) -> float:
    """Return the mean grey value of the picture that is looked at."""
    return float(
        page.evaluate(
            """() => {
                const canvas = document.querySelector(".mlw-gallery-large");
                const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                let sum = 0;
                for (let at = 0; at < data.length; at += 4) sum += data[at];
                return sum / (data.length / 4);
            }"""
        )
    )


def test_digits_are_looked_through_with_mouse_and_keys(visit: Visitor) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    board = page.get_by_role("grid", name="Pictures")
    expect(board.get_by_role("row")).to_have_count(10)
    expect(page.locator(".mlw-gallery-summary")).to_contain_text("4,000 of 28 × 28 pixels in grey")
    opened.wait_until(lambda: not page.locator("[aria-busy=true]").count(), "the page")

    # Looking costs no message; a click makes the picture the example of every lab.
    tile(page, 3, 2).click()
    expect(tile(page, 3, 2)).to_have_attribute("aria-selected", "true")
    name = tile(page, 3, 2).get_attribute("aria-label") or ""
    assert re.fullmatch(r"3, training picture \d+", name)
    expect(page.locator(".mlw-gallery-hint")).to_contain_text("Every lab shows this picture now")
    opened.comes_to_rest()
    before, mean = messages(page), large_mean(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(tile(page, 4, 3)).to_be_focused()
    opened.wait_until(lambda: large_mean(page) != mean, "another large picture")
    assert messages(page) == before
    page.keyboard.press("PageDown")
    expect(page.locator(".mlw-gallery-where")).to_contain_text(re.compile("^2 of"))
    expect(tile(page, 4, 3)).to_be_focused()
    page.keyboard.press("Enter")
    expect(tile(page, 4, 3)).to_have_attribute("aria-selected", "true")
    chosen = (tile(page, 4, 3).get_attribute("aria-label") or "").split()[-1]
    page.get_by_role("button", name="Last page").click()
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    page.get_by_role("combobox", name="Class").select_option("7")
    expect(board.get_by_role("gridcell").first).to_have_attribute("aria-label", re.compile("^7, "))
    page.get_by_role("combobox", name="Part").select_option("test")
    expect(page.locator(".mlw-gallery-summary")).to_contain_text("Test pictures: 1,000")

    # The pixels of what was chosen, as whole numbers.
    pane(page, "Pixels")
    expect(page.locator(".mlw-pixels-title")).to_have_text(f"Training picture {chosen}: 4")


def test_pixels_are_read_with_mouse_and_keys(visit: Visitor) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    pane(page, "Pixels")
    title = page.locator(".mlw-pixels-title")
    expect(title).to_have_text(re.compile(r"^Training picture \d+: \d$"))
    chosen = int(re.findall(r"\d+", title.inner_text())[0])
    page.get_by_role("button", name="Next", exact=True).click()
    expect(title).to_contain_text(f"Training picture {chosen + 1}: ")
    canvas = page.locator(".mlw-pixels-canvas")
    canvas.focus()
    opened.comes_to_rest()
    before = messages(page)
    page.keyboard.press("Home")
    page.keyboard.press("PageUp")
    expect(page.locator(".mlw-pixels-reading")).to_have_text("Row 1, column 1: 0")
    expect(page.locator(".mlw-pixels-outside")).to_have_count(81 - 25)
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 14.5 / 28, box["y"] + box["height"] * 9.5 / 28)
    expect(page.locator(".mlw-pixels-reading")).to_contain_text("Row 10, column 15: ")
    shown = page.locator(".mlw-pixels-reading").inner_text().split(": ")[1]
    expect(page.locator(".mlw-pixels-middle")).to_have_text(shown)
    assert messages(page) == before
    page.get_by_role("button", name="Next", exact=True).click()
    expect(title).to_contain_text(f"Training picture {chosen + 2}: ")


def test_mean_pictures_are_compared(visit: Visitor) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    pane(page, "Classes")
    expect(page.locator(".mlw-means-extremes")).to_have_text(
        re.compile(r"Most alike are \d and \d, most different \d and \d\.")
    )
    opened.comes_to_rest()
    before = messages(page)
    page.get_by_role("combobox", name="First").select_option("0")
    page.get_by_role("combobox", name="Second").select_option("1")
    expect(page.locator(".mlw-means-apart")).to_contain_text("0 and 1 differ by")
    difference = page.locator(".mlw-means-canvas")
    difference.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".mlw-means-reading")).to_contain_text("Row 14, column 15: the mean of 0 is ")
    assert page.locator(".mlw-means-reading").inner_text().split()[-1].startswith("−")  # a 1 has ink there
    assert messages(page) == before
    assert opened.accessibility_faults(".mlw-panes") == []


@pytest.mark.parametrize("size", ["phone", "wide"])
def test_own_pictures_are_opened_looked_at_and_trained_on(visit: Visitor, size: str) -> None:
    dark = size == "phone"
    opened = visit(PAGE, size=size, dark=dark, fresh=True)
    page = opened.page
    file: FilePayload = {"name": "squares.zip", "mimeType": "application/zip", "buffer": squares(40)}
    if dark:
        page.get_by_role("button", name="Choose data").click()
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.locator(".mlw-gallery-summary")).to_contain_text("of 16 × 16 pixels in RGB", timeout=30_000)
    expect(page.locator(".mlw-data")).to_contain_text("1 of 121 pictures was grey and became RGB.")
    page.get_by_role("button", name="See them").click()
    expect(page.locator(".mlw-data")).to_contain_text("cut.png")
    expect(page.locator(".mlw-data")).to_contain_text("the end of the picture is missing")
    page.keyboard.press("Escape")
    if dark:
        page.get_by_role("button", name="Done", exact=True).click()
    board = page.get_by_role("grid", name="Pictures")
    expect(board.get_by_role("rowheader").first).to_have_text(re.compile("^blue"))
    pane(page, "Pixels")
    expect(page.locator(".mlw-pixels-size")).to_have_text("16 rows × 16 columns × 3 channels = 768 numbers")
    expect(page.locator(".mlw-pixels-reading")).to_have_text(re.compile(r": red \d+, green \d+, blue \d+$"))
    page.get_by_role("combobox", name="Numbers of").select_option("green")
    pane(page, "Classes")
    expect(page.locator(".mlw-means-tile")).to_have_count(3)
    for name in ("Gallery", "Classes", "Pixels"):
        pane(page, name)
        opened.comes_to_rest()
        assert opened.accessibility_faults(".mlw-panes") == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled(timeout=60_000)
