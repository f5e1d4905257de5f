"""A penalty on large weights, the same for the whole network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.ranges import Interval
from mlwidgets.session.stack.penalty import Penalty
from mlwidgets.widgets.base.settings_view import SettingsView, options
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.training import texts

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

PENALTY = Interval(name="penalty rate", low=1e-4, high=10.0)
"""The slider of the penalty's rate: a logarithmic scale never reaches 0, which is "none"."""

_USUAL = 0.003
_OTHER = "other"


class PenaltyControls(SettingsView):
    """Which penalty the weights of every layer have, and how much it counts.

    Penalties of single layers are the stack builder's.

    Parameters
    ----------
    experiment : Experiment
        Whose network it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._menu = ChoiceControl("none", options=options(texts.PENALTIES), label=texts.PENALTY)
        self._rate = NumberControl(
            _USUAL, minimum=PENALTY.low, maximum=PENALTY.high, scale="log", label=texts.PENALTY_RATE
        )
        super().__init__(experiment, [self._menu, self._rate])
        self.add_class("mlw-group")
        self.listen(self._menu, self._choose, name="penalty")
        self.listen(self._rate, self._choose, name="penalty_rate")
        self.watch(experiment, "layers", self.refresh)
        self.refresh()

    def show(self) -> None:
        """Bring the controls up to date with the network."""
        penalty = Penalty.read(self.experiment.layers)
        menu = options(texts.PENALTIES)
        self._menu.help = texts.PENALTY_HELP
        if penalty is None:  # the layers differ: this is shown, but cannot be chosen
            self._menu.offer([*menu, (texts.PENALTY_OTHER, _OTHER)], _OTHER)
        else:
            self._menu.offer(menu, penalty.regularizer)
        if penalty is not None and penalty.rate:
            self._rate.show(penalty.rate)
        self._rate.disabled = penalty is None or penalty.regularizer == "none"

    def _choose(self, _: Change) -> None:
        name, layers = self._menu.value, self.experiment.layers
        if name == _OTHER:
            return
        chosen = Penalty() if name == "none" else Penalty(name, self._rate.value)
        if chosen != Penalty.read(layers):
            self.experiment.layers = chosen.put_into(layers)
