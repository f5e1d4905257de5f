"""Every lesson of the course, worked through in a real browser: ``make lessons`` runs this.

It takes minutes, so it is no part of the tests that run at every change; `test_course` is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets import lessons
from tests.browser.hands import Finger, Keyboard, Mouse
from tests.browser.harness import HOSTS_WORDS, SIZES
from tests.browser.lesson_walk import Learner, page_of

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
