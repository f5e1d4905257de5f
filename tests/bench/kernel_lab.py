"""The convolution lab in a real browser: from a number typed into the kernel to what is seen of it."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.harness import Visit, launch_chromium
from tests.browser.server import VoilaServer, write_notebook

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIDE = 512
KERNELS = (3, 5, 11)
CHANGES = 40
GOAL = 100

NUMBERS = """
import numpy as np
from mlwidgets import KernelLab

rng = np.random.default_rng(0)
lab = KernelLab()
lab.input = rng.integers(0, 256, (64, 64, 3)).astype(float)
lab.kernel = rng.integers(-3, 4, (11, 11, 3)).astype(float)
lab.experiment.convolution.set(padding="full", dilation_rate=4)
lab
""".strip().splitlines()

PAGE = f"""
import numpy as np
from mlwidgets import KernelLab

y, x = np.mgrid[:{SIDE}, :{SIDE}]
waves = [np.sin(x * y / 4000), np.sin(x / 9) * np.cos(y / 17), np.cos((x + y) / 23)]
noise = np.random.default_rng(0).normal(size=({SIDE}, {SIDE}, 3)) * 12
lab = KernelLab()
lab.input = np.clip(np.stack(waves, axis=2) * 100 + 128 + noise, 0, 255).astype(np.uint8)
lab
""".strip().splitlines()

# Starts a clock when Enter goes down in the cell's field, and stops it in the frame after that in which the
# new result was painted. The time runs in the page, so that Playwright's own messages are not part of it.
WATCH = """
() => {
  const board = document.querySelector(".mlw-pictures, .mlw-board");
  globalThis.times = [];
  let start = null;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".mlw-grid-editor")) start = performance.now();
  }, true);
  new MutationObserver(() => requestAnimationFrame(() => {
    if (start !== null) times.push(performance.now() - start);
    start = null;
  })).observe(board, { attributeFilter: ["data-painted"] });
}
"""


def run() -> None:
    """Print median and 95th percentile for kernels of several sizes, beside the goal."""
    for page, measure in ((PAGE, _pictures), (NUMBERS, _numbers)):
        with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
            folder = Path(name)
            browser = launch_chromium(playwright)
            server = VoilaServer(write_notebook(page, folder / "page.ipynb"), folder)
            try:
                visit = Visit.start(browser, server)
                painted = visit.page.locator(":is(.mlw-pictures, .mlw-board):not([data-painted='0'])")
                painted.wait_for()
                visit.page.evaluate(WATCH)
                measure(visit.page)
                visit.close()
            finally:
                server.stop()
                browser.close()


def _pictures(page: Page) -> None:
    print(f"a number typed into the kernel, until its picture of {SIDE} × {SIDE} in RGB is painted:")
    for side in KERNELS:
        page.get_by_role("combobox", name="Size", exact=True).select_option(label=f"{side} × {side}")
        page.wait_for_function(
            "(n) => document.querySelectorAll('.mlw-kernel-slices .mlw-grid-cell').length === n", arg=side**2
        )
        print(f"kernel of {side} × {side}: {_changes(page)}", flush=True)
    print(f"(goal: median ≤ {GOAL} ms)")


def _numbers(page: Page) -> None:
    print("and with numbers, 64 × 64 × 3 under 11 × 11, dilation 4, full padding, until the grids are drawn:")
    print(_changes(page), flush=True)


def _changes(page: Page) -> str:
    cells = page.get_by_role("grid", name="Kernel").first.get_by_role("gridcell")
    page.evaluate("times.length = 0")
    for change in range(CHANGES):
        cells.nth(0).focus()
        page.keyboard.type(str(change % 7 - 3 or 4))
        page.keyboard.press("Enter")
        page.wait_for_function("(n) => times.length === n", arg=change + 1)
    times = sorted(page.evaluate("times"))
    return f"median {statistics.median(times):.0f} ms, 95th percentile {times[int(0.95 * len(times))]:.0f} ms"
