"""The pane *Link*: this configuration as an address, and another one opened."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.links import binder_page
from mlwidgets.session.linked import not_in_link
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.export import link_texts as texts
from mlwidgets.widgets.export.link_board import LinkBoard
from mlwidgets.widgets.export.link_controls import CONTROLS, LABS

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change


class LinkView(View):
    """A link to the experiment's configuration, always up to date.

    Parameters
    ----------
    experiment : Experiment
        What the link opens.

    Attributes
    ----------
    board : LinkBoard
        Where the learner sees, copies and opens links.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.board = LinkBoard(LABS, {str(heading): named for heading, named in CONTROLS.items()})
        super().__init__(experiment, [self.board])
        self.board.on_open(self.safely(self._open))
        self.board.on_choose(self.safely(self._choose))
        self.watch(experiment, ("settings", "page", "restarts", "status"), self._show)
        self.watch(experiment.convolution, "setup", self._show)
        self._show()

    def _show(self, _: Change = None) -> None:
        board, experiment = self.board, self.experiment
        with board.hold_sync():
            board.hidden, board.locked = list(experiment.page.hidden), list(experiment.page.locked)
            board.lifted = experiment.page.lifted
            left_out = not_in_link(experiment)
            try:
                board.fragment = experiment.link()
                board.binder = experiment.link(binder_page(repository())) if repository() else ""
            except MLWidgetsError as error:
                board.fragment = board.binder = ""
                left_out.append(str(error))
            board.left_out = left_out

    def _open(self, link: str) -> None:
        self.board.error = self.board.said = ""
        try:
            left_out = self.experiment.open_link(link)
        except MLWidgetsError as error:
            self.board.error = str(error)
        else:
            self.board.said = " ".join(map(str, (texts.OPENED, *left_out)))

    def _choose(self, choice: Change) -> None:
        """Set one control; all others stay as they are, whatever the page has seen of them."""
        self.experiment.set_access(*choice)


@cache
def repository() -> str:
    """Return the address of the repository that this package comes from; empty if it does not say."""
    try:
        addresses = metadata.metadata("mlwidgets").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:  # a copy that has not been installed
        return ""
    pairs = [address.partition(",") for address in addresses]
    return next((url.strip() for name, _, url in pairs if name == "Repository"), "")
