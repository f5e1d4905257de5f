"""Scores and labels, sent once for each moment: the page draws, counts and moves the threshold by itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from ipywidgets import CallbackDispatcher
from traitlets import Dict, Enum, Int

from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.results.baseline import MeanBaseline
    from mlwidgets.explain.results.calibration import Calibration
    from mlwidgets.explain.results.one_class import OneClass
    from mlwidgets.explain.results.residuals import Residuals

PARTS = ("validation", "train", "test")
"""Which examples can be looked at."""


class ResultsBoard(LiveWidget):
    """What predictions are worth: matrix, scores, ROC, precision-recall and calibration at a threshold.

    Where numbers are predicted: predicted against true ones, and the residuals. Fill it with `show_setup`
    and `show_classes`, `show_numbers` or `show_problem`. The threshold and the cost of a miss are the page's
    own affair.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    part : str
        Which examples the learner looks at.
    focus : int
        The class that is told from the rest, or which of several predicted numbers is looked at.
    setup : dict
        What can be chosen.
    results : dict
        What has been measured.
    examples : dict
        The examples of a cell that the learner has opened.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> board = ResultsBoard()
    >>> board.show_problem("Nothing yet.")
    >>> board.results
    {'kind': 'none', 'problem': 'Nothing yet.'}
    """

    _esm = bundle("results/results_board")
    _css = style("results/results_board")

    part = Enum(PARTS, default_value="validation").tag(sync=True)
    focus = Int(0, min=0).tag(sync=True)
    setup: Dict[str, Any] = Dict(default_value={"kind": "classes", "names": [], "parts": []}).tag(sync=True)
    results: Dict[str, Any] = Dict(default_value={"kind": "none", "problem": ""}).tag(sync=True)
    examples: Dict[str, Any] = Dict(default_value={}).tag(sync=True)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._openers, self._worst_openers = CallbackDispatcher(), CallbackDispatcher()
        self._inspectors = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_cell(self, callback: Callable[[bool, bool, float], object]) -> None:
        """Call back with a cell: whether its examples are of the class, are called so, and the threshold."""
        self._openers.register_callback(callback)

    def on_worst(self, callback: Callable[[], object]) -> None:
        """Call back when the learner wants to see the largest errors."""
        self._worst_openers.register_callback(callback)

    def on_inspect(self, callback: Callable[[int], object]) -> None:
        """Call back with the place of an example, of those that are open, to be seen in every lab."""
        self._inspectors.register_callback(callback)

    def show_setup(
        self, names: Sequence[str], parts: Sequence[tuple[str, str, bool]], *, classes: bool
    ) -> None:
        """Show what can be chosen.

        Parameters
        ----------
        names : sequence of str
            The classes, or the numbers to predict.
        parts : sequence of (str, str, bool)
            For each of `PARTS` its name in the menu, and whether it can be chosen.
        classes : bool
            Whether there are classes.
        """
        self.setup = {
            "kind": "classes" if classes else "numbers",
            "names": list(names),
            "parts": [{"value": value, "text": text, "open": usable} for value, text, usable in parts],
        }

    def show_problem(self, problem: str) -> None:
        """Say why there is nothing to see."""
        self.results = {"kind": "none", "problem": problem}

    def show_classes(
        self,
        labels: AnyArray,
        scores: AnyArray,
        runners: AnyArray,
        *,
        focus: int,
        part: str,
        measured: OneClass,
        calibration: Calibration | None,
        tuned: tuple[AnyArray, AnyArray] | None,
        state: str,
        baseline: str,
    ) -> None:
        """Show what has been measured of classes.

        Parameters
        ----------
        labels, runners : ndarray of int, shape (n,)
            The true classes, and what each example is called if it is not called `focus`.
        scores : ndarray, shape (n,)
            The share for the class `focus`.
        focus, part
            Of which class, and of which examples.
        measured : OneClass
            The curves.
        calibration : Calibration or None
            None where the shares are no probabilities.
        tuned : tuple of ndarray, or None
            Which validation examples are of the class, and their scores, if others are shown.
        state, baseline : str
            Which examples, and what is to be beaten, in a sentence each.
        """
        self.results = {
            "kind": "classes",
            "focus": focus,
            "part": part,
            "state": state,
            "baseline": baseline,
            "labels": _whole(labels),
            "scores": _floats(scores),
            "runners": _whole(runners),
            "roc": {"x": _floats(measured.false_positive_rate), "y": _floats(measured.true_positive_rate)},
            "pr": {"x": _floats(measured.recall), "y": _floats(measured.precision)},
            "auc": finite(measured.auc),
            "average_precision": finite(measured.average_precision),
            "prevalence": measured.prevalence,
            "calibration": None
            if calibration is None
            else {
                "said": _floats(calibration.said),
                "found": _floats(calibration.found),
                "counts": _whole(calibration.counts),
                "error": finite(calibration.error),
            },
            "tuned": None if tuned is None else {"labels": _whole(tuned[0]), "scores": _floats(tuned[1])},
        }

    def show_numbers(
        self,
        truth: AnyArray,
        said: AnyArray,
        *,
        focus: int,
        part: str,
        measured: Residuals,
        baseline: MeanBaseline,
        state: str,
    ) -> None:
        """Show what has been measured of predicted numbers, in the units of the target."""
        self.results = {
            "kind": "numbers",
            "focus": focus,
            "part": part,
            "state": state,
            "truth": _floats(truth),
            "said": _floats(said),
            "edges": _floats(measured.edges),
            "counts": _whole(measured.counts),
            "metrics": [finite(one) for one in (measured.mae, measured.rmse, measured.r2)],
            "baseline": [finite(one) for one in (baseline.mae, baseline.rmse, baseline.r2, baseline.mean)],
        }

    def show_examples(
        self,
        title: str,
        *,
        key: str,
        numbers: AnyArray,
        kind: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        pictures: AnyArray | None,
    ) -> None:
        """Show the examples of a cell.

        Parameters
        ----------
        title : str
            What they have in common.
        key : str
            Which cell it is, so that the page knows whether it is still the one that is open.
        numbers : ndarray of int, shape (n,)
            What each is called by.
        kind : str
            What stands before the number: "example" or "table row".
        columns, rows
            The names of their values, and the values as texts.
        pictures : ndarray of uint8, shape (n, height, width), or None
            What they look like.
        """
        height, width = (0, 0) if pictures is None else pictures.shape[1:]
        self.examples = {
            "title": title,
            "key": key,
            "kind": kind,
            "numbers": [int(number) for number in numbers],
            "columns": list(columns),
            "rows": [list(row) for row in rows],
            "pictures": b"" if pictures is None else pictures.tobytes(),
            "height": height,
            "width": width,
        }

    def forget_examples(self) -> None:
        """Close the cell that is open."""
        if self.examples:
            self.examples = {}

    def _hear(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "cell", "is": bool(true), "called": bool(called), "threshold": int(at) | float(at)}:
                threshold = as_threshold(at)
                if threshold is not None:
                    self._openers(true, called, threshold)
            case {"kind": "worst"}:
                self._worst_openers()
            case {"kind": "inspect", "at": int(at)} if not isinstance(at, bool):
                self._inspectors(at)


def as_threshold(number: float) -> float | None:
    """Return a threshold from the page, or None if it is none."""
    try:
        value = float(number)
    except OverflowError:
        return None
    return value if math.isfinite(value) and not isinstance(number, bool) else None


def finite(number: float) -> float | None:
    """Return a number as JSON can hold it, which knows no infinity."""
    return float(number) if math.isfinite(number) else None


def _floats(numbers: AnyArray) -> bytes:
    return np.asarray(numbers).astype("<f4").tobytes()


def _whole(numbers: AnyArray) -> bytes:
    return np.asarray(numbers).astype("<i4").tobytes()
