"""What there is to look at more closely in a run: each view in a pane of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.widgets.controls.panes import Panes
from mlwidgets.widgets.doctor.doctor_view import DoctorView
from mlwidgets.widgets.steps.step_cards import StepCards
from mlwidgets.widgets.training import texts
from mlwidgets.widgets.training.confusion_view import ConfusionView
from mlwidgets.widgets.training.runs_view import RunsView

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import View


class RunPanes(Panes):
    """Mistakes, an update step by step, the health of the run, and all runs; each made when first opened.

    Parameters
    ----------
    experiment : Experiment
        Whose run it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        panes: list[tuple[str, Callable[[], View]]] = [
            (texts.STEPS, lambda: StepCards(experiment)),
            (texts.HEALTH, lambda: DoctorView(experiment)),
            (texts.RUNS, lambda: RunsView(experiment)),
        ]
        if experiment.dataset.n_classes:  # only classes can be confused
            panes.insert(0, (texts.MISTAKES, lambda: ConfusionView(experiment)))
        super().__init__(experiment, panes, label=texts.PANES)
