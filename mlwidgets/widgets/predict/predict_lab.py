"""PredictLab: draw a digit, or take a test digit, and watch it flow through the network to its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError
from mlwidgets.session.learned.opening import learned_experiment
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import as_experiment
from mlwidgets.widgets.predict import texts
from mlwidgets.widgets.predict.flow_view import FlowView
from mlwidgets.widgets.shell.lab_header import LabHeader

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment

DIGIT_SHAPE = (28, 28, 1)


class PredictLab(Lab):
    """What the network makes of one picture, drawn here or taken from the test digits, layer by layer.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        Whose network is asked; an experiment of its own, with the network that ships with the package and has
        learned to read digits already, if nothing is given.

    Examples
    --------
    >>> lab = PredictLab()
    >>> lab.show_test(0)
    >>> round(float(lab.experiment.prediction.output.sum()), 4)
    1.0
    >>> lab.close()
    """

    def __init__(self, source: Experiment | Dataset | str | None = None) -> None:
        experiment, owned = as_experiment(learned_experiment() if source is None else source)
        if not self.suits(experiment.dataset):
            raise ConfigurationError(texts.PREDICT_UNSUITED.format(dataset=experiment.dataset.describe()))
        self._flow = FlowView(experiment)
        header = LabHeader(common.PREDICT_TITLE, text=texts.PREDICT_TEXT, task=texts.PREDICT_TRY)
        super().__init__(
            experiment, header, owns_experiment=owned or source is None, controls=[], picture=[self._flow]
        )
        self.add_class("mlw-predict-lab")

    @classmethod
    def suits(cls, dataset: Dataset) -> bool:
        """Return whether the data are pictures like those that the pad draws, in classes."""
        return dataset.input_shape == DIGIT_SHAPE and dataset.n_classes > 0

    def show_test(self, number: int) -> None:
        """Look at one of the test examples, counted from 0."""
        self._flow.show_test(number)
