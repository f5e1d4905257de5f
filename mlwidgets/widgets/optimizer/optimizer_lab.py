"""OptimizerLab: what optimizers do, on one weight, on surfaces, and on the learner's own model."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import as_experiment
from mlwidgets.widgets.controls.panes import Panes, view_in
from mlwidgets.widgets.optimizer import texts
from mlwidgets.widgets.shell.lab_header import LabHeader

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change, View

PANES = (
    (texts.DESCENT_TITLE, texts.DESCENT_TASK, "descent_view", "DescentView"),
    (texts.RACE_TITLE, texts.RACE_TASK, "race_view", "RaceView"),
    (texts.FAIR_RACE_TITLE, texts.FAIR_RACE_TASK, "fair_race_view", "FairRaceView"),
    (texts.OWN_LOSS_TITLE, texts.OWN_LOSS_TASK, "landscape_view", "LandscapeView"),
    (texts.RANGE_TEST_TITLE, texts.RANGE_TEST_TASK, "range_test_view", "RangeTestView"),
)
"""For each view the title on its tab, what to try, and where it stands; in the order of the course."""


class OptimizerLab(Lab):
    """Watch optimizers step by step, with every number of each step.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        What the lab looks at; an experiment of its own, on the bundled MNIST digits if nothing is given.

    Attributes
    ----------
    panes : Panes
        The views, each of which is made when its tab is first opened.

    Examples
    --------
    >>> lab = OptimizerLab("moons")
    >>> lab.header.title
    'Optimizer'
    >>> lab.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        self.panes = Panes(
            experiment,
            [
                (title, partial(self._make, view_in(f"{__package__}.{module}", name, experiment)))
                for title, _, module, name in PANES
            ],
            label=texts.PANES,
        )
        super().__init__(
            experiment,
            LabHeader(common.OPTIMIZER_TITLE, text=texts.TEXT, task=PANES[0][1]),
            owns_experiment=owned,
            controls=[],
            picture=[self.panes],
        )
        self.watch(self.panes.bar, "selected", self._show_task)

    def _make(self, make: Callable[[], View]) -> View:
        view = make()
        if view.has_trait("raced"):
            self.watch(view, "raced", self._open_race)
        return view

    def _open_race(self, _: Change) -> None:
        """Open the race on a surface, which is on the learner's own loss now."""
        self.panes.selected = [title for title, *_ in PANES].index(texts.RACE_TITLE)

    def _show_task(self, _: Change = None) -> None:
        """Say what to try in the pane that is open."""
        self.header.task = PANES[self.panes.selected][1]

    def rebuild(self) -> None:
        """Build everything anew, and open the pane that is open now."""
        selected = self.panes.selected
        super().rebuild()
        self.panes.selected = selected
