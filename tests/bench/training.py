"""The default experiment: what the default network reaches on the bundled digits, and how soon."""

from __future__ import annotations

import os
import time

from mlwidgets import Experiment

GOAL_ACCURACY = 0.95
GOAL_SECONDS = 60


def run() -> None:
    """Train with default settings through the same runner as the dashboard, and print what came out."""
    experiment = Experiment()
    start = time.perf_counter()
    experiment.run()
    experiment.wait()
    seconds = time.perf_counter() - start
    accuracy = experiment.measure_test().logs["accuracy"]
    snapshot = experiment.snapshot
    assert snapshot is not None
    print(
        f"default network, {experiment.epochs} epochs, {snapshot.iteration:,} updates on {os.cpu_count()} "
        f"cores: {accuracy:.1%} of the test digits in {seconds:.1f} s "
        f"(goal: {GOAL_ACCURACY:.0%} in {GOAL_SECONDS} s), {seconds / snapshot.iteration * 1e3:.2f} ms an "
        "update"
    )
    experiment.close()
