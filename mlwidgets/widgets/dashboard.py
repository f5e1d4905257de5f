"""The dashboard: all labs on one experiment, a tab each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.widgets import texts
from mlwidgets.widgets.kernel_lab import KernelLab
from mlwidgets.widgets.predict_lab import PredictLab
from mlwidgets.widgets.session_banner import SessionBanner
from mlwidgets.widgets.train_lab import TrainLab
from mlwidgets.widgets.view import View, as_experiment

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment

LABS = (
    (texts.KERNEL_TITLE, KernelLab),
    (texts.TRAIN_TITLE, TrainLab),
    (texts.PREDICT_TITLE, PredictLab),
)
"""Each lab with the name on its tab, in the order of the course."""


class Dashboard(View):
    """Every lab that suits the data, in a tab of its own, all looking at the same experiment.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        What the labs look at; an experiment of its own, on the bundled MNIST digits if nothing is given.

    Attributes
    ----------
    labs : tuple of Lab
        The labs, in the order of their tabs.
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        shown = [(title, lab) for title, lab in LABS if lab.suits(experiment.dataset)]
        self.labs = tuple(lab(experiment) for _, lab in shown)
        titles = tuple(title for title, _ in shown)
        tabs = ipywidgets.Tab(self.labs, titles=titles, selected_index=titles.index(texts.TRAIN_TITLE))
        title = ipywidgets.HTML(f"<h1>{texts.TITLE}</h1><p>{texts.SUBTITLE}</p>")
        title.add_class("mlw-title")
        super().__init__(experiment, [SessionBanner(), title, tabs], owns_experiment=owned)
        self.add_class("mlw-dashboard")
