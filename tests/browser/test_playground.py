"""The playground as somebody uses it who knows TensorFlow Playground."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

PAGE = ["from mlwidgets import Playground", "Playground()"]


def afresh(visit: Visitor, **options: Any) -> Visit:  # noqa: ANN401 - see Visit.start
    """Return the page with another playground, painted."""
    opened = visit(PAGE, fresh=True, **options)
    for part in (".mlw-net", ".mlw-map"):
        opened.page.locator(f"{part}:not([data-painted='0'])").wait_for(state="attached")
    opened.comes_to_rest()
    return opened


def progress(page: Page) -> str:
    return page.locator(".mlw-progress").first.inner_text()


def updates(page: Page) -> int:
    found = re.search(r"update ([\d,]+)", progress(page))
    return int(found[1].replace(",", "")) if found else 0


def link_place(page: Page, start: str, end: str) -> tuple[float, float]:
    """Return the middle of the link between two neurons, which lies half-way between them."""
    first = page.get_by_role("button", name=re.compile(start)).first.bounding_box()
    last = page.get_by_role("button", name=re.compile(end)).first.bounding_box()
    assert first is not None
    assert last is not None
    x = (first["x"] + first["width"] + last["x"]) / 2
    y = (first["y"] + first["height"] / 2 + last["y"] + last["height"] / 2) / 2
    return x, y


def test_run_change_a_weight_by_a_click_pause_and_reset(visit: Visitor) -> None:
    opened = afresh(visit)
    page = opened.page
    page.get_by_label("Epochs", exact=True).first.fill("2000")  # long enough to do something meanwhile
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Run", exact=True).click()
    opened.wait_until(lambda: updates(page) > 20, "the run")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.locator(".mlw-progress").first).to_contain_text("Paused")
    expect(page.locator(".mlw-run")).to_have_attribute("aria-busy", "false")  # now Python says so, too
    paused = updates(page)

    stage = page.locator(".mlw-net-stage")
    stage.scroll_into_view_if_needed()
    page.mouse.click(*link_place(page, "^Input x₁", "^Neuron 1 of layer 1"))
    field = page.locator(".mlw-net-field")
    field.fill("2.5")
    field.press("Enter")
    expect(page.locator(".mlw-net-reader")).to_contain_text("2.5")
    assert updates(page) == paused  # a weight set by hand is no update

    page.get_by_role("button", name="Run", exact=True).click()
    opened.wait_until(lambda: updates(page) > paused + 20, "the run that goes on")
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(page.locator(".mlw-progress").first).to_contain_text("not started")


def test_other_data_features_and_layers_start_afresh_and_say_so(visit: Visitor) -> None:
    opened = afresh(visit)
    page = opened.page
    page.get_by_role("button", name="Step epoch", exact=True).click()
    expect(page.locator(".mlw-progress").first).to_contain_text("epoch 1.00")
    page.get_by_label("Data", exact=True).select_option("xor")
    expect(page.locator(".mlw-header-note")).to_contain_text("press Run to train from the start")
    page.get_by_label("x₁x₂").check()
    page.get_by_role("button", name="Remove layer").click()
    expect(page.get_by_role("group", name="Hidden layers").get_by_text("Layer 2")).to_have_count(0)
    page.get_by_label("Learning rate", exact=True).first.fill("abc")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Learning rate must be a number from")).to_be_visible()
    page.get_by_label("Learning rate", exact=True).first.fill("0.03")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".mlw-progress").first).to_contain_text("Finished", timeout=30_000)
    test = page.get_by_role("row", name="test")
    expect(test).to_have_text(re.compile(r"test\s*0\.\d{3}\s*(9\d\.\d|100\.0)%"))


def test_the_first_screen_holds_what_the_task_needs_and_a_neuron_is_shown_on_the_map(visit: Visitor) -> None:
    opened = afresh(visit)
    page = opened.page
    for width in (1280, 900):
        page.set_viewport_size({"width": width, "height": 720})
        for part in (".mlw-run-main", ".mlw-results", ".mlw-map-stage", ".mlw-map-legend", ".mlw-net-stage"):
            expect(page.locator(part).first).to_be_in_viewport(ratio=1)
        page.wait_for_function(
            "(() => { const box = document.querySelector('.mlw-net-box');"
            " return box.scrollWidth <= box.clientWidth; })()"
        )
    opened.comes_to_rest()
    ground = "document.querySelector('.mlw-map-ground').toDataURL()"
    decisions = page.evaluate(ground)
    page.locator(".mlw-net-neuron[aria-label^='Neuron 2 of layer 1']").hover()
    expect(page.locator(".mlw-map-neuron")).to_have_text("Neuron 2 of layer 1:−11")
    page.wait_for_function(f"(before) => {ground} !== before", arg=decisions)
    page.mouse.move(5, 5)
    expect(page.locator(".mlw-map-neuron")).to_have_count(0)
    page.wait_for_function(f"(before) => {ground} === before", arg=decisions)


@pytest.mark.parametrize(("size", "dark"), [("wide", True), ("phone", False)])
def test_everybody_can_use_it_and_nothing_is_wider_than_the_page(
    visit: Visitor, size: str, *, dark: bool
) -> None:
    opened = afresh(visit, size=size, dark=dark)
    page = opened.page
    page.get_by_role("button", name="Run", exact=True).click()
    opened.wait_until(lambda: updates(page) > 20, "the run")
    page.get_by_role("button", name="Pause", exact=True).click()
    assert opened.accessibility_faults() == []
    room = page.locator("#rendered_cells")
    assert room.evaluate("e => e.scrollWidth <= e.clientWidth")
