"""The page's part of gradient descent in one dimension: it plays what Python has computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from ipywidgets import CallbackDispatcher
from traitlets import Dict

from mlwidgets.explain.optimizers.descent import descend, stability_limit
from mlwidgets.explain.optimizers.descent_words import describe_descent, learning_rates
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.optimizers.descent import Descent

SETTINGS = ("curve", "curvature", "start", "learning_rate", "momentum")
"""What the page asks with, by the names of `descend`."""

_DRAWN = 301
"""Points of the curve that are sent."""


class DescentChart(BaseWidget):
    """A ball on the curve of a loss, with its steps.

    The page asks with settings; whoever answers calls `show`, or `refuse` with a sentence. Playing, stepping
    and scrubbing ask nothing.

    Attributes
    ----------
    frame : dict
        The settings, curve, path and words that are shown, with the number of the question that they answer.

    Examples
    --------
    >>> chart = DescentChart()
    >>> settings = {"curve": "bowl", "curvature": 1.0, "start": 2.0, "learning_rate": 0.1, "momentum": 0.0}
    >>> chart.show(settings)
    >>> chart.frame["limit"]
    2.0
    """

    _esm = bundle("optimizer/descent_chart")
    _css = style("optimizer/descent_chart")

    frame: Dict[str, Any] = Dict().tag(sync=True, from_page=False)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._askers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_ask(self, callback: Callable[[int, dict[str, Any]], object]) -> None:
        """Call back with the number of each question and the settings that it asks for."""
        self._askers.register_callback(callback)

    def show(self, settings: dict[str, Any], asked: int = 0) -> None:
        """Show the descent with these settings.

        Raises
        ------
        ConfigurationError
            A setting is out of its range; what is shown stays.
        """
        descent, basins = descend(**settings)
        self.frame = {
            "asked": asked,
            "error": "",
            **settings,
            "start": float(descent.weights[0]),
            **_curve(descent),
            "path": _floats(
                np.stack([descent.weights, descent.losses, descent.slopes, descent.velocities]).ravel()
            ),
            "basins": basins.tobytes(),
            "end": descent.end,
            "text": describe_descent(descent),
            "told": descent.steps if descent.arrived is None else descent.arrived,
        }

    def refuse(self, sentence: str, asked: int) -> None:
        """Say why a question cannot be answered; what is shown stays."""
        self.frame = {**self.frame, "asked": asked, "error": sentence}

    def _hear(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "ask", "asked": int(asked), **rest} if set(rest) == set(SETTINGS):
                self._askers(asked, rest)


def _curve(descent: Descent) -> dict[str, Any]:
    """Return what does not depend on the ball: the curve, its minima, and learning rates to try."""
    curve = descent.curve
    places = np.linspace(curve.low, curve.high, _DRAWN)
    bowl = curve.name == "bowl"
    limit = stability_limit(curve.curvatures[0], descent.momentum) if bowl else None
    losses = curve.loss(np.array(curve.minima)).tolist()
    return {
        "low": curve.low,
        "high": curve.high,
        "shape": _floats(curve.loss(places)),
        "minima": [[place, loss] for place, loss in zip(curve.minima, losses, strict=True)],
        "lowest": curve.lowest,
        "limit": limit,
        "rates": [[name, rate] for name, rate in learning_rates(curve)],
    }


def _floats(numbers: AnyArray) -> bytes:
    return numbers.astype("<f4").tobytes()
