"""What validation and test say of a network, in a line of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.explain.wording import metrics_text
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.base.wording import items, updates
from mlwidgets.widgets.training import texts

if TYPE_CHECKING:
    from mlwidgets.session import Experiment


class ResultsLine(View):
    """The newest measurement of the validation data, and a button that measures the test data.

    Parameters
    ----------
    experiment : Experiment
        Whose network is measured.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._numbers = ipywidgets.Label(texts.NUMBERS_EMPTY)
        self._tested = ipywidgets.Label("")
        test = self.button(
            texts.TEST.format(items=items(experiment.dataset)), texts.TEST_HELP, self._measure_test
        )
        super().__init__(experiment, [self._numbers, test, self._tested])
        self.add_class("mlw-numbers")
        self.watch(experiment, "snapshot", self._show)
        self._show()

    @property
    def text(self) -> str:
        """What is said of the validation data."""
        return str(self._numbers.value)

    def _measure_test(self, _: Change) -> None:
        measured = self.experiment.measure_test()
        snapshot = self.experiment.snapshot
        self._tested.value = texts.TEST_RESULT.format(
            items=items(self.experiment.dataset),
            updates=updates(0 if snapshot is None else snapshot.iteration),
            metrics=metrics_text(measured.logs),
        )

    def _show(self, _: Change = None) -> None:
        snapshot = self.experiment.snapshot
        if snapshot is None:
            return
        if not snapshot.iteration:
            self._tested.value = ""  # what was measured belongs to weights that are no more
        validation = snapshot.validation
        if validation is None:
            has_data = len(self.experiment.split.x_validation) > 0
            self._numbers.value = texts.NUMBERS_EMPTY if has_data else texts.NO_VALIDATION
        else:
            self._numbers.value = texts.NUMBERS.format(
                updates=updates(validation.iteration), metrics=metrics_text(validation.evaluation.logs)
            )
