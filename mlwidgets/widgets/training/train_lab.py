"""TrainLab: train the network live, and see where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import as_experiment, box
from mlwidgets.widgets.inside.activation_view import ActivationView
from mlwidgets.widgets.shell.lab_header import LabHeader
from mlwidgets.widgets.training import texts
from mlwidgets.widgets.training.curves_view import CurvesView
from mlwidgets.widgets.training.optimizer_controls import OptimizerControls
from mlwidgets.widgets.training.run_bar import RunBar
from mlwidgets.widgets.training.run_panes import RunPanes

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment


class TrainLab(Lab):
    """Run, pause, step and reset the training; see curves, confusions and the examples behind them.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        What to train; an experiment of its own, on the bundled MNIST digits if nothing is given.

    Examples
    --------
    >>> lab = TrainLab()
    >>> lab.experiment.step_batch()
    >>> lab.experiment.wait()
    True
    >>> lab.experiment.snapshot.iteration
    1
    >>> lab.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        controls = OptimizerControls(experiment)
        maps = ActivationView(experiment)
        self.panes = RunPanes(experiment)
        header = LabHeader(common.TRAIN_TITLE, text=texts.TRAIN_TEXT, task=texts.TRAIN_TRY)
        super().__init__(
            experiment,
            header,
            owns_experiment=owned,
            actions=[RunBar(experiment)],
            controls=[controls],
            picture=[box(ipywidgets.HBox, "mlw-train-top", [maps, CurvesView(experiment)]), self.panes],
        )
