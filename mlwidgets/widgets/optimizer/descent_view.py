"""Gradient descent in one dimension: one weight, one curve, and the steps of a ball."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.errors import ConfigurationError
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.optimizer.descent_chart import DescentChart

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

FIRST = {"curve": "bowl", "curvature": 1.0, "start": 2.0, "learning_rate": 0.1, "momentum": 0.0}
"""What it opens with: w ← 2 − 0.1 · 2 = 1.8."""


class DescentView(View):
    """A ball that is dropped on a curve, with every step drawn and written out.

    Parameters
    ----------
    experiment : Experiment
        Of the lab that it stands in; gradient descent in one dimension concerns no network.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> experiment = Experiment("xor")
    >>> view = DescentView(experiment)
    >>> view.chart.frame["text"]
    'Converged after 51 steps: w stays within 0.01 of the minimum at w = 0.'
    >>> view.close()
    >>> experiment.close()
    """

    def __init__(self, experiment: Experiment) -> None:
        self.chart = DescentChart()
        super().__init__(experiment, [self.chart])
        self.chart.show(FIRST)
        self.chart.on_ask(self._answer)

    def _answer(self, asked: int, settings: dict[str, Any]) -> None:
        try:
            self.chart.show(settings, asked)
        except ConfigurationError as error:
            self.chart.refuse(str(error), asked)
