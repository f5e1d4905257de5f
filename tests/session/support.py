"""Small data sets, and a way to wait for an experiment without sleeping."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.session import Experiment, Snapshot, Status

DEADLINE = 20.0
"""Seconds after which a test gives up waiting; none waits that long unless something is wrong."""


def table(n: int = 100, *, features: int = 4, classes: int = 3, seed: int = 0) -> Dataset:
    """Make a data set of rows in clouds, one cloud a class."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(classes, features)) * 2
    y = rng.permutation(np.arange(n + 30) % classes)
    x = (centres[y] + rng.normal(size=(n + 30, features))).astype(np.float32)
    return Dataset(
        name="clouds",
        x_train=x[:n],
        y_train=y[:n],
        x_test=x[n:],
        y_test=y[n:],
        class_names=tuple(f"class {number}" for number in range(classes)),
        source="made for a test",
        licence="BSD-3-Clause",
    )


def numbers(n: int = 60, *, targets: int = 1, scale: float = 1.0) -> Dataset:
    """Make a data set with numbers to predict."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(n, 3)) * scale
    y = x @ rng.normal(size=(3, targets))
    y = y[:, 0] if targets == 1 else y
    parts: dict[str, Any] = {"x_train": x[:-20], "y_train": y[:-20], "x_test": x[-20:], "y_test": y[-20:]}
    return Dataset(name="numbers", class_names=(), source="made for a test", licence="BSD-3-Clause", **parts)


def pictures(n: int = 60, *, side: int = 10) -> Dataset:
    """Make a data set of pictures in two classes, bright at the top or at the bottom."""
    rng = np.random.default_rng(2)
    y = np.arange(n + 10) % 2
    x = rng.random((n + 10, side, side, 1)).astype(np.float32) * 0.5
    x[y == 0, : side // 2] += 0.5
    x[y == 1, side // 2 :] += 0.5
    parts: dict[str, Any] = {"x_train": x[:n], "y_train": y[:n], "x_test": x[n:], "y_test": y[n:]}
    names = ("top", "bottom")
    return Dataset(
        name="pictures", class_names=names, source="made for a test", licence="BSD-3-Clause", **parts
    )


class Watch:
    """Remembers what an experiment tells its observers, and waits for what it shall tell."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.snapshots: list[Snapshot] = []
        self.statuses: list[Status] = []
        self.times: list[float] = []
        self._news = threading.Condition()
        experiment.observe(self._note)

    def _note(self, change: dict[str, Any]) -> None:
        with self._news:
            if change["name"] == "snapshot":
                self.snapshots.append(change["new"])
                self.times.append(time.monotonic())
            elif change["name"] == "status":
                self.statuses.append(change["new"])
            self._news.notify_all()

    def until(self, condition: Callable[[], bool], timeout: float = DEADLINE) -> None:
        """Wait until a condition holds, looking again at each piece of news."""
        with self._news:
            assert self._news.wait_for(condition, timeout), "it did not come in time"

    def until_iteration(self, iteration: int) -> None:
        """Wait until a snapshot shows so many updates."""
        self.until(lambda: bool(self.snapshots) and self.snapshots[-1].iteration >= iteration)

    def until_more(self, count: int) -> None:
        """Wait until there have been more snapshots than `count`."""
        self.until(lambda: len(self.snapshots) > count)

    def until_marks(self, count: int) -> None:
        """Wait until so many changed settings are on record."""
        self.until(lambda: bool(self.snapshots) and len(self.snapshots[-1].history.marks) == count)

    def until_status(self, status: Status) -> None:
        """Wait until the status is this."""
        self.until(lambda: self.experiment.status is status)


def settled(experiment: Experiment) -> Snapshot:
    """Wait until a run rests, and return its last snapshot."""
    assert experiment.wait(DEADLINE), "the run did not come to rest in time"
    assert experiment.snapshot is not None
    return experiment.snapshot
