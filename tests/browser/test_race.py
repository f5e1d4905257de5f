"""The race on a surface in a real browser: played, stepped back, dragged, and by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.harness import messages, next_frame

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

PAGE = (
    "from mlwidgets import Experiment, OptimizerLab",
    "lab = OptimizerLab(Experiment('circle'))",
    "lab.panes.selected = 1",
    "lab",
)

WHOLE = "update 600 of 600"


def opened(visit: Visitor, **options: object) -> Visit:
    """Open the page, and wait for the paths."""
    made = visit(PAGE, shared=True, **options)
    made.page.get_by_role("tab", name="Race on a surface").click()
    expect(made.page.locator(".mlw-race-at")).to_have_text(re.compile(r"update \d+ of \d"))
    made.comes_to_rest()
    return made


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def stage(page: Page) -> Locator:
    return page.get_by_role("application", name=re.compile("^Contour lines of "))


def update(page: Page) -> int:
    """Return which update is shown."""
    text = page.locator(".mlw-race-at").inner_text()
    return int(text.split()[1].replace(",", ""))


def shows(page: Page, step: int) -> None:
    """Wait until an update is shown: what is pressed is drawn in the next frame."""
    expect(page.locator(".mlw-race-at")).to_have_text(f"update {step} of 600")


def start(page: Page) -> tuple[float, float]:
    """Return the start, as a screen reader is told of it."""
    text = page.locator(".mlw-race-middle > .mlw-visually-hidden").first.inner_text()
    x, y = re.findall(r"[xy] = (−?\d+(?:\.\d+)?)", text)[:2]
    return float(x.replace("−", "-")), float(y.replace("−", "-"))


def take_back(opened: Visit, wanted: tuple[float, float]) -> None:
    """Press Undo, as often as it takes, until the start is where it was."""
    page = opened.page
    undo = button(page, "Undo")
    for _ in range(60):
        opened.comes_to_rest()
        if start(page) == wanted:
            return
        undo.evaluate("(one) => one.click()")  # does nothing while there is nothing to take back
    raise AssertionError(f"the start is at {start(page)}, not at {wanted}")


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("(", "").replace(")", ""))


def test_four_race_on_rosenbrock_and_playing_sends_no_message(visit: Visitor) -> None:
    opened_page = opened(visit)
    page = opened_page.page
    page.set_viewport_size({"width": 1280, "height": 720})
    racers = page.get_by_role("group", name="Optimizers in the race").get_by_role("button")
    expect(racers).to_have_count(4)
    rate = page.get_by_role("textbox", name="Learning rate")
    results = page.locator(".mlw-race-results")
    for one in (stage(page), button(page, "Play"), results, racers.last, rate, button(page, "Undo")):
        expect(one).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("region", name="Numbers of the chosen optimizer")).to_be_in_viewport(ratio=0.99)
    shows(page, 0)
    expect(results).to_contain_text("is told when the race is over")
    page.get_by_role("slider", name="Update shown").press("End")
    expect(results).to_have_text(re.compile("^Adam reached a minimum first, after 4"))

    opened_page.comes_to_rest()
    before = messages(page)
    speed = page.get_by_role("combobox", name="Speed", exact=True)
    speed.select_option("0.25 ×")  # long enough for Pause, however busy the machine is
    button(page, "Play").click()  # at the end, so it begins anew: 600 is what was shown before
    page.wait_for_function(
        """(() => {
             const shown = Number(document.querySelector(".mlw-race-at").innerText.split(" ")[1]);
             return 20 < shown && shown < 600;
           })()"""
    )
    button(page, "Pause").click()
    next_frame(page)
    shown = update(page)
    assert 20 < shown < 600
    button(page, "Step back").click()
    shows(page, shown - 1)
    expect(page.locator(".mlw-race-moment")).to_have_text(f"Next: update {shown}")
    button(page, "Step").click()
    shows(page, shown)
    scrub = page.get_by_role("slider", name="Update shown")
    scrub.press("Home")
    shows(page, 0)
    scrub.press("End")
    expect(page.locator(".mlw-race-at")).to_have_text(WHOLE)
    scrub.press("Home")
    shows(page, 0)
    speed.select_option("10 ×")
    button(page, "Play").click()
    page.wait_for_function("document.querySelector('.mlw-race-at').innerText === 'update 600 of 600'")
    expect(button(page, "Play")).to_be_visible()
    speed.select_option("1 ×")
    opened_page.comes_to_rest()
    assert messages(page) == before


def test_the_rule_is_shown_with_the_numbers_of_the_moment(visit: Visitor) -> None:
    page = opened(visit).page
    numbers = page.get_by_role("region", name="Numbers of the chosen optimizer")
    page.get_by_role("slider", name="Update shown").press("End")
    button(page, "Step back").click()
    line = numbers.locator("tr", has_text="m ← β₁ m + (1 − β₁) g")
    for axis, cell in (("x", 0), ("y", 1)):
        button(page, f"Write out the rule for {axis}").click()
        written = line.locator("xpath=following-sibling::tr[1]").inner_text()
        found = re.fullmatch(r"= 0\.9·(\S+) \+ 0\.1·(\S+)", written)
        assert found is not None, written
        m, g = (number(part) for part in found.groups())
        assert number(line.locator("td").nth(cell).inner_text()) == pytest.approx(0.9 * m + 0.1 * g, rel=2e-3)
        gradient = numbers.locator("tr", has_text="∇z").locator("td").nth(cell).inner_text()
        assert number(gradient) == g
    button(page, "Step").click()


def test_the_start_is_dragged_and_what_comes_is_played(visit: Visitor) -> None:
    opened_page = opened(visit)
    page = opened_page.page
    before, asked = start(page), messages(page)
    handle = page.locator(".mlw-race-start").bounding_box()
    assert handle is not None
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 41):
        page.mouse.move(x + 3 * step, y - step)
    page.mouse.up()
    expect(button(page, "Pause")).to_be_visible()  # it plays by itself

    def is_far() -> bool:
        x, y = start(page)
        return x > before[0] + 0.5 and y > before[1] + 0.1

    opened_page.wait_until(is_far, "the start to be where it was dragged to")
    after = start(page)
    button(page, "Pause").click()
    assert 1 <= messages(page) - asked < 41, "no more questions than answers"
    page.emulate_media(reduced_motion="reduce")
    box = stage(page).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
    page.wait_for_function(
        "(old) => !document.querySelector('.mlw-race-middle > .mlw-visually-hidden').innerText.includes(old)",
        arg=f"x = {after[0]}".replace("-", "−"),
    )
    expect(button(page, "Play")).to_be_visible()  # nothing moves by itself
    page.emulate_media(reduced_motion="no-preference")
    take_back(opened_page, before)


def test_it_is_raced_by_keyboard_alone(visit: Visitor) -> None:
    opened_page = opened(visit)
    page = opened_page.page
    before = start(page)
    stage(page).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "document.querySelector('.mlw-race-middle > .mlw-visually-hidden').innerText.includes('x = −1.104')"
    )
    page.keyboard.press("Shift+ArrowUp")
    page.wait_for_function(
        "document.querySelector('.mlw-race-middle > .mlw-visually-hidden').innerText.includes('y = 1.008')"
    )
    page.keyboard.press(" ")
    expect(button(page, "Pause")).to_be_visible()
    page.keyboard.press(" ")
    expect(button(page, "Play")).to_be_visible()
    # On through the page: back, play, step, the scrubber.
    for name in ("Step back", "Play", "Step"):
        page.keyboard.press("Tab")
        expect(button(page, name)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    shows(page, 0)
    page.keyboard.press("ArrowRight")
    shows(page, 1)
    racer = page.get_by_role("button", name=re.compile("^SGD with momentum"))
    racer.focus()
    page.keyboard.press("Enter")
    expect(racer).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("textbox", name="Momentum")).to_have_value("0.9")
    button(page, "Remove SGD with momentum 0.9").focus()
    page.keyboard.press("Enter")
    expect(racer).to_have_count(0)
    button(page, "Undo").focus()
    page.keyboard.press("Enter")
    expect(racer).to_have_count(1)
    take_back(opened_page, before)


def test_a_rate_that_is_too_large_a_formula_and_a_hole_are_told_in_sentences(visit: Visitor) -> None:
    opened_page = opened(visit)
    page = opened_page.page
    page.get_by_role("button", name=re.compile("^SGD η")).click()
    rate = page.get_by_role("textbox", name="Learning rate")
    expect(rate).to_have_value("0.001")
    rate.fill("10")
    rate.press("Enter")
    page.get_by_role("slider", name="Update shown").press("End")
    expect(page.locator(".mlw-race-results")).to_contain_text("SGD diverged after")
    expect(page.get_by_role("button", name=re.compile("^SGD diverged"))).to_be_visible()
    page.get_by_role("combobox", name="Surface", exact=True).select_option("Your formula")
    field = page.get_by_role("textbox", name="z =")
    field.fill("import os")
    field.press("Enter")
    alert = page.get_by_role("alert").filter(has_text="Nothing in a formula is called “import”")
    expect(alert).to_be_visible()
    expect(page.locator(".mlw-race-formula")).to_contain_text("sin(2x)")  # the last good one goes on
    field.fill("log(x) + y^2")
    field.press("Enter")
    expect(page.locator(".mlw-race-formula")).to_have_text("z = log(x) + y^2")
    expect(alert).to_have_count(0)
    box = stage(page).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    expect(page.get_by_role("alert").filter(has_text="The surface has no height")).to_be_visible()
    assert opened_page.accessibility_faults() == []
    page.get_by_role("combobox", name="Surface", exact=True).select_option("Himmelblau")
    expect(page.get_by_role("alert").filter(has_text="The surface has no height")).to_have_count(0)


def test_paths_are_taken_away_and_seen_in_three_dimensions(visit: Visitor) -> None:
    page = opened(visit).page
    with page.expect_download() as waiting:
        button(page, "Save all paths as a CSV file").click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()
    assert waiting.value.suggested_filename == "race.csv"
    assert lines[0].startswith("optimizer,update,x,y,value,gradient_x,gradient_y")
    assert len(lines) > 1000
    solid = button(page, "Show the surface in three dimensions")
    solid.click()
    expect(page.locator(".mlw-figure-drawn")).to_have_count(1, timeout=20_000)
    expect(page.get_by_role("img", name=re.compile("in three dimensions, with the paths"))).to_be_visible()
    solid.click()
    expect(page.locator(".mlw-figure")).to_have_count(0)
    expect(stage(page)).to_be_visible()


@pytest.mark.parametrize(("size", "dark"), [("wide", True), ("phone", False)])
def test_nothing_is_wider_than_the_page_and_nobody_is_kept_out(
    visit: Visitor, size: str, *, dark: bool
) -> None:
    opened_page = opened(visit, size=size, dark=dark)
    page = opened_page.page
    assert opened_page.accessibility_faults() == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    if size == "phone":
        expect(button(page, "Play")).to_be_in_viewport(ratio=1)
        expect(stage(page)).to_be_in_viewport(ratio=1)
        for one in page.locator(".mlw-race-bar button, .mlw-race-list button").all():
            place = one.bounding_box()
            assert place is not None
            assert place["height"] >= 44
        before = start(page)
        box = stage(page).bounding_box()
        assert box is not None
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        opened_page.wait_until(lambda: start(page) != before, "the start to be where the finger was")
