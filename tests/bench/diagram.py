"""Diagram and decision map in a real browser while a network is trained: updates, bytes, and their cost."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.harness import Visit, launch_chromium
from tests.browser.server import VoilaServer, write_notebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROUNDS, SECONDS = 3, 5.0
UPDATES_GOAL, BYTES_GOAL, STEPS_GOAL = 10, 40_000, 0.7
STACKS = {"3 layers of 8": (8, 3), "8 layers of 16": (16, 8)}

PAGE = """
import time, ipywidgets as w
from mlwidgets.session import Experiment
from mlwidgets.widgets.playground.diagram_view import DiagramView

def dense(units, activation):
    return {{"class_name": "Dense", "config": {{"units": units, "activation": activation}}}}

experiment = Experiment(
    {{"name": "spiral", "classes": 3, "samples": 500}},
    layers=[dense({units}, "tanh")] * {layers} + [dense(3, "softmax")],
    batch_size=10,
    epochs=10_000,
)
view, report = DiagramView(experiment), w.Label().add_class("report")
shown = w.VBox([view])

def button(words, call):
    made = w.Button(description=words)
    made.on_click(lambda _: call())
    return made

def tell():
    report.value = f"{{time.monotonic()}} {{experiment.snapshot.iteration}}"

def show(is_shown):
    shown.children = [view] if is_shown else []

run = button("Run", experiment.run)
tellers = [button("Tell", tell), button("Show", lambda: show(True)), button("Hide", lambda: show(False))]
w.VBox([w.HBox([run, *tellers]), report, shown])
"""


def run() -> None:
    """Print updates a second, bytes an update, and steps a second with and without the view."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        try:
            for title, (units, layers) in STACKS.items():
                folder = Path(name) / str(layers)
                folder.mkdir()
                lines = PAGE.format(units=units, layers=layers).strip().splitlines()
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
    page.locator(".mlw-map-ground").wait_for()
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_function("Number(document.querySelector('.mlw-map').dataset.painted) > 3")
    rates: dict[str, list[float]] = {"diagram": [], "map": []}
    sizes, ratios = [], []
    for _ in range(ROUNDS):
        before, start = _painted(page), visit.bytes_received
        with_view = _steps(page)
        after = _painted(page)
        for name, old, new in zip(rates, before, after, strict=True):
            rates[name].append((new - old) / SECONDS)
        sizes.append((visit.bytes_received - start) / max(1, after[1] - before[1]))
        page.get_by_role("button", name="Hide", exact=True).click()
        page.locator(".mlw-map").wait_for(state="detached")
        ratios.append(with_view / _steps(page))
        page.get_by_role("button", name="Show", exact=True).click()
        page.wait_for_function("Number(document.querySelector('.mlw-map')?.dataset.painted) > 3")
    visit.close()
    diagram, decisions = (statistics.median(rates[name]) for name in rates)
    print(f"{title}, spiral of 3 classes, a map of 100 × 100")
    print(f"  updates a second: diagram {diagram:.1f}, map {decisions:.1f} (goal: at least {UPDATES_GOAL})")
    size, goal = statistics.median(sizes) / 1e3, BYTES_GOAL / 1e3
    print(f"  bytes an update: {size:.1f} kB (goal for 3 layers of 8: at most {goal:.0f} kB)")
    print(
        f"  steps a second with it ÷ without: {statistics.median(ratios):.2f} (goal: at least {STEPS_GOAL})"
    )


def _painted(page: Page) -> list[int]:
    found = page.evaluate(
        "['.mlw-net', '.mlw-map'].map(one => Number(document.querySelector(one).dataset.painted))"
    )
    return [int(count) for count in found]


def _steps(page: Page) -> float:
    """Return how many steps a second the training makes."""
    first = _tell(page)
    page.wait_for_timeout(SECONDS * 1000)
    second = _tell(page)
    return (second[1] - first[1]) / (second[0] - first[0])


def _tell(page: Page) -> tuple[float, float]:
    before = page.locator(".report").text_content()
    page.get_by_role("button", name="Tell", exact=True).click()
    page.wait_for_function("(old) => document.querySelector('.report').textContent !== old", arg=before)
    moment, steps = (page.locator(".report").text_content() or "").split()
    return float(moment), float(steps)
