"""Three optimizers race on the digits, on a real page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.optimizer_page import RACE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

RACE_SECONDS = 60_000


def button(opened: Visit, name: str) -> Locator:
    """Find a button by its name."""
    return opened.page.get_by_role("button", name=name, exact=True)


def line(opened: Visit, name: str) -> Locator:
    """Find the line of an optimizer in the table."""
    return opened.page.get_by_role("rowheader", name=name, exact=True).locator("..")


def save_files(opened: Visit, folder: Path) -> None:
    """Save what was measured, and look into it."""
    for form in ("CSV", "JSON"):
        with opened.page.expect_download() as waiting:
            button(opened, f"Save {form}").click()
        path = folder / f"race.{form}"
        waiting.value.save_as(path)
        text = path.read_text(encoding="utf-8")
        if form == "CSV":
            assert text.startswith("optimizer,seed,learning_rate,part,updates,loss,metric,value\nSGD,0,0.1,")
        else:
            assert len(json.loads(text)["runs"]) == 3


def test_three_race_on_digits_are_read_stopped_and_used(visit: Visitor, tmp_path: Path) -> None:
    opened = visit(RACE)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    chart = page.get_by_role("slider", name="Curves of the race")
    expect(page.get_by_text("3 optimizers × 1 seed = 3 runs")).to_be_visible()

    button(opened, "Start race").click()
    expect(button(opened, "Start race")).to_be_disabled()
    expect(page.get_by_text("All 3 runs are done.")).to_be_visible(timeout=RACE_SECONDS)
    for name in ("SGD", "SGD with momentum 0.9", "Adam"):
        expect(line(opened, name).get_by_role("cell").nth(1)).to_contain_text("%")
    lowest = page.locator(".mlw-fair-results").bounding_box()
    assert lowest is not None
    assert lowest["y"] + lowest["height"] <= 720  # all of it is in sight, without scrolling

    # The curves are read with the pointer and with the keys.
    chart.hover()
    expect(page.locator(".mlw-fair-reading")).to_contain_text("SGD with momentum 0.9")
    chart.focus()
    page.keyboard.press("Home")
    expect(chart).to_have_attribute("aria-valuenow", "0")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(chart).to_have_attribute("aria-valuetext", re.compile("Adam"))
    described = page.locator(f"#{chart.get_attribute('aria-describedby')}")
    expect(described).to_contain_text("Final validation accuracy")
    page.get_by_label("Show").select_option("training loss")
    expect(page.get_by_label("Log scale")).to_be_visible()
    assert opened.accessibility_faults() == []

    save_files(opened, tmp_path)
    # By keyboard: another entrant, equal rates, start, stop, and take the settings of one.
    page.get_by_role("combobox", name="Add").select_option("RMSprop")
    expect(line(opened, "RMSprop")).to_be_visible()
    page.get_by_role("combobox", name="Rates").select_option("the same for all")
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill("200")
    epochs.press("Enter")
    button(opened, "Start race").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("0 of 4 runs")).to_be_visible(timeout=RACE_SECONDS)
    button(opened, "Stop").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Stopped after")).to_be_visible()
    button(opened, "Remove RMSprop").press("Enter")
    expect(line(opened, "RMSprop")).to_have_count(0)
    button(opened, "Use the settings of Adam").press("Enter")
    expect(page.get_by_text("Adam with the learning rate 0.01 is your optimizer now.").first).to_be_visible()
    assert opened.accessibility_faults() == []


def test_a_race_on_a_phone_in_the_dark(visit: Visitor) -> None:
    opened = visit(RACE, size="phone", dark=True)
    page = opened.page
    button(opened, "Start race").tap()
    expect(page.get_by_text("All 3 runs are done.")).to_be_visible(timeout=RACE_SECONDS)
    expect(line(opened, "Adam")).to_contain_text("%")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    box = button(opened, "Use the settings of Adam").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    assert opened.accessibility_faults() == []
