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


class SettingsView(View):
    """Controls that change something of an experiment.

    A subclass implements `show`, and calls `refresh` once it is complete and whenever what it shows has
    changed.
    """

    def __init__(self, experiment: Experiment, children: Sequence[ipywidgets.Widget]) -> None:
        super().__init__(experiment, children)
        self._listened: list[Control] = []
        self._showing = False

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

    def listen(self, control: Control, handler: Handler, trait: str = "value") -> None:
        """Let a control change something.

        A value that is refused is explained under the control, which goes back to the last good one.
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
