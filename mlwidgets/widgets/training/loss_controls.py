"""How a network is judged, and the seed that its first weights follow from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.session.defaults import suitable_losses
from mlwidgets.spec import LOSS_ROWS, SETTING_OPTIONS
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.base.view import close_parts
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.training import texts
from mlwidgets.widgets.training.option_controls import experiment_number

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change


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
        super().__init__(experiment, [])
        self._loss = ChoiceControl("", options=[("", "")], label=texts.LOSS)
        self._seed = experiment_number(self, SETTING_OPTIONS["seed"])
        self.children = [self._loss, *([self._seed] if with_seed else [])]
        self.add_class("mlw-group")
        self.listen(self._loss, self._choose_loss, name="loss")
        self.watch(experiment, ("dataset", "loss", "seed"), self.refresh)
        self.refresh()

    def show(self) -> None:
        """Bring the controls up to date with the experiment."""
        loss = self.experiment.loss.name
        names = dict.fromkeys([*suitable_losses(self.experiment.dataset), loss])
        self._loss.offer([(LOSS_ROWS.of(name).shown_title, name) for name in names], loss)
        self._loss.help = f"{texts.LOSS_HELP} {self.experiment.loss.row.sentence}"
        self._seed.show(float(self.experiment.seed))

    def _choose_loss(self, _: Change) -> None:
        if self._loss.value != self.experiment.loss.name:
            self.experiment.loss = self._loss.value

    def close(self) -> None:
        """Free everything, the seed's control, too, where it is not shown."""
        super().close()
        close_parts(self._seed)
        self._seed.close()
