"""NetworkLab: stack layers, see shapes and sums, and take the network away as a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import Change, as_experiment
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.network import texts
from mlwidgets.widgets.network.model_code_view import ModelCodeView
from mlwidgets.widgets.network.stack_builder import StackBuilder
from mlwidgets.widgets.shell.lab_header import LabHeader
from mlwidgets.widgets.training.loss_controls import LossControls

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment


class NetworkLab(Lab):
    """The stack of layers as a drawing that can be edited, the loss, and the same network as programs.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        Whose network is built; an experiment of its own, on the bundled MNIST digits if nothing is given.

    Examples
    --------
    >>> lab = NetworkLab()
    >>> lab.experiment.draft.add("Dropout", 4)
    4
    >>> [layer["class_name"] for layer in lab.experiment.layers][4]
    'Dropout'
    >>> lab.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        header = LabHeader(common.NETWORK_TITLE, text=texts.NETWORK_TEXT, task=_task(experiment.dataset))
        code = Section(
            experiment, common.CODE_TITLE, lambda: ModelCodeView(experiment), text=texts.NETWORK_CODE_TEXT
        )
        loss = LossControls(experiment)
        loss.add_class("mlw-row")
        super().__init__(
            experiment,
            header,
            owns_experiment=owned,
            actions=[loss],
            controls=[],
            picture=[StackBuilder(experiment)],
            below=[code],
        )
        self.add_class("mlw-network-lab")

    def _outdated(self, _: Change) -> None:
        """Stay: the draft follows the data, and so does the task."""
        self.header.task = _task(self.experiment.dataset)


def _task(dataset: Dataset) -> str:
    """Return what to try: rows of numbers need no Flatten layer."""
    return texts.NETWORK_TRY_ROWS if len(dataset.input_shape) == 1 else texts.NETWORK_TRY
