"""The harness itself: it must see what it is there to see."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error as PlaywrightError

from tests.browser.harness import bounded, chromium_path
from tests.browser.server import HarnessError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Serve, Visitor

pytestmark = pytest.mark.browser

SLIDER = [
    "import ipywidgets as w",
    "button = w.Button(description='Press')",
    "button.on_click(lambda _: 1 / 0)",
    "w.VBox([w.IntSlider(description='Size', value=3, max=9), button])",
]


def test_a_page_is_shown_without_a_fault_and_its_accessibility_is_judged(visit: Visitor) -> None:
    page = visit(SLIDER, shared=True)
    page.page.get_by_text("Size").wait_for()
    assert page.bytes_received > 0
    # ipywidgets sliders have no name: a known fault, so it shows that axe-core really looks.
    assert any("aria-input-field-name" in fault for fault in page.accessibility_faults())
    assert page.unexpected() == []


def test_an_exception_in_a_callback_is_seen(visit: Visitor) -> None:
    page = visit(SLIDER, shared=True)
    page.page.get_by_role("button", name="Press").click()
    page.wait_for_problem()
    assert any("ZeroDivisionError" in problem for problem in page.unexpected())
    page.allow("ZeroDivisionError")


def test_faults_of_the_page_are_seen_and_strangers_are_refused(visit: Visitor) -> None:
    page = visit(SLIDER, size="phone")
    assert page.page.evaluate("innerWidth") == 375
    page.page.evaluate(
        """async () => {
            console.error('a cry');
            await fetch('/nothing');
            await fetch('https://example.org/').catch(() => console.log('refused'));
        }"""
    )
    page.wait_for_problem(2)
    assert sorted(problem.split(":")[0] for problem in page.unexpected()) == ["console", "request failed"]
    assert "log: refused" in page.console
    page.allow("a cry|/nothing")


def test_a_dead_server_fails_at_once_with_its_log(serve: Serve, tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match=r"missing\.ipynb"):
        serve(tmp_path / "missing.ipynb")


def test_stopping_a_server_ends_its_kernels(serve: Serve, visit: Visitor) -> None:
    server = serve(["import os", "import ipywidgets as w", "w.Label(f'pid {os.getpid()}')"], own=True)
    page = visit(server)
    label = page.page.get_by_text("pid ")
    pid = int((label.text_content() or "").split()[1])
    os.kill(pid, 0)
    page.allow("server|WebSocket|connection|request failed")
    server.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_missing_browser_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    with pytest.raises(HarnessError, match=r"no-such-browser.*set CHROMIUM"):
        chromium_path()


def test_a_shared_page_goes_from_test_to_test_and_a_page_of_ones_own_does_not(visit: Visitor) -> None:
    first = visit(SLIDER, shared=True)
    first.page.evaluate("window.mark = 1")
    scheme = "matchMedia('(prefers-color-scheme: dark)').matches"
    for dark in (True, False):
        again = visit(SLIDER, shared=True, dark=dark)
        assert again.page.evaluate("window.mark") == 1
        assert again.page.evaluate(scheme) == dark
    assert visit(SLIDER).page.evaluate("window.mark") is None


def test_a_page_that_never_answers_costs_its_browser_and_not_the_run(visit: Visitor) -> None:
    opened = visit(SLIDER)
    with bounded(1), pytest.raises(PlaywrightError):
        opened.page.evaluate("new Promise(() => {})")
    assert not opened.is_open
    visit(SLIDER).page.get_by_text("Size").wait_for()  # in another browser
