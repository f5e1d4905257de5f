"""What the parts of the convolution lab share: they look at an experiment's convolution, and change it."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from mlwidgets.errors import MLWidgetsError
from mlwidgets.widgets.number_control import NumberControl
from mlwidgets.widgets.view import Change, Handler, View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ipywidgets

    from mlwidgets.ranges import Interval
    from mlwidgets.session import Experiment
    from mlwidgets.session.convolution import Convolution
    from mlwidgets.widgets.choice_control import ChoiceControl


class ConvolutionView(View):
    """A view on an experiment's convolution, also when another one takes its place.

    A subclass implements `show`, which is called after every change, and calls `follow` once it is complete.
    """

    def __init__(self, experiment: Experiment, children: Sequence[ipywidgets.Widget]) -> None:
        super().__init__(experiment, children)
        self._followed: Convolution | None = None
        self._listened: list[NumberControl | ChoiceControl] = []
        self._gestures: dict[NumberControl, object] = {}
        self._showing = False

    @property
    def convolution(self) -> Convolution:
        """What is worked on."""
        return self.experiment.convolution

    @abstractmethod
    def show(self) -> None:
        """Bring everything on the page up to date with the convolution."""

    def refresh(self) -> None:
        """Call `show`; what it puts into the controls is right, and no choice of the learner's."""
        self._showing = True
        try:
            for control in self._listened:
                control.error = ""
            self.show()
        finally:
            self._showing = False

    def follow(self) -> None:
        """Show the convolution, and show it again after every change."""
        self.watch(self.experiment, "convolution", self._attach)
        self._attach()

    def listen(self, control: NumberControl | ChoiceControl, handler: Handler) -> None:
        """Let a control change the convolution.

        A value that is refused is explained under the control, which goes back to the last good one. What a
        slider does until it is let go is one gesture, and undone in one step.
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
        self.watch(control, "value", handle)
        if isinstance(control, NumberControl):
            control.on_choose(self._let_go)

    def gesture(self, control: NumberControl) -> object:
        """Return what the changes have in common that a control makes until it is let go."""
        return self._gestures.setdefault(control, object())

    def _let_go(self, control: NumberControl) -> None:
        self._gestures.pop(control, None)

    def _attach(self, _: Change = None) -> None:
        if self._followed is not self.convolution:
            self._followed = self.convolution
            self.watch(self.convolution, "convolved", self._show)
        self.refresh()

    def _show(self, change: Change) -> None:
        if change["owner"] is self.convolution:  # else it is one whose place another has taken
            self.refresh()


def side_control(label: str, side: Interval) -> NumberControl:
    """Return a control for the number of rows or columns of a grid."""
    return NumberControl(side.low, minimum=side.low, maximum=side.high, integer=True, label=label)


def counted(interval: Interval) -> list[tuple[str, str]]:
    """Return the whole numbers of an interval as the options of a menu."""
    return [(str(number), str(number)) for number in range(int(interval.low), int(interval.high) + 1)]


def options(texts_by_value: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the options of a menu from what it shows for each value."""
    return [(text, value) for value, text in texts_by_value.items()]
