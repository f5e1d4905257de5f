"""Many train on one machine: the page says so where there is room for it, and Pause is answered meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

# Twenty-nine others in the line, who let everybody pass.
CROWD = """
from contextlib import ExitStack
from mlwidgets import Experiment, TrainLab
from mlwidgets.turns import Turn
line = ExitStack()
others = [line.enter_context(Turn()) for _ in range(29)]
TrainLab(Experiment(epochs=500))
""".strip().splitlines()

WORDS = "30 are training here: yours gets a part"

# How much of the words is cut off, and how far the page is wider than the screen.
CUT = """
() => {
  const words = document.querySelector(".mlw-run-crowd");
  return [words.scrollWidth - words.clientWidth, document.documentElement.scrollWidth - innerWidth];
}
"""


def test_the_run_bar_says_how_many_train_and_pause_is_answered(visit: Visitor) -> None:
    opened = visit(CROWD)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    crowd = page.locator(".mlw-run-crowd")
    expect(crowd).to_have_text("")
    bar = page.locator(".mlw-run").bounding_box()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(crowd).to_have_text(WORDS)
    expect(crowd).to_be_in_viewport()
    assert page.locator(".mlw-run").bounding_box() == bar, "the page has moved"
    assert page.evaluate(CUT) == [0, 0]
    assert opened.accessibility_faults(".mlw-run") == []
    page.set_viewport_size({"width": 375, "height": 700})
    expect(crowd).to_be_visible()
    opened.wait_until(lambda: page.evaluate(CUT) == [0, 0], "a run bar that cuts nothing off")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.locator(".mlw-progress-state")).to_have_text("Paused")
    expect(crowd).to_have_text("")
