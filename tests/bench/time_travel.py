"""Time travel: what it costs while a network trains, how soon a moment is back, and the memory it takes."""

from __future__ import annotations

import statistics
import time
from unittest import mock

import numpy as np

from mlwidgets import Experiment
from mlwidgets.session.run.timeline import Timeline

UPDATES = 2_000
LONG_RUN = 20_000
ROUNDS = 5
SCRUBS = 40
GOAL_RATIO = 1.05
GOAL_SCRUB = 0.3


def run() -> None:
    """Measure costs, answers and memory in turn."""
    _costs()
    experiment = _trained(LONG_RUN)
    _scrubs(experiment)
    _memory(experiment)
    experiment.close()


def _costs() -> None:
    """Train the default digits network with time travel and without it, in turn."""
    ratios, seconds = [], []
    for _ in range(ROUNDS):
        with mock.patch.object(Timeline, "follow"):
            without = _seconds(UPDATES)
        with_it = _seconds(UPDATES)
        ratios.append(with_it / without)
        seconds.append(with_it)
    print(
        f"default network, {UPDATES:,} updates: with time travel {statistics.median(seconds):.2f} s, "
        f"÷ without {statistics.median(ratios):.3f} (from {min(ratios):.3f} to {max(ratios):.3f}; "
        f"goal {GOAL_RATIO})"
    )


def _seconds(updates: int) -> float:
    experiment = Experiment(epochs=10_000)
    _ = experiment.model
    start = time.perf_counter()
    _train(experiment, updates)
    seconds = time.perf_counter() - start
    experiment.close()
    return seconds


def _train(experiment: Experiment, updates: int) -> None:
    """Train for a whole number of epochs of at least so many updates."""
    experiment.epochs = -(-updates * experiment.batch_size // len(experiment.split.x_train))
    experiment.run()
    experiment.wait()


def _trained(updates: int) -> Experiment:
    experiment = Experiment()
    _train(experiment, updates)
    return experiment


def _scrubs(experiment: Experiment) -> None:
    """Jump to moments all over the run, and hear when each is there."""
    newest, times = experiment.newest, []
    for at in np.random.default_rng(0).integers(0, newest, SCRUBS):
        start = time.perf_counter()
        experiment.go_to(int(at))
        while experiment.snapshot is None or experiment.snapshot.iteration != at:
            time.sleep(0.001)
        times.append(time.perf_counter() - start)
        experiment.wait()
    times.sort()
    print(
        f"a jump to any of {newest:,} updates, until the snapshot of that very moment: median "
        f"{statistics.median(times) * 1e3:.0f} ms, 95th percentile "
        f"{times[int(0.95 * len(times))] * 1e3:.0f} ms, longest {times[-1] * 1e3:.0f} ms "
        f"(goal {GOAL_SCRUB * 1e3:.0f})"
    )


def _memory(experiment: Experiment) -> None:
    reach = experiment.snapshot.reach if experiment.snapshot is not None else None
    assert reach is not None
    print(
        f"after {reach.newest:,} updates {reach.kept:,} moments are kept whole: {reach.nbytes / 1e6:.1f} MB "
        f"(bound {experiment.travel_megabytes:g} MB)"
    )
    experiment.travel_megabytes = 1.0
    experiment.wait()
    line = experiment.timeline
    print(f"with a bound of 1 MB {line.count:,} are kept: {line.nbytes / 1e6:.2f} MB")
