"""What every lab is: a view on an experiment with a head, a column of controls and a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.errors import MLWidgetsError
from mlwidgets.widgets.base.shown import ShownView
from mlwidgets.widgets.base.view import Change, box
from mlwidgets.widgets.shell.recent_lines import RecentLines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.shell.lab_header import LabHeader


class Lab(ShownView):
    """Base of all labs.

    A lab takes an experiment as its only argument that must be given: when the experiment gets another data
    set, the lab is built anew from it.

    Parameters
    ----------
    experiment : Experiment
        What the lab looks at.
    header : LabHeader
        Title, task and messages. What goes wrong in the lab, or in a view within it, is told there, and so
        are the notes of the experiment and what a view within it says.
    actions : sequence of Widget
        Rows above the columns: buttons that are needed at any moment.
    controls, picture : sequence of Widget
        What goes into the narrow column, and what goes beside it.
    below : sequence of Widget
        What goes under both. The lines that just ran are at the foot of every lab.
    owns_experiment : bool
        Whether the experiment ends with the lab.
    """

    def __init__(
        self,
        experiment: Experiment,
        header: LabHeader,
        *,
        actions: Sequence[ipywidgets.Widget] = (),
        controls: Sequence[ipywidgets.Widget],
        picture: Sequence[ipywidgets.Widget],
        below: Sequence[ipywidgets.Widget] = (),
        owns_experiment: bool,
    ) -> None:
        self.header = header
        self._looks = True  # until there are data that it cannot show
        columns = [
            box(ipywidgets.VBox, "mlw-controls", controls),
            box(ipywidgets.VBox, "mlw-picture", picture),
        ]
        self.recent = RecentLines()
        parts = [header, *actions, box(ipywidgets.HBox, "mlw-columns", columns), *below, self.recent]
        super().__init__(experiment, parts, owns_experiment=owns_experiment)
        self.add_class("mlw-lab")
        self.observe(self._show_fault, "fault")
        self.observe(self._show_said, "said")
        self.watch(experiment, "error", self._show_error)
        self.watch(experiment, "note", self._show_note)
        self.watch(experiment, ("can_undo", "can_redo"), self._offer_undo)
        header.on_undo(self.safely(self._undo))
        header.on_link(self.safely(self.open_link))
        header.on_lift(self.safely(lambda on: experiment.change_page(lifted=on)))
        self.watch(experiment, "page", self._show_page)
        self._show_page()
        self.watch(experiment.transcript, "lines", self._show_lines)
        self.watch(self.recent, "opened", self._show_lines)
        self.watch(experiment, "dataset", self._outdated)

    @classmethod
    def suits(cls, dataset: Dataset) -> bool:  # noqa: ARG003 - most labs take any
        """Return whether the lab can look at experiments on this data set."""
        return True

    def forget_messages(self) -> None:
        """Take back what was said about the last action."""
        super().forget_messages()
        self.header.note = ""

    def _goes_on_with(self, dataset: Dataset) -> bool:  # noqa: ARG002 - most labs are built anew for any
        """Return whether the lab, as it was built, follows its experiment to this data set."""
        return False

    def _outdated(self, _: Change) -> None:
        """Build the lab anew for another data set. A lab that can follow to any of them overrides this."""
        if self._looks and self._goes_on_with(self.experiment.dataset):
            return
        lab = self.shown
        try:
            lab.rebuild()
        except MLWidgetsError as error:  # it cannot show such data, and waits for others
            self._looks = False
            lab.unwatch()
            lab.fault = str(error)
            self.watch(self.experiment, "dataset", self._outdated)

    def _show_fault(self, change: Change) -> None:
        self.header.error = change["new"]

    def _show_error(self, _: Change) -> None:
        self.header.error = self.experiment.error

    def _show_note(self, _: Change) -> None:
        with self.header.hold_sync():
            self.header.note = self.experiment.note
            self._offer_undo()

    def _show_said(self, change: Change) -> None:
        with self.header.hold_sync():
            self.header.note = change["new"]
            self.header.offers_undo = bool(self.experiment.note) and self.experiment.can_undo

    def _offer_undo(self, _: Change = None) -> None:
        """Offer Undo in a note about a change; what has just been undone can be redone, so that is none."""
        experiment, note = self.experiment, self.header.note
        about_a_change = bool(note) and note == experiment.note
        self.header.offers_undo = about_a_change and experiment.can_undo and not experiment.can_redo

    def open_link(self, link: Change) -> None:
        """Take the configuration of a link."""
        self.experiment.open_link(link)

    def _show_lines(self, _: Change) -> None:
        if self.recent.opened:
            self.recent.lines = self.experiment.transcript.lines

    def _show_page(self, _: Change = None) -> None:
        page = self.experiment.page
        with self.header.hold_sync():
            self.header.restricted = page.restricts and not page.teaching  # a teacher sees all of them anyway
            self.header.lifted = page.lifted

    def _undo(self, _: Change) -> None:
        self.experiment.undo()
