"""LabHeader, RunPanel and the layout of a lab in a real browser, wide and on a phone, light and dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.controls_page import PAGE, order, wait_for_python
from tests.browser.harness import next_frame

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

UNTRAINED = ["from mlwidgets import Dashboard, Experiment", "Dashboard(Experiment())"]


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found is not None
    return {"x": found["x"], "y": found["y"], "width": found["width"], "height": found["height"]}


def scheme(page: Page) -> str:
    return str(page.locator(".mlw-header").evaluate("root => getComputedStyle(root).colorScheme"))


def lightness(page: Page, selector: str, name: str) -> float:
    """Return the mean of red, green and blue of a colour that an element has."""
    numbers: list[float] = page.locator(selector).first.evaluate(
        "(node, name) => getComputedStyle(node)[name].match(/[\\d.]+/g).slice(0, 3).map(Number)", name
    )
    return sum(numbers) / 3


def test_texts_are_texts_and_messages_come_and_go_without_moving_the_lab(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    expect(page.get_by_role("heading", name="Train a network", level=2)).to_be_visible()
    expect(page.get_by_text("Press Run.")).to_be_visible()
    columns = page.locator(".mlw-columns")
    before = box(columns)
    why = page.locator(".mlw-header-text")
    expect(why).to_be_hidden()
    page.get_by_role("button", name="Why?").click()
    expect(why.get_by_text("<img src=x onerror='window.pwned=1'>")).to_be_visible()
    assert box(columns) == before
    page.keyboard.press("Escape")
    expect(why).to_be_hidden()
    expect(page.get_by_role("button", name="Why?")).to_be_focused()

    order(page, "note")
    note, spoken = page.locator(".mlw-header-note"), page.locator(".mlw-header").get_by_role("status")
    expect(note).to_be_visible()
    expect(note).to_contain_text("Optimiser changed: press Run to train from the start.")
    expect(spoken).to_have_text("Optimiser changed: press Run to train from the start.")
    assert box(columns) == before

    order(page, "fail")
    expect(page.get_by_role("alert")).to_have_text("Error: The loss became <b>NaN</b> at step 31.")
    expect(spoken).to_be_empty()
    expect(note).to_be_hidden()
    assert box(columns) == before
    wait_for_python(page, "error", "The loss became <b>NaN</b> at step 31.")
    page.get_by_role("button", name="Dismiss").click()
    wait_for_python(page, "error", "")
    expect(page.locator(".mlw-header-alert")).to_be_hidden()
    expect(page.get_by_role("button", name="Dismiss")).to_be_hidden()
    expect(page.get_by_role("heading", name="Train a network")).to_be_focused()
    assert box(columns) == before
    assert page.evaluate("window.pwned") is None

    # On a wide screen the controls stand narrow at the left of the picture.
    controls, picture = box(page.locator(".mlw-controls")), box(page.locator(".mlw-picture"))
    assert controls["x"] + controls["width"] <= picture["x"]
    assert abs(controls["y"] - picture["y"]) < 2
    assert picture["width"] > 2 * controls["width"]


def test_progress_is_shown_at_once_and_spoken_now_and_then(visit: Visitor) -> None:
    page = visit(PAGE, fresh=True).page
    bar = page.get_by_role("progressbar", name="Training")
    root = page.locator(".mlw-progress")
    state = root.get_by_role("status")
    expect(bar).to_have_attribute("aria-valuenow", "0")
    expect(state).to_have_text("Ready")
    before = box(root)
    page.evaluate(
        """() => {
            window.spoken = window.announced = 0;
            window.began = performance.now();
            new MutationObserver(() => { window.spoken += 1; }).observe(
                document.querySelector(".mlw-progress-bar"), { attributeFilter: ["aria-valuetext"] });
            new MutationObserver(() => { window.announced += 1; }).observe(
                document.querySelector(".mlw-progress-state"), { childList: true, characterData: true });
        }"""
    )
    order(page, "hurry")  # 200 updates as fast as they go
    expect(root.get_by_text("step 199 of 200")).to_be_visible()
    expect(bar).to_have_attribute("aria-valuetext", "100 percent, step 199 of 200")
    expect(bar).to_have_attribute("aria-valuenow", "100")
    expect(state).to_have_text("Running")
    spoken, seconds = page.evaluate("[window.spoken, (performance.now() - window.began) / 1000]")
    assert spoken <= seconds + 3  # once a second, and when the state changes
    assert page.evaluate("window.announced") == 1
    assert box(root) == before

    order(page, "finish")
    expect(state).to_have_text("Finished")
    assert page.evaluate("window.announced") == 2
    assert box(root) == before


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_the_picture_comes_first_and_nothing_is_cut_off(visit: Visitor, *, dark: bool) -> None:
    opened = visit(PAGE, fresh=True, size="phone", dark=dark)
    page = opened.page
    expect(page.locator(".mlw-pad").first).to_be_visible()
    controls, picture = page.locator(".mlw-controls"), box(page.locator(".mlw-picture"))
    assert picture["x"] + picture["width"] <= 375
    # The controls are in a drawer, whose button is always in reach; opened, it leaves the upper half free.
    expect(controls).to_be_hidden()
    drawer = page.get_by_role("button", name="Settings")
    expect(drawer).to_be_in_viewport(ratio=1)
    drawer.tap()
    expect(controls).to_be_in_viewport()
    assert box(controls)["y"] >= 0.4 * 812
    page.get_by_role("button", name="Done").tap()
    expect(controls).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert box(page.locator(".mlw-push").first)["height"] >= 44
    order(page, "fail")
    expect(page.get_by_role("alert")).not_to_be_empty()
    assert opened.accessibility_faults() == []


def test_dark_where_the_system_is_dark_or_the_host_says_so(visit: Visitor) -> None:
    light = visit(PAGE, fresh=True).page
    expect(light.locator(".mlw-header")).to_be_visible()
    assert scheme(light) == "light"
    assert lightness(light, "body", "backgroundColor") > 240
    assert lightness(light, ".mlw-header-title", "color") < 60
    # JupyterLab's dark theme, on a system that prefers light.
    light.evaluate("document.body.dataset.jpThemeLight = 'false'")
    assert scheme(light) == "dark"
    light.evaluate("document.body.dataset.jpThemeLight = 'true'")

    dark = visit(PAGE, dark=True).page
    expect(dark.locator(".mlw-header")).to_be_visible()
    assert scheme(dark) == "dark"
    assert lightness(dark, "body", "backgroundColor") < 40
    assert lightness(dark, ".mlw-header-title", "color") > 200
    assert lightness(dark, ".report", "color") > 200  # stock widgets too
    # JupyterLab's light theme (no Voilà), on a system that prefers dark.
    dark.evaluate("delete document.body.dataset.voila")
    assert scheme(dark) == "light"
    # A host that has no themes at all.
    dark.evaluate("delete document.body.dataset.jpThemeLight")
    assert scheme(dark) == "dark"


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_result_that_comes_in_pushes_nothing_down(visit: Visitor, size: str) -> None:
    page = visit(UNTRAINED, fresh=True, size=size).page
    page.locator(".mlw-curves-canvas:visible").first.wait_for()
    next_frame(page)  # with what is measured of the page, too
    run, picture = page.locator(".mlw-run"), page.locator(".mlw-train-top")

    def places() -> tuple[float, float]:
        return box(run)["height"], box(picture)["y"] - box(run)["y"]

    before = places()
    page.get_by_role("button", name="Measure on the test digits").click()
    expect(page.locator(".mlw-run-test")).to_have_text(re.compile(r"test\d\.\d+\d\d?\.\d%"))
    assert places() == before
    page.get_by_role("button", name="Step epoch").click()
    expect(page.locator(".mlw-run-validation")).to_contain_text("%", timeout=60_000)
    assert places() == before
