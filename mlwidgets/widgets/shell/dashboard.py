"""The dashboard: all labs on one experiment, a tab each."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

import ipywidgets

from mlwidgets.session import Experiment, Status
from mlwidgets.session.learned.opening import learned_experiment
from mlwidgets.session.stack.text import layer_count
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.shown import ShownView
from mlwidgets.widgets.base.view import Change, View, as_experiment, box
from mlwidgets.widgets.convolution.kernel_lab import KernelLab
from mlwidgets.widgets.course.course_lab import CourseLab
from mlwidgets.widgets.course.lesson_side import LessonSide, open_link
from mlwidgets.widgets.data.data_lab import DataLab
from mlwidgets.widgets.export.export_lab import ExportLab
from mlwidgets.widgets.loss.loss_lab import LossLab
from mlwidgets.widgets.network.network_lab import NetworkLab
from mlwidgets.widgets.optimizer.optimizer_lab import OptimizerLab
from mlwidgets.widgets.playground.playground import Playground
from mlwidgets.widgets.predict.predict_lab import PredictLab
from mlwidgets.widgets.shell import texts
from mlwidgets.widgets.shell.keeper_view import KeeperView
from mlwidgets.widgets.shell.lab_bar import LabBar
from mlwidgets.widgets.teach.teach_mode import TeachMode
from mlwidgets.widgets.training.train_lab import TrainLab

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.widgets.base.lab import Lab


class _LabKind(Protocol):
    """A class of labs that look at an experiment."""

    def __call__(self, source: Experiment | None, /) -> Lab: ...
    def suits(self, dataset: Dataset, /) -> bool: ...


def _name(kind: _LabKind) -> str:
    """Return what a page's setup calls a kind of labs: the name of its class."""
    return str(getattr(kind, "__name__"))  # noqa: B009 - every class has one, which a protocol cannot say


LABS: tuple[tuple[str, _LabKind], ...] = (
    (common.COURSE_TITLE, CourseLab),
    (common.DATA_TITLE, DataLab),
    (common.KERNEL_TITLE, KernelLab),
    (common.NETWORK_TITLE, NetworkLab),
    (common.LOSS_TITLE, LossLab),
    (common.OPTIMIZER_TITLE, OptimizerLab),
    (common.TRAIN_TITLE, TrainLab),
    (common.PREDICT_TITLE, PredictLab),
    (common.PLAY_TITLE, Playground),
    (common.EXPORT_TITLE, ExportLab),
)
"""Each lab with the name on its tab, in the order of the course."""

_NAMES = {title: _name(kind) for title, kind in LABS}
_TITLES = {name: title for title, name in _NAMES.items()}


class Dashboard(ShownView):
    """Every lab that suits the data, in a tab of its own, all looking at the same experiment.

    It opens on Predict if the network has learned already, and else on Train. The other labs are made when
    their tab is opened, so that the page is quick. Where the data are not points in the plane, the playground
    has an experiment of its own. When the data set changes, the tabs change with it. An open lesson of the
    course stands beside whichever lab is open.

    A lesson that the page's address names behind its question mark, ``?lesson=5-loss``, is opened before any
    lab is made; links behind the ``#``, which no server hears of, are opened when the page has sent them.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        What the labs look at; an experiment of its own, on the bundled MNIST digits and with a network that
        has learned to read them, if nothing is given.
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(learned_experiment() if source is None else source)
        owned = owned or source is None
        self._followed: list[Experiment] = []
        self._all = {title: _Page(experiment, lab) for title, lab in LABS}
        self._bar = LabBar(texts.TITLE, help=texts.HELP)
        self._box = box(ipywidgets.VBox, "mlw-pages", [])
        keeper = KeeperView(experiment, "dashboard")
        self._teach = TeachMode(experiment)
        self._side = LessonSide(experiment, keeper.keeper)
        self._side.course.beside_labs = True
        parts = [self._bar, keeper, self._teach, self._side, self._box]
        super().__init__(experiment, parts, owns_experiment=owned)
        self.add_class("mlw-dashboard")
        if not isinstance(source, Experiment):  # or it is built anew, and the lesson was opened before
            self.safely(self._open_asked)(os.environ.get("QUERY_STRING", ""))
        self._offer()
        self._pages[self._bar.selected].show().fault = self.fault
        self._bar.teach = experiment.page.teaching
        self.watch(self._bar, "selected", self._open)
        self.watch(self._bar, "teach", self._switch_teaching)
        self.watch(experiment, "dataset", self._offer)
        self.watch(experiment, "page", self._turn)
        self._bar.on_link(self._open_link)

    @property
    def labs(self) -> tuple[Lab, ...]:
        """All labs, in the order of their tabs; those whose tab nobody has opened yet are made now."""
        return tuple(page.show() for page in self._pages)

    @property
    def _pages(self) -> tuple[_Page, ...]:
        """The pages that have a tab."""
        return tuple(self._all[title] for title in self._bar.labs)

    def _offer(self, _: Change = None) -> None:
        """Offer a tab for each lab that suits the data, and stay at the one that is open if it still does."""
        page = self.experiment.page
        suited = {title: kind for title, kind in LABS if self._all[title].suits}
        titles = [title for title, kind in suited.items() if page.access(_name(kind)) != "hidden"] or list(
            suited
        )
        first = common.TRAIN_TITLE if self.experiment.stage is None else common.PREDICT_TITLE
        before = self._bar.labs[self._bar.selected] if self._bar.labs else _TITLES.get(page.tab, first)
        start = next(title for title in (before, common.TRAIN_TITLE, titles[0]) if title in titles)
        self._bar.offer(titles, titles.index(start))
        if self._box.children != self._pages:  # the host may still be putting in the last ones
            self._box.children = self._pages
        self._open()

    def _turn(self, change: Change) -> None:
        """Go to the tab that the page is set up with, and leave out the labs that it hides."""
        before, after = change["old"], change["new"]
        self._bar.teach = after.teaching
        if not after.same_controls(before) or after.teaching != before.teaching:
            self._offer()
        title = _TITLES.get(after.tab)
        if after.tab != before.tab and title in self._bar.labs:
            self._bar.selected = self._bar.labs.index(title)

    def _switch_teaching(self, change: Change) -> None:
        """Let a teacher choose what is hidden and locked, or show the page as learners see it."""
        if change["new"] != self.experiment.page.teaching:
            self.experiment.change_page(teaching=change["new"], lifted=False)

    def _open_asked(self, query: str) -> None:
        """Open the lesson that the address of the page names, if any: Voilà hands its query to the kernel."""
        if "lesson=" not in query:
            return
        from mlwidgets.interchange.links import lesson_in  # noqa: PLC0415 - few pages are opened by a link

        if lesson_in(query):
            self._bar.lesson_opened = True
            self.open_link(query)
            self.experiment.begin_here()

    def _open_link(self, link: str) -> None:
        """Open the link in the page's address; what is wrong with it stands at the head of the open lab."""
        before = self._pages[self._bar.selected].show()
        before.safely(self.open_link)(link)

    def open_link(self, link: Change) -> None:
        """Take the configuration of a link, or open the lesson that it names."""
        open_link(self.experiment, link)

    def _open(self, _: Change = None) -> None:
        """Show the lab whose tab is open; the bar tells of its experiment, which may be its own."""
        self.experiment.change_page(tab=_NAMES[self._bar.labs[self._bar.selected]])
        shown = self._pages[self._bar.selected].show().experiment
        if shown not in self._followed:
            self._followed.append(shown)
            self.watch(shown, ("dataset", "layers"), self._show_use)
            self.watch(shown, "snapshot", self._show_state)
        self._show_use()
        self._show_state()

    @property
    def _shown(self) -> Experiment:
        """The experiment of the lab whose tab is open."""
        return self._pages[self._bar.selected].show().experiment

    def _show_use(self, _: Change = None) -> None:
        self._bar.data = self._shown.dataset.name.replace("_", " ")
        self._bar.network = layer_count(self._shown.layers)

    def _show_state(self, _: Change = None) -> None:
        experiment = self._shown
        status = Status.READY if experiment.snapshot is None else experiment.snapshot.status
        if experiment.at_stage and status is not Status.RUNNING:
            status = Status.READY  # nothing has been done here yet
        self._bar.state = status.value

    def rebuild(self) -> None:
        """Build all labs anew, and open the tab that is open now."""
        title = self._bar.labs[self._bar.selected]
        super().rebuild()
        if title in self._bar.labs:
            self._bar.selected = self._bar.labs.index(title)

    def _end_parts(self) -> None:
        """Free all labs, those without a tab too."""
        self._box.children = tuple(self._all.values())
        super()._end_parts()

    def close(self) -> None:
        """Free all labs, those without a tab too."""
        self._box.children = tuple(self._all.values())
        super().close()


class _Page(View):
    """What a tab holds: nothing until it is opened, then its lab."""

    def __init__(self, experiment: Experiment, kind: _LabKind) -> None:
        self._kind = kind
        self._lab: Lab | None = None
        super().__init__(experiment, [])

    @property
    def suits(self) -> bool:
        """Whether the lab has something to show: the playground always has, if need be points of its own."""
        return self._kind is Playground or self._kind.suits(self.experiment.dataset)

    def show(self) -> Lab:
        """Return the lab, made now if it is not there yet or looks at another experiment than it should."""
        shared = self._kind.suits(self.experiment.dataset)
        if self._lab is not None and (self._lab.experiment is self.experiment) != shared:
            self._lab.close()
            self._lab = None
        if self._lab is None:
            self._lab = self._kind(self.experiment if shared else None)
            self.children = (self._lab,)
        return self._lab
