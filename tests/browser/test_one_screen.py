"""One lab, one screen: what a lab's task names, and its picture, are in the first window of a projector."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.harness import HOSTS_WORDS
from tests.browser.server import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor

FRAMES = """() => new Promise((go) => {
  let left = 12; // what comes into sight or leaves it is told a few frames later
  const frame = () => (left-- > 0 ? requestAnimationFrame(frame) : go());
  frame();
})"""

pytestmark = pytest.mark.browser

DASHBOARD = ROOT / "apps" / "dashboard.ipynb"

NAMED: dict[str, tuple[str, ...]] = {
    "Data": (
        "role=combobox[name='Data set']",
        "role=button[name='Your file']",
        ".mlw-upload",
        ".mlw-pane-bar",
    ),
    "Convolution": (
        ".mlw-board",
        ".mlw-readout-forward",
        "role=grid[name=/^Kernel/]",
        "role=grid[name=/^Output/]",
        "role=combobox[name='Kernel']",
    ),
    "Network": (".mlw-stack", ".mlw-card >> nth=-1", "role=button[name='Settings of Flatten']"),
    "Loss": (".mlw-loss-canvas", ".mlw-loss-side", "role=combobox[name='Loss']", ".mlw-loss-formulas"),
    "Optimizer": (
        "role=button[name='Play']",
        ".mlw-pane-bar",
        ".mlw-descent-stage",
        ".mlw-descent-rate",
    ),
    "Train": ("role=button[name='Run']", ".mlw-train-top", "role=textbox[name='Learning rate']"),
    "Predict": ("role=button[name='Clear']", ".mlw-pad-canvas", ".mlw-flow", ".mlw-answer"),
    "Playground": (
        "role=button[name='Run']",
        ".mlw-results",
        ".mlw-net",
        ".mlw-map",
        "role=button[name='One neuron fewer in layer 1']",
        "role=checkbox[name='x₁x₂']",
    ),
}
"""For each lab its picture, and the controls that its task names."""


def show(page: Page, lab: str, width: int, height: int) -> Locator:
    """Open a lab's tab in a window of some size, and return its panel."""
    page.set_viewport_size({"width": width, "height": height})
    page.get_by_role("tab", name=lab, exact=True).click()
    panel = page.get_by_role("tabpanel", name=lab, exact=True)
    panel.locator(".mlw-header").wait_for()
    return panel


def box(one: Locator) -> dict[str, Any]:
    found = one.bounding_box()
    assert found is not None
    return dict(found)


def whole(one: Locator) -> None:
    """Check that an element is on the screen with every side."""
    expect(one.locator("visible=true").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("lab", NAMED)
def test_what_the_task_names_and_the_picture_are_on_a_projectors_screen(visit: Visitor, lab: str) -> None:
    page = visit(DASHBOARD, shared=True).page
    panel = show(page, lab, 1280, 720)
    for selector in (".mlw-header-task", *NAMED[lab]):
        whole(panel.locator(selector))
    assert page.evaluate("document.querySelector('#rendered_cells').scrollLeft") == 0
    covered = panel.locator(".mlw-number-label").evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"
    )
    assert covered == []  # by the ? beside it


def test_the_lines_that_just_ran_are_at_the_foot_of_every_lab_and_train_does_not_scroll(
    visit: Visitor,
) -> None:
    opened = visit(DASHBOARD, shared=True)
    page = opened.page
    for lab in (*NAMED, "Export"):
        whole(show(page, lab, 1280, 720).locator(".mlw-recent > summary"))
        if lab == "Train":
            page.get_by_role("tabpanel", name=lab).locator(".mlw-confusion-table").wait_for()
            page.evaluate(FRAMES)
            opened.comes_to_rest()  # Python has filled what has come into sight
            assert page.evaluate("document.querySelector('#rendered_cells').scrollHeight") <= 720
    shown = page.frame_locator(".mlw-web-page-frame")
    for part in (".mlw-page-file", ".mlw-page-answer", ".mlw-page-main"):
        whole(shown.locator(part))


def test_the_network_is_broken_and_mended_on_a_projectors_screen(visit: Visitor) -> None:
    panel = show(visit(DASHBOARD, shared=True).page, "Network", 1280, 720)
    panel.get_by_role("button", name="Settings of Flatten").click()
    remove = panel.get_by_role("button", name="Remove Flatten")
    whole(remove)
    remove.click()
    mend = panel.get_by_role("button", name="Put a Flatten before it")
    whole(panel.locator(".mlw-card", has_text="Dense needs one row of numbers"))
    whole(mend)
    mend.click()
    expect(mend).to_have_count(0)
    whole(panel.get_by_role("button", name="Settings of Flatten"))


def test_the_bar_is_slim_and_its_tabs_do_not_move(visit: Visitor) -> None:
    page = visit(DASHBOARD, shared=True).page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.evaluate(FRAMES)
    bar = page.locator(".mlw-bar")
    assert box(bar)["height"] <= 48
    assert box(bar)["y"] == 0
    tabs = page.locator(".mlw-bar-tab")
    before = [box(tab) for tab in tabs.all()]
    tabs.first.click()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(tabs.nth(1)).to_be_focused()
    assert [box(tab) for tab in tabs.all()] == before


def test_a_page_that_is_longer_than_its_window_stays_where_it_is_scrolled_to(visit: Visitor) -> None:
    opened = visit(DASHBOARD, shared=True)
    page = opened.page
    show(page, "Playground", 1280, 500).locator(".mlw-net").first.wait_for()
    opened.comes_to_rest()  # the wheel is turned once: by then the page is as long as it will be
    page.mouse.move(640, 300)
    page.mouse.wheel(0, 300)
    scrolled = "document.querySelector('#rendered_cells').scrollTop"
    opened.wait_until(lambda: page.evaluate(scrolled) > 100, "a page that scrolls")
    page.evaluate(FRAMES)
    assert page.evaluate(scrolled) > 100


def test_present_makes_type_larger_and_leaves_help_out(visit: Visitor) -> None:
    page = visit(DASHBOARD, shared=True).page
    panel = show(page, "Train", 1280, 720)
    label = panel.locator(".mlw-number-label").locator("visible=true").first
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    before = float(label.evaluate(size))
    expect(page.locator(".mlw-help").locator("visible=true").first).to_be_visible()
    page.get_by_role("button", name="Present").click()
    expect(page.locator(".mlw-help").locator("visible=true")).to_have_count(0)
    assert float(label.evaluate(size)) == pytest.approx(1.25 * before)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Present")).to_have_attribute("aria-pressed", "false")
    assert float(label.evaluate(size)) == before


def test_on_a_phone_tabs_are_one_row_and_run_stays_in_reach(visit: Visitor) -> None:
    page = visit(DASHBOARD, shared=True, size="phone").page
    page.get_by_role("tab", name="Train", exact=True).click()
    run = page.get_by_role("tabpanel", name="Train").get_by_role("button", name="Run", exact=True)
    run.wait_for()
    page.evaluate(FRAMES)
    rows = {box(tab)["y"] for tab in page.locator(".mlw-bar-tab").all()}
    assert len(rows) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.evaluate("document.querySelector('#rendered_cells').scrollTo(0, 900)")
    expect(run).to_be_in_viewport(ratio=1)
    settings = page.get_by_role("tabpanel", name="Train").get_by_role("button", name="Settings")
    expect(settings).to_be_in_viewport(ratio=1)


def test_at_200_percent_a_control_and_its_picture_are_in_sight(visit: Visitor) -> None:
    page = visit(DASHBOARD, shared=True).page  # 1280 × 720 at 200 % is a window of 640 × 360
    panel = show(page, "Train", 640, 360)
    expect(panel.get_by_role("button", name="Run", exact=True)).to_be_in_viewport(ratio=1)
    expect(panel.locator(".mlw-train-top").first).to_be_in_viewport()
    panel.get_by_role("button", name="Settings").click()
    expect(panel.get_by_role("textbox", name="Learning rate")).to_be_in_viewport(ratio=1)
    expect(panel.locator(".mlw-train-top").first).to_be_in_viewport()


BESIDE: dict[str, tuple[tuple[int, str, tuple[str, ...]], ...]] = {
    "Models on the web": (
        (1, "Predict", ("role=button[name='Clear']", ".mlw-pad-canvas", ".mlw-flow", ".mlw-answer")),
        (3, "Train", ("role=button[name='Step epoch']", ".mlw-run-numbers", ".mlw-curves-panels")),
    ),
    "Convolution": (
        (1, "Convolution", (".mlw-board", ".mlw-readout-forward", "role=button[name='Show the code']")),
    ),
    "Loss": ((1, "Loss", (".mlw-loss-canvas", ".mlw-loss-side", ".mlw-loss-formulas")),),
    "Optimizers": (
        (1, "Train", ("role=button[name='Run']", ".mlw-curves-panels", "role=combobox[name='Optimizer']")),
        (2, "Optimizer", ("role=button[name='Step'] >> nth=0", ".mlw-descent-stage", ".mlw-descent-rate")),
        (
            5,
            "Playground",
            ("role=button[name='Run']", ".mlw-results", ".mlw-net", ".mlw-map-stage", ".mlw-net-reader"),
        ),
    ),
}
"""For each lesson the steps whose labs are looked at: what the step names, which is in sight beside it."""


@pytest.mark.parametrize("lesson", BESIDE)
def test_what_a_step_names_is_on_a_projectors_screen_beside_it(visit: Visitor, lesson: str) -> None:
    opened = visit(DASHBOARD, shared=True)
    opened.allow(HOSTS_WORDS)  # labs are built anew
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    if page.locator(".mlw-lesson").count():
        page.get_by_role("button", name="Back to the list").click()
    else:
        page.get_by_role("tab", name="Course", exact=True).click()
    page.get_by_role("button", name=re.compile(rf"^(Start|Continue|Open again): {lesson}$")).click()
    count = page.locator(".mlw-lesson-count")
    at = 1
    for step, lab, named in BESIDE[lesson]:
        for number in range(at, step + 1):
            expect(count).to_have_text(re.compile(rf"^Step {number} of"))
            opened.comes_to_rest()  # a step that is set up while another one is would be lost
            if number < step:
                page.locator(".mlw-lesson-next").click()
        at = step
        panel = page.get_by_role("tabpanel", name=lab, exact=True)
        for selector in named:
            whole(panel.locator(selector))
        note = page.locator(".mlw-header-note:popover-open")
        run = panel.get_by_role("button", name="Run", exact=True)
        if note.count() and run.count():
            assert box(note)["y"] + box(note)["height"] <= box(run)["y"]
