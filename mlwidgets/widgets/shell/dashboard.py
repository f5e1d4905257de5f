"""The dashboard: all labs on one experiment, a tab each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import ipywidgets

from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.view import Change, View, as_experiment
from mlwidgets.widgets.convolution.kernel_lab import KernelLab
from mlwidgets.widgets.network.network_lab import NetworkLab
from mlwidgets.widgets.playground.playground import Playground
from mlwidgets.widgets.predict.predict_lab import PredictLab
from mlwidgets.widgets.shell import texts
from mlwidgets.widgets.shell.session_banner import SessionBanner
from mlwidgets.widgets.training.train_lab import TrainLab

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.lab import Lab


class _LabKind(Protocol):
    """A class of labs that look at an experiment."""

    def __call__(self, source: Experiment | None, /) -> Lab: ...
    def suits(self, dataset: Dataset, /) -> bool: ...


LABS: tuple[tuple[str, _LabKind], ...] = (
    (common.KERNEL_TITLE, KernelLab),
    (common.NETWORK_TITLE, NetworkLab),
    (common.TRAIN_TITLE, TrainLab),
    (common.PREDICT_TITLE, PredictLab),
    (common.PLAY_TITLE, Playground),
)
"""Each lab with the name on its tab, in the order of the course."""


class Dashboard(View):
    """Every lab that suits the data, in a tab of its own, all looking at the same experiment.

    Only Train is there from the start; the others are made when their tab is opened, so that the page is
    quick. Where the data are no points of the plane, the playground has an experiment of its own.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        What the labs look at; an experiment of its own, on the bundled MNIST digits if nothing is given.
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        shown = [(title, lab) for title, lab in LABS if lab is Playground or lab.suits(experiment.dataset)]
        self._titles = tuple(title for title, _ in shown)
        self._pages = tuple(_Page(experiment, lab) for _, lab in shown)
        start = self._titles.index(common.TRAIN_TITLE)
        self._pages[start].show()
        self._tabs = ipywidgets.Tab(self._pages, titles=self._titles, selected_index=start)
        title = ipywidgets.HTML(f"<h1>{texts.TITLE}</h1><p>{texts.SUBTITLE}</p>")
        title.add_class("mlw-title")
        super().__init__(experiment, [SessionBanner(), title, self._tabs], owns_experiment=owned)
        self.add_class("mlw-dashboard")
        self.watch(self._tabs, "selected_index", self._open)

    @property
    def labs(self) -> tuple[Lab, ...]:
        """All labs, in the order of their tabs; those whose tab nobody has opened yet are made now."""
        return tuple(page.show() for page in self._pages)

    def _open(self, _: Change) -> None:
        if self._tabs.selected_index is not None:
            self._pages[self._tabs.selected_index].show()


class _Page(View):
    """What a tab holds: nothing until it is opened, then its lab."""

    def __init__(self, experiment: Experiment, kind: _LabKind) -> None:
        self._kind = kind
        self._lab: Lab | None = None
        super().__init__(experiment, [])

    def show(self) -> Lab:
        """Return the lab, made now if it is not there yet."""
        if self._lab is None:
            source = self.experiment if self._kind.suits(self.experiment.dataset) else None
            self._lab = self._kind(source)
            self.children = (self._lab,)
        return self._lab
