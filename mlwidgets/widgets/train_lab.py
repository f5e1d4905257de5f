"""TrainLab: train the network live, and see where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.explain.wording import metrics_text
from mlwidgets.ranges import LEARNING_RATE, MOMENTUM
from mlwidgets.session import USUAL_LEARNING_RATES, Experiment, Status
from mlwidgets.widgets import texts
from mlwidgets.widgets.confusion_view import ConfusionView
from mlwidgets.widgets.curves_view import CurvesView
from mlwidgets.widgets.lab import Lab
from mlwidgets.widgets.lab_header import LabHeader
from mlwidgets.widgets.number_control import NumberControl
from mlwidgets.widgets.progress_line import ProgressLine
from mlwidgets.widgets.view import Change, Handler, as_experiment, box
from mlwidgets.widgets.wording import items, updates

if TYPE_CHECKING:
    from mlwidgets.data import Dataset

SMALLEST_LEARNING_RATE = 1e-6
"""Where the slider begins: a logarithmic scale never reaches 0."""

_MOST_EPOCHS = 200
_STATES = {Status.READY: "idle"}


class TrainLab(Lab):
    """Run, pause, step and reset the training; see curves, confusions and the examples behind them.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        What to train; an experiment of its own, on the bundled MNIST digits if nothing is given.

    Examples
    --------
    >>> lab = TrainLab()
    >>> lab.experiment.step_batch()
    >>> lab.experiment.wait()
    True
    >>> lab.experiment.snapshot.iteration
    1
    >>> lab.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        self._make_controls(experiment)
        self._progress = ProgressLine(label=texts.PROGRESS)
        self._curves = CurvesView(experiment)
        self._numbers = ipywidgets.Label(texts.NUMBERS_EMPTY)
        self._tested = ipywidgets.Label("")
        test = self.button(
            texts.TEST.format(items=items(experiment.dataset)), texts.TEST_HELP, self._measure_test
        )
        # Only classes can be confused.
        confusion = [ConfusionView(experiment)] if experiment.dataset.n_classes else []
        header = LabHeader(texts.TRAIN_TITLE, text=texts.TRAIN_TEXT, try_first=texts.TRAIN_TRY)
        super().__init__(
            experiment,
            header,
            owns_experiment=owned,
            actions=[self._buttons(), self._progress],
            controls=[
                self._learning_rate,
                self._momentum,
                self._optimizer,
                self._batch_size,
                self._epochs,
            ],
            picture=[
                self._curves,
                box(ipywidgets.HBox, "mlw-numbers", [self._numbers, test, self._tested]),
                *confusion,
            ],
        )
        for name in ("learning_rate", "momentum", "batch_size", "epochs"):
            self.bind(getattr(self, f"_{name}"), name)
        self.watch(self._optimizer, "value", self._choose_optimizer)
        self.watch(experiment, "optimizer", self._show_optimizer)
        self.watch(experiment, "snapshot", self._show_run)
        self.watch(experiment, "error", self._show_error)
        self.watch(experiment, "note", self._show_note)
        for view in confusion:
            self.watch(view, "said", self._show_said)
        self._show_optimizer()
        self._show_run()

    def _make_controls(self, experiment: Experiment) -> None:
        self._optimizer = ipywidgets.Dropdown(
            options=[(texts.OPTIMIZER_NAMES[name], name) for name in OPTIMIZERS.names],
            value=experiment.optimizer,
            description=texts.OPTIMIZER,
            tooltip=texts.OPTIMIZER_HELP,
        )
        self._learning_rate = NumberControl(
            1.0,
            minimum=SMALLEST_LEARNING_RATE,
            maximum=LEARNING_RATE.high,
            scale="log",
            label=texts.LEARNING_RATE,
            help=texts.LEARNING_RATE_HELP,
        )
        self._momentum = NumberControl(
            minimum=MOMENTUM.low,
            maximum=0.99,
            step=0.01,
            label=texts.MOMENTUM,
        )
        self._batch_size = NumberControl(
            1,
            minimum=1,
            maximum=len(experiment.split.x_train),
            scale="log",
            integer=True,
            label=texts.BATCH_SIZE,
            help=texts.BATCH_SIZE_HELP,
        )
        self._epochs = NumberControl(
            1,
            minimum=1,
            maximum=_MOST_EPOCHS,
            integer=True,
            label=texts.EPOCHS,
            help=texts.EPOCHS_HELP,
        )

    def _buttons(self) -> ipywidgets.Box:
        specs: list[tuple[str, str, Handler]] = [
            (texts.RUN, texts.RUN_HELP, self._run),
            (texts.PAUSE, texts.PAUSE_HELP, self._pause),
            (texts.STEP_BATCH, texts.STEP_BATCH_HELP, self._step_batch),
            (texts.STEP_EPOCH, texts.STEP_EPOCH_HELP, self._step_epoch),
            (texts.RESET, texts.RESET_HELP, self._reset),
        ]
        buttons = [self.button(*spec) for spec in specs]
        buttons[0].button_style = "primary"
        return box(ipywidgets.HBox, "mlw-buttons", buttons)

    # ---- from the page ----

    def _run(self, _: Change) -> None:
        self.experiment.run()

    def _pause(self, _: Change) -> None:
        self.experiment.pause()

    def _step_batch(self, _: Change) -> None:
        self.experiment.step_batch()

    def _step_epoch(self, _: Change) -> None:
        self.experiment.step_epoch()

    def _reset(self, _: Change) -> None:
        self.experiment.reset()

    def _measure_test(self, _: Change) -> None:
        measured = self.experiment.measure_test()
        snapshot = self.experiment.snapshot
        self._tested.value = texts.TEST_RESULT.format(
            items=items(self.experiment.dataset),
            updates=updates(0 if snapshot is None else snapshot.iteration),
            metrics=metrics_text(measured.logs),
        )

    def _choose_optimizer(self, change: Change) -> None:
        if change["new"] == self.experiment.optimizer:
            return
        self.experiment.optimizer = change["new"]
        rate = USUAL_LEARNING_RATES[change["new"]]
        self.experiment.learning_rate = rate
        name = texts.OPTIMIZER_NAMES[change["new"]]
        self.header.note = texts.OPTIMIZER_CHOSEN.format(optimizer=name, rate=rate)

    # ---- to the page ----

    def _show_optimizer(self, _: Change = None) -> None:
        name = self.experiment.optimizer
        self._optimizer.value = name
        used = "momentum" in OPTIMIZERS.find(name).parameter_names()
        self._momentum.disabled = not used
        unused = texts.MOMENTUM_UNUSED.format(optimizer=texts.OPTIMIZER_NAMES[name])
        self._momentum.help = texts.MOMENTUM_HELP if used else unused

    def _show_run(self, _: Change = None) -> None:
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
        if not snapshot.iteration:
            self._tested.value = ""  # what was measured belongs to weights that are no more
        validation = snapshot.validation
        if validation is None:
            has_data = len(self.experiment.split.x_validation) > 0
            self._numbers.value = texts.NUMBERS_EMPTY if has_data else texts.NO_VALIDATION
        else:
            self._numbers.value = texts.NUMBERS.format(
                updates=updates(validation.iteration), metrics=metrics_text(validation.evaluation.logs)
            )

    def _show_error(self, _: Change) -> None:
        self.header.error = self.experiment.error

    def _show_note(self, _: Change) -> None:
        self.header.note = self.experiment.note

    def _show_said(self, change: Change) -> None:
        self.header.note = change["new"]
