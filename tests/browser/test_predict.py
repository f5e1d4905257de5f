"""Predict in a browser: the first picture, a drawing that flows through every layer, stages, training."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import STUDIO
from tests.browser.harness import becomes, next_frame
from tests.browser.server import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Serve, Visitor
    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

DASHBOARD = ROOT / "apps" / "dashboard.ipynb"
PREDICT = """
import ipywidgets as w
from mlwidgets import PredictLab
label = w.Label("python says nothing")
def tell(change):
    shares = change["new"].shares if change["new"] is not None else None
    said = "nothing" if shares is None else f"{shares.argmax()} {shares.max():.6f}"
    label.value = f"python says {said}"
lab = PredictLab()
lab.experiment.observe(tell, "prediction")
w.VBox([lab, label])
""".strip().splitlines()
PIXELS = """(tile) => { const canvas = tile.querySelector("canvas");
  return Array.from(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data); }"""
HOUSE = (
    ((25, 55), (25, 95), (87, 95), (87, 55), (25, 55)),
    ((20, 55), (56, 18), (92, 55)),
)
# The page hears nothing of its kernel before it is let through.
HELD_BACK = """
(() => {
  const through = new Promise((go) => (globalThis.letThrough = go));
  const ask = globalThis.fetch;
  globalThis.fetch = async (...parts) => {
    const address = String(parts[0]?.url ?? parts[0]);
    if (address.includes("/api/kernels")) await through;
    return ask(...parts);
  };
})();
"""
TRAINING = 60_000  # ms


def afresh(visit: Visitor, **options: Any) -> Visit:  # noqa: ANN401 - see Visit.start
    """Return the page with another lab on another experiment, and the digit that it opens with."""
    opened = visit(PREDICT, fresh=True, **options)
    expect(opened.page.locator(".mlw-answer-text")).to_have_text("It says 4: >99.9%")
    return opened


def draw(page: Page, *strokes: tuple[tuple[float, float], ...]) -> None:
    box = page.locator(".mlw-pad-canvas").bounding_box()
    assert box

    def place(x: float, y: float) -> tuple[float, float]:
        return box["x"] + box["width"] * x / 112, box["y"] + box["height"] * y / 112

    for first, *others in strokes:
        page.mouse.move(*place(*first))
        page.mouse.down()
        for point in others:
            page.mouse.move(*place(*point), steps=6)
        page.mouse.up()


def tile(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def said(page: Page) -> str:
    return page.locator(".mlw-answer-text").inner_text()


def shares(page: Page) -> list[str]:
    return page.locator(".mlw-answer-share").all_inner_texts()


def test_the_first_picture_needs_no_kernel_and_hands_over_what_was_drawn(serve: Serve) -> None:
    server = serve(DASHBOARD)
    context = STUDIO.browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    # Without the web socket no widget can come: whatever is on the page now is the browser's own work.
    page.add_init_script(
        "window.WebSocket = class { constructor() { throw new Error('held back by the test'); } };"
    )
    try:
        page.goto(server.url, wait_until="commit")
        first = page.locator("#mlw-first")
        expect(first.locator(".mlw-answer-text")).to_have_text("It says 4: >99.9%", timeout=60_000)
        page.get_by_role("button", name="Clear").click()
        draw(page, *HOUSE)
        expect(first.locator(".mlw-answer-text")).to_have_text(re.compile("^It says 8: 9"))
        expect(first).to_have_count(1)
    finally:
        context.close()
    context = STUDIO.browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.add_init_script(HELD_BACK)  # until it is drawn: what the hand touches must be the first picture
    try:
        page.goto(server.url, wait_until="commit")
        page.locator("#mlw-first .mlw-tile").first.wait_for(timeout=60_000)
        page.locator("#mlw-first").get_by_role("button", name="Clear").click()
        draw(page, *HOUSE)
        next_frame(page)
        said = page.locator(".mlw-answer-text").inner_text()
        page.evaluate("letThrough()")
        page.locator("#mlw-first").wait_for(state="detached", timeout=60_000)
        expect(page.locator(".mlw-flow-title")).to_have_text("Your drawing")
        expect(page.locator(".mlw-answer-text")).to_have_text(said)
    finally:
        context.close()
    assert [problem for problem in problems if "held back by the test" not in problem] == []


def test_a_drawing_flows_through_every_layer_and_python_agrees(visit: Visitor) -> None:
    page = afresh(visit).page
    expect(page.locator(".mlw-answer-text")).to_have_text("It says 4: >99.9%")
    expect(page.locator(".mlw-answer-verdict")).to_have_text("Right")
    expect(tile(page, "4: >99.9%, the true class")).to_be_visible()
    names = [
        "Input, map 1",
        "Conv2D 8 × 3 × 3, map 3",
        "MaxPooling2D 2 × 2, map 5",
        "Conv2D 16 × 3 × 3, map 9",
    ]
    before = [tile(page, name).first.evaluate(PIXELS) for name in names]
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".mlw-flow-title")).to_have_text("Nothing drawn yet")
    assert shares(page) == ["–"] * 10
    draw(page, *HOUSE)
    expect(page.locator(".mlw-answer-text")).to_have_text(re.compile("^It says 8: "))
    for name, was in zip(names, before, strict=True):
        assert tile(page, name).first.evaluate(PIXELS) != was
    # One number, one rounding: the sentence, its bar, and Python, which hears of it a moment later.
    next_frame(page)
    share = said(page).removeprefix("It says 8: ")
    assert shares(page)[8] == share
    label = page.get_by_text(re.compile(r"^python says 8"))
    label.wait_for()
    becomes(page, lambda: f"{100 * float(label.inner_text().split()[-1]):.1f}%", share)
    page.get_by_role("button", name="Next test digit").click()
    expect(page.locator(".mlw-flow-title")).to_have_text("Test digit 0")


def test_every_number_can_be_opened(visit: Visitor) -> None:
    page = afresh(visit).page
    tile(page, "Conv2D 16 × 3 × 3, map 6").click()
    expect(page.locator(".mlw-reader-title")).to_have_text("Conv2D 16 × 3 × 3, map 6, row 6, column 6")
    expect(page.locator(".mlw-tile-reach:visible")).to_have_count(8)
    expect(page.locator(".mlw-reader-board")).to_be_focused()
    page.keyboard.press("Escape")
    expect(tile(page, "Conv2D 16 × 3 × 3, map 6")).to_be_focused()
    page.keyboard.press("ArrowRight")  # the layers stand beside each other
    focused = page.locator(":focus")
    expect(focused).to_have_accessible_name(re.compile("^MaxPooling2D 2 × 2, map "))
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(focused).to_have_class(re.compile("mlw-answer-row"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Softmax").get_by_role("row")).to_have_count(11)


def test_stages_and_ones_own_training(visit: Visitor) -> None:
    page = afresh(visit).page
    note = page.locator(".mlw-flow-note")
    expect(note).to_contain_text("97.3% of the test digits correctly")
    expect(page.get_by_role("radio", name="2,500")).to_be_checked()
    page.get_by_role("radio", name="Untrained").check()
    expect(note).to_contain_text("Random weights, nothing learned yet")
    expect(page.locator(".mlw-answer-text")).not_to_have_text("It says 4: >99.9%")
    before = tile(page, "Conv2D 8 × 3 × 3, map 3").evaluate(PIXELS)
    page.get_by_role("button", name="Train it yourself").click()
    expect(note).to_contain_text(re.compile(r"Your training: \d{2,}"), timeout=TRAINING)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Continue").wait_for()
    assert tile(page, "Conv2D 8 × 3 × 3, map 3").evaluate(PIXELS) != before
    page.get_by_role("radio", name="2,500").check()
    expect(note).to_contain_text("97.3% of the test digits correctly")
    page.get_by_role("button", name="Train it yourself").wait_for()


def test_everything_of_the_task_is_on_the_first_screen(visit: Visitor) -> None:
    page = visit(DASHBOARD).page
    page.set_viewport_size({"width": 1280, "height": 720})
    for part in (".mlw-flow-bar", ".mlw-pad-canvas", ".mlw-answer", ".mlw-header-task"):
        expect(page.locator(part).locator("visible=true").first).to_be_in_viewport(ratio=1)
    tiles = page.locator(".mlw-flow .mlw-tile")
    for index in range(tiles.count()):
        expect(tiles.nth(index)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_fits_and_can_be_read_by_everybody(visit: Visitor, size: str, *, dark: bool) -> None:
    made = afresh(visit, size=size, dark=dark)
    page = made.page
    tile(page, "Conv2D 8 × 3 × 3, map 2").click()
    expect(page.locator(".mlw-reader-title")).to_contain_text("map 2")
    assert made.accessibility_faults(".mlw-predict-lab") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
