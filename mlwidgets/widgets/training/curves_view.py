"""The learning curves of an experiment: its present run, and the earlier ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.training.history import History
from mlwidgets.explain.network.curves import learning_curves
from mlwidgets.widgets.base.units import metric_unit
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.training.curves_chart import CurvesChart
from mlwidgets.widgets.training.run_labels import run_label

if TYPE_CHECKING:
    from mlwidgets.session import Experiment


class CurvesView(View):
    """Loss and, beside it, accuracy (or the mean absolute error when a number is predicted).

    Nothing is computed or sent while nobody sees it, or while the page has not painted the last picture.

    Parameters
    ----------
    experiment : Experiment
        Whose runs are drawn.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._ledger = experiment.ledger  # before the first snapshot is watched, so that it hears of it first
        self._late = False
        self.chart = CurvesChart()
        super().__init__(experiment, [self.chart])
        self.watch(experiment, ("snapshot", "epochs", "dataset"), self._update)
        self.watch(self._ledger, "tests", self._update)
        self.watch(self._ledger, "past", self._show_past)
        self.watch(self.chart, "visible", self._update)
        self.chart.on_painted(self.safely(self._catch_up))
        self.chart.on_forget(self.safely(self._ledger.forget))
        self._show()
        self._show_past()

    def _update(self, _: Change = None) -> None:
        self._late = not self.chart.painted
        if not self._late and self.chart.visible:
            self._show()

    def _catch_up(self, _: Change) -> None:
        if self._late:
            self._update()

    def _show(self) -> None:
        snapshot = self.experiment.snapshot
        history = History() if snapshot is None else snapshot.record
        back = snapshot is not None and snapshot.reach.whole is not None
        names = _names(self.experiment)
        units = [metric_unit(self.experiment.dataset, name) for name in names]
        self.chart.show(
            [learning_curves(history, name).times(unit) for name, unit in zip(names, units, strict=True)],
            self.experiment.epochs,
            [
                [(t.epoch, t.logs[name] * unit) for t in self._ledger.tests if name in t.logs]
                for name, unit in zip(names, units, strict=True)
            ],
            now=snapshot.epoch if snapshot is not None and back else None,
        )

    def _show_past(self, _: Change = None) -> None:
        names, past = _names(self.experiment), self._ledger.past
        units = [metric_unit(self.experiment.dataset, name) for name in names]
        self.chart.show_ghosts(
            [
                (
                    run.number,
                    run.letter,
                    run.name or run_label(run, past),
                    [run.curves[name].times(unit) for name, unit in zip(names, units, strict=True)],
                )
                for run in past
                if run.shown and all(name in run.curves for name in names)
            ]
        )


def _names(experiment: Experiment) -> tuple[str, str]:
    """Return the two quantities that are drawn."""
    return "loss", "accuracy" if experiment.dataset.n_classes else "mean_absolute_error"
