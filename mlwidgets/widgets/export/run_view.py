"""The pane *Run file*: the run saved as a file, and a saved one opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.errors import MLWidgetsError
from mlwidgets.session.saved_data import is_own
from mlwidgets.widgets.base.file_names import file_stem
from mlwidgets.widgets.base.view import View, box
from mlwidgets.widgets.controls.file_rules import FileRules
from mlwidgets.widgets.controls.file_upload import FileUpload
from mlwidgets.widgets.export import run_texts as texts
from mlwidgets.widgets.export.run_board import RunBoard

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

MOST_BYTES = 64 * 2**20
"""The largest file that is sent through a page."""

RUN_FILES = FileRules(
    good=("a ZIP archive or an office document",),
    limit=MOST_BYTES,
    accept=".mlw",
    hint=texts.HINT,
    empty=texts.EMPTY,
    large=texts.LARGE,
    kind=texts.KIND,
    several=texts.SEVERAL,
    progress=texts.PROGRESS,
)


class RunView(View):
    """Choices for a run file, its size before it is saved, and an upload that opens one.

    Opening one is one step: an undo brings back data, network and run that were here. The size is that of the
    moment when the choices were made, or when the run last rested.

    Parameters
    ----------
    experiment : Experiment
        What is saved, and what a file is opened into.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.board = RunBoard(
            label=texts.LABEL,
            what=texts.WHAT,
            present=texts.PRESENT,
            all=texts.ALL,
        )
        self.upload = FileUpload(RUN_FILES, label=texts.OPEN)
        super().__init__(experiment, [box(ipywidgets.VBox, "mlw-run-file", [self.board, self.upload])])
        self.board.on_take(self.safely(self._hand_over))
        self.upload.on_upload(self._open)
        self.watch(self.board, ("moments", "data", "visible"), self._measure)
        self.watch(experiment, ("status", "restarts"), self._measure)
        self.watch(experiment, "dataset", self._follow_data)
        self._follow_data()

    def file(self) -> tuple[str, bytes]:
        """Return name and content of the file as it is chosen."""
        content = self.experiment.to_bytes(moments=self.board.moments, data=self.board.data)
        stem = file_stem(self.experiment.dataset.name, "run")
        seen = self.experiment.present
        return f"{stem}-{0 if seen is None else seen.iteration}.mlw", content

    def _follow_data(self, _: Change = None) -> None:
        own = is_own(self.experiment.dataset)
        with self.board.hold_sync():
            self.board.can_bring_data = own
            self.board.own_data = texts.OWN_DATA if own else texts.NO_OWN_DATA
            self.board.data = self.board.data and own
        self._measure()

    def _measure(self, _: Change = None) -> None:
        """Say how large the file would be; only while somebody looks."""
        if not self.board.visible:
            return
        size, error = 0, ""
        try:
            size = len(self.file()[1])
        except MLWidgetsError as refusal:
            error = str(refusal)
        with self.board.hold_sync():
            self.board.size, self.board.error = size, error

    def _hand_over(self, _: Change) -> None:
        name, content = self.file()
        with self.board.hold_sync():
            self.board.size, self.board.error = len(content), ""
        self.board.hand_over(name, content)

    def _open(self, name: str, content: bytes) -> None:
        self.experiment.open_run(content, name)
        self.said = f"{self.experiment.note} {texts.OPENED}"
