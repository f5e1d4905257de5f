"""ExportLab: take the network, its run and all settings away, in the form that the next place needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import Change, as_experiment
from mlwidgets.widgets.controls.panes import Panes, view_in
from mlwidgets.widgets.export import files_texts, run_texts, texts
from mlwidgets.widgets.shell.lab_header import LabHeader

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment

PANES = (
    (texts.WEB_PAGE, "export.page_view", "PageView"),
    (files_texts.FILES, "export.files_view", "FilesView"),
    (texts.PROGRAM, "network.model_code_view", "ModelCodeView"),
    (run_texts.TITLE, "export.run_view", "RunView"),
    (texts.LINK, "export.link_view", "LinkView"),
)
"""For each way out the title on its tab, and where its view stands."""


class ExportLab(Lab):
    """The model as a web page, as files of other libraries, as a program; the run as a file; a link.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        What is taken away; an experiment of its own, on the bundled MNIST digits if nothing is given.

    Attributes
    ----------
    panes : Panes
        The ways out, a tab for each.

    Examples
    --------
    >>> lab = ExportLab("circle")
    >>> lab.panes.bar.titles[-1]
    'Link'
    >>> lab.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        makers = [(title, view_in(f"mlwidgets.widgets.{at}", name, experiment)) for title, at, name in PANES]
        self.panes = Panes(experiment, makers, label=texts.PANES)
        header = LabHeader(common.EXPORT_TITLE, text=texts.EXPORT_TEXT, task=texts.EXPORT_TRY)
        super().__init__(experiment, header, owns_experiment=owned, controls=[], picture=[self.panes])
        self.add_class("mlw-export")

    def _outdated(self, _: Change) -> None:
        """Stay: every pane follows its experiment."""
