"""Teach mode as a teacher uses it: choose at the controls, write a step, try it, present; also on a phone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from mlwidgets.lessons.format.reading import read_file
from tests.browser.harness import HOLD_ANSWERS, HOSTS_WORDS, SOCKETS
from tests.browser.server import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

DASHBOARD = ROOT / "apps" / "dashboard.ipynb"
LABS = 60_000
REPLY = "Reply to answer 1: why it is right or wrong"
"""Milliseconds until a set-up has built the labs anew."""


def picture(page: Page, name: str) -> None:
    """Keep a picture where somebody asks for one."""
    folder = os.environ.get("TEACH_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def badge(page: Page, control: str) -> Locator:
    train = page.get_by_role("tabpanel", name="Train")
    return train.get_by_role("combobox", name=f"{control}, for learners")


def test_a_teacher_sets_up_the_page_and_writes_a_lesson(visit: Visitor, tmp_path: Path) -> None:  # noqa: PLR0915
    opened = visit(DASHBOARD)
    opened.allow(HOSTS_WORDS)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.get_by_role("tab", name="Train", exact=True).click()
    train = page.get_by_role("tabpanel", name="Train")
    epochs = train.get_by_role("spinbutton", name="Epochs", exact=True)
    expect(epochs).to_be_enabled()
    expect(page.locator(".mlw-teach-bar")).to_have_count(0)

    # By mouse: hidden and locked; both stay in the teacher's sight and work.
    page.get_by_role("button", name="Teach", exact=True).click()
    bar = page.get_by_role("region", name="Teach", exact=True)
    expect(bar).to_contain_text("Choose at each control what learners see.")
    bar_box = bar.bounding_box()
    assert bar_box is not None
    assert bar_box["height"] <= 44
    badge(page, "Epochs").select_option("locked", timeout=LABS)
    badge(page, "Batch size").select_option("hidden")
    expect(train.locator('[data-teach="hidden"]')).to_have_count(1)
    expect(epochs).to_be_enabled()
    expect(train.get_by_role("textbox", name="Batch size", exact=True)).to_be_visible()
    picture(page, "teach-1280")
    # By keyboard.
    badge(page, "Epochs").focus()
    page.keyboard.press("ArrowUp")
    expect(badge(page, "Epochs")).to_have_value("free")
    page.keyboard.press("ArrowDown")
    expect(badge(page, "Epochs")).to_have_value("locked")

    # Write a step: it takes what is on the page.
    bar.get_by_role("button", name="Write a step").click()
    desk = page.get_by_role("region", name="Write a lesson")
    desk.get_by_label("Title of the lesson").fill("Steps")
    desk.get_by_label("Goal").fill("Say what a step is.")
    desk.get_by_role("button", name="Try it").click()
    expect(desk.get_by_role("alert")).to_contain_text("no step yet")
    desk.get_by_role("button", name="Add a step").click()
    desk.get_by_label("Title of the step").fill("One step")
    desk.get_by_label("Text (Markdown").fill("Press **Run**, $w^2$ <b>plain</b>.\n\n## No")
    preview = desk.get_by_role("region", name="As learners see it")
    expect(preview.locator("strong")).to_have_text("Run")
    expect(preview.locator("math")).to_have_count(1)
    expect(preview.locator("b")).to_have_count(0)
    desk.get_by_role("button", name="Save as file").click()
    expect(desk.get_by_role("alert")).to_contain_text("begins a step")
    desk.get_by_label("Text (Markdown").fill("Press **Run**.")
    expect(desk).to_contain_text("locked: Epochs")
    desk.get_by_label("Task", exact=True).select_option("choose")
    desk.get_by_label("Question").fill("What is a step?")
    for number, words in enumerate(("An update", "An epoch"), 1):
        desk.get_by_label(f"Answer {number}", exact=True).fill(words)
        desk.get_by_label(f"Reply to answer {number}").fill("Because it is so.")
    picture(page, "editor-1280")
    with page.expect_download(timeout=LABS) as saving:
        desk.get_by_role("button", name="Save as file").click()
    path = tmp_path / saving.value.suggested_filename
    saving.value.save_as(path)
    lesson = read_file(path)
    assert (lesson.name, lesson.title, lesson.tasks[0].kind) == ("steps", "Steps", "choose")
    assert (lesson.steps[0].setup.hidden, lesson.steps[0].setup.locked) == (("batch_size",), ("epochs",))

    # Tried, it stands beside the labs, and the page is as learners see it.
    desk.get_by_role("button", name="Try it").click()
    expect(page.locator(".mlw-lesson-heading")).to_have_text("One step", timeout=LABS)
    expect(page.locator(".mlw-lesson-heading")).to_be_focused()
    expect(page.locator(".mlw-lesson-copy")).to_be_hidden()  # nobody else has this lesson
    expect(page.locator(".mlw-teach-bar")).to_have_count(0)
    expect(page.locator(".mlw-teach-badge")).to_have_count(0)
    expect(epochs).to_be_disabled(timeout=LABS)
    expect(train.get_by_role("textbox", name="Batch size", exact=True)).to_have_count(0)

    # Back in Teach mode the lesson is still there.
    page.get_by_role("button", name="Teach", exact=True).click()
    expect(desk.get_by_label("Title of the step")).to_have_value("One step")
    bar.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Teach", exact=True)).to_be_focused()

    # Present: the lab alone, until Escape.
    page.get_by_role("button", name="Present").click()
    expect(page.locator(".mlw-lesson")).to_be_hidden()
    expect(train.get_by_role("button", name="Run", exact=True)).to_be_visible()
    picture(page, "present-1280")
    page.evaluate("document.fullscreenElement ? document.exitFullscreen().catch(() => {}) : null")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Present")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".mlw-lesson")).to_be_visible()

    # The trial leads back to where the lesson is written.
    page.get_by_role("button", name="Back to writing").click()
    expect(desk.get_by_label("Title of the step")).to_have_value("One step", timeout=LABS)
    expect(page.locator(".mlw-lesson")).to_have_count(0)
    expect(page.get_by_role("tab", name="Train")).to_have_attribute("aria-selected", "true")
    expect(desk.get_by_label("Title of the lesson")).to_be_focused()


def test_an_answer_that_comes_late_takes_nothing_back_that_was_typed_since(visit: Visitor) -> None:
    opened = visit(DASHBOARD, before=SOCKETS)
    opened.allow(HOSTS_WORDS)
    page = opened.page
    page.get_by_role("button", name="Teach", exact=True).click()
    page.get_by_role("region", name="Teach", exact=True).get_by_role("button", name="Write a step").click()
    desk = page.get_by_role("region", name="Write a lesson")
    desk.get_by_role("button", name="Add a step").click()
    desk.get_by_label("Task", exact=True).select_option("choose")
    expect(desk.get_by_label("Reply to answer 2")).to_be_visible()
    page.evaluate(HOLD_ANSWERS)
    answer, reply, other = (desk.get_by_label(name, exact=True) for name in ("Answer 1", REPLY, "Answer 2"))
    answer.fill("This one")
    reply.focus()
    opened.wait_until(lambda: page.evaluate("heldText().includes('This one')"), "the first answer")
    answered = page.evaluate("held.length")
    reply.fill("Yes: this one.")
    other.fill("That one")  # the reply has been sent, and is not in the field that somebody types in
    page.evaluate("(count) => letThrough(count)", answered)
    expect(reply).to_have_value("Yes: this one.")
    desk.get_by_label("Question").focus()
    opened.wait_until(lambda: page.evaluate("heldText().includes('That one')"), "the last answer")
    page.evaluate("letThrough(Infinity)")
    expect(reply).to_have_value("Yes: this one.")
    expect(other).to_have_value("That one")


def test_on_a_phone_a_finger_reaches_all_of_it(visit: Visitor) -> None:
    opened = visit(DASHBOARD, size="phone")
    opened.allow(HOSTS_WORDS)
    page = opened.page
    page.get_by_role("tab", name="Train", exact=True).click()
    page.get_by_role("button", name="Teach", exact=True).tap()
    bar = page.get_by_role("region", name="Teach", exact=True)
    page.get_by_role("tabpanel", name="Train").get_by_role("button", name="Settings", exact=True).tap()
    badge(page, "Epochs").select_option("hidden", timeout=LABS)
    expect(badge(page, "Epochs")).to_have_value("hidden")
    picture(page, "teach-375")
    bar.get_by_role("button", name="Write a step").tap()
    desk = page.get_by_role("region", name="Write a lesson")
    desk.get_by_role("button", name="Add a step").tap()
    expect(desk).to_contain_text("hidden: Epochs")
    picture(page, "editor-375")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_an_unsaved_lesson_is_there_again_after_a_reload(visit: Visitor) -> None:
    opened = visit(DASHBOARD)
    # A page that is left may be about to answer.
    opened.allow(f"{HOSTS_WORDS}|WebSocket|404|Cannot send|Kernel connection disconnected")
    page = opened.page
    desk = page.get_by_role("region", name="Write a lesson")
    kept = desk.get_by_role("group", name="Unsaved lesson")

    def write() -> None:
        page.get_by_role("button", name="Teach", exact=True).click(timeout=LABS)
        page.get_by_role("button", name="Write a step").click()
        expect(desk).to_be_visible()

    def reload() -> None:
        opened.comes_to_rest()
        page.reload(timeout=LABS)
        page.locator("#mlw-first").wait_for(state="detached", timeout=LABS)
        write()

    write()
    expect(kept).to_be_hidden()
    desk.get_by_label("Title of the lesson").fill("Half a lesson")
    desk.get_by_role("button", name="Add a step").click()
    desk.get_by_label("Text (Markdown").fill("Half a sen")
    expect(desk.get_by_role("region", name="As learners see it")).to_have_text("Half a sen")
    reload()
    expect(desk.get_by_label("Title of the lesson")).to_have_value("")
    expect(kept).to_contain_text("kept the lesson “Half a lesson”, which was not saved")
    assert opened.accessibility_faults(".mlw-editor") == []
    picture(page, "kept-1280")
    kept.get_by_role("button", name="Go on with it").click()
    expect(desk.get_by_label("Title of the lesson")).to_have_value("Half a lesson")
    expect(desk.get_by_label("Text (Markdown")).to_have_value("Half a sen")
    expect(kept).to_be_hidden()
    expect(desk.get_by_label("Title of the lesson")).to_be_focused()
    reload()
    kept.get_by_role("button", name="Discard it").click()
    expect(kept).to_be_hidden()
    reload()
    expect(kept).to_be_hidden()
    # What another page of this address has put there is no lesson: a sentence, and it can be thrown away.
    page.evaluate("localStorage.setItem('mlwidgets-lesson-draft', '{\"title\": \"<b>\"}')")
    reload()
    expect(kept).to_contain_text("“<b>”")
    kept.get_by_role("button", name="Go on with it").click()
    expect(desk.get_by_role("alert")).to_contain_text("cannot be read, and nothing has changed")
    kept.get_by_role("button", name="Discard it").click()
    expect(kept).to_be_hidden()
