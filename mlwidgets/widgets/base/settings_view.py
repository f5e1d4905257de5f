"""What columns of controls share: they change an experiment, follow it, and explain what is refused."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from mlwidgets.errors import MLWidgetsError
from mlwidgets.widgets.base.view import Change, Handler, View, close_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ipywidgets

    from mlwidgets.ranges import Interval
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.controls.check_list import CheckList
    from mlwidgets.widgets.controls.choice_control import ChoiceControl
    from mlwidgets.widgets.controls.number_control import NumberControl
    from mlwidgets.widgets.controls.numbers_control import NumbersControl
    from mlwidgets.widgets.playground.hidden_layers import HiddenLayers

    Control = NumberControl | NumbersControl | ChoiceControl | CheckList | HiddenLayers

POINTED = "mlw-pointed"
"""Class of a control that the page points at."""


class SettingsView(View):
    """Controls that change something of an experiment.

    A subclass implements `show`, and calls `refresh` once it is complete and whenever what it shows has
    changed.
    """

    def __init__(self, experiment: Experiment, children: Sequence[ipywidgets.Widget]) -> None:
        super().__init__(experiment, children)
        self._listened: list[Control] = []
        self._named: list[tuple[str, Control]] = []
        self._showing = False
        self.watch(experiment, ("page", "held"), self._show_access)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its controls by which a page can be set up without them."""
        return tuple(dict.fromkeys(name for name, _ in self._named))

    def _show_access(self, _: Change = None) -> None:
        """Lock and hide what the page is set up without, and let the control stand out that it points at."""
        for name, control in self._named:
            self._show_access_of(name, control)

    def _show_access_of(self, name: str, control: Control) -> None:
        page, held = self.experiment.page, self.experiment.held
        access = page.access(name)
        waits = name in held.controls and access == "free" and not page.teaching
        with control.hold_sync():
            control.access_help = held.why if waits else ""
            control.access = "locked" if waits else access
            control.setting = name if page.teaching else ""
        if name == page.point:
            control.add_class(POINTED)
        elif POINTED in control._dom_classes:  # noqa: SLF001 - else a message for each control of each lab
            control.remove_class(POINTED)

    @abstractmethod
    def show(self) -> None:
        """Bring the controls up to date."""

    def refresh(self, _: Change = None) -> None:
        """Call `show`; what it puts into the controls is right, and no choice of the learner's."""
        self._showing = True
        try:
            for control in self._listened:
                control.error = ""
            self.show()
        finally:
            self._showing = False

    def listen(self, control: Control, handler: Handler, trait: str = "value", *, name: str = "") -> None:
        """Let a control change something.

        A value that is refused is explained under the control, which goes back to the last good one.

        Parameters
        ----------
        control : Control
            What the learner turns.
        handler : callable
            Changes it.
        trait : str
            Which trait of the control says what has been chosen.
        name : str
            The setting, by which a page can lock or hide the control; empty for what only looks.
        """

        def handle(change: Change) -> None:
            if self._showing:
                return
            try:
                handler(change)
            except MLWidgetsError as error:
                self.refresh()
                control.error = str(error)

        self._listened.append(control)
        if name:
            self._named.append((name, control))
            self._show_access_of(name, control)
        self.watch(control, trait, handle)

    def close(self) -> None:
        """Free everything, with controls that stand elsewhere on the page, if anywhere yet."""
        super().close()
        for control in self._listened:
            close_parts(control)
            control.close()


def counted(interval: Interval) -> list[tuple[str, str]]:
    """Return the whole numbers of an interval as the options of a menu."""
    return [(str(number), str(number)) for number in range(int(interval.low), int(interval.high) + 1)]


def options(texts_by_value: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the options of a menu from what it shows for each value."""
    return [(text, value) for value, text in texts_by_value.items()]
