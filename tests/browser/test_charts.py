"""Charts on a real page: one script for all, nothing lost on the way, every view drawn, in light and dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.parts_page import CHARTS, SILENT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

# The page writes down what the first chart says while it waits, and how high it is then: for a moment.
NOTE_WORDS = """
globalThis.noted = [];
new MutationObserver(() => {
  const one = document.querySelector(".mlw-figure");
  const words = one?.querySelector(".mlw-figure-note")?.textContent;
  if (words && words !== noted.at(-1)?.[0]) noted.push([words, getComputedStyle(one).height]);
}).observe(document, { subtree: true, childList: true, characterData: true });
"""
PIECES = 6
"""Pieces in which plotly's script comes when it is compressed; the page makes an update during each."""


def chart(page: Page, alt: str) -> Locator:
    """Find a chart by its text alternative."""
    return page.get_by_role("img", name=alt)


def drawn(visit: Visit, count: int = 3) -> None:
    """Wait until `count` charts are drawn."""
    expect(visit.page.locator(".mlw-figure-drawn")).to_have_count(count, timeout=15_000)


def title(one: Locator) -> Locator:
    """Find the title of a chart."""
    return one.locator(".gtitle")


def tall(visit: Visit) -> None:
    """Make the window so high that all charts are in sight, as only those that are seen are drawn."""
    visit.page.set_viewport_size({"width": 1280, "height": 1600})


def steps_made(visit: Visit) -> int:
    """Return how many updates there have been: only a page's first charts have one for each piece."""
    return int(visit.page.get_by_role("spinbutton", name="Step").input_value())


def press(visit: Visit, name: str) -> None:
    """Press a button by its name."""
    visit.page.get_by_role("button", name=name, exact=True).click()


def test_all_charts_share_one_script_and_nothing_is_lost_while_it_loads(visit: Visitor) -> None:
    opened = visit(CHARTS, fresh=True)  # the first test of the file: nothing has loaded the script before
    drawn(opened)
    # One update before the page and one during each piece; more, if every chart had fetched the script.
    steps = 1 + PIECES
    expect(opened.page.get_by_role("spinbutton", name="Step")).to_have_value(str(steps))
    expect(title(chart(opened.page, f"Loss at step {steps}."))).to_have_text(f"step {steps}")
    last = opened.page.evaluate("document.querySelector('.js-plotly-plot').data[0].y.at(-1)")
    assert last == pytest.approx(1 / (1 + steps))
    assert opened.bytes_received < 1_900_000
    press(opened, "Forward")
    expect(title(chart(opened.page, f"Loss at step {steps + 1}."))).to_have_text(f"step {steps + 1}")
    assert opened.accessibility_faults(".mlw-figure") == []


def test_a_second_view_shows_what_has_happened_and_leaves_no_trace_when_it_goes(visit: Visitor) -> None:
    opened = visit(CHARTS, fresh=True)
    drawn(opened)
    steps = steps_made(opened)
    press(opened, "Forward")
    tall(opened)
    press(opened, "Show again")
    drawn(opened, 4)
    both = opened.page.get_by_role("img", name=re.compile("^Loss at step"))
    expect(both).to_have_count(2)
    text = f"step {steps + 1}"
    expect(title(both.nth(0))).to_have_text(text)
    expect(title(both.nth(1))).to_have_text(text)
    press(opened, "Forward")
    expect(title(both.nth(1))).to_have_text(f"step {steps + 2}")
    press(opened, "Take away")
    drawn(opened, 3)
    press(opened, "Forward")  # plotly's own widget would now draw into the view that is gone
    expect(title(both.nth(0))).to_have_text(f"step {steps + 3}")


def test_another_kind_of_chart_takes_the_place_in_every_view(visit: Visitor) -> None:
    opened = visit(CHARTS, fresh=True)
    drawn(opened)
    tall(opened)
    press(opened, "Show again")
    drawn(opened, 4)
    press(opened, "Swap")
    four = chart(opened.page, "Four bars.")
    expect(four).to_have_count(2)
    for number in range(2):
        expect(four.nth(number).locator(".bars .point")).to_have_count(4)
        expect(four.nth(number)).to_have_css("height", "340px")
    press(opened, "Forward")
    loss = opened.page.get_by_role("img", name=re.compile("^Loss at step"))
    expect(loss.locator(".scatterlayer .js-line")).to_have_count(4)


def test_a_chart_in_a_closed_tab_is_drawn_to_size_when_the_tab_opens(visit: Visitor) -> None:
    opened = visit(CHARTS, fresh=True)
    drawn(opened)
    tall(opened)
    before = opened.bytes_received
    opened.page.get_by_role("tab", name="Closed").click()
    drawn(opened, 4)
    diagonal = chart(opened.page, "A diagonal.")
    drawing = diagonal.locator(".main-svg").first
    opened.wait_until(lambda: width(drawing) == width(diagonal) > 1000, "a chart as wide as its place")
    assert opened.bytes_received - before < 10_000  # 784 pixels and a few words, and no second script


def test_a_chart_follows_the_width_of_its_place_and_the_colours_of_the_page(visit: Visitor) -> None:
    opened = visit(CHARTS, fresh=True)
    drawn(opened)
    bars = chart(opened.page, "Three bars.")
    wide = width(bars)
    opened.page.set_viewport_size({"width": 700, "height": 900})
    opened.page.wait_for_function(
        """([one, wide]) => one.clientWidth < wide
            && one.querySelector(".main-svg").clientWidth === one.clientWidth""",
        arg=[bars.element_handle(), wide],
    )
    tick = bars.locator(".xtick text").first
    light = tick.evaluate("(one) => getComputedStyle(one).fill")
    opened.page.emulate_media(color_scheme="dark")
    expect(tick).not_to_have_css("fill", light)
    expect(tick).to_have_css("fill", "rgb(241, 243, 245)")


def test_a_click_reaches_python_and_a_curve_hidden_by_the_learner_stays_hidden(visit: Visitor) -> None:
    opened = visit(CHARTS, fresh=True)
    drawn(opened)
    area = chart(opened.page, "Three bars.").locator(".nsewdrag")
    area.hover()
    area.click()
    expect(opened.page.get_by_text("clicked b")).to_be_visible()
    loss = opened.page.get_by_role("img", name=re.compile("^Loss at step"))
    steps = steps_made(opened)
    loss.locator(".legendtoggle").nth(1).click()
    expect(loss.locator(".scatterlayer .js-line")).to_have_count(1)
    press(opened, "Forward")
    expect(title(loss)).to_have_text(f"step {steps + 1}")
    expect(loss.locator(".scatterlayer .js-line")).to_have_count(1)


def test_a_chart_that_gets_no_answer_keeps_its_place_and_lets_another_try(visit: Visitor) -> None:
    opened = visit(SILENT, before=NOTE_WORDS)
    mute = chart(opened.page, "Chart 1.")
    expect(mute).to_contain_text("Still loading the chart")
    (first, height), *_ = opened.page.evaluate("noted")
    assert (first, height) == ("Loading the chart…", "280px")
    press(opened, "Add")
    drawn(opened, 1)
    expect(chart(opened.page, "Chart 2.")).to_have_css("height", "280px")
    expect(chart(opened.page, "Chart 2.").locator(".bars .point")).to_have_count(1)
    expect(mute).to_have_css("height", "280px")


def test_a_browser_that_cannot_unpack_gets_the_script_as_it_is(visit: Visitor) -> None:
    opened = visit(CHARTS, before="delete globalThis.DecompressionStream")
    drawn(opened)
    assert opened.bytes_received > 4_900_000


def test_a_finger_scrolls_the_page_over_a_chart_on_a_phone(visit: Visitor) -> None:
    opened = visit(CHARTS, size="phone")
    drawn(opened)
    bars = chart(opened.page, "Three bars.")
    drawing = bars.locator(".main-svg").first
    opened.wait_until(lambda: width(drawing) == width(bars) < 375, "a chart as wide as its place")
    before = bars.bounding_box()
    assert before
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    touch = opened.page.context.new_cdp_session(opened.page)
    for step in range(10):
        kind = "touchMove" if step else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y - 12 * step}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    opened.page.wait_for_function(
        "([one, y]) => one.getBoundingClientRect().top < y - 50", arg=[bars.element_handle(), before["y"]]
    )


def width(one: Locator) -> float:
    """Return the width of an element on the screen."""
    return float(one.evaluate("(one) => one.getBoundingClientRect().width"))
