"""Every lesson of the course, worked through in a real browser: ``make lessons`` runs this.

It takes minutes, so it is no part of the tests that run at every change; `test_course` is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from mlwidgets import lessons
from mlwidgets.lessons.shelf import shipped_in
from tests.browser.hands import Finger, Keyboard, Mouse
from tests.browser.harness import HOSTS_WORDS, SIZES
from tests.browser.layout import layout_faults
from tests.browser.lesson_walk import Learner, page_of
from tests.browser.test_german import DASHBOARD, english_left, german, left_in_english

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

    from tests.browser.conftest import Visitor
    from tests.browser.hands import Hands

pytestmark = pytest.mark.browser

PROJECTOR: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = SIZES["phone"]["viewport"]

WAYS: dict[str, tuple[type[Hands], str, ViewportSize]] = {
    "mouse": (Mouse, "wide", PROJECTOR),
    "finger": (Finger, "phone", PHONE),
    "keyboard": (Keyboard, "wide", PROJECTOR),
}
"""What learners work with, the kind of page that they open, and how large it is."""


@pytest.mark.parametrize("name", lessons.names())
@pytest.mark.parametrize("way", WAYS)
def test_a_lesson_is_worked_through(visit: Visitor, way: str, name: str) -> None:
    hands, size, viewport = WAYS[way]
    seed = 7 + list(WAYS).index(way)  # other numbers, and answers in another order
    opened = visit(page_of(seed), shared=True, size=size)
    opened.allow(HOSTS_WORDS)
    opened.page.set_viewport_size(viewport)
    Learner(opened, hands(opened.page), seed).work_through(lessons.named(name))


@pytest.mark.parametrize("name", lessons.names())
def test_a_lesson_is_german_and_its_layout_holds(visit: Visitor, name: str) -> None:
    """Every step with the lab that it sets up: no text in English, nothing over anything else."""
    opened = visit(DASHBOARD, fragment=f"?lang=de&lesson={name}")
    opened.allow(HOSTS_WORDS)
    page = opened.page
    page.set_viewport_size(PROJECTOR)
    found: dict[str, list[str]] = {}
    lesson = next(one for one in shipped_in("de") if one.name == name)
    for at, step in enumerate(lesson.steps):
        expect(page.locator(".mlw-lesson-heading")).to_have_text(step.title)
        opened.comes_to_rest()
        faults = [*layout_faults(page, sideways=True), *sorted(left_in_english(page) | english_left(page))]
        if faults:
            found[f"{at + 1}. {step.title}"] = faults
        if at < len(lesson.steps) - 1:
            page.locator(".mlw-lesson").get_by_role("button", name=german()["Next"], exact=True).click()
    assert not found, "\n".join(f"{step}: {faults}" for step, faults in found.items())
