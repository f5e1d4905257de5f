"""The dashboard in a real browser: how soon it is ready, what it costs to load, how quickly it answers."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.harness import Visit, launch_chromium
from tests.browser.server import ROOT, VoilaServer, write_notebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOADS = 5
MOVES = 60
TRIVIAL = ["import ipywidgets", "ipywidgets.IntSlider(description='Number')"]

# Draws a stroke on the pad as a learner's hand does, and waits for the frame in which answer and maps have
# changed. The time runs in the page, so that Playwright's own messages are not part of it.
DRAW = """
async (shift) => {
  const pad = document.querySelector(".mlw-pad-canvas");
  const answer = document.querySelector(".mlw-answer-list");
  const box = pad.getBoundingClientRect();
  document.querySelector(".mlw-pad-buttons button:last-child").click();  // Clear: no class has a share now
  await new Promise((shown) => setTimeout(shown, 150));
  const at = (x, y) => ({
    pointerId: 1, button: 0, bubbles: true,
    clientX: box.left + x * box.width, clientY: box.top + y * box.height,
  });
  pad.setPointerCapture = () => {};
  pad.dispatchEvent(new PointerEvent("pointerdown", at(0.3 + shift, 0.2)));
  const start = performance.now();
  const shown = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("a stroke was not shown in ten seconds")), 10000);
    const watch = new MutationObserver(() => {
      watch.disconnect();
      resolve(performance.now() - start);
    });
    watch.observe(answer, {childList: true, subtree: true, attributes: true, characterData: true});
  });
  pad.dispatchEvent(new PointerEvent("pointermove", at(0.4 + shift, 0.8)));
  const time = await shown;
  pad.dispatchEvent(new PointerEvent("pointerup", at(0.4 + shift, 0.8)));
  return time;
}
"""


def run() -> None:
    """Print readiness, bytes and latencies beside their goals."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "ours").mkdir()
        (folder / "trivial").mkdir()
        browser = launch_chromium(playwright)
        ours = VoilaServer(ROOT / "apps" / "dashboard.ipynb", folder / "ours")
        trivial = VoilaServer(write_notebook(TRIVIAL, folder / "trivial.ipynb"), folder / "trivial")
        try:
            _readiness(browser, ours, trivial)
            _latency(browser, ours)
        finally:
            ours.stop()
            trivial.stop()
            browser.close()


def _readiness(browser: Browser, ours: VoilaServer, trivial: VoilaServer) -> None:
    first: list[float] = []
    flowing: list[float] = []
    taken_over: list[float] = []
    base: list[float] = []
    received: list[int] = []
    for load in range(LOADS + 1):
        kept = load > 0  # the first visit of each also fills the browser's and the disk's caches
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        page = context.new_page()
        start = time.perf_counter()
        page.goto(ours.url, wait_until="commit")
        page.locator("#mlw-first .mlw-answer-text").filter(has_text="It says").wait_for()
        first += [time.perf_counter() - start] if kept else []
        page.evaluate(DRAW, 0.0)
        flowing += [time.perf_counter() - start] if kept else []
        context.close()

        start = time.perf_counter()
        visit = Visit.start(browser, ours)  # until the widgets have taken over
        visit.page.evaluate(DRAW, 0.0)
        taken_over += [time.perf_counter() - start] if kept else []
        received += [visit.bytes_received] if kept else []
        visit.close()

        start = time.perf_counter()
        visit = Visit.start(browser, trivial)
        visit.page.get_by_role("slider").wait_for()
        base += [time.perf_counter() - start] if kept else []
        visit.close()
    trivially = statistics.median(base)
    print(f"trivial page: {trivially:.2f} s")
    for what, times, goal in (
        ("first picture, a digit flowing", first, " (goal ≤ 1.0)"),
        ("drawn digit flowing", flowing, " (goal ≤ 1.2)"),
        ("drawn digit flowing through the widget that has taken over", taken_over, ""),
    ):
        seconds = statistics.median(times)
        print(f"{what}: {seconds:.2f} s, {seconds / trivially:.2f} times the trivial page{goal}")
    print(f"web socket at load: {statistics.median(received) / 1e6:.2f} MB (goal ≤ 6 MB)")


def _latency(browser: Browser, server: VoilaServer) -> None:
    visit = Visit.start(browser, server)
    print(f"stroke to maps and answer, idle: {_moves(visit.page)} (goal: median ≤ 50 ms)")
    visit.page.get_by_role("button", name="Train it yourself").click()
    visit.page.locator(".mlw-flow-note").filter(has_text="Your training").wait_for()
    print(f"stroke to maps and answer, while training: {_moves(visit.page)} (goal: median ≤ 100 ms)")
    visit.close()


def _moves(page: Page) -> str:
    times = [float(page.evaluate(DRAW, (move % 10) / 25)) for move in range(MOVES)]
    times.sort()
    return f"median {statistics.median(times):.0f} ms, 95th percentile {times[int(0.95 * len(times))]:.0f} ms"
