"""The learning-rate range test on a real page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.optimizer_page import RANGE_TEST

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_a_rate_is_found_read_and_used_by_keyboard_alone(visit: Visitor) -> None:
    opened = visit(RANGE_TEST)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.get_by_role("button", name="Run range test").press("Enter")
    expect(page.get_by_text("most steeply at the learning rate")).to_be_visible(timeout=30_000)
    chart = page.get_by_role("slider", name="Loss against the learning rate")
    chart.focus()
    page.keyboard.press("Home")
    expect(chart).to_have_attribute(
        "aria-valuetext", re.compile(r"^Learning rate 0\.00001: smoothed loss 2\.3")
    )
    page.keyboard.press("PageUp")
    expect(chart).to_have_attribute("aria-valuenow", "10")
    chart.hover()
    expect(page.locator(".mlw-range-reading")).to_contain_text("loss of that batch")
    lowest = chart.bounding_box()
    assert lowest is not None
    assert lowest["y"] + lowest["height"] <= 720
    use = page.get_by_role("button", name=re.compile(r"^Use 0\.\d"))
    rate = (use.text_content() or "").removeprefix("Use ")
    use.press("Enter")
    expect(page.get_by_text(f"The learning rate is {rate} now.").first).to_be_visible()
    assert opened.accessibility_faults() == []
    page.set_viewport_size({"width": 375, "height": 800})
    opened.comes_to_rest()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
