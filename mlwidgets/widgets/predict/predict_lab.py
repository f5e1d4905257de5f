"""PredictLab: draw a digit, or fill in a row of a table, and see the network's answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError
from mlwidgets.session.learned.opening import learned_experiment
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.base.view import as_experiment
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.controls.panes import view_in
from mlwidgets.widgets.predict import row_texts, texts
from mlwidgets.widgets.predict.flow_view import DIGIT_SHAPE, FlowView
from mlwidgets.widgets.predict.row_view import RowView
from mlwidgets.widgets.shell.lab_header import LabHeader

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.session import Experiment


class PredictLab(Lab):
    """What the network makes of one example of your own: a digit that you draw, or a row that you edit.

    Digits flow through the network layer by layer. A table's row is a form: change a value and the answer
    moves; one column goes over its range; and the nearest row with another answer shows what would have to
    differ.

    Parameters
    ----------
    source : Experiment, Dataset or str, optional
        Whose network is asked; an experiment of its own, with the network that ships with the package and has
        learned to read digits already, if nothing is given.

    Raises
    ------
    ConfigurationError
        The data are neither such digits nor rows of a table.

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
        self._flow = None if _of_table(experiment.dataset) else FlowView(experiment)
        below = []
        if self._flow is None:
            inside = view_in("mlwidgets.widgets.inside.activation_view", "ActivationView", experiment)
            below = [Section(experiment, common.INSIDE_TITLE, inside, text=common.INSIDE_TEXT)]
        of_row = row_texts.TRY if experiment.dataset.n_classes else row_texts.TRY_NUMBER
        header = LabHeader(
            common.PREDICT_TITLE,
            text=texts.PREDICT_TEXT if self._flow else row_texts.TEXT,
            task=texts.PREDICT_TRY if self._flow else of_row,
        )
        super().__init__(
            experiment,
            header,
            owns_experiment=owned or source is None,
            controls=[],
            picture=[self._flow or RowView(experiment), *below],
        )
        self.add_class("mlw-predict-lab")

    @classmethod
    def suits(cls, dataset: Dataset) -> bool:
        """Return whether the data are pictures like those that the pad draws, in classes, or of a table."""
        return _of_table(dataset) or (dataset.input_shape == DIGIT_SHAPE and dataset.n_classes > 0)

    def show_test(self, number: int) -> None:
        """Look at one of the test examples, counted from 0; a table's have to be opened before."""
        if self._flow is None:
            self.experiment.row_draft.go("test", number)
        else:
            self._flow.show_test(number)


def _of_table(dataset: Dataset) -> bool:
    return dataset.prepared is not None
