"""A full server in real browsers: who waits sees their place, and comes in as soon as somebody leaves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARTIFACTS, STUDIO
from tests.browser.harness import PAGE_TIMEOUT, SIZES, Visit
from tests.browser.server import VoilaServer, write_notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

PATIENCE = PAGE_TIMEOUT * 1000
LINES = ["import ipywidgets", "ipywidgets.Button(description='here')"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[VoilaServer]:
    """Serve one learner at a time."""
    running = VoilaServer(write_notebook(LINES, tmp_path / "page.ipynb"), tmp_path, learners=1)
    yield running
    running.stop()


def come(server: VoilaServer, size: str = "wide", *, dark: bool = False) -> Page:
    """Open the page in a browser of one's own."""
    page = STUDIO.browser.new_context(**SIZES[size], color_scheme="dark" if dark else "light").new_page()
    page.goto(server.url, timeout=PATIENCE)
    return page


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_page_that_waits_becomes_the_dashboard_by_itself(server: VoilaServer) -> None:
    inside = Visit.start(STUDIO.browser, server)
    first, second = come(server, dark=True), come(server, "phone")
    news = [page.get_by_role("status") for page in (first, second)]
    expect(news[0]).to_have_text("You are next.")
    expect(news[1]).to_have_text("You are number 2 in the queue.")
    expect(second).to_have_title("You are number 2 in the queue. – mlwidgets")
    ARTIFACTS.mkdir(exist_ok=True)
    for page, name in ((first, "dark"), (second, "phone")):
        assert fits(page)
        page.screenshot(path=ARTIFACTS / f"waiting-{name}.png")
    second.reload()
    expect(news[1]).to_have_text("You are number 2 in the queue.")

    # The teacher sees one who is here and two who wait.
    (address,) = re.findall(r"For the teacher: (\S+)", server.log())
    teacher = STUDIO.browser.new_context(**SIZES["phone"], color_scheme="dark").new_page()
    teacher.goto(address)
    assert teacher.url == f"{server.url}teacher"
    expect(teacher.locator("dl")).to_contain_text("1 of 1")
    assert fits(teacher)
    teacher.screenshot(path=ARTIFACTS / "teacher-phone.png", full_page=True)

    inside.page.close(run_before_unload=True)  # says goodbye
    expect(first.get_by_role("button", name="here")).to_be_visible(timeout=PATIENCE)
    expect(news[1]).to_have_text("You are next.", timeout=PATIENCE)
    expect(teacher.locator("dd").nth(1)).to_have_text("1", timeout=PATIENCE)  # it has renewed itself
    for page in (first, second, teacher):
        page.context.close()
    inside.page.context.close()
