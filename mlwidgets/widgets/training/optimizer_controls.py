"""How a network learns: optimizer, learning rate, momentum, batch size and epochs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traitlets import Unicode

from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.errors import MLWidgetsError
from mlwidgets.ranges import LEARNING_RATE, MOMENTUM
from mlwidgets.session import USUAL_LEARNING_RATES
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.training import texts

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

SMALLEST_LEARNING_RATE = 1e-6
"""Where the slider begins: a logarithmic scale never reaches 0."""


class OptimizerControls(View):
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
        What a choice has changed besides, in a sentence.
    """

    said = Unicode()

    def __init__(self, experiment: Experiment, *, most_epochs: int = 200) -> None:
        self._optimizer = ChoiceControl(
            experiment.optimizer,
            options=[(texts.OPTIMIZER_NAMES[name], name) for name in OPTIMIZERS.names],
            label=texts.OPTIMIZER,
            help=texts.OPTIMIZER_HELP,
        )
        self._learning_rate = NumberControl(
            1.0,
            minimum=SMALLEST_LEARNING_RATE,
            maximum=LEARNING_RATE.high,
            scale="log",
            label=texts.LEARNING_RATE,
            help=texts.LEARNING_RATE_HELP,
        )
        self._momentum = NumberControl(minimum=MOMENTUM.low, maximum=0.99, step=0.01, label=texts.MOMENTUM)
        self._batch_size = NumberControl(
            1,
            minimum=1,
            maximum=2,
            scale="log",
            integer=True,
            label=texts.BATCH_SIZE,
            help=texts.BATCH_SIZE_HELP,
        )
        self._epochs = NumberControl(
            1, minimum=1, maximum=most_epochs, integer=True, label=texts.EPOCHS, help=texts.EPOCHS_HELP
        )
        controls = [self._learning_rate, self._momentum, self._optimizer, self._batch_size, self._epochs]
        super().__init__(experiment, controls)
        self.add_class("mlw-group")
        self._fit_batches()
        for name in ("learning_rate", "momentum", "batch_size", "epochs"):
            self._bind(getattr(self, f"_{name}"), name)
        self.watch(self._optimizer, "value", self._choose_optimizer)
        self.watch(experiment, "optimizer", self._show_optimizer)
        self.watch(experiment, ("dataset", "validation_split"), self._fit_batches)
        self._show_optimizer()

    def _bind(self, control: NumberControl, name: str) -> None:
        """Tie a number control to a setting of the experiment, both ways.

        A value that the experiment refuses is explained under the control, which goes back to the last good
        one.
        """

        def to_experiment(change: Change) -> None:
            try:
                setattr(self.experiment, name, change["new"])
            except MLWidgetsError as error:
                to_control(None)
                control.error = str(error)

        def to_control(_: Change) -> None:
            control.show(float(getattr(self.experiment, name)))

        self.watch(control, "value", to_experiment)
        self.watch(self.experiment, name, to_control)
        to_control(None)

    def _fit_batches(self, _: Change = None) -> None:
        """Let the slider end where a batch holds all training examples."""
        most = max(len(self.experiment.split.x_train), self.experiment.batch_size, 2)
        self._batch_size.set_range(1, most)

    def _choose_optimizer(self, change: Change) -> None:
        if change["new"] == self.experiment.optimizer:
            return
        self.experiment.optimizer = change["new"]
        rate = USUAL_LEARNING_RATES[change["new"]]
        self.experiment.learning_rate = rate
        name = texts.OPTIMIZER_NAMES[change["new"]]
        self.said = texts.OPTIMIZER_CHOSEN.format(optimizer=name, rate=rate)

    def _show_optimizer(self, _: Change = None) -> None:
        name = self.experiment.optimizer
        self._optimizer.value = name
        used = "momentum" in OPTIMIZERS.find(name).parameter_names()
        self._momentum.disabled = not used
        unused = texts.MOMENTUM_UNUSED.format(optimizer=texts.OPTIMIZER_NAMES[name])
        self._momentum.help = texts.MOMENTUM_HELP if used else unused
