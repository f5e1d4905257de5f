"""Every lesson of the course, worked through in a real browser: ``make lessons`` runs this.

It takes minutes, so it is no part of the tests that run at every change; `test_course` is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets import lessons
from tests.browser.hands import Mouse
from tests.browser.harness import HOSTS_WORDS
from tests.browser.lesson_walk import PAGE, Learner

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PROJECTOR: ViewportSize = {"width": 1280, "height": 720}


@pytest.mark.parametrize("name", lessons.names())
def test_a_lesson_is_worked_through(visit: Visitor, name: str) -> None:
    opened = visit(PAGE, shared=True)
    opened.allow(HOSTS_WORDS)
    opened.page.set_viewport_size(PROJECTOR)
    Learner(opened, Mouse(opened.page)).work_through(lessons.named(name))
