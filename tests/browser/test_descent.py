"""Gradient descent in one dimension on a real page, and a schedule that is drawn before it runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.descent_page import PAGE
from tests.browser.harness import messages

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser


def start(page: Page) -> Locator:
    return page.get_by_role("slider", name="Start of the ball")


def formula(page: Page) -> Locator:
    return page.locator(".mlw-descent-formula")


def ends(opened: Visit, sentence: str) -> None:
    """Move the play head to the last step, where the result is told, until that is a sentence."""
    page = opened.page

    def told() -> bool:
        page.get_by_role("slider", name="Step of the path").focus()
        page.keyboard.press("End")
        return sentence in page.locator(".mlw-descent-words").inner_text()

    opened.wait_until(told, f"“{sentence}” to be told at the end")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_ball_is_dropped_and_walked_step_by_step(visit: Visitor) -> None:
    opened = visit(PAGE, fresh=True)
    page = opened.page
    expect(formula(page)).to_have_text("w ← w − η · dL/dw = 2 − 0.1 · 2 = 1.8")
    words = page.locator(".mlw-descent-words")
    expect(words).to_contain_text("Press Play")  # the result is not told before the ball has got there

    # Stepping, step back and scrubbing: the page has it all.
    opened.comes_to_rest()
    sent = messages(page)
    press(page, "Step")
    expect(formula(page)).to_have_text("w ← w − η · dL/dw = 1.8 − 0.1 · 1.8 = 1.62")
    press(page, "Step")
    press(page, "Step back")
    expect(page.get_by_text("Step 1 of 73")).to_be_visible()
    page.get_by_role("slider", name="Step of the path").press("End")
    expect(page.get_by_text("Step 73 of 73")).to_be_visible()
    expect(words).to_contain_text("Converged after 51 steps")
    expect(page.get_by_role("button", name="Step", exact=True)).to_be_disabled()
    press(page, "Reset")
    page.get_by_role("combobox", name="Speed").select_option("1 step/s")
    press(page, "Play")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("combobox", name="Speed").select_option("60 steps/s")
    expect(page.get_by_text("Step 73 of 73")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert messages(page) == sent

    # A setting that is changed while it plays is played, from the start.
    page.get_by_role("combobox", name="Speed").select_option("1 step/s")
    press(page, "Play")
    page.get_by_role("slider", name="Learning rate η").focus()
    page.keyboard.press("End")
    expect(words).to_contain_text("Press Play")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(words).to_contain_text("Diverges")
    press(page, "Good")
    expect(page.get_by_text("of 11", exact=False).first).to_be_visible()  # its path has come
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    rate = page.get_by_role("textbox", name="Learning rate η")
    rate.fill("0.1")
    rate.press("Enter")
    expect(page.get_by_text("Step 0 of 73")).to_be_visible()

    # Dropped by key, then by click.
    start(page).focus()
    page.keyboard.press("ArrowRight")
    expect(start(page)).to_have_attribute("aria-valuenow", "2.06")
    expect(formula(page)).to_have_text("w ← w − η · dL/dw = 2.06 − 0.1 · 2.06 = 1.854")
    page.keyboard.press("Home")
    expect(formula(page)).to_contain_text("= −3 − 0.1 · (−3) = −2.7")
    box = start(page).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 44 + (box["width"] - 58) * 4 / 6, box["y"] + box["height"] / 2)
    expect(start(page)).to_have_attribute("aria-valuenow", re.compile(r"^(1|0\.99|1\.01)$"))
    expect(start(page)).to_have_attribute("aria-valuetext", re.compile(r"^w = .*, loss 0\.\d+$"))


def test_learning_rates_from_too_small_to_diverging_and_the_limit_is_marked(visit: Visitor) -> None:
    opened = visit(PAGE, fresh=True)
    page = opened.page
    press(page, "Too small")
    ends(opened, "Not there yet: after 500 steps")
    press(page, "Good")
    ends(opened, "Converged after 8 steps")
    press(page, "Too large")
    ends(opened, "Overshoots: each step crosses the minimum")
    press(page, "Diverges")
    ends(opened, "makes |w| 1.2 times as large")
    limit = page.locator(".mlw-descent-limit").nth(1)
    expect(limit).to_have_text("diverges above 2/λ = 2")

    # The mark stands where the slider's thumb would be at 2.
    rate = page.get_by_role("slider", name="Learning rate η")
    assert page.evaluate(
        """() => {
          const mark = [...document.querySelectorAll('.mlw-descent-beyond')].find((one) => !one.hidden);
          const track = mark.parentElement.getBoundingClientRect();
          const share = (mark.getBoundingClientRect().left - track.left - 8) / (track.width - 16);
          return Math.abs(share - Math.log(2 / 0.001) / Math.log(10 / 0.001));
        }"""
    ) == pytest.approx(0, abs=0.01)
    momentum = page.get_by_role("slider", name="Momentum β")
    momentum.focus()
    page.keyboard.press("PageUp")
    expect(limit).to_have_text("diverges above 2(1 + β)/λ = 2.2")
    expect(formula(page)).to_contain_text("v ← β · v − η · dL/dw = 0.1 · 0 − ")

    # What cannot be is told where it was typed, and nothing is lost.
    field = page.get_by_role("textbox", name="Learning rate η")
    field.fill("many")
    field.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Learning rate must be a number")).to_be_visible()
    expect(rate).to_have_attribute("aria-valuetext", "2.2")

    # Two minima: which one it is depends on start and momentum.
    page.get_by_role("combobox", name="Curve").select_option("Two minima")
    press(page, "Good")
    ends(opened, "It is not the lowest one: start further left")
    start(page).focus()
    page.keyboard.press("Home")
    ends(opened, "w = −2.09.")
    expect(page.locator(".mlw-descent-basin").nth(1)).to_be_visible()
    assert opened.accessibility_faults(".mlw-descent") == []


def test_a_schedule_is_drawn_before_it_runs_and_followed_while_it_runs(visit: Visitor) -> None:
    opened = visit(PAGE, fresh=True)
    page = opened.page
    press(page, "More settings")
    page.get_by_role("combobox", name="Schedule").select_option("Piecewise constant")
    chart = page.get_by_role("img", name=re.compile("^Learning rate over the run"))
    expect(chart).to_be_visible()
    expect(page.get_by_text("The first update has a learning rate of 0.1.")).to_be_visible()
    boundaries = page.get_by_role("textbox", name="Boundaries")
    boundaries.fill("20, 10")
    boundaries.press("Enter")
    alert = page.get_by_role("alert").filter(has_text="Each of the boundaries must be larger")
    expect(alert).to_be_visible()
    expect(boundaries).to_have_value("20, 10")  # to be mended
    boundaries.fill("1, 10")
    boundaries.press("Enter")
    expect(alert).to_be_hidden()
    expect(boundaries).to_have_value("1, 10")
    for update, rate in ((1, "0.1"), (2, "0.03")):
        press(page, "One update")
        expect(page.get_by_text(f"After update {update}: {rate}", exact=True)).to_be_visible()
    page.get_by_role("combobox", name="Class weights").select_option("one number for each class")
    expect(page.get_by_role("spinbutton", name=re.compile("^Weight of "))).to_have_count(2)


def test_on_a_phone_everything_is_stacked_and_a_tap_drops_the_ball(visit: Visitor) -> None:
    page = visit(PAGE, size="phone").page
    expect(formula(page)).to_have_text("w ← w − η · dL/dw = 2 − 0.1 · 2 = 1.8")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    start(page).tap(position={"x": 60, "y": 100})
    expect(start(page)).to_have_attribute("aria-valuenow", re.compile("^-2"))
    expect(formula(page)).to_contain_text("0.1 · (−2")
    assert all(
        box is not None and box["height"] >= 40
        for box in (
            page.get_by_role("button", name=name, exact=True).bounding_box()
            for name in ("Play", "Step", "Step back", "Reset", "Good", "Diverges")
        )
    )
