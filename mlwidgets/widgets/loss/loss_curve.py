"""A prediction that can be dragged along the curve of its loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from ipywidgets import CallbackDispatcher
from traitlets import Dict

from mlwidgets.explain.loss.questions import is_cross_entropy
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.loss import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.loss.bench import Bench
    from mlwidgets.explain.loss.curves import Line, Path


class LossCurve(BaseWidget):
    """Value, tangent and gradient of a loss, with the formula and the numbers in it.

    Fill it with `show`. All numbers are computed here, by the engine, for each place of a drag before it
    begins: the page only looks them up, so a drag costs no message, and no formula stands in a second
    language. When the learner lets go, the page says where, for the other bars of a softmax have moved
    along. A truth asks Python, no more often than answers come.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    frame : dict
        What is shown, as `show` writes it down; its ``"serial"`` counts.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> from mlwidgets.explain.loss.bench import Bench
    >>> from mlwidgets.spec import LossSpec
    >>> curve = LossCurve()
    >>> curve.show(Bench.of(LossSpec.of("mse"), 0))
    >>> curve.frame["paths"][0]["lines"][0]["title"]
    'mean squared error'
    """

    _esm = bundle("loss/loss_curve")
    _css = style("loss/loss_curve")

    frame: Dict[str, Any] = Dict(default_value={"serial": 0}).tag(sync=True, from_page=False)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._movers, self._truths = CallbackDispatcher(), CallbackDispatcher()
        self.on_msg(self._hear)

    def on_moved(self, callback: Callable[[tuple[int, float]], object]) -> None:
        """Call back with which number the learner has let go, and its value."""
        self._movers.register_callback(callback)

    def on_truth(self, callback: Callable[[float], object]) -> None:
        """Call back with a truth that the learner chooses."""
        self._truths.register_callback(callback)

    def show(self, bench: Bench, class_names: Sequence[str] = ()) -> None:
        """Show another prediction, truth or loss."""
        question = bench.question
        names = list(class_names)[: len(question.truths)] if question.several else []
        if question.several and len(names) < len(question.truths):
            names = list(texts.CLASSES[: len(question.truths)])
        self.frame = {
            "serial": self.frame["serial"] + 1,
            "question": question.name,
            "symbol": question.symbol,
            "several": question.several,
            "names": names,
            "why": texts.WHY[question.name],
            "truth": bench.truth,
            "truths": list(question.truths),
            "low": question.low,
            "high": question.high,
            "paths": [_path(path) for path in bench.paths()],
        }

    def answer(self) -> None:
        """Say that a message changes nothing: the page waits for a frame before it sends another truth."""
        self.frame = {**self.frame, "serial": self.frame["serial"] + 1}

    def _hear(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "moved", "path": int(at), "value": int(value) | float(value)}:
                self._movers((at, value))
            case {"kind": "truth", "value": int(value) | float(value)}:
                self._truths(value)


def _path(path: Path) -> dict[str, Any]:
    """Return a path as the page takes it; only the chosen loss has its gradients with it."""
    chosen, *others = path.lines
    return {
        "grid": _floats(path.grid),
        "points": _floats(path.points),
        "shares": b"" if path.shares is None else _floats(path.shares),
        "at": path.at,
        "direct": is_cross_entropy(chosen.loss),
        "top": path.top,
        "bottom": path.bottom,
        "gradients": _floats(chosen.gradients),
        "below": b"" if chosen.below is None else _floats(chosen.below),
        "lines": [_line(line) for line in (chosen, *others)],
    }


def _line(line: Line) -> dict[str, Any]:
    numbers = np.zeros(len(line.values), np.uint8)
    for number, case in enumerate(line.cases):
        numbers[case.holds] = number
    return {
        "title": texts.SHORT_TITLES.get(line.loss.name, line.loss.row.shown_title),
        "values": _floats(line.values),
        "slopes": _floats(line.slopes),
        "cases": numbers.tobytes(),
        "texts": [[case.value, case.slope] for case in line.cases],
    }


def _floats(numbers: AnyArray) -> bytes:
    return numbers.astype("<f4").tobytes()
