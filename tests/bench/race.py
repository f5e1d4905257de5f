"""A race on a surface: how long its paths take, and how smoothly it is played."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from mlwidgets.explain.optimizers.formula import FormulaSurface
from mlwidgets.explain.optimizers.paths import race_paths
from mlwidgets.explain.optimizers.surfaces import SURFACES
from mlwidgets.spec import OptimizerSpec
from tests.bench.train_page import FRAMES
from tests.browser.harness import Visit, launch_chromium
from tests.browser.server import VoilaServer, write_notebook

KINDS = ("sgd", "sgd", "adagrad", "adadelta", "rmsprop", "adam", "adamw", "adamax")
STEPS = 1000
ROUNDS = 9
SECONDS = 6.0

PAGE = [
    "from mlwidgets import Experiment, OptimizerLab",
    "from mlwidgets.explain.optimizers.race import Race, Racer",
    "from mlwidgets.spec import OptimizerSpec",
    "experiment = Experiment('circle')",
    f"specs = [OptimizerSpec.of(kind).with_(learning_rate=0.0005) for kind in {KINDS}]",
    "race = experiment.surface_race.race",
    "racers = tuple(Racer(number, spec) for number, spec in enumerate(specs))",
    f"experiment.surface_race.race = Race(race.surface, racers, race.start, {STEPS})",
    "OptimizerLab(experiment)",
]


def run() -> None:
    """Print each beside its goal."""
    for surface in (SURFACES["rosenbrock"], FormulaSurface.of("(1-x)^2 + 100(y - x^2)^2")):
        specs = [OptimizerSpec.of(kind).with_(learning_rate=0.0005) for kind in KINDS]
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            race_paths(surface, specs, (-1.2, 1.0), STEPS)
            times.append(1000 * (time.perf_counter() - begun))
        print(
            f"paths of {len(KINDS)} × {STEPS:,} steps, {surface.title}: "
            f"median {statistics.median(times):.0f} ms (goal ≤ 100)"
        )
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        server = VoilaServer(write_notebook(PAGE, folder / "page.ipynb"), folder)
        browser = launch_chromium(playwright)
        try:
            visit = Visit.start(browser, server)
            page = visit.page
            page.set_viewport_size({"width": 1280, "height": 720})
            page.get_by_role("button", name="Play", exact=True).click()
            gaps = sorted(float(gap) for gap in page.evaluate(FRAMES, SECONDS))
            print(
                f"frames while {len(KINDS)} × {STEPS:,} steps are played: "
                f"median {statistics.median(gaps):.1f} ms (goal 16.7), "
                f"95 % within {gaps[int(0.95 * len(gaps))]:.1f} ms, longest {gaps[-1]:.0f} ms"
            )
            visit.close()
        finally:
            server.stop()
            browser.close()
