"""Inside a network in a real browser: live while it trains, read by mouse, keyboard and finger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.inside_page import INSIDE, TABLE

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

TRAINING = 60_000  # milliseconds: what training may take on a slow, busy machine

# The pixels of a tile, as one number each.
PIXELS = """
(tile) => {
  const canvas = tile.querySelector("canvas");
  return [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data];
}
"""
# Whether anything of a part is wider than its place, or the page wider than the screen.
TOO_WIDE = """
() => [...document.querySelectorAll(".mlw-layers, .mlw-reader, .mlw-layers *, .mlw-reader *")].filter((one) =>
  one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".mlw-window, .mlw-visually-hidden")
).map((one) => one.className).concat(document.documentElement.scrollWidth > innerWidth ? ["page"] : [])
"""


def tile(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def place(page: Page) -> Locator:
    return page.locator(".mlw-reader-title")


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def opened(visit: Visitor, **options: object) -> Visit:
    made = visit(INSIDE, fresh=True, **options)
    tile(made.page, "Conv2D 8 × 3 × 3, map 1").wait_for()
    return made


def updates(page: Page) -> int:
    found = re.search(r"after ([\d,]+) update", page.locator(".mlw-layers-note").inner_text())
    assert found
    return int(number(found.group(1)))


def run_for_a_while(page: Page) -> None:
    page.get_by_role("button", name="Run").click()
    page.wait_for_function(
        """() => Number(document.querySelector(".mlw-layers-note").textContent
             .match(/after ([\\d,]+) update/)?.[1].replaceAll(",", "")) > 40""",
        timeout=TRAINING,
    )
    page.get_by_role("button", name="Pause").click()
    rests(page)


def rests(page: Page) -> None:
    """Wait until Python has paused, and the last numbers are on the page."""
    state = page.get_by_text(re.compile(r"^paused after [\d,]+, seen$"))
    state.wait_for()
    made = state.inner_text().split()[2].strip(",")
    expect(page.locator(".mlw-layers-note")).to_contain_text(re.compile(rf"after {made} updates?\b"))


def engine_number(page: Page, cell: str) -> float:
    label = page.get_by_text(re.compile(rf"engine says .* at {re.escape(cell)}"))
    label.wait_for()
    found = re.search(r"engine says (\S+) at", label.inner_text())
    assert found
    return float(found.group(1))


def test_every_layer_moves_while_the_network_trains_and_nothing_jumps(visit: Visitor) -> None:
    page = opened(visit).page
    names = ["Conv2D 8 × 3 × 3, map 3", "MaxPooling2D 2 × 2, map 5", "Conv2D 16 × 3 × 3, map 9"]
    before = [tile(page, name).first.evaluate(PIXELS) for name in names]
    shares = page.locator(".mlw-tiles-named .mlw-unit-value").all_inner_texts()
    assert len(shares) == 10
    parts = ".mlw-layers p, .mlw-layer, .mlw-tile, .mlw-unit"
    heights = f"[...document.querySelectorAll('{parts}')].map((one) => one.offsetTop)"
    layout = page.evaluate(heights)
    run_for_a_while(page)
    for name, was in zip(names, before, strict=True):
        assert tile(page, name).first.evaluate(PIXELS) != was
    assert page.locator(".mlw-tiles-named .mlw-unit-value").all_inner_texts() != shares
    assert page.evaluate(heights) == layout
    # The largest share is the class that the note names.
    said = page.locator(".mlw-layers-note").inner_text()
    largest = page.locator(".mlw-tiles-named .mlw-unit").evaluate_all(
        """(units) => units.map((unit) => Number(unit.querySelector(".mlw-unit-bar")
             .style.getPropertyValue("--mlw-share"))).reduce((best, value, at, all) =>
             value > all[best] ? at : best, 0)"""
    )
    assert f"The network says {largest} (" in said


def test_a_click_opens_the_arithmetic_whose_sum_is_the_engines_number(visit: Visitor) -> None:
    opened_page = opened(visit)
    page = opened_page.page
    run_for_a_while(page)
    tile(page, "Conv2D 16 × 3 × 3, map 6").click()
    expect(place(page)).to_have_text("Conv2D 16 × 3 × 3, map 6, row 6, column 6")
    expect(page.locator(".mlw-window")).to_have_count(8)
    board = page.locator(".mlw-reader-board")
    expect(board).to_be_focused()
    opened_page.comes_to_rest()
    box = board.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 7.5 / 11, box["y"] + box["height"] * 2.5 / 11)
    expect(place(page)).to_have_text("Conv2D 16 × 3 × 3, map 6, row 3, column 8")
    wanted = engine_number(page, "[2, 7]")
    totals = [number(text.removeprefix("→ ")) for text in page.locator(".mlw-window-total").all_inner_texts()]
    line = page.locator(".mlw-reader-text").inner_text()
    bias = re.search(r"([+−]) (\S+) \(bias\)", line)
    assert bias
    total = sum(totals) + number(bias.group(1).replace("+", "") + bias.group(2))
    assert total == pytest.approx(wanted, abs=5e-3)
    # Each window's products sum to its total, and each product is what stands above it.
    for window, its_total in zip(page.locator(".mlw-window").all(), totals, strict=True):
        terms = window.locator("td").all_inner_texts()
        products = [number(text.split()[-1]) for text in terms]
        factors = [[number(part) for part in text.split("\n")[0].split(" × ")] for text in terms]
        assert sum(products) == pytest.approx(its_total, abs=2e-2)
        assert products == pytest.approx([a * b for a, b in factors], rel=2e-2, abs=1e-3)
    # What it looks at is outlined on all eight maps of the layer before.
    expect(page.locator(".mlw-tile-reach:visible")).to_have_count(8)
    z, a = page.locator(".mlw-reader-numbers dd").all_inner_texts()[:2]
    assert number(z) == pytest.approx(wanted, rel=1e-3)
    assert number(a) == pytest.approx(max(wanted, 0), rel=1e-3)


def test_pooling_softmax_and_weights_are_read_too(visit: Visitor) -> None:
    page = opened(visit).page
    tile(page, "MaxPooling2D 2 × 2, map 3").first.click()
    expect(page.locator(".mlw-reader-text")).to_contain_text("The largest of the 4 numbers in the window is")
    expect(page.locator(".mlw-window-won")).to_have_count(1)
    expect(page.locator(".mlw-tile-reach:visible")).to_have_count(1)
    tile(page, "Dense 10, 7: ").click()
    expect(place(page)).to_have_text("Dense 10, class 7")
    rows = page.get_by_role("table", name="Softmax").get_by_role("row")
    expect(rows).to_have_count(11)
    shares = [number(row.get_by_role("cell").last.inner_text()) for row in rows.all()[1:]]
    assert sum(shares) == pytest.approx(1, abs=1e-3)
    expect(page.get_by_text("… and 392 more terms that sum to")).to_be_visible()
    page.get_by_role("radio", name="Weights").check()
    expect(page.locator(".mlw-reader-empty")).to_be_visible()
    tile(page, "Conv2D 8 × 3 × 3, kernel 2").click()
    expect(page.locator(".mlw-reader-text")).to_have_text(
        "In Python: experiment.model.layers[0].kernel[1, 1, 0, 1]"
    )
    page.get_by_role("radio", name="Gradients").check()
    tile(page, "Input, map 1").click()
    expect(page.locator(".mlw-reader-numbers dt")).to_have_text(["x", "∂L/∂x"])


def test_the_arithmetic_goes_along_while_the_network_trains(visit: Visitor) -> None:
    page = opened(visit).page
    tile(page, "Conv2D 8 × 3 × 3, map 3").click()
    line = page.locator(".mlw-reader-text")
    expect(line).to_contain_text("(bias)")
    before = line.inner_text()
    page.get_by_role("button", name="Run").click()
    expect(line).not_to_have_text(before, timeout=TRAINING)
    tile(page, "Conv2D 8 × 3 × 3, map 4").click()
    expect(place(page)).to_contain_text("map 4, row 14, column 14")
    # Who sees the map is on it already: no key is lost.
    assert page.locator(".mlw-reader-board").evaluate("(one) => one === document.activeElement")
    page.keyboard.press("ArrowDown")
    expect(place(page)).to_contain_text("map 4, row 15, column 14")
    page.get_by_role("button", name="Pause").click()


def test_everything_by_keyboard(visit: Visitor) -> None:
    page = opened(visit).page
    keys = page.keyboard
    page.get_by_role("radio", name="Activations").focus()
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="Gradients")).to_be_checked()
    keys.press("ArrowLeft")
    keys.press("Tab")
    expect(tile(page, "Input, map 1")).to_be_focused()  # one stop of the tab key for all tiles
    keys.press("ArrowDown")
    keys.press("End")
    expect(tile(page, "Conv2D 8 × 3 × 3, map 8")).to_be_focused()
    keys.press("ArrowRight")  # the edge holds
    keys.press("ArrowLeft")
    keys.press("Enter")
    board = page.locator(".mlw-reader-board")
    expect(board).to_be_focused()
    expect(board).to_have_accessible_name(
        "Conv2D 8 × 3 × 3, map 7, 26 by 26 numbers. Arrow keys move the pointer."
    )
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "Home", "ArrowLeft"):
        keys.press(key)
    expect(place(page)).to_have_text("Conv2D 8 × 3 × 3, map 7, row 12, column 1")
    expect(page.locator(".mlw-reader [role=status]")).to_have_text(re.compile(r"row 12, column 1: \S+"))
    keys.press("Control+End")
    expect(place(page)).to_have_text("Conv2D 8 × 3 × 3, map 7, row 26, column 26")
    keys.press("Escape")
    expect(tile(page, "Conv2D 8 × 3 × 3, map 7")).to_be_focused()
    expect(page.locator(".mlw-layers [aria-current=true]")).to_have_count(1)
    keys.press("Shift+Tab")
    expect(page.get_by_role("radio", name="Activations")).to_be_focused()


def test_examples_are_stepped_through(visit: Visitor) -> None:
    page = opened(visit).page
    title = page.locator(".mlw-layers-title")
    first = title.inner_text()
    image = tile(page, "Input, map 1").evaluate(PIXELS)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(title).not_to_have_text(first)
    assert tile(page, "Input, map 1").evaluate(PIXELS) != image
    page.get_by_role("button", name="Previous").click()
    expect(title).to_have_text(first)
    page.get_by_role("button", name="Next mistake").click()
    expect(page.locator(".mlw-layers-note")).to_contain_text("; the truth is ")


def test_a_closed_tab_costs_nothing(visit: Visitor) -> None:
    page = opened(visit).page
    page.get_by_role("tab", name="Elsewhere").click()
    page.get_by_text("This tab is empty").wait_for()
    traced = page.get_by_text(re.compile(r"^traced \d+"))
    page.get_by_text(re.compile("unseen$")).wait_for()  # Python knows
    before = traced.inner_text()
    page.get_by_role("button", name="Run").click()
    page.get_by_text(re.compile(r"^running after \d{2,}, unseen$")).wait_for(timeout=TRAINING)
    assert traced.inner_text() == before
    page.get_by_role("tab", name="Inside").click()
    expect(traced).not_to_have_text(before)
    page.get_by_role("button", name="Pause").click()
    rests(page)
    assert updates(page) > 0


def test_a_finger_opens_a_map_and_the_reader_comes_into_view(visit: Visitor) -> None:
    opened_page = opened(visit, size="phone")
    page = opened_page.page
    tile(page, "Conv2D 8 × 3 × 3, map 2").tap()
    board = page.locator(".mlw-reader-board")
    expect(board).to_be_focused()
    expect(place(page)).to_contain_text("map 2")
    expect(board).to_be_in_viewport(ratio=1)
    opened_page.comes_to_rest()
    box = board.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] * 20.5 / 26, box["y"] + box["height"] * 3.5 / 26)
    expect(place(page)).to_have_text("Conv2D 8 × 3 × 3, map 2, row 4, column 21")
    page.get_by_role("button", name="Back to the layers").tap()
    expect(tile(page, "Conv2D 8 × 3 × 3, map 2")).to_be_in_viewport()
    expect(tile(page, "Conv2D 8 × 3 × 3, map 2")).to_be_focused()


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_fits_and_can_be_read_by_everybody(visit: Visitor, size: str, *, dark: bool) -> None:
    made = opened(visit, size=size, dark=dark)
    page = made.page
    for shows, name in (
        ("Activations", "Conv2D 16 × 3 × 3, map 6"),
        ("Gradients", "Dense 10, 3:"),
        ("Weights", "Dense 10, kernel 3"),
    ):
        page.get_by_role("radio", name=shows).check()
        tile(page, name).click()
        expect(place(page)).to_contain_text(name.split(",", maxsplit=1)[0])
        assert made.accessibility_faults(".mlw-inside") == []
        assert page.evaluate(TOO_WIDE) == []


def test_light_and_dark_have_colours_of_their_own(visit: Visitor) -> None:
    page = opened(visit).page
    name = "Conv2D 8 × 3 × 3, map 2"
    light = tile(page, name).evaluate(PIXELS)
    image = tile(page, "Input, map 1").evaluate(PIXELS)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"(tile) => ({PIXELS})(tile)[0] < 60", arg=tile(page, name).element_handle())
    dark = tile(page, name).evaluate(PIXELS)
    # Nought is the colour of the page, light or dark; a picture stays as it is.
    assert light[:3] == [255, 255, 255]
    assert max(dark[:3]) < 60
    assert tile(page, "Input, map 1").evaluate(PIXELS) == image


def test_names_that_look_like_markup_are_shown_as_text(visit: Visitor) -> None:
    page = visit(TABLE).page
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".mlw-unit-name").first).to_have_text("<img src=x onerror=alert(1)>")
    page.locator(".mlw-unit").last.click()
    expect(place(page)).to_have_text("Dense 2, class large")
    expect(page.get_by_role("rowheader", name="<img src=x onerror=alert(1)>")).to_be_visible()
    expect(page.locator("img[src=x]")).to_have_count(0)
    expect(page.locator(".mlw-reader-board")).to_be_hidden()  # a single number is no map
