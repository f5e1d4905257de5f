"""TeachMode: nothing, or what a teacher needs to set up the page for others and to write a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.errors import MLWidgetsError
from mlwidgets.widgets.base.view import Change, View, close_parts
from mlwidgets.widgets.teach import texts

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.teach.step_editor import StepEditor
    from mlwidgets.widgets.teach.teach_bar import TeachBar, Wish
    from mlwidgets.widgets.teach.writing_desk import WritingDesk


class TeachMode(View):
    """The bar of Teach mode while it is on, and the column in which a step is written while that is open.

    Nothing of it is made before somebody teaches: every dashboard has this view.

    Parameters
    ----------
    experiment : Experiment
        Whose page is set up; `PageSetup.teaching` turns the mode on.
    """

    children: Any  # a tuple of widgets; ipywidgets is untyped

    def __init__(self, experiment: Experiment) -> None:
        self.bar: TeachBar | None = None
        self.desk: WritingDesk | None = None
        self._was_writing = False  # when Teach mode was left
        super().__init__(experiment, [])
        self.add_class("mlw-teach")
        self.watch(experiment, "page", self._show)
        self.watch(experiment, ("settings", "restarts", "status"), self._show_link)
        self.watch(experiment.convolution, "setup", self._show_link)
        self.observe(self._show_fault, "fault")
        self._show()

    @property
    def editor(self) -> StepEditor | None:
        """The column in which a step is written, if it is open."""
        return None if self.desk is None else self.desk.editor

    def _show(self, _: Change = None) -> None:
        page = self.experiment.page
        if not page.teaching:
            if self.bar is not None:
                self._was_writing = self.desk is not None
            self._fold()
            self._replace()
            return
        if self.bar is None:
            self.bar = _bar()
            self.bar.on_wish(self.safely(self._obey))
            if self._was_writing:
                self._unfold()
            self._replace()
        with self.bar.hold_sync():
            self.bar.hidden, self.bar.locked = list(page.hidden), list(page.locked)
            self.bar.lab = page.tab if page.tab in self.bar.names else ""
            self._show_link()

    def _show_link(self, _: Change = None) -> None:
        if self.bar is None:
            return
        try:
            self.bar.fragment, said = self.experiment.link(), ""
        except MLWidgetsError as error:
            self.bar.fragment, said = "", texts.NO_LINK.format(why=error)
        if said:
            self.bar.error = said

    def _show_fault(self, _: Change) -> None:
        if self.bar is not None:
            at_desk = self.desk is not None and self.desk.fault == self.fault  # there it is told already
            self.bar.error = "" if at_desk else self.fault

    def _obey(self, wish: Wish) -> None:
        self.forget_messages()
        match wish:
            case ("access", name, access):
                self.experiment.set_access(name, access)
            case ("write", _, _):
                if self.desk is None:
                    self._unfold()
                else:
                    self._fold()
                self._replace()
            case _:
                self.experiment.change_page(teaching=False)

    def _unfold(self) -> None:
        from mlwidgets.widgets.teach.writing_desk import WritingDesk  # noqa: PLC0415 - few teachers write

        self.desk = WritingDesk(self.experiment)
        if self.bar is not None:
            self.bar.writing = True

    def _fold(self) -> None:
        """Close the column; the lesson stays beside the experiment."""
        if self.bar is not None:
            self.bar.writing = False
        desk, self.desk = self.desk, None
        if desk is not None:
            self._replace()
            desk.close()

    def _replace(self) -> None:
        """Show what there is, and free what is not needed any more."""
        bar = self.bar
        if bar is not None and not self.experiment.page.teaching:
            self.bar = None
        shown = tuple(one for one in (self.bar, self.desk) if one is not None)
        if self.children != shown:
            self.children = shown
        if bar is not None and self.bar is None:
            close_parts(bar)
            bar.close()


def _bar() -> TeachBar:
    from mlwidgets.widgets.export.link_controls import CONTROLS, LABS  # noqa: PLC0415 - not with every dashboard
    from mlwidgets.widgets.teach.teach_bar import TeachBar  # noqa: PLC0415 - the same

    named = {name: label for group in CONTROLS.values() for name, label in group.items()}
    return TeachBar(LABS | named)
