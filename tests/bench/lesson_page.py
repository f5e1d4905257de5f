"""A lesson opened by a link in a real browser: how soon it can be worked with, beside the dashboard alone.

A page can be worked with once something done on it has come back from Python: on the dashboard a stroke on
the pad, in a lesson a hint that was asked for, with the lab of its first step beside it at rest.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from mlwidgets import lessons
from tests.bench.dashboard import DRAW
from tests.browser.harness import Visit, launch_chromium
from tests.browser.server import ROOT, VoilaServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROUNDS = 5


def run() -> None:
    """Print the ratio of the two times, for each lesson and over all."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        server = VoilaServer(ROOT / "apps" / "dashboard.ipynb", Path(folder))
        try:
            _dashboard(browser, server)  # the first visit also fills the browser's and the disk's caches
            _compare(browser, server)
        finally:
            server.stop()
            browser.close()


def _compare(browser: Browser, server: VoilaServer) -> None:
    names = lessons.names()
    plain: list[float] = []
    ratios: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            plain.append(_dashboard(browser, server))
            ratios[name].append(_lesson(browser, server, name) / plain[-1])
    print(f"dashboard until a stroke is shown: {statistics.median(plain):.2f} s")
    for name, found in ratios.items():
        print(f"lesson {name} ÷ dashboard: {statistics.median(found):.2f}")
    every = [ratio for found in ratios.values() for ratio in found]
    print(f"over all lessons: {statistics.median(every):.2f} (goal ≤ 1.1)")


def _dashboard(browser: Browser, server: VoilaServer) -> float:
    start = time.perf_counter()
    visit = Visit.start(browser, server)
    visit.page.evaluate(DRAW, 0.0)
    seconds = time.perf_counter() - start
    visit.close()
    return seconds


def _lesson(browser: Browser, server: VoilaServer, name: str) -> float:
    start = time.perf_counter()
    visit = Visit.start(browser, server, fragment=f"?lesson={name}")
    page = visit.page
    page.locator(".mlw-task").get_by_role("button", name=re.compile("^Hint")).click()
    page.locator(".mlw-task-hints > li").wait_for()
    page.locator(".mlw-lab:visible").wait_for()
    visit.comes_to_rest()
    seconds = time.perf_counter() - start
    visit.close()
    return seconds
