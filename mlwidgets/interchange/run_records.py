"""Runs as files: a CSV table with a line for each update and epoch, or JSON with the settings."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Protocol

from mlwidgets.interchange.spreadsheet import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlwidgets.engine.training.history import History, Mark
    from mlwidgets.spec.settings import Settings

VERSION = 1
"""Of the JSON form."""


class Tested(Protocol):
    """What a file needs of a look at the test examples."""

    @property
    def iteration(self) -> int:
        """After how many updates."""

    @property
    def epoch(self) -> float:
        """When, in epochs."""

    @property
    def logs(self) -> Mapping[str, float]:
        """Loss and metrics."""


class Recorded(Protocol):
    """What a file needs of a run."""

    @property
    def letter(self) -> str:
        """What it is called by itself."""

    @property
    def name(self) -> str:
        """What someone has called it; else empty."""

    @property
    def settings(self) -> Settings:
        """What it was trained with."""

    @property
    def history(self) -> History:
        """All that was recorded."""

    @property
    def begin(self) -> int:
        """How many updates its first weights had behind them already."""

    @property
    def left(self) -> tuple[str, int] | None:
        """Which run it has left, and after how many updates, if it did not begin by itself."""

    @property
    def tests(self) -> Sequence[Tested]:
        """What the test examples said, each time that somebody looked."""


def to_csv(runs: Iterable[Recorded]) -> str:
    """Return all runs as one CSV table.

    A line with an update holds what its batch measured; one without holds an epoch's means, and what the
    validation examples said after it.
    """
    runs = list(runs)
    names = list(dict.fromkeys(name for run in runs for name in _names(run.history)))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["run", "name", "update", "epoch", *names])
    for run in runs:
        history, head = run.history, [run.letter, harmless(run.name)]
        for at, epoch in enumerate(history.batch_epochs):
            writer.writerow([*head, run.begin + at + 1, epoch, *_row(history.batch_logs, names, at)])
        for at in history.epoch:
            writer.writerow([*head, "", at + 1, *_row(history.history, names, at)])
    return out.getvalue()


def to_json(runs: Iterable[Recorded]) -> str:
    """Return all runs as JSON: settings, curves, changes on the way, and what the test examples said."""
    written = [
        {
            "run": run.letter,
            "name": run.name,
            "begin": run.begin,
            "left": None if run.left is None else {"run": run.left[0], "update": run.left[1]},
            "settings": run.settings.to_dict(),
            "batch_epochs": run.history.batch_epochs,
            "batches": _finite(run.history.batch_logs),
            "epochs": _finite(run.history.history),
            "tests": [_test(test) for test in run.tests],
            "changes": [_mark(mark) for mark in run.history.marks],
        }
        for run in runs
    ]
    return json.dumps({"version": VERSION, "runs": written}, allow_nan=False)


def _names(history: History) -> list[str]:
    return [*history.batch_logs, *history.history]


def _row(logs: Mapping[str, Sequence[float]], names: Iterable[str], at: int) -> list[object]:
    return [logs[name][at] if name in logs else "" for name in names]


def _finite(logs: Mapping[str, Sequence[float]]) -> dict[str, list[float | None]]:
    """Return the values of each quantity; JSON knows no NaN and no infinity, so None stands for them."""
    return {name: [_number(value) for value in values] for name, values in logs.items()}


def _number(value: float) -> float | None:
    return value if value - value == 0 else None


def _test(test: Tested) -> dict[str, Any]:
    logs = {name: _number(value) for name, value in test.logs.items()}
    return {"update": test.iteration, "epoch": test.epoch, "logs": logs}


def _mark(mark: Mark) -> dict[str, Any]:
    return {"epoch": mark.epoch, "name": mark.name, "old": _number(mark.old), "new": _number(mark.new)}
