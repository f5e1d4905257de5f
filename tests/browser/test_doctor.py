"""The doctor in a real browser: a rate of 10, its diagnosis, the remedy, and the run that recovers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.doctor_page import DOCTOR

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

TRAINING = 60_000  # milliseconds: what training may take on a slow, busy machine
REMEDY = re.compile("Go back to (the start|update 1) and use 0.002")

# Whether anything of the doctor is wider than its place, or the page wider than the screen.
TOO_WIDE = """
() => [...document.querySelectorAll(".mlw-doctor, .mlw-doctor *")].filter((one) =>
  one.getBoundingClientRect().right > innerWidth + 1 &&
  !one.closest(".mlw-doctor-health, .mlw-visually-hidden")
).map((one) => one.className).concat(document.documentElement.scrollWidth > innerWidth ? ["page"] : [])
"""


def open_health(visit: Visitor, **options: Any) -> Visit:  # noqa: ANN401 - see Visit.start
    """Return the training lab with its pane about health, on a projector if nothing else is asked for."""
    opened = visit(DOCTOR, fresh=True, **options)
    if "size" not in options:
        opened.page.set_viewport_size({"width": 1280, "height": 720})
    opened.page.get_by_role("tab", name="Health").click()
    expect(diagnosis(opened.page)).to_be_visible()
    opened.comes_to_rest()
    return opened


def diagnosis(page: Page) -> Locator:
    return page.get_by_role("region", name="Diagnosis")


def train_to_the_end(page: Page) -> None:
    expect(page.locator(".mlw-progress-state")).to_have_text("Finished", timeout=TRAINING)
    expect(page.locator(".mlw-run:visible")).not_to_have_attribute("aria-busy", "true")


def validation(page: Page) -> float:
    """Return the validation accuracy that the run bar shows, in percent."""
    text = page.locator(".mlw-run-validation td").last.inner_text()
    return float(text.strip("%"))


def is_ill(page: Page) -> None:
    """Wait for the diagnosis of a rate of 10."""
    train_to_the_end(page)
    found = diagnosis(page)
    expect(found).to_contain_text("Problem:")
    expect(found).to_contain_text(re.compile(r"Every ReLU in layer \d \(Conv2D\) is dead (since|by) update"))
    expect(page.locator(".mlw-run-about")).to_contain_text("is dead")
    assert validation(page) < 20
    table = page.get_by_role("table", name="Health of the layers")
    expect(table.get_by_role("row", name="1 Conv2D")).to_contain_text("none passes")


def is_well(page: Page) -> None:
    """Wait until the run has recovered."""
    train_to_the_end(page)
    expect(diagnosis(page)).to_contain_text("Nothing is wrong so far.")
    expect(page.locator(".mlw-run-about")).to_have_text("")
    assert validation(page) > 85


def test_a_rate_of_10_is_diagnosed_and_its_remedy_lets_the_run_recover(visit: Visitor) -> None:
    opened = open_health(visit)
    page = opened.page
    expect(diagnosis(page)).to_contain_text("Press Run: the doctor looks at every layer")
    place = page.locator(".mlw-doctor").bounding_box()
    rate = page.get_by_role("textbox", name="Learning rate").or_(
        page.get_by_role("spinbutton", name="Learning rate")
    )
    rate.first.fill("10")
    rate.first.press("Enter")
    page.get_by_role("button", name="Run", exact=True).click()
    is_ill(page)
    assert page.evaluate("scrollY") == 0, "it had to be scrolled"
    assert page.locator(".mlw-doctor").bounding_box() == place, "the page has moved"

    why = diagnosis(page).get_by_role("button", name="Why?")
    expect(why).to_have_attribute("aria-expanded", "false")
    why.click()
    expect(diagnosis(page)).to_contain_text("the network cannot recover by itself")
    expect(diagnosis(page)).to_contain_text("8 of 8 filters")
    assert page.locator(".mlw-doctor").bounding_box() == place
    assert opened.accessibility_faults(".mlw-doctor") == []

    remedy = diagnosis(page).get_by_role("button", name=REMEDY)
    expect(remedy).to_be_in_viewport()
    remedy.click()
    expect(diagnosis(page)).to_contain_text("with a learning rate of 0.002. Press Run.")
    expect(rate.first).to_have_value("0.002")
    page.get_by_role("button", name="Run", exact=True).click()
    is_well(page)
    assert opened.accessibility_faults(".mlw-doctor") == []


def test_the_same_by_keyboard_alone_and_a_finding_can_be_dismissed(visit: Visitor) -> None:
    opened = open_health(visit, dark=True)
    page = opened.page
    rate = page.get_by_role("textbox", name="Learning rate").or_(
        page.get_by_role("spinbutton", name="Learning rate")
    )
    rate.first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Run", exact=True).focus()
    page.keyboard.press("Enter")
    is_ill(page)
    assert opened.accessibility_faults(".mlw-doctor") == []

    diagnosis(page).focus()
    page.keyboard.press("Tab")
    expect(diagnosis(page).get_by_role("button", name=REMEDY)).to_be_focused()
    page.keyboard.press("Tab")
    expect(diagnosis(page).get_by_role("button", name="Why?")).to_be_focused()
    page.keyboard.press("Enter")
    expect(diagnosis(page)).to_contain_text("A ReLU is dead when it gives 0 for every example.")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    said = page.locator(".mlw-doctor-said")
    expect(said).to_contain_text("Press Run.")
    expect(said).to_be_focused()  # the button has gone with the finding
    page.get_by_role("button", name="Run", exact=True).focus()
    page.keyboard.press("Enter")
    is_well(page)

    rate.first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Reset", exact=True).click()
    page.get_by_role("button", name="Run", exact=True).click()
    is_ill(page)
    diagnosis(page).get_by_role("button", name="Dismiss").first.focus()
    page.keyboard.press("Enter")
    expect(diagnosis(page)).not_to_contain_text("Every ReLU")


def test_on_a_phone_it_stands_one_under_the_other_and_nothing_is_cut_off(visit: Visitor) -> None:
    opened = open_health(visit, size="phone")
    page = opened.page
    page.get_by_role("button", name="Run", exact=True).tap()
    train_to_the_end(page)
    diagnosis(page).scroll_into_view_if_needed()  # below the screen it is not kept up to date
    expect(page.get_by_role("table", name="Health of the layers")).to_be_visible()
    opened.comes_to_rest()
    findings, health = (
        page.locator(name).bounding_box() for name in (".mlw-doctor-findings", ".mlw-doctor-health")
    )
    assert findings is not None
    assert health is not None
    assert health["y"] >= findings["y"] + findings["height"]
    assert page.evaluate(TOO_WIDE) == []
