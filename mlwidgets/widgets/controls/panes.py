"""Panes: several views in one place, a tab for each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from traitlets import Int, List, TraitError, Unicode, validate

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.base.view import Change, View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.session import Experiment

MOST = 6
"""So many panes the style sheet knows."""


def view_in(module: str, name: str, experiment: Experiment) -> Callable[[], View]:
    """Return what makes a view of an experiment; its module is imported then, since few open every pane.

    Parameters
    ----------
    module, name : str
        Where the class of the view stands: "mlwidgets.widgets.training.runs_view", "RunsView".
    experiment : Experiment
        What the view looks at.
    """

    def make() -> View:
        view: View = getattr(import_module(module), name)(experiment)
        return view

    return make


class PaneBar(BaseWidget):
    """A row of tabs. The page shows and hides the panes by itself: it does not wait for Python.

    Parameters
    ----------
    titles : sequence of str
        What stands on the tabs, `MOST` at most.
    label : str
        What the row is called by a screen reader.
    selected : int
        The tab that is open, counted from 0. The learner changes it.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    traitlets.TraitError
        There is no such tab, or there are too many.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> bar = PaneBar(["Mistakes", "Step by step"], label="More about the run")
    >>> bar.selected
    0
    """

    _esm = bundle("controls/panes")
    _css = style("controls/panes")

    titles = List(Unicode()).tag(sync=True, from_page=False)
    label = Unicode("").tag(sync=True)
    selected = Int(0).tag(sync=True)

    def __init__(self, titles: Sequence[str], **others: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(titles=list(titles), **others)

    @validate("titles")
    def _check_titles(self, proposal: dict[str, Any]) -> list[str]:
        titles: list[str] = proposal["value"]
        if not 1 <= len(titles) <= MOST:
            raise TraitError(f"There can be 1 to {MOST} panes; got {len(titles)}.")
        return titles

    @validate("selected")
    def _check_selected(self, proposal: dict[str, Any]) -> int:
        selected: int = proposal["value"]
        if not 0 <= selected < len(self.titles):
            raise TraitError(f"selected must be a pane from 0 to {len(self.titles) - 1}; got {selected}.")
        return selected


class Panes(View):
    """Views that share one place; each is made when its tab is first opened.

    Parameters
    ----------
    experiment : Experiment
        What the views look at.
    panes : sequence of (str, callable)
        The title on each tab, and what returns its view.
    label : str
        What the row of tabs is called by a screen reader.

    Attributes
    ----------
    bar : PaneBar
        Its `selected` says which pane is open, and opens it.
    """

    def __init__(
        self, experiment: Experiment, panes: Sequence[tuple[str, Callable[[], View]]], *, label: str
    ) -> None:
        self.bar = PaneBar([title for title, _ in panes], label=label)
        self._panes = [_Pane(experiment, make) for _, make in panes]
        super().__init__(experiment, [self.bar, *self._panes])
        self.add_class("mlw-panes")
        self.watch(self.bar, "selected", self._open)
        self._open()

    @property
    def selected(self) -> int:
        """The pane that is open, counted from 0."""
        return int(self.bar.selected)

    @selected.setter
    def selected(self, value: int) -> None:
        self.bar.selected = value

    def pane(self, at: int) -> View:
        """Return the view of a pane, made now if nobody has opened it yet."""
        return self._panes[at].show()

    def _open(self, _: Change = None) -> None:
        self._panes[self.selected].show()


class _Pane(View):
    """What a tab holds: nothing until it is opened, then its view."""

    def __init__(self, experiment: Experiment, make: Callable[[], View]) -> None:
        self._make = make
        self._view: View | None = None
        super().__init__(experiment, [])
        self.add_class("mlw-pane")

    def show(self) -> View:
        """Return the view."""
        if self._view is None:
            self._view = self._make()
            self.children = (self._view,)
        return self._view
