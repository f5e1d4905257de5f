"""What the parts of the convolution lab share: they look at an experiment's convolution, and change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.controls.number_control import NumberControl

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ipywidgets

    from mlwidgets.ranges import Interval
    from mlwidgets.session import Experiment
    from mlwidgets.session.convolution.experiment import Convolution
    from mlwidgets.widgets.base.settings_view import Control
    from mlwidgets.widgets.base.view import Change, Handler


class ConvolutionView(SettingsView):
    """A view on an experiment's convolution, also when another one takes its place.

    A subclass implements `show`, which is called after every change, and calls `follow` once it is complete.
    """

    def __init__(self, experiment: Experiment, children: Sequence[ipywidgets.Widget]) -> None:
        super().__init__(experiment, children)
        self._followed: Convolution | None = None
        self._gestures: dict[NumberControl, object] = {}

    @property
    def convolution(self) -> Convolution:
        """What is worked on."""
        return self.experiment.convolution

    def follow(self) -> None:
        """Show the convolution, and show it again after every change."""
        self.watch(self.experiment, "convolution", self._attach)
        self._attach()

    def listen(self, control: Control, handler: Handler, trait: str = "value", *, name: str = "") -> None:
        """Let a control change the convolution.

        What a slider does until it is let go is one gesture, and undone in one step.
        """
        super().listen(control, handler, trait, name=name)
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
    return NumberControl(
        side.low, minimum=side.low, maximum=side.high, integer=True, label=label, slider=False
    )
