"""A kernel on its way into a network and out of it, on the dashboard in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.board_page import cell, numbers
from tests.browser.kernel_page import button, choose, menu, more, set_number
from tests.browser.server import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

DASHBOARD = ROOT / "apps" / "dashboard.ipynb"
TRAINING = 60_000  # milliseconds: what training may take on a slow, busy machine


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def filters(page: Page) -> Locator:
    """Find the pictures of the filters, one's own kernel among them."""
    return page.locator(".mlw-filters .mlw-gallery-item")


def test_a_sobel_kernel_goes_into_the_network_and_a_learned_filter_comes_back(visit: Visitor) -> None:
    opened = visit(DASHBOARD, shared=True)
    page = opened.page
    tab(page, "Convolution")
    choose(page, "Kernel", "Sobel x")
    button(page, "Use this kernel in the network").click()
    expect(filters(page)).to_have_count(9)
    set_number(page, "Becomes filter", "3")
    button(page, "Use in network").click()
    expect(
        page.get_by_text("The kernel is now filter 3 of the first convolution, and stays as it is.")
    ).to_be_visible()
    expect(filters(page).nth(1)).to_have_accessible_name(
        re.compile("Filter 3, similarity 1 to your kernel, hand-made and frozen")
    )

    tab(page, "Train")
    button(page, "Step epoch").click()
    expect(page.locator(".mlw-progress-text")).to_contain_text("epoch 1.00", timeout=TRAINING)
    tab(page, "Convolution")
    # Of the epoch: the filters are in another order now, and stay in it.
    expect(page.get_by_text("After 125 updates the most similar filter is 3")).to_be_visible()
    frozen = filters(page).nth(1)
    expect(frozen).to_have_accessible_name(
        re.compile("Filter 3, similarity 1 to your kernel, hand-made and frozen")
    )

    # With the keyboard: the filter that is next most like it.
    frozen.focus()
    page.keyboard.press("ArrowRight")
    name = re.search(r"Filter (\d), similarity", filters(page).nth(2).get_attribute("aria-label") or "")
    assert name is not None
    page.keyboard.press("Enter")
    expect(
        page.get_by_text(f"Your kernel is now filter {name.group(1)} of layer 1, with its bias.")
    ).to_be_visible()
    expect(menu(page, "Kernel")).to_have_value("own")
    sobel = [["−1", "0", "1"], ["−2", "0", "2"], ["−1", "0", "1"]]
    opened.wait_until(lambda: numbers(page, "Kernel") != sobel, "another kernel")
    learned = numbers(page, "Kernel")
    assert len(learned) == len(learned[0]) == 3
    expect(filters(page).nth(1)).to_have_accessible_name(re.compile(f"Filter {name.group(1)}, similarity 1 "))
    page.locator(".mlw-board").get_by_role("button", name="Undo").click()
    expect(cell(page, "Kernel", 2, 1)).to_have_text("−2")
    assert opened.accessibility_faults(".mlw-kernel-lab") == []

    # What cannot be is said, and nothing happens to the network.
    more(page)
    set_number(page, "Kernel rows", "5")
    set_number(page, "Becomes filter", "1")
    button(page, "Use in network").click()
    said = "The layer already has hand-made kernels of another size than 5 × 3."
    expect(page.locator(".mlw-filters").get_by_text(said)).to_be_visible()
    alert = page.locator(".mlw-kernel-lab .mlw-header-alert [role=alert]")
    expect(alert).to_contain_text(said)
    button(page, "Remove hand-made kernels").click()
    expect(alert).to_be_empty()
    expect(page.get_by_text("All filters start at random again.")).to_be_visible()


def test_the_example_under_predict_is_the_input_and_moves_with_it(visit: Visitor) -> None:
    page = visit(DASHBOARD, shared=True).page
    tab(page, "Convolution")
    choose(page, "Input", "The example under Predict")
    for number in ("3", "7"):
        tab(page, "Predict")
        page.get_by_role("spinbutton", name="Test digit").fill(number)
        page.keyboard.press("Enter")
        tab(page, "Convolution")
        expect(menu(page, "Input")).to_have_accessible_description(f"Test digit {number}.")
