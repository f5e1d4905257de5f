"""The learning curves of a run, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine.history import History
from mlwidgets.explain.network.curves import learning_curves
from mlwidgets.figures.learning_curves import describe_learning_curves, learning_curves_figure
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.charts.figure import Figure

if TYPE_CHECKING:
    from mlwidgets.session import Experiment, Snapshot


class CurvesView(View):
    """Loss and, beside it, accuracy (or the mean absolute error when a number is predicted).

    Parameters
    ----------
    experiment : Experiment
        Whose run is drawn.
    """

    def __init__(self, experiment: Experiment) -> None:
        drawn = [self._draw(name, experiment.snapshot, experiment.epochs) for name in _names(experiment)]
        self._figures = [Figure(figure, alt=alt) for figure, alt in drawn]
        super().__init__(experiment, self._figures)
        self.add_class("mlw-pair")
        self.watch(experiment, ("snapshot", "epochs", "dataset"), self._show)

    def _show(self, _: Change) -> None:
        for name, figure in zip(_names(self.experiment), self._figures, strict=True):
            figure.replace(*self._draw(name, self.experiment.snapshot, self.experiment.epochs))

    @staticmethod
    def _draw(name: str, snapshot: Snapshot | None, epochs: int) -> tuple[Any, str]:
        history = History() if snapshot is None else snapshot.history
        curves = learning_curves(history, name)
        return learning_curves_figure(curves, epochs), describe_learning_curves(curves)


def _names(experiment: Experiment) -> tuple[str, str]:
    """Return the two quantities that are drawn."""
    return "loss", "accuracy" if experiment.dataset.n_classes else "mean_absolute_error"
