"""LossLab: what a loss says of one prediction, and what each example adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import as_experiment
from mlwidgets.widgets.controls.panes import Panes, view_in
from mlwidgets.widgets.loss import texts
from mlwidgets.widgets.shell.lab_header import LabHeader
from mlwidgets.widgets.training.run_bar import RunBar

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment


PANES = (
    (texts.ONE_PREDICTION, "prediction_view", "PredictionView"),
    (texts.LENS, "lens_view", "LensView"),
)
"""For each view the title on its tab, and where it stands."""


class LossLab(Lab):
    """Drag a prediction along its loss, and see which examples the loss of a network is made of.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        Whose loss and examples; an experiment of its own, on the bundled MNIST digits if nothing is given.

    Examples
    --------
    >>> lab = LossLab("circle")
    >>> lab.panes.bar.titles
    ['One prediction', 'Your examples']
    >>> lab.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(source)
        self.panes = Panes(
            experiment,
            [
                (
                    texts.ONE_PREDICTION,
                    view_in(f"{__package__}.prediction_view", "PredictionView", experiment),
                ),
                (texts.LENS, view_in(f"{__package__}.lens_view", "LensView", experiment)),
            ],
            label=texts.PANES,
        )
        super().__init__(
            experiment,
            LabHeader(common.LOSS_TITLE, text=texts.LOSS_TEXT, task=texts.LOSS_TRY),
            owns_experiment=owned,
            actions=[RunBar(experiment)],
            controls=[],
            picture=[self.panes],
        )
        self.add_class("mlw-loss-lab")
        self._kind = _kind(experiment.dataset)

    def _goes_on_with(self, dataset: Dataset) -> bool:
        """Go on with data of the same kind: somebody has only changed a label, or moved a slider."""
        return _kind(dataset) == self._kind


def _kind(dataset: Dataset) -> tuple[object, ...]:
    """Return what a lab is built for."""
    return dataset.class_names, dataset.input_shape, dataset.in_plane
