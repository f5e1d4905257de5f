"""The course as a learner takes it: list, lesson beside the labs, tasks, keys, a phone, a reload, a link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.harness import HOSTS_WORDS, LOOKS, SIZES
from tests.browser.server import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

DASHBOARD = ROOT / "apps" / "dashboard.ipynb"
OPENING = 60_000
"""Milliseconds until a page stands, has opened a lesson and has built its labs anew."""

LESSON = "Gradient descent"
ODD = r"""---
title: Odd
goal: Nothing.
minutes: 1
---

## <b>Bold</b>

<img src=x onerror="window.hacked=1"> <script>window.hacked=1</script> $a<b$
"""
COURSE = [
    "from mlwidgets import CourseLab, Experiment",
    "from mlwidgets.lessons import shelf",
    "from mlwidgets.lessons.format.reading import read_text",
    f"odd = read_text({ODD!r}, 'odd')",
    "shelf.shipped_lessons = lambda: (odd,)",
    "CourseLab(Experiment('circle'))",
]
"""A list of one lesson, whose author tries what he may not."""

INSIDE = """(node) => {
  const [one, page] = [node.getBoundingClientRect(), document.querySelector('#rendered_cells')];
  return one.top >= 0 && one.bottom <= innerHeight && page.scrollTop === 0;
}"""

KEPT_PICTURES = """(count) => new Promise((done, fail) => {
  const opening = indexedDB.open("mlwidgets");
  opening.onerror = opening.onblocked = () => fail(opening.error);
  opening.onsuccess = () => {
    const all = opening.result.transaction("contents").objectStore("contents").getAllKeys();
    all.onerror = () => fail(all.error);
    const isPicture = (key) => String(key).startsWith("picture/");
    all.onsuccess = () => done(all.result.filter(isPicture).length === count);
  };
})"""


def open_list(page: Page) -> None:
    page.get_by_role("tab", name="Course", exact=True).click()
    page.locator(".mlw-lesson-card").first.wait_for()


def start(page: Page, title: str = LESSON) -> Locator:
    page.get_by_role("button", name=re.compile(rf"^(Start|Continue|Open again): {title}$")).click()
    heading = page.locator(".mlw-lesson-heading")
    heading.wait_for(timeout=OPENING)
    return heading


def go_to(page: Page, step: int, count: int = 6) -> None:
    expect(page.locator(".mlw-lesson-count")).to_have_text(f"Step {step} of {count}", timeout=OPENING)


def reply(page: Page) -> Locator:
    return page.locator(".mlw-task-reply")


def test_a_learner_takes_a_lesson(visit: Visitor) -> None:  # noqa: PLR0915 - one page
    opened = visit(DASHBOARD)
    opened.allow(HOSTS_WORDS)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    # The dashboard opens as ever; Course is the first tab.
    expect(page.get_by_role("tab", name="Predict")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tab").first).to_have_text("Course")
    expect(page.locator(".mlw-lesson")).to_have_count(0)
    open_list(page)
    expect(page.locator(".mlw-lesson-card")).to_have_count(9)
    assert opened.accessibility_faults(".mlw-course-lab") == []

    # It stands beside the lab that its step names, and takes the focus with it.
    heading = start(page)
    expect(heading).to_be_focused()
    expect(page.get_by_role("tab", name="Optimizer")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".mlw-descent-stage")).to_be_visible()
    opened.comes_to_rest()
    column, labs = page.locator(".mlw-lesson"), page.locator(".mlw-pages")
    (left, right) = column.bounding_box(), labs.bounding_box()
    assert left is not None
    assert right is not None
    assert 300 <= left["width"] <= 350
    assert right["x"] >= left["x"] + left["width"]
    assert right["width"] >= 900  # a lab's own layout for a projector
    assert column.evaluate(INSIDE)
    assert page.evaluate("document.querySelector('#rendered_cells').scrollHeight <= innerHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.accessibility_faults(".mlw-lesson") == []
    # Formulas are MathML, and no full stop begins a line.
    assert column.locator("math").count() > 5
    assert column.locator(".mlw-lesson-whole").count() > 0

    # A number: a comma before the decimals; a hint at a time; other numbers.
    field = page.get_by_role("textbox", name="Your answer")
    field.fill("1234,5")
    field.press("Enter")
    expect(reply(page)).to_have_attribute("data-kind", "wrong")
    expect(reply(page)).to_contain_text("1234.5")
    expect(reply(page)).to_have_attribute("role", "status")
    page.get_by_role("button", name="Hint 1 of 3").click()
    expect(page.locator(".mlw-task-hints li")).to_have_count(1)
    page.get_by_role("button", name="Hint 2 of 3").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mlw-task-hints li").nth(1)).to_be_focused()
    asked = page.locator(".mlw-task .mlw-lesson-text").first
    before = asked.text_content() or ""
    page.get_by_role("button", name="Draw again").click()
    expect(asked).not_to_have_text(before)
    # A screen reader is told the question with its other numbers.
    heard = page.locator(".mlw-task > .mlw-visually-hidden[role=status]")
    expect(heard).to_have_text(asked.inner_text())
    expect(field).to_have_value("")
    expect(reply(page)).to_be_empty()

    # Keys go on, but not out of a field. A choice is made by keyboard.
    field.press("PageDown")
    field.press("Alt+ArrowRight")
    go_to(page, 1)
    page.locator(".mlw-lesson-body").focus()
    page.keyboard.press("PageDown")
    go_to(page, 2)
    expect(heading).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    go_to(page, 3)
    page.keyboard.press("Alt+ArrowLeft")
    go_to(page, 2)
    check = page.get_by_role("button", name="Check", exact=True)
    check.click()
    expect(reply(page)).to_contain_text("Choose one")
    page.get_by_role("radio", name="0.5", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(reply(page)).to_have_attribute("data-kind", "right")
    expect(column.get_by_text("✓ Solved")).to_be_visible()
    assert opened.accessibility_faults(".mlw-task") == []


def waits(button: Locator, why: str) -> None:
    """Check that a button waits, can be reached by keyboard, says why, and does nothing."""
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_accessible_description(why)
    button.focus()
    expect(button).to_be_focused()
    button.press("Enter")


def nothing_before_the_prediction(opened: Visit, panel: Locator) -> Locator:
    """Check that no run begins before there is a prediction; return the button that begins one."""
    page = opened.page
    why = "Choose an answer first: predict, then try it out."
    run = panel.get_by_role("button", name="Run", exact=True)
    expect(panel.locator(".mlw-run-held")).to_have_text(why)
    for name in ("Run", "Step batch", "Step epoch"):
        waits(panel.get_by_role("button", name=name, exact=True), why)
    run.click(force=True)
    assert opened.accessibility_faults(".mlw-run") == []
    page.get_by_role("button", name="Previous").click()
    go_to(page, 3)
    page.get_by_role("button", name="Next").click()
    go_to(page, 4)
    return run


def report_of(page: Page) -> Page:
    """Open the report, and check that nothing in it runs or is fetched."""
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Report", exact=True).click()
    report = opened.value
    expect(report.get_by_role("heading", name="Course report")).to_be_visible(timeout=OPENING)
    assert report.locator("script, iframe, object, embed, link").count() == 0
    assert report.evaluate("window.opener") is None
    return report


def open_work(page: Page, name: str, content: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open my work").click()
    chooser.value.set_files({"name": name, "mimeType": "application/zip", "buffer": content})


def take_home(opened: Visit) -> None:
    """Take two solved tasks home: as a report with a picture, as a file, started over, brought back."""
    page = opened.page
    work, said = page.locator(".mlw-work"), page.locator(".mlw-work-said")
    solved = page.get_by_text("2 of 6 solved")
    assert opened.accessibility_faults(".mlw-course-lab") == []
    report = report_of(page)
    pictures = report.get_by_role("img", name=re.compile("^What the lab showed when this was solved."))
    assert pictures.count() >= 1
    for picture in pictures.all():
        expect(picture).to_have_js_property("complete", value=True)
        width, height = picture.evaluate("(one) => [one.naturalWidth, one.naturalHeight]")
        assert 100 < width <= 480
        assert 50 < height <= 960
    report.close()
    with page.expect_download() as download:
        work.get_by_role("button", name="Save my work").click()
    content = download.value.path().read_bytes()
    assert download.value.suggested_filename == "course.mlw"
    # It asks first; Escape is no; the keyboard's place is not lost.
    start = work.get_by_role("button", name="Start over")
    start.click()
    expect(work.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(start).to_be_focused()
    expect(solved).to_be_visible()
    start.click()
    work.get_by_role("button", name="Forget them").click()
    expect(said).to_contain_text("You have started over.")
    expect(solved).to_have_count(0)
    work.get_by_role("button", name="Undo").click()
    expect(solved).to_be_visible()
    expect(work.get_by_role("button", name="Undo")).to_be_hidden()
    # A file that is none loses nothing; a good one brings back what is gone.
    start.click()
    work.get_by_role("button", name="Forget them").click()
    expect(solved).to_have_count(0)
    for name, odd, why in (
        ("photo.mlw", b"\x89PNG\r\n\x1a\n" + bytes(50), "not a .mlw file"),
        ("other.mlw", b"PK\3\4" + bytes(100), "is not a run saved by mlwidgets"),
        ("half.mlw", content[: len(content) // 2], "half.mlw|damaged|cut off|not a run"),
    ):
        open_work(page, name, odd)
        expect(work.locator(".mlw-upload-error")).to_contain_text(re.compile(why))
    open_work(page, "course.mlw", content)
    expect(said).to_have_text("“course.mlw” is open: 2 more tasks are solved.")
    expect(work.locator(".mlw-upload-error")).to_be_empty()
    expect(solved).to_be_visible()
    # The pictures were in the file. Where no tab may be opened, the report is saved.
    page.evaluate("window.open = () => null")
    with page.expect_download() as download:
        page.get_by_role("button", name="Report", exact=True).click()
    assert download.value.suggested_filename == "course-report.html"
    assert b"<img " in download.value.path().read_bytes()


def test_a_prediction_is_marked_by_what_the_network_does(visit: Visitor) -> None:
    opened = visit(DASHBOARD, fragment="#lesson=7-gradient-descent")
    opened.allow(HOSTS_WORDS)
    page = opened.page
    expect(page.locator(".mlw-lesson-heading")).to_be_visible(timeout=OPENING)
    opened.comes_to_rest()
    for step in (2, 3, 4):
        page.get_by_role("button", name="Next").click()
        go_to(page, step)
    panel = page.get_by_role("tabpanel", name="Playground")
    rate = panel.get_by_role("textbox", name="Learning rate")
    expect(rate).to_have_value("10", timeout=OPENING)
    expect(rate).to_be_disabled()
    # The control that the text is about stands out.
    expect(panel.locator(".mlw-pointed")).to_have_count(1)
    expect(panel.locator(".mlw-pointed")).to_contain_text("Learning rate")
    run = nothing_before_the_prediction(opened, panel)
    page.get_by_role("radio", name=re.compile("^Above 1")).check()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(reply(page)).to_have_attribute("data-kind", "waiting")
    expect(panel.locator(".mlw-run-held")).to_be_empty()
    expect(panel.locator(".mlw-progress-state")).to_have_text("Ready")  # no press has come through
    expect(run).to_have_attribute("aria-disabled", "false")
    run.click()
    # Nobody presses Check again: the run has ended.
    expect(reply(page)).to_have_attribute("data-kind", "right", timeout=OPENING)
    expect(page.locator(".mlw-lesson").get_by_text("✓ Solved")).to_be_visible()
    # The next step asks for a rate that works: so far, nothing is reached.
    page.get_by_role("button", name="Next").click()
    go_to(page, 5)
    expect(rate).to_be_enabled()
    page.get_by_role("button", name="Check my work").click()
    expect(reply(page)).to_have_attribute("data-kind", "wrong", timeout=OPENING)
    # The last one is answered in words.
    page.get_by_role("button", name="Next").click()
    go_to(page, 6)
    page.get_by_role("textbox", name="Your answer").fill("Too short.")
    page.get_by_role("button", name="Send my answer").click()
    expect(reply(page)).to_contain_text("80")
    words = "The slope is measured where the weights are now, and after a step they are elsewhere. " * 2
    page.get_by_role("textbox", name="Your answer").fill(words)
    page.get_by_role("button", name="Send my answer").click()
    expect(reply(page)).to_have_attribute("data-kind", "right")
    # Finished: back in the list, where the focus is on the lesson's card, and its controls are free.
    page.get_by_role("button", name="Finish").click()
    expect(page.locator(".mlw-lesson")).to_have_count(0)
    expect(page.get_by_role("button", name=f"Continue: {LESSON}")).to_be_focused()
    expect(page.get_by_text("2 of 6 solved")).to_be_visible()
    take_home(opened)


def test_progress_comes_back_after_a_reload(visit: Visitor) -> None:
    opened = visit(DASHBOARD)
    # A page that is left may be about to answer.
    opened.allow(f"{HOSTS_WORDS}|WebSocket|404|Cannot send|Kernel connection disconnected")
    page = opened.page
    open_list(page)
    expect(page.get_by_text("Your progress is kept in this browser.")).to_be_visible()
    start(page)
    page.get_by_role("button", name="Next").click()
    go_to(page, 2)
    page.get_by_role("radio", name="0.5", exact=True).check()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(reply(page)).to_have_attribute("data-kind", "right")
    pictures = page.locator(".mlw-pages canvas:visible").count() and 1
    page.wait_for_function(KEPT_PICTURES, arg=pictures)
    opened.comes_to_rest()
    page.reload(timeout=OPENING)
    expect(page.get_by_role("tab", name="Predict")).to_have_attribute(
        "aria-selected", "true", timeout=OPENING
    )
    page.locator("#mlw-first").wait_for(state="detached", timeout=OPENING)
    expect(page.locator(".mlw-lesson")).to_have_count(0)
    open_list(page)
    expect(page.get_by_text("1 of 6 solved")).to_be_visible(timeout=OPENING)
    report = report_of(page)
    expect(report.get_by_role("img")).to_have_count(pictures)
    report.close()
    start(page)
    go_to(page, 2)
    expect(page.locator(".mlw-lesson").get_by_text("✓ Solved")).to_be_visible()
    expect(page.get_by_role("radio", name="0.5", exact=True)).to_be_checked()
    expect(reply(page)).to_be_empty()


def on_a_phone(opened: Visit) -> None:
    opened.page.set_viewport_size(SIZES["phone"]["viewport"])
    opened.comes_to_rest()
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_text_comes_first_and_folds_away(visit: Visitor) -> None:
    opened = visit(DASHBOARD, fragment="?lesson=3-convolution")
    opened.allow(HOSTS_WORDS)
    page = opened.page
    expect(page.locator(".mlw-lesson-heading")).to_be_visible(timeout=OPENING)
    expect(page.get_by_role("button", name="Hide the text")).to_be_hidden()  # beside a lab there is room
    on_a_phone(opened)
    column, labs = page.locator(".mlw-lesson").bounding_box(), page.locator(".mlw-pages").bounding_box()
    assert column is not None
    assert labs is not None
    assert column["width"] >= 340
    assert labs["y"] >= column["y"] + column["height"]
    fold = page.get_by_role("button", name="Hide the text")
    fold.click()
    expect(page.get_by_role("button", name="Show the text")).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".mlw-lesson-heading")).to_be_hidden()
    expect(page.locator(".mlw-board")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Next")).to_be_visible()
    page.get_by_role("button", name="Show the text").click()
    expect(page.locator(".mlw-lesson-heading")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    opened.comes_to_rest()
    assert opened.accessibility_faults(".mlw-lesson") == []
    page.get_by_role("button", name="Back to the list").click()
    expect(page.locator(".mlw-lesson-card").first).to_be_visible()
    on_a_phone(opened)


def test_a_lesson_in_the_query_is_opened_once_and_goes_on_after_a_reload(visit: Visitor) -> None:
    opened = visit(DASHBOARD, fragment="?lesson=7-gradient-descent", before=LOOKS)
    opened.allow(f"{HOSTS_WORDS}|WebSocket|404|Cannot send|Kernel connection disconnected")
    page = opened.page
    heading = page.locator(".mlw-lesson-heading")
    first = heading.inner_text()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied. This address works on this computer only.")).to_be_visible()
    link = f"{opened.server.url}?lesson=7-gradient-descent"
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not here')); }")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".mlw-lesson-address")).to_have_text(link)
    assert page.evaluate("String(getSelection())") == link
    page.get_by_role("button", name="Next").click()
    go_to(page, 2)
    page.get_by_role("button", name=re.compile("^Hint")).click()
    expect(page.locator(".mlw-task-hints > li")).to_have_count(1)
    opened.comes_to_rest()
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    page.reload(timeout=OPENING)
    go_to(page, 2)
    page.wait_for_function("looks === 1")
    opened.comes_to_rest()
    go_to(page, 2)
    assert sent
    assert not [frame for frame in sent if '"kind":"link"' in frame]  # Python has opened it already
    expect(page.locator(".mlw-task-hints > li")).to_have_count(1)
    # A lesson behind the # takes its place.
    page.evaluate("location.hash = '#lesson=0-a-line-through-points'")
    expect(page.locator(".mlw-lesson-count")).to_contain_text("Step 1 of", timeout=OPENING)
    expect(heading).not_to_have_text(first)


@pytest.mark.parametrize("mark", ["#", "?"])
def test_a_wrong_address_is_a_sentence(visit: Visitor, mark: str) -> None:
    opened = visit(DASHBOARD, fragment=f"{mark}lesson=7-gradient-decent")
    page = opened.page
    alert = page.get_by_role("alert").filter(has_text="There is no lesson '7-gradient-decent'")
    expect(alert).to_be_visible(timeout=OPENING)
    expect(alert).to_contain_text("Did you mean '7-gradient-descent'?")
    expect(page.locator(".mlw-lesson")).to_have_count(0)


def test_what_a_lessons_file_says_is_text(visit: Visitor) -> None:
    page = visit(COURSE).page
    page.get_by_role("button", name="Start: Odd").click()
    expect(page.locator(".mlw-lesson-heading")).to_have_text("<b>Bold</b>")
    expect(page.locator(".mlw-lesson-text").first).to_contain_text("<script>window.hacked=1</script>")
    assert page.locator(".mlw-lesson :is(img, script)").count() == 0
    assert page.evaluate("window.hacked") is None
