"""How a network is judged, and the seed that its first weights follow from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.ranges import SEED
from mlwidgets.session.defaults import suitable_losses
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.training import texts

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

_HIGHEST_SEED = 999
"""Where the slider ends; a seed up to 2³² − 1 can be set from Python."""


class LossControls(SettingsView):
    """The loss, among those that suit the data, and the seed.

    Parameters
    ----------
    experiment : Experiment
        Whose loss is chosen.
    with_seed : bool
        Whether the seed can be chosen here, too.
    """

    def __init__(self, experiment: Experiment, *, with_seed: bool = True) -> None:
        self._loss = ChoiceControl("", options=[("", "")], label=texts.LOSS, help=texts.LOSS_HELP)
        self._seed = NumberControl(
            minimum=SEED.low,
            maximum=_HIGHEST_SEED,
            integer=True,
            slider=False,
            label=texts.SEED,
            help=texts.SEED_HELP,
        )
        super().__init__(experiment, [self._loss, *([self._seed] if with_seed else [])])
        self.add_class("mlw-group")
        self.listen(self._loss, self._choose_loss)
        self.listen(self._seed, self._choose_seed)
        self.watch(experiment, ("dataset", "loss", "seed"), self.refresh)
        self.refresh()

    def show(self) -> None:
        """Bring the controls up to date with the experiment."""
        loss = self.experiment.loss
        names = dict.fromkeys([*suitable_losses(self.experiment.dataset), loss])
        self._loss.offer([(texts.LOSSES.get(name, name), name) for name in names], loss)
        self._seed.show(float(self.experiment.seed))

    def _choose_loss(self, _: Change) -> None:
        if self._loss.value != self.experiment.loss:
            self.experiment.loss = self._loss.value

    def _choose_seed(self, _: Change) -> None:
        if self._seed.value != self.experiment.seed:
            self.experiment.seed = int(self._seed.value)
