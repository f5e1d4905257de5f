"""The playground in a real browser while it trains: frames, redraws, bytes, answers, and what it costs."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.browser.harness import Visit, launch_chromium
from tests.browser.server import VoilaServer, write_notebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROUNDS, SECONDS = 3, 5.0
MOVES, PAUSES = 40, 10
STACKS = {"4 and 2 neurons": (4, 2), "16 and 16 neurons": (16, 16)}

PAGE = """
import time, ipywidgets as w
from mlwidgets.session import Experiment
from mlwidgets.widgets import Playground

def dense(units, activation):
    return {{"class_name": "Dense", "config": {{"units": units, "activation": activation}}}}

experiment = Experiment(
    "spiral", layers=[dense({first}, "tanh"), dense({last}, "tanh"), dense(2, "softmax")], epochs=10_000
)
play, report, rate = Playground(experiment), w.Label().add_class("report"), w.Label().add_class("rate")

def button(words, call):
    made = w.Button(description=words)
    made.on_click(lambda _: call())
    return made

def tell():
    report.value = f"{{time.monotonic()}} {{experiment.snapshot.iteration}}"

experiment.observe(lambda change: setattr(rate, "value", str(time.monotonic())), "learning_rate")
w.VBox([play, button("Tell", tell), report, rate])
"""

# Writes down every frame's length and every redraw of the map, until it is asked.
WATCH = """
() => {
  const watch = (window.mlwWatch = { frames: [], stop: false });
  let last = performance.now();
  const next = (now) => {
    watch.frames.push(now - last);
    last = now;
    if (!watch.stop) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}
"""
# Moves the slider as a hand does, and waits for what Python says to it.
MOVE = """
async (position) => {
  const slider = document.querySelector('input[type=range][aria-label="Learning rate"]');
  const start = performance.now();
  const answered = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no answer in ten seconds")), 10000);
    const watch = new MutationObserver(() => {
      watch.disconnect();
      resolve(performance.now() - start);
    });
    watch.observe(document.querySelector(".rate"), { childList: true, subtree: true, characterData: true });
  });
  slider.value = Number(slider.min) + position * (slider.max - slider.min);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  slider.dispatchEvent(new Event("change", { bubbles: true }));
  return answered;
}
"""
# Presses Pause; says when the page says so, and when the map was last painted, both after the press.
PAUSE = """
async () => {
  const button = [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === "Pause");
  const state = document.querySelector(".mlw-progress-state");
  const map = document.querySelector(".mlw-map");
  const start = performance.now();
  let [said, painted] = [state.textContent === "Paused" ? 0 : null, 0];
  const seeState = new MutationObserver(() => {
    if (state.textContent === "Paused") said ??= performance.now() - start;
  });
  const seeMap = new MutationObserver(() => (painted = performance.now() - start));
  seeState.observe(state, { childList: true, subtree: true, characterData: true });
  seeMap.observe(map, { attributeFilter: ["data-painted"] });
  button.click();
  await new Promise((resolve) => setTimeout(resolve, 600));
  seeState.disconnect();
  seeMap.disconnect();
  return [said ?? 600, painted];
}
"""

DISPLAY = "(display) => { document.querySelector('.mlw-playground').style.display = display; }"


def run() -> None:
    """Print the figures of both networks beside their goals."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        try:
            for title, (first, last) in STACKS.items():
                folder = Path(name) / str(first)
                folder.mkdir()
                lines = PAGE.format(first=first, last=last).strip().splitlines()
                server = VoilaServer(write_notebook(lines, folder / "page.ipynb"), folder)
                try:
                    _measure(browser, server, title)
                finally:
                    server.stop()
        finally:
            browser.close()


def _measure(browser: Browser, server: VoilaServer, title: str) -> None:
    visit = Visit.start(browser, server)
    page = visit.page
    page.set_viewport_size({"width": 1280, "height": 720})
    _wait_for_paint(page)
    _press(page, "Run")
    _wait_for_paint(page, 5)
    before, start = _painted(page), visit.bytes_received
    page.evaluate(WATCH)
    page.wait_for_timeout(ROUNDS * SECONDS * 1000)
    frames = sorted(page.evaluate("() => { mlwWatch.stop = true; return mlwWatch.frames.slice(1); }"))
    redraws = [new - old for new, old in zip(_painted(page), before, strict=True)]
    size = (visit.bytes_received - start) / max(1, redraws[1])
    moves = sorted(page.evaluate(MOVE, (0.3, 0.6)[index % 2]) for index in range(MOVES))
    ratios = [_ratio(page) for _ in range(ROUNDS)]
    pauses: list[Any] = []
    for _ in range(PAUSES):
        pauses.append(page.evaluate(PAUSE))
        _press(page, "Run")
        _wait_for_paint(page, 3)
    visit.close()
    seconds = ROUNDS * SECONDS
    print(f"{title}, spiral, a map of 100 × 100")
    print(f"  frames: longest {frames[-1]:.0f} ms (goal: 100), 95 % within {_at(frames, 0.95):.0f} ms (50)")
    print(
        f"  redraws a second: diagram {redraws[0] / seconds:.1f}, map {redraws[1] / seconds:.1f} (goal: 10)"
    )
    print(f"  bytes a redraw: {size / 1e3:.1f} kB")
    print(f"  a slider's answer: p50 {_at(moves, 0.5):.0f} ms (50), p95 {_at(moves, 0.95):.0f} ms (100)")
    said, painted = (sorted(values) for values in zip(*pauses, strict=True))
    print(f"  Pause: said after {_at(said, 0.5):.0f} ms, at most {said[-1]:.0f} ms (100); ", end="")
    print(f"the map was last painted {painted[-1]:.0f} ms after the press")
    print(f"  steps a second with the page ÷ without: {statistics.median(ratios):.2f} (at least 0.8)")


def _at(values: list[float], share: float) -> float:
    """Return the value below which a share of sorted values lies."""
    return values[min(len(values) - 1, int(share * len(values)))]


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _wait_for_paint(page: Page, more: int = 1) -> None:
    """Wait until the map has been painted so often, or so often again."""
    page.wait_for_function("document.querySelector('.mlw-map')?.dataset.painted > 0")
    page.wait_for_function(
        "(count) => Number(document.querySelector('.mlw-map')?.dataset.painted) >= count",
        arg=_painted(page)[1] + more - 1,
    )


def _painted(page: Page) -> list[int]:
    found = page.evaluate(
        "['.mlw-net', '.mlw-map'].map(one => Number(document.querySelector(one).dataset.painted))"
    )
    return [int(count) for count in found]


def _ratio(page: Page) -> float:
    """Return how fast the training is with the page, compared with without it."""
    _press(page, "Reset")  # else it would come to its end within the measurement
    _press(page, "Run")
    _wait_for_paint(page, 5)
    with_page = _steps(page)
    page.evaluate(DISPLAY, "none")  # not taken away: a lab that nobody shows any more stops training
    without = _steps(page)
    page.evaluate(DISPLAY, "")
    _wait_for_paint(page, 2)
    return with_page / without


def _steps(page: Page) -> float:
    """Return how many steps a second the training makes."""
    first = _tell(page)
    page.wait_for_timeout(SECONDS * 1000)
    second = _tell(page)
    return (second[1] - first[1]) / (second[0] - first[0])


def _tell(page: Page) -> tuple[float, float]:
    before = page.locator(".report").text_content()
    _press(page, "Tell")
    page.wait_for_function("(old) => document.querySelector('.report').textContent !== old", arg=before)
    moment, steps = (page.locator(".report").text_content() or "").split()
    return float(moment), float(steps)
