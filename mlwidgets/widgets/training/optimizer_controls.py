"""How a network learns: optimizer, learning rate, batch size and epochs, and all the rest on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.spec import OPTIMIZER_ROWS, SETTING_OPTIONS, OptimizerSpec
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.training import texts
from mlwidgets.widgets.training.class_weight_controls import ClassWeightControls
from mlwidgets.widgets.training.option_controls import OptionControls, experiment_number
from mlwidgets.widgets.training.penalty_controls import PenaltyControls
from mlwidgets.widgets.training.schedule_controls import ScheduleControls, present_rate

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change


class OptimizerControls(SettingsView):
    """The settings of a run, each tied to the experiment both ways.

    Parameters
    ----------
    experiment : Experiment
        Whose settings they are.
    most_epochs : int
        Where the slider of the epochs ends.

    Attributes
    ----------
    said : str
        What else a choice has changed, in a sentence.
    """

    def __init__(self, experiment: Experiment, *, most_epochs: int = 200) -> None:
        super().__init__(experiment, [])
        self._optimizer = ChoiceControl(
            experiment.optimizer.name,
            options=[(row.shown_title, row.name) for row in OPTIMIZER_ROWS],
            label=texts.OPTIMIZER,
        )
        self._often = _optimizer_options(experiment, frequent=True)
        batches = SETTING_OPTIONS["batch_size"]
        self._batch_size = experiment_number(self, batches, slider=(1, self._most_batches()))
        self._epochs = experiment_number(self, SETTING_OPTIONS["epochs"], slider=(1, most_epochs), typed=True)
        self._more = Section(experiment, texts.MORE_SETTINGS, lambda: _MoreSettings(experiment))
        self.children = [self._often, self._optimizer, self._batch_size, self._epochs, self._more]
        self.add_class("mlw-group")
        self.listen(self._optimizer, self._choose_optimizer, name="optimizer")
        self.watch(experiment, ("optimizer", "batch_size", "epochs"), self.refresh)
        self.watch(experiment, ("dataset", "validation_split"), self._fit_batches)
        self.watch(experiment, "snapshot", self._follow_schedule)
        self.refresh()

    def show(self) -> None:
        """Bring the controls up to date with the experiment."""
        experiment = self.experiment
        self._optimizer.value = experiment.optimizer.name
        self._optimizer.help = f"{experiment.optimizer.row.sentence} {texts.OPTIMIZER_HELP}"
        self._batch_size.show(float(experiment.batch_size))
        self._epochs.show(float(experiment.epochs))

    def _follow_schedule(self, change: Change = None) -> None:
        """Let the greyed learning rate be that of the present update."""
        if self.experiment.optimizer.schedule is not None:
            self._often.refresh(change)

    def _most_batches(self) -> int:
        return max(len(self.experiment.split.x_train), self.experiment.batch_size, 2)

    def _fit_batches(self, _: Change = None) -> None:
        """Let the slider end where a batch holds all training examples."""
        self._batch_size.set_range(1, self._most_batches())

    def _choose_optimizer(self, change: Change) -> None:
        if change["new"] == self.experiment.optimizer.name:
            return
        chosen = OptimizerSpec.of(change["new"])
        self.experiment.optimizer = chosen
        self.said = texts.OPTIMIZER_CHOSEN.format(optimizer=chosen.row.shown_title, rate=chosen.learning_rate)


class _MoreSettings(View):
    """What is rarely changed: the schedule, the optimizer's other settings, penalty and class weights."""

    def __init__(self, experiment: Experiment) -> None:
        rest = _optimizer_options(experiment, frequent=False)
        loss = [PenaltyControls(experiment), ClassWeightControls(experiment)]
        super().__init__(experiment, [ScheduleControls(experiment), rest, *loss])
        self.add_class("mlw-group")
        self.add_class("mlw-more-settings")


def _optimizer_options(experiment: Experiment, *, frequent: bool) -> OptionControls:
    """Return the controls of the optimizer's settings that are frequently changed, or of the others."""

    def write(name: str, value: Any) -> None:  # noqa: ANN401 - of the option's kind
        experiment.optimizer = experiment.optimizer.with_(**{name: value})

    def read() -> dict[str, Any]:
        return {**experiment.optimizer.config, "learning_rate": present_rate(experiment)}

    def locked(name: str) -> str:
        if name != "learning_rate" or experiment.optimizer.schedule is None:
            return ""
        return texts.RATE_SCHEDULED.format(schedule=experiment.optimizer.schedule_title)

    return OptionControls(
        experiment,
        [option for row in OPTIMIZER_ROWS for option in row.options if option.frequent is frequent],
        present=lambda: [one for one in experiment.optimizer.row.options if one.frequent is frequent],
        read=read,
        write=write,
        locked=locked,
        locked_label=texts.RATE_NOW,
        lockable=True,
    )
