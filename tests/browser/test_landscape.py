"""A slice of the digits network's loss on a real page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.optimizer_page import SLICE

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_a_slice_is_computed_refined_read_and_stopped_by_keyboard(visit: Visitor) -> None:
    opened = visit(SLICE)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.get_by_role("button", name="Compute").press("Enter")
    said = page.locator(".mlw-slice-said")
    expect(said).to_contain_text("of 1,681 points", timeout=30_000)
    picture = page.get_by_label("Slice of the loss")
    picture.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".mlw-slice-reading")).to_contain_text("Across 0.05, up 0: loss ")
    page.get_by_role("button", name="Stop").press("Enter")
    expect(said).to_contain_text("Stopped after")
    picture.hover()
    expect(page.locator(".mlw-slice-reading")).to_contain_text("loss ")

    page.get_by_role("combobox", name="Slice").select_option("path of training")
    expect(page.locator(".mlw-slice-about")).to_contain_text(
        "of the squared distance lies in it", timeout=30_000
    )
    expect(page.locator(".mlw-slice-reading")).to_contain_text("Line: the path of training")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Race here").press("Enter")
    expect(page.get_by_text("is on your own loss now").first).to_be_visible()
    lowest = page.locator(".mlw-slice-about").bounding_box()
    assert lowest is not None
    assert lowest["y"] + lowest["height"] <= 720
    assert opened.accessibility_faults() == []
    page.set_viewport_size({"width": 375, "height": 800})
    opened.comes_to_rest()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
