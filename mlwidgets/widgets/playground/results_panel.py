"""How well the network does on each part of the points, in numbers and as a small chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.explain.plane.results import Result

PARTS = ("train", "validation", "test")
MOST_MOMENTS = 240
"""Moments in the chart; when there are more, every second one goes: about one for each of its pixels."""


class ResultsPanel(LiveWidget):
    """The losses of training, validation and test points as curves, and their newest values beside them.

    Fill it with `show`.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    frame : dict
        What is shown: ``"metric"``, its name; ``"results"``, [part, loss, metric] of each part, in which a
        number that is not finite is null; and the ``"curves"``, rows of float32: epoch and the losses of
        training, validation and test points, NaN where there is none.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> panel = ResultsPanel()
    >>> from mlwidgets.explain.plane.results import Result
    >>> panel.show(0, 0.0, {"train": Result(0.69, 0.5)}, metric="accuracy")
    >>> panel.frame["results"]
    [['train', 0.69, 0.5]]
    """

    _esm = bundle("playground/results_panel")
    _css = style("playground/results_panel")

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._run = -1
        self._moments: list[tuple[float, ...]] = []

    def show(
        self, run: int, epoch: float, results: Mapping[str, Result], *, metric: str, moving: bool = False
    ) -> None:
        """Show how well the network does now.

        Parameters
        ----------
        run : int
            Which training this is: the curves of another one are forgotten.
        epoch : float
            How far it has come.
        results : mapping of str to Result
            For "train", "validation" and "test"; a part without points may be left out.
        metric : str
            "accuracy" or "mean_absolute_error".
        moving : bool
            Whether the network is being trained: such results are not shown any more after Pause.
        """
        if run != self._run:
            self._run, self._moments = run, []
        moment = (epoch, *(results[part].loss if part in results else np.nan for part in PARTS))
        if self._moments and self._moments[-1][0] >= epoch:
            self._moments.pop()  # the same moment, after a weight has been changed by hand
        self._moments.append(moment)
        if len(self._moments) > MOST_MOMENTS:
            del self._moments[1:-1:2]
        self.show_frame(
            told=False,  # the map comes after it and tells for both
            moving=moving,
            metric=metric,
            results=[
                [part, _plain(results[part].loss), _plain(results[part].metric)]
                for part in PARTS
                if part in results
            ],
            curves=np.array(self._moments, "<f4").tobytes(),
        )


def _plain(value: float) -> float | None:
    """Return a number as JSON can carry it: it knows no infinity."""
    return float(value) if np.isfinite(value) else None
