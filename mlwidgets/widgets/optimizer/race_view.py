"""The race on a surface: optimizers that start at the same place, and what each of them does there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.widgets.base.view import View

if TYPE_CHECKING:
    from mlwidgets.session import Experiment


class RaceView(View):
    """Up to eight optimizers on one surface.

    Parameters
    ----------
    experiment : Experiment
        Whose race it is.
    """

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(experiment, [])
        self.add_class("mlw-race")
