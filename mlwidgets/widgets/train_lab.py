"""TrainLab: train the network live, and see where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.explain.wording import metrics_text
from mlwidgets.widgets import texts
from mlwidgets.widgets.activation_view import ActivationView
from mlwidgets.widgets.confusion_view import ConfusionView
from mlwidgets.widgets.curves_view import CurvesView
from mlwidgets.widgets.disclosure import Section
from mlwidgets.widgets.lab import Lab
from mlwidgets.widgets.lab_header import LabHeader
from mlwidgets.widgets.optimizer_controls import OptimizerControls
from mlwidgets.widgets.run_bar import RunBar
from mlwidgets.widgets.view import Change, as_experiment, box
from mlwidgets.widgets.wording import items, updates

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment


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
        controls = OptimizerControls(experiment)
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
            actions=[RunBar(experiment)],
            controls=[controls],
            picture=[
                self._curves,
                box(ipywidgets.HBox, "mlw-numbers", [self._numbers, test, self._tested]),
                *confusion,
                Section(
                    experiment,
                    texts.INSIDE_TITLE,
                    lambda: ActivationView(experiment),
                    text=texts.INSIDE_TEXT,
                ),
            ],
        )
        self.watch(experiment, "snapshot", self._show_run)
        self.watch(experiment, "error", self._show_error)
        self.watch(experiment, "note", self._show_note)
        for view in (controls, *confusion):
            self.watch(view, "said", self._show_said)
        self._show_run()

    # ---- from the page ----

    def _measure_test(self, _: Change) -> None:
        measured = self.experiment.measure_test()
        snapshot = self.experiment.snapshot
        self._tested.value = texts.TEST_RESULT.format(
            items=items(self.experiment.dataset),
            updates=updates(0 if snapshot is None else snapshot.iteration),
            metrics=metrics_text(measured.logs),
        )

    # ---- to the page ----

    def _show_run(self, _: Change = None) -> None:
        snapshot = self.experiment.snapshot
        if snapshot is None:
            return
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
