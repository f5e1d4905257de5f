"""What the panes that look at the columns of a table share: they begin anew when table or roles change."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from mlwidgets.explain.tables.classes import classes_of
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.data.columns_pages import classes_message
from mlwidgets.widgets.data.table_pages import columns_of

if TYPE_CHECKING:
    from ipywidgets import Widget

    from mlwidgets.explain.tables.classes import Classes
    from mlwidgets.session import Experiment


class ColumnsWatcher(View):
    """A view of the columns of an experiment's data draft; a subclass shows the `head` that it is given.

    Parameters
    ----------
    experiment : Experiment
        Whose data draft is looked at.
    part : Widget
        What is on the page; its trait `head` says of which table and columns it is.
    """

    def __init__(self, experiment: Experiment, part: Widget) -> None:
        self._part = part
        self._draft = experiment.data_draft
        self._known: tuple[object, ...] = ()
        self._classes: Classes | None = None
        super().__init__(experiment, [part])
        self.watch(self._draft, ("table", "plan"), self._follow)
        self._follow()

    @abstractmethod
    def _drop(self) -> None:
        """Drop what was computed for the table before."""

    def _more(self) -> dict[str, Any]:
        """Return what else the page has to know of the table."""
        return {}

    def _follow(self, _: Change = None) -> None:
        """Begin anew if table or roles have become others; another split changes nothing here."""
        table, plan = self._draft.table, self._draft.plan
        roles = None if plan is None else {name: (one.role, one.kind) for name, one in plan.columns.items()}
        if (table, roles) == self._known:
            return
        self._known = table, roles
        self._drop()
        self._classes = None if table is None else classes_of(table, plan)
        self._part.head = {
            "serial": self._part.head["serial"] + 1,
            "table": "" if table is None else table.name,
            "columns": [] if table is None else columns_of(table, plan),
            "classes": classes_message(self._classes),
            **self._more(),
        }
