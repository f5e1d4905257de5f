"""What drives a training: its buttons, its newest results, how far it has come, and why it got nowhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.explain.network.curves import SHORT_TITLES, TITLES, newest, value_text
from mlwidgets.explain.wording import duration_text
from mlwidgets.session import Status
from mlwidgets.widgets.base.units import metric_unit
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.base.wording import items, times, updates
from mlwidgets.widgets.training import texts
from mlwidgets.widgets.training.run_panel import STARTS, RunPanel

if TYPE_CHECKING:
    from mlwidgets.session import Experiment, Snapshot

_STATES = {Status.READY: "idle"}

INTERVAL = 0.2
"""Least seconds between two updates of a running training's line: the pictures come first."""


class RunBar(View):
    """Run or pause, single steps and reset, beside progress and the newest results.

    Parameters
    ----------
    experiment : Experiment
        Whose run is driven.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._ledger, self._doctor = experiment.ledger, experiment.doctor  # both hear of a snapshot first
        self._next = 0.0  # when the line of a running training may change again
        self._actions = {
            "run": experiment.run,
            "pause": experiment.pause,
            "batch": experiment.step_batch,
            "epoch": experiment.step_epoch,
            "back": experiment.step_back,
            "reset": experiment.reset,
            "test": self._ledger.measure_test,
        }
        self._names: tuple[str, ...] = ()
        self.panel = RunPanel(label=texts.PROGRESS)
        super().__init__(experiment, [self.panel])
        self.add_class("mlw-actions")
        press = self.safely(self._act)
        self.panel.on_press(press)
        self.panel.on_go(self.safely(self._go_to))
        self.watch(experiment, "snapshot", self._show)
        self.watch(self._ledger, "tests", self._show)
        self.watch(self._ledger, "test_openings", self._offer_test)
        self.watch(experiment, "dataset", self._name_columns)
        self.watch(experiment, "held", self._show_held)
        self._show_held()
        self._name_columns()

    def _show_held(self, _: Change = None) -> None:
        """Say what comes before a training can be started."""
        self.panel.held = self.experiment.held.training_waits

    def _name_columns(self, _: Change = None) -> None:
        """Take the metrics that suit the data."""
        data = self.experiment.dataset
        self._names = ("loss", "accuracy" if data.n_classes else "mean_absolute_error")
        with self.panel.hold_sync():
            self.panel.columns = [SHORT_TITLES.get(name, TITLES[name]) for name in self._names]
            self._offer_test()
            self._show()

    def _offer_test(self, _: Change = None) -> None:
        """Say what the button for the test examples does, and how often that has been done."""
        ledger, panel = self._ledger, self.panel
        locked, count = ledger.test_locked, ledger.test_openings
        with panel.hold_sync():
            panel.test_text = texts.TEST_OPEN if locked else texts.TEST
            label = texts.TEST_LABEL.format(items=items(self.experiment.dataset))
            panel.test_label = texts.TEST_OPEN if locked else label
            opened = texts.TEST_OPENED.format(times=times(count)) if count else ""
            panel.test_note = texts.TEST_LOCKED if locked else opened
            panel.test_help = texts.TEST_WHY if locked or count else ""

    def _act(self, name: str) -> None:
        self.forget_messages()
        try:
            if name in STARTS:
                self.experiment.held.refuse_training()
            self._actions[name]()
        except Exception:
            self.panel.refuse()
            raise

    def _go_to(self, update: int) -> None:
        self.forget_messages()
        try:
            self.experiment.go_to(update)
        except Exception:
            self.panel.refuse()
            raise

    def _show(self, _: Change = None) -> None:
        snapshot = self.experiment.snapshot
        if snapshot is None:
            self.panel.text, self.panel.reach = texts.PROGRESS_READY, _reach(None)
            self.panel.numbers = self._numbers(None)
            return
        if self.experiment.at_stage and snapshot.status is not Status.RUNNING:
            with self.panel.hold_sync():
                self.panel.state, self.panel.value, self.panel.about = _STATES[Status.READY], 0.0, ""
                done = snapshot.status is Status.FINISHED
                text = texts.PROGRESS_STAGE_DONE if done else texts.PROGRESS_STAGE
                self.panel.text = text.format(updates=updates(snapshot.iteration))
                self.panel.numbers = self._numbers(snapshot)
                self.panel.reach = _reach(snapshot)
                self.panel.rested += 1
            return
        state = _STATES.get(snapshot.status, snapshot.status.value)
        if snapshot.status is Status.RUNNING and self.panel.state == state and time.monotonic() < self._next:
            return
        self._next = time.monotonic() + INTERVAL
        with self.panel.hold_sync():
            self.panel.maximum = float(snapshot.epochs)
            self.panel.value = min(_furthest(snapshot), float(snapshot.epochs))
            self.panel.reach = _reach(snapshot)
            self.panel.text = _progress_text(snapshot)
            self.panel.state = state
            self.panel.numbers = self._numbers(snapshot)
            self.panel.about = self._about()
            crowd = snapshot.crowd
            self.panel.crowd = texts.PROGRESS_CROWD.format(count=crowd) if crowd else ""
            if snapshot.status is not Status.RUNNING:
                self.panel.rested += 1

    def _numbers(self, snapshot: Snapshot | None) -> list[list[str]]:
        """Return the newest values of training, validation and test data, in words."""
        data = self.experiment.dataset
        units = {name: metric_unit(data, name) for name in self._names}
        train: list[str] = []
        if snapshot is not None and snapshot.iteration:
            for name in self._names:
                history = snapshot.history
                value = newest(history.batch_epochs, history.batch_logs.get(name, ()))
                train += [] if value is None else [value_text(name, value * units[name])]
        validation = None if snapshot is None else snapshot.validation
        logs = [
            {} if validation is None else validation.evaluation.logs,
            self._ledger.tests[-1].logs if self._ledger.tests else {},
        ]
        return [
            train,
            *(
                [value_text(name, log[name] * units[name]) for name in self._names if name in log]
                for log in logs
            ),
        ]

    def _about(self) -> str:
        """Say why the network learns nothing, if the doctor has found out."""
        if not len(self.experiment.split.x_validation):
            table = self.experiment.dataset.prepared is not None
            return texts.NO_VALIDATION_ROWS if table else texts.NO_VALIDATION
        return self._doctor.headline


def _furthest(snapshot: Snapshot) -> float:
    """Return how far the run has come at its furthest, in epochs."""
    whole = snapshot.reach.whole
    return snapshot.epoch if whole is None or not whole.batch_epochs else whole.batch_epochs[-1]


_MOST_KNOTS = 60


def _reach(snapshot: Snapshot | None) -> dict[str, Any]:
    """Return where a run stands and between which updates it can go, as the page takes it."""
    if snapshot is None:
        return {"first": 0, "newest": 0, "at": 0, "updates": [], "epochs": []}
    reach, made = snapshot.reach, snapshot.record.batch_epochs
    begin = reach.newest - len(made)  # the record of a run that began with trained weights begins there
    # While it runs a straight line will do: nobody drags a thumb that moves.
    count = 2 if snapshot.status is Status.RUNNING else _MOST_KNOTS
    places = sorted({round(at) for at in np.linspace(1, len(made), min(count, len(made)))})
    first = 0.0 if begin == 0 or not made else made[0]
    return {
        "first": reach.first,
        "newest": reach.newest,
        "at": snapshot.iteration,
        "updates": [begin, *(begin + at for at in places)],
        "epochs": [first, *(made[at - 1] for at in places)],
    }


def _progress_text(snapshot: Snapshot) -> str:
    if snapshot.iteration < snapshot.reach.newest:
        return texts.PROGRESS_BACK.format(
            epoch=snapshot.epoch, iteration=snapshot.iteration, newest=snapshot.reach.newest
        )
    if not snapshot.iteration:
        return texts.PROGRESS_READY
    template = texts.PROGRESS_TEXT if snapshot.epoch <= snapshot.epochs else texts.PROGRESS_PAST
    text = template.format(epoch=snapshot.epoch, epochs=snapshot.epochs, iteration=snapshot.iteration)
    if snapshot.seconds_left is not None:
        text += texts.PROGRESS_LEFT.format(time=duration_text(snapshot.seconds_left))
    return text
