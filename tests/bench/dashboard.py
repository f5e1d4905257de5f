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
LAST_DIGIT = 999
TRIVIAL = ["import ipywidgets", "ipywidgets.IntSlider(description='Number')"]

# Moves the slider as a learner's hand does, and waits for the frame in which picture and bars have changed.
# The time runs in the page, so that Playwright's own messages are not part of it.
MOVE = """
async ([label, value, position]) => {
  const slider = document.querySelector(`input[type=range][aria-label="${label}"]`);
  const lab = slider.closest(".mlw-lab");
  const bars = lab.querySelector(".mlw-bars");
  const start = performance.now();
  const shown = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${label} ${value} was not shown in ten seconds`)), 10000);
    let drawn = false;
    const watch = new MutationObserver((records) => {
      drawn ||= records.some((record) => bars.contains(record.target));
      if (drawn && lab.querySelector(".mlw-gallery").textContent.includes(`${label} ${value}`)) {
        watch.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - start));
      }
    });
    watch.observe(lab, {childList: true, subtree: true, attributes: true, characterData: true});
  });
  slider.value = position;
  slider.dispatchEvent(new Event("input", {bubbles: true}));
  slider.dispatchEvent(new Event("change", {bubbles: true}));
  return shown;
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
    ready: dict[str, list[float]] = {"dashboard": [], "trivial": []}
    received: dict[str, list[int]] = {"dashboard": [], "trivial": []}
    charts: list[float] = []
    for load in range(LOADS + 1):
        for name, server in (("dashboard", ours), ("trivial", trivial)):
            start = time.perf_counter()
            visit = Visit.start(browser, server)
            if name == "dashboard":
                visit.page.get_by_role("button", name="Run", exact=True).click()
                seconds = time.perf_counter() - start
                visit.page.get_by_role("button", name="Pause", exact=True).click()
                visit.page.locator(".mlw-curves-canvas").nth(1).wait_for()
                drawn = time.perf_counter() - start
            else:
                visit.page.get_by_role("slider").wait_for()
                seconds = drawn = time.perf_counter() - start
            if load:  # the first visit of each also fills the browser's and the disk's caches
                ready[name].append(seconds)
                received[name].append(visit.bytes_received)
                charts += [drawn] if name == "dashboard" else []
            visit.close()
    base, mine = (statistics.median(ready[name]) for name in ("trivial", "dashboard"))
    size = statistics.median(received["dashboard"]) / 1e6
    print(f"ready for Run: {mine:.2f} s, trivial page {base:.2f} s, ratio {mine / base:.2f} (goal ≤ 2.0)")
    print(f"charts drawn after {statistics.median(charts):.2f} s")
    print(f"web socket at load, charts drawn: {size:.2f} MB (goal ≤ 6 MB)")


def _latency(browser: Browser, server: VoilaServer) -> None:
    visit = Visit.start(browser, server)
    page = visit.page
    page.get_by_role("textbox", name="Epochs").fill("200")
    page.keyboard.press("Enter")
    page.get_by_role("tab", name="Predict").click()
    page.locator(".mlw-bars .js-plotly-plot").wait_for()
    print(f"slider to picture, idle: {_moves(page)} (goal: median ≤ 100 ms)")
    page.get_by_role("tab", name="Train").click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Running", exact=True).first.wait_for()
    page.get_by_role("tab", name="Predict").click()
    print(f"slider to picture, while training: {_moves(page)} (goal: median ≤ 150 ms)")
    visit.close()


def _moves(page: Page) -> str:
    # The slider's own scale runs from 0 to 1.
    moves = [["Test digit", number, number / LAST_DIGIT] for number in range(1, MOVES + 1)]
    times = [float(page.evaluate(MOVE, move)) for move in moves]
    times.sort()
    return f"median {statistics.median(times):.0f} ms, 95th percentile {times[int(0.95 * len(times))]:.0f} ms"
