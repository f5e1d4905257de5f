"""Playground: a small network learns points in the plane, and every part of it can be seen and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.errors import ConfigurationError
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import View, as_experiment, box
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.controls.plain_controls import PlainControls
from mlwidgets.widgets.playground import texts
from mlwidgets.widgets.playground.diagram_view import DiagramView
from mlwidgets.widgets.playground.point_controls import PointControls
from mlwidgets.widgets.shell.keeper_view import KeeperView
from mlwidgets.widgets.shell.lab_header import LabHeader
from mlwidgets.widgets.training.curves_view import CurvesView
from mlwidgets.widgets.training.loss_controls import LossControls
from mlwidgets.widgets.training.optimizer_controls import OptimizerControls
from mlwidgets.widgets.training.run_bar import RunBar
from mlwidgets.widgets.training.run_panes import RunPanes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment

_MOST_EPOCHS = 2000


class Playground(Lab):
    """Points, features, hidden layers, optimizer and loss around a network whose every neuron is a picture.

    Parameters
    ----------
    source : Experiment, Dataset, str or mapping, optional
        What is learned: points in the plane, by their name or by their settings. An experiment of its own,
        on a circle, if nothing is given.

    Raises
    ------
    ConfigurationError
        The data are no points in the plane.

    Examples
    --------
    >>> play = Playground("spiral")
    >>> play.experiment.step_batch()
    >>> play.experiment.wait()
    True
    >>> play.close()
    """

    def __init__(self, source: Experiment | Dataset | str | Mapping[str, Any] | None = None) -> None:
        experiment, owned = as_experiment("circle" if source is None else source)
        if not self.suits(experiment.dataset):
            raise ConfigurationError(texts.PLAY_UNSUITED.format(dataset=experiment.dataset.describe()))
        points, network = PointControls(experiment), PlainControls(experiment)
        optimizer = OptimizerControls(experiment, most_epochs=_MOST_EPOCHS)
        header = LabHeader(common.PLAY_TITLE, text=texts.PLAY_TEXT, task=texts.PLAY_TRY)
        super().__init__(
            experiment,
            header,
            owns_experiment=owned,
            actions=[
                *([KeeperView(experiment, "playground")] if owned else []),
                RunBar(experiment),
                box(ipywidgets.HBox, "mlw-play-run", [optimizer, network.activation]),
            ],
            controls=[points, network],
            picture=[network.hidden, DiagramView(experiment)],
            below=[
                Section(experiment, texts.PLAY_MORE, lambda: _MoreSettings(experiment, points)),
                Section(experiment, texts.PLAY_CURVES, lambda: CurvesView(experiment)),
                Section(experiment, texts.PLAY_RUN, lambda: RunPanes(experiment)),
            ],
        )
        self.add_class("mlw-playground")

    @classmethod
    def suits(cls, dataset: Dataset) -> bool:
        """Return whether the data are points in the plane."""
        return dataset.in_plane

    def _goes_on_with(self, dataset: Dataset) -> bool:
        """Go on with other points; data that are none end the looking, as in every lab."""
        return self.suits(dataset)


class _MoreSettings(View):
    """What is rarely changed."""

    def __init__(self, experiment: Experiment, points: PointControls) -> None:
        super().__init__(experiment, [*points.more, LossControls(experiment, with_seed=False)])
        self.add_class("mlw-settings")
