"""The runs of an experiment side by side: what each was trained with, and what came of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from mlwidgets.explain.network.curves import TITLES, newest, value_text
from mlwidgets.interchange.run_records import to_csv, to_json
from mlwidgets.language import numeral
from mlwidgets.ranges import TRAVEL_MEGABYTES
from mlwidgets.session import Status
from mlwidgets.session.ledger import begin_of
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.base.units import metric_unit
from mlwidgets.widgets.base.wording import times, within
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.training import texts
from mlwidgets.widgets.training.run_labels import changes_since, difference, run_label, settings_label
from mlwidgets.widgets.training.runs_table import RunsTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.training.history import History
    from mlwidgets.session import Experiment, Snapshot
    from mlwidgets.session.ledger import PastRun
    from mlwidgets.session.run.snapshot import Origin
    from mlwidgets.spec import Settings
    from mlwidgets.widgets.base.view import Change

INTERVAL = 0.5
"""Least seconds between two updates of the line of a running training."""

_WRITERS = {"csv": to_csv, "json": to_json}


class RunsView(SettingsView):
    """The table of runs: which are drawn beside the present one, what they are called, and what differs.

    Parameters
    ----------
    experiment : Experiment
        Whose runs they are.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._ledger = experiment.ledger
        self._next = 0.0
        self.table = RunsTable(label=texts.RUNS)
        self._memory_limit = NumberControl(
            experiment.travel_megabytes,
            minimum=TRAVEL_MEGABYTES.low,
            maximum=TRAVEL_MEGABYTES.high,
            slider=False,
            step=10.0,
            label=texts.TRAVEL_MEMORY,
            help=texts.TRAVEL_MEMORY_HELP,
            unit="MB",
        )
        super().__init__(experiment, [self.table, self._memory_limit])
        self.listen(self._memory_limit, self._limit)
        self.watch(experiment, "travel_megabytes", self.refresh)
        self.watch(experiment, ("snapshot", "settings"), self._follow)
        self.watch(self._ledger, ("past", "tests", "test_openings"), self._show)
        self.table.on_change(self.safely(self._change))
        self.table.on_use(self.safely(self._use))
        self.table.on_forget(self.safely(self._ledger.forget))
        self.table.on_export(self.safely(self._export))
        self._show()

    def show(self) -> None:
        """Bring the limit of the memory up to date."""
        self._memory_limit.show(self.experiment.travel_megabytes)
        self._show()

    def _limit(self, change: Change) -> None:
        self.experiment.travel_megabytes = change["new"]

    def _change(self, change: tuple[int, str, object]) -> None:
        number, name, value = change
        self.forget_messages()
        try:
            self._ledger.change(number, **{name: value})
        finally:
            self._show()  # a name that was refused is taken back

    def _use(self, number: int) -> None:
        self.forget_messages()
        self._ledger.use_settings(number)

    def _export(self, kind: str) -> None:
        self.table.hand_over(kind, _WRITERS[kind](self._ledger.records()))

    def _follow(self, _: Change) -> None:
        snapshot = self.experiment.snapshot
        running = snapshot is not None and snapshot.status is Status.RUNNING
        if not running or time.monotonic() >= self._next:
            self._next = time.monotonic() + INTERVAL
            self._show()

    def _show(self, _: Change = None) -> None:
        metric = "accuracy" if self.experiment.dataset.n_classes else "mean_absolute_error"
        unit = metric_unit(self.experiment.dataset, metric)
        quantities = {"loss": 1.0, "val_loss": 1.0, f"val_{metric}": unit}
        past, count = self._ledger.past, self._ledger.test_openings
        rows = [self._row(run, past[at - 1] if at else None, quantities) for at, run in enumerate(past)]
        rows = [*self._present(past[-1] if past else None, quantities), *reversed(rows)]
        columns = [texts.RUN_COLUMNS[0], texts.RUN_COLUMNS[1], _validation_title(metric)]
        tested = [run.tests for run in reversed(past)]
        tested = [self._ledger.tests, *tested][-len(rows) :] if rows else []
        if any(tested):  # a column of its own only where there is something in it
            columns.append(texts.RUN_TEST_COLUMN.format(metric=within(TITLES[metric])))
            for row, tests in zip(rows, tested, strict=True):
                row["cells"].append(value_text(metric, tests[-1].logs[metric] * unit) if tests else "")
        with self.table.hold_sync():
            self.table.columns, self.table.rows = columns, rows
            self.table.memory = self._memory()
            self.table.tests = texts.RUN_TESTS.format(times=times(count)) if count else ""

    def _present(self, before: PastRun | None, quantities: Mapping[str, float]) -> list[dict[str, Any]]:
        snapshot, experiment = self.experiment.snapshot, self.experiment
        if snapshot is None:
            return []
        words = self._words(experiment.settings, before, snapshot.origin, snapshot.record, begin_of(snapshot))
        return [
            {
                "number": -1,
                "letter": "",
                "name": texts.RUN_PRESENT,
                "words": words or settings_label(experiment.settings),
                "updates": _made(snapshot),
                "cells": _results(snapshot.record, quantities),
                "shown": True,
                "pinned": False,
                "present": True,
            }
        ]

    def _row(self, run: PastRun, before: PastRun | None, quantities: Mapping[str, float]) -> dict[str, Any]:
        words = self._words(run.settings, before, run.origin, run.history, run.begin)
        return {
            "number": run.number,
            "letter": run.letter,
            "name": run.name,
            "words": words or run_label(run, [run]),
            "updates": numeral(len(run.history.batch_epochs)),
            "cells": _results(run.history, quantities),
            "shown": run.shown,
            "pinned": run.pinned,
            "present": False,
        }

    def _words(
        self, settings: Settings, before: PastRun | None, origin: Origin | None, history: History, begin: int
    ) -> str:
        """Say what differs from the run that this one has left, or else from the one before it."""
        if origin is None:
            return "" if before is None else difference(before.settings, settings)
        parent = next((run for run in self._ledger.past if run.number == origin.run), None)
        differs = changes_since(history, origin.iteration - begin)
        letter = texts.RUN_DELETED if parent is None else parent.letter
        left = texts.RUN_LEFT.format(letter=letter, update=numeral(origin.iteration))
        return f"{left}: {differs}" if differs else left

    def _memory(self) -> str:
        snapshot = self.experiment.snapshot
        if snapshot is None:
            return ""
        return texts.RUN_MEMORY.format(
            kept=numeral(snapshot.reach.kept),
            used=numeral(snapshot.reach.nbytes / 1e6, ".3g"),
            most=numeral(self.experiment.travel_megabytes, "g"),
        )


def _made(snapshot: Snapshot) -> str:
    """Return how many updates the present run has made, and where it stands if it has gone back."""
    made = numeral(len(snapshot.record.batch_epochs))
    back = snapshot.iteration < snapshot.reach.newest
    return texts.RUN_BACK.format(at=numeral(snapshot.iteration), made=made) if back else made


def _results(history: History, quantities: Mapping[str, float]) -> list[str]:
    """Return the newest training loss, and the last measurements of the validation data, in words.

    `quantities` are their names with what each is multiplied by; the first is the training loss.
    """
    loss = newest(history.batch_epochs, history.batch_logs.get("loss", ()))
    cells = ["" if loss is None else value_text("loss", loss)]
    for name, unit in list(quantities.items())[1:]:
        values = history.history.get(name, ())
        cells.append(value_text(name.removeprefix("val_"), values[-1] * unit) if values else "")
    return cells


def _validation_title(metric: str) -> str:
    return texts.RUN_COLUMNS[2].format(metric=within(TITLES[metric]))
