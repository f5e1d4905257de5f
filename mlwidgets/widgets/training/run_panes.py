"""What there is to look at more closely in a run: each view in a pane of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.widgets.controls.panes import Panes, view_in
from mlwidgets.widgets.training import texts

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change


PANES = (
    (texts.MISTAKES, "training.confusion_view", "ConfusionView"),
    (texts.RESULTS, "results.results_view", "ResultsView"),
    (texts.STEPS, "steps.step_cards", "StepCards"),
    (texts.HEALTH, "doctor.doctor_view", "DoctorView"),
    (texts.RUNS, "training.runs_view", "RunsView"),
    (texts.COMPARE, "compare.compare_view", "CompareView"),
)
"""For each view the title on its tab, and where it stands."""


class RunPanes(Panes):
    """Mistakes, results, an update step by step, the health, and all runs; each made when first opened.

    Parameters
    ----------
    experiment : Experiment
        Whose run it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        panes = PANES if experiment.dataset.n_classes else PANES[1:]  # only classes can be confused
        makers = [(title, view_in(f"mlwidgets.widgets.{at}", name, experiment)) for title, at, name in panes]
        self._tall = [title in (texts.STEPS, texts.COMPARE) for title, _ in makers]
        super().__init__(experiment, makers, label=texts.PANES)

    def _open(self, change: Change = None) -> None:
        super()._open(change)
        # Where a lab has little room, such a pane takes that of the curves (see train_lab.css).
        (self.add_class if self._tall[self.selected] else self.remove_class)("mlw-panes-tall")
