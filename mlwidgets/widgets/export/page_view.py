"""The pane *Web page*: the network as a page of its own, running, before somebody takes it away."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from mlwidgets.data.archives import zip_bytes
from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.web.page import checked_title, one_document
from mlwidgets.session.export.web_app import experiment_web_app, usual_title
from mlwidgets.widgets.base.localized import localized
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.export import page_texts as texts
from mlwidgets.widgets.export.page_board import PageBoard

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

_FOLDER = "web-page/"


class PageView(View):
    """The network as a web page, with its present weights, and a zip file of that page.

    The page is made when the pane is opened, when the network is another one, and when the learner asks. More
    training leaves it as it is, since somebody may be using it, and says so.

    Parameters
    ----------
    experiment : Experiment
        Whose network it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.board = PageBoard(label=texts.PAGE_LABEL, title=usual_title(experiment))
        self._files: dict[str, bytes] = {}
        self._restarts, self._weights = -1, 0
        self._usual = self.board.title
        super().__init__(experiment, [self.board])
        self.board.on_refresh(self.safely(self._make))
        self.board.on_take(self.safely(self._hand_over))
        self.watch(self.board, "title", self._make)
        self.watch(self.board, "visible", self._follow)
        self.watch(experiment, ("snapshot", "restarts", "settings"), self._follow)
        self._make()

    def zip_file(self) -> bytes:
        """Return the folder of the page that is shown as a zip file."""
        return zip_bytes({_FOLDER + name: file for name, file in self._files.items()}, compressed=True)

    def _make(self, _: Change = None) -> None:
        """Make the page with the present weights."""
        experiment, board = self.experiment, self.board
        self._restarts, self._weights = experiment.restarts, experiment.ask(_digest)
        if board.title == self._usual:  # nobody has chosen another one
            self._usual = board.title = usual_title(experiment)
        try:
            title = checked_title(board.title)
            self._files = _in_language(experiment_web_app(experiment, title))
        except MLWidgetsError as error:
            self._files = {}
            board.refuse(str(error))
            return
        board.show(one_document(self._files), size=len(self.zip_file()), untrained=experiment.untrained)

    def _follow(self, _: Change) -> None:
        """Make the page of another network at once, if somebody looks; say if this one has changed."""
        board, experiment = self.board, self.experiment
        if not board.visible:
            return
        if experiment.restarts != self._restarts:
            self._make()
        elif self._files and not board.outdated:
            board.outdated = experiment.ask(_digest) != self._weights
            if not board.outdated:  # a restart is told before the run of a file that is being opened
                board.untrained = experiment.untrained

    def _hand_over(self, _: Change) -> None:
        """Let the browser save the page, with the newest weights."""
        if self.board.outdated:
            self._make()
        if self._files:
            self.board.hand_over(texts.PAGE_FILE, self.zip_file())


def _in_language(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of a page with its script in the language of this one."""
    return {**files, "page.js": localized(files["page.js"].decode()).encode()}


def _digest(model: Sequential) -> int:
    """Return a number that is another one for other weights."""
    return zlib.crc32(model.vector.tobytes())
