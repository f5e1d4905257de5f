"""Loss and accuracy over the epochs, drawn by the page on canvases of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from ipywidgets import CallbackDispatcher
from traitlets import Dict, List

from mlwidgets.explain.network.curves import SHORT_TITLES, describe, mark_text
from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.network.curves import Curve, LearningCurves

    Points = Sequence[tuple[float, float]]


class CurvesChart(LiveWidget):
    """Training solid over faint batches, validation dashed, test dotted; earlier runs thin, with a letter.

    Fill it with `show`. The learner reads it with the pointer or the arrow keys, changes the scale of the
    loss, enlarges it, and hides or removes earlier runs.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    ghosts : list of dict
        Earlier runs, as `show_ghosts` writes them down.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> from mlwidgets.engine.training.history import History
    >>> from mlwidgets.explain.network.curves import learning_curves
    >>> chart = CurvesChart()
    >>> chart.show([learning_curves(History(), "loss")], epochs=10)
    >>> chart.frame["panels"][0]["title"]
    'Loss'
    """

    _esm = bundle("training/curves")
    _css = style("training/curves", "training/train_lab")

    ghosts: List[dict[str, Any]] = List(Dict()).tag(sync=True)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._forgetters = CallbackDispatcher()
        self.on_msg(self._hear_forget)

    def on_forget(self, callback: Callable[[int], object]) -> None:
        """Call back with the number of an earlier run that the learner does not want to see any more."""
        self._forgetters.register_callback(callback)

    def show(
        self,
        panels: Sequence[LearningCurves],
        epochs: int,
        tests: Sequence[Points] | None = None,
        *,
        now: float | None = None,
    ) -> None:
        """Show other curves, a panel each, side by side.

        Parameters
        ----------
        panels : sequence of LearningCurves
            The quantities of one run.
        epochs : int
            How long the run will be.
        tests : sequence of points, optional
            For each panel, what the test examples said, as `(epoch, value)`.
        now : float, optional
            The epoch at which the run stands, if it has gone back; what came later is drawn pale.
        """
        measured: Sequence[Points] = [()] * len(panels) if tests is None else tests
        marks = panels[0].marks if panels else ()
        self.show_frame(
            epochs=epochs,
            now=now,
            best=panels[0].best if panels else 0,
            marks=[{"epoch": mark.epoch, "text": mark_text(mark)} for mark in marks],
            panels=[_panel(curves, points) for curves, points in zip(panels, measured, strict=True)],
            alt=" ".join(map(describe, panels)),
        )

    def show_ghosts(self, ghosts: Sequence[tuple[int, str, str, Sequence[LearningCurves]]]) -> None:
        """Show earlier runs: the number, letter and settings of each, and its curves in the same panels."""
        self.ghosts = [
            {
                "id": number,
                "letter": letter,
                "label": label,
                "panels": [
                    {"train": _line(one.train), "validation": _line(one.validation)} for one in panels
                ],
            }
            for number, letter, label, panels in ghosts
        ]

    def _hear_forget(self, _widget: LiveWidget, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "forget", "run": int(number)}:
                self._forgetters(number)


def _panel(curves: LearningCurves, tests: Points) -> dict[str, Any]:
    """Return a quantity as the page takes it."""
    return {
        "name": curves.name,
        "title": SHORT_TITLES.get(curves.name, curves.title),
        "percent": curves.name == "accuracy",
        "train": {
            **_line(curves.train),
            "low": _bytes(curves.batches.low),
            "high": _bytes(curves.batches.high),
        },
        "validation": _line(curves.validation),
        "test": {"x": _floats([epoch for epoch, _ in tests]), "y": _floats([value for _, value in tests])},
        "penalty": _line(curves.penalty),
    }


def _line(curve: Curve) -> dict[str, bytes]:
    return {"x": _bytes(curve.epochs), "y": _bytes(curve.values)}


def _bytes(numbers: AnyArray) -> bytes:
    return numbers.astype("<f4").tobytes()


def _floats(numbers: Sequence[float]) -> bytes:
    return _bytes(np.asarray(numbers))
