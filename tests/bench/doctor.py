"""What the doctor costs: training with it and without it."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

from mlwidgets import Experiment

GOAL = 1.03
PAIRS = 7
CASES: dict[str, dict[str, Any]] = {
    "digits, default network, Adam": {"dataset": "mnist", "epochs": 8},
    "digits, default network, SGD": {"dataset": "mnist", "epochs": 8, "optimizer": "sgd"},
    "circle, default network, Adam": {"dataset": "circle", "epochs": 400},
}


def run() -> None:
    """Print the median of the ratios of neighbouring runs, with the doctor on and off."""
    for name, settings in CASES.items():
        ratios = []
        for turn in range(PAIRS):
            order = (True, False) if turn % 2 else (False, True)
            seconds = {watched: _seconds(settings, watched=watched) for watched in order}
            ratios.append(seconds[True] / seconds[False])
        print(f"doctor on ÷ off, {name}: {median(ratios):.3f} of {PAIRS} pairs (goal: {GOAL})")


def _seconds(settings: dict[str, Any], *, watched: bool) -> float:
    experiment = Experiment(**settings)
    if watched:
        assert experiment.doctor is not None
    start = time.process_time()
    experiment.run()
    experiment.wait()
    took = time.process_time() - start
    experiment.close()
    return took
