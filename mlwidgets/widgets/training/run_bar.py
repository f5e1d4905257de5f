"""The buttons that run, pause, step and reset a training, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.session import Experiment, Status
from mlwidgets.widgets.base.view import Change, Handler, View, box
from mlwidgets.widgets.training import texts
from mlwidgets.widgets.training.progress_line import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Callable

_STATES = {Status.READY: "idle"}


class RunBar(View):
    """Run, pause, single steps and reset, beside a progress line.

    Parameters
    ----------
    experiment : Experiment
        Whose run is driven.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._progress = ProgressLine(label=texts.PROGRESS)
        specs = [
            (texts.RUN, texts.RUN_HELP, experiment.run),
            (texts.PAUSE, texts.PAUSE_HELP, experiment.pause),
            (texts.STEP_BATCH, texts.STEP_BATCH_HELP, experiment.step_batch),
            (texts.STEP_EPOCH, texts.STEP_EPOCH_HELP, experiment.step_epoch),
            (texts.RESET, texts.RESET_HELP, experiment.reset),
        ]
        buttons = [self.button(words, tip, _without_button(action)) for words, tip, action in specs]
        buttons[0].button_style = "primary"
        super().__init__(experiment, [box(ipywidgets.HBox, "mlw-buttons", buttons), self._progress])
        self.add_class("mlw-actions")
        self.watch(experiment, "snapshot", self._show)
        self._show()

    def _show(self, _: Change = None) -> None:
        snapshot = self.experiment.snapshot
        if snapshot is None:
            self._progress.text = texts.PROGRESS_READY
            return
        template = texts.PROGRESS_TEXT if snapshot.epoch <= snapshot.epochs else texts.PROGRESS_PAST
        text = template.format(epoch=snapshot.epoch, epochs=snapshot.epochs, iteration=snapshot.iteration)
        if snapshot.seconds_left is not None:
            text += texts.PROGRESS_LEFT.format(seconds=snapshot.seconds_left)
        with self._progress.hold_sync():
            self._progress.maximum = float(snapshot.epochs)
            self._progress.value = min(snapshot.epoch, float(snapshot.epochs))
            self._progress.text = texts.PROGRESS_READY if not snapshot.iteration else text
            self._progress.state = _STATES.get(snapshot.status, snapshot.status.value)


def _without_button(action: Callable[[], None]) -> Handler:
    def handle(_: Change) -> None:
        action()

    return handle
