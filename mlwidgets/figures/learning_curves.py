"""The chart of loss or accuracy over the epochs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from mlwidgets.explain.wording import share_text
from mlwidgets.figures.style import GREY, PENALTY, TRAIN, VALIDATION, quiet_layout

if TYPE_CHECKING:
    from mlwidgets.explain.network.curves import LearningCurves

HEIGHT = 260
_TITLES = {"loss": "Loss", "accuracy": "Accuracy", "mean_absolute_error": "Mean absolute error"}
_LONGEST_LABELLED = 4
"""More marks than this are drawn without words, which would cover each other."""


def learning_curves_figure(curves: LearningCurves, epochs: int) -> go.Figure:
    """Draw the curves: training solid, validation dashed with dots, a dotted line for each changed setting.

    The penalty on the weights, a part of the loss, has a line of its own where there is one.

    Parameters
    ----------
    curves : LearningCurves
        What to draw.
    epochs : int
        How long the run will be: the axis has its full length from the start, so that nothing jumps.
    """
    layout = quiet_layout(HEIGHT, "Epoch", _TITLES.get(curves.name, curves.name))
    layout.showlegend = True  # also while there is only one curve, so that nothing jumps when the other comes
    reached = float(curves.train.epochs[-1]) if len(curves.train.epochs) else 0.0
    layout.xaxis.range = [0, max(epochs, math.ceil(reached), 1)]
    if curves.name == "accuracy":
        layout.yaxis.range = [0, 1.02]
        layout.yaxis.tickformat = ".0%"
    else:
        layout.yaxis.rangemode = "tozero"
    layout.shapes, layout.annotations = _marks(curves)
    lines = [
        go.Scatter(
            x=curves.train.epochs,
            y=curves.train.values,
            name="training",
            mode="lines" if len(curves.train.values) > 1 else "markers",  # a line needs two points
            line=TRAIN,
        ),
        go.Scatter(
            x=curves.validation.epochs,
            y=curves.validation.values,
            name="validation",
            mode="lines+markers",
            line=VALIDATION,
            marker={"symbol": "circle", "size": 7},
        ),
    ]
    if len(curves.penalty.values):
        x, y = curves.penalty.epochs, curves.penalty.values
        lines.append(go.Scatter(x=x, y=y, name="penalty within it", mode="lines", line=PENALTY))
    return go.Figure(lines, layout)


def describe_learning_curves(curves: LearningCurves) -> str:
    """Say in words what the chart shows, for those who cannot see it."""
    title = _TITLES.get(curves.name, curves.name)
    if not len(curves.train.values):
        return f"{title} over the epochs: nothing trained yet."
    first, last = curves.train.values[0], curves.train.values[-1]
    change = f"from {_shown(curves, first)} to {_shown(curves, last)}"
    text = f"{title} over the epochs: on training batches {change}"
    if len(curves.validation.values):
        text += f", on the validation data {_shown(curves, curves.validation.values[-1])}"
    if len(curves.penalty.values):
        text += f", of which the penalty on the weights is {_shown(curves, curves.penalty.values[-1])}"
    for mark in curves.marks:
        text += f"; at epoch {mark.epoch:.2f} {_words(mark.name)} changed to {mark.new:g}"
    return f"{text}."


def _marks(curves: LearningCurves) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    # The words stand where the curve is not: a loss falls, an accuracy rises.
    top, down = (0.12, -1) if curves.name == "accuracy" else (0.98, 1)
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for number, mark in enumerate(curves.marks):
        shapes.append(
            {
                "type": "line",
                "x0": mark.epoch,
                "x1": mark.epoch,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": GREY, "dash": "dot", "width": 1.5},
            }
        )
        if number >= len(curves.marks) - _LONGEST_LABELLED:
            labels.append(
                {
                    "x": mark.epoch,
                    "yref": "paper",
                    "y": top - down * 0.11 * (number % _LONGEST_LABELLED),
                    "text": f"{_words(mark.name)} → {mark.new:g}",
                    "showarrow": False,
                    "xanchor": "left",
                    "xshift": 3,
                }
            )
    return shapes, labels


def _words(name: str) -> str:
    return name.replace("_", " ")


def _shown(curves: LearningCurves, value: float) -> str:
    return share_text(float(value)) if curves.name == "accuracy" else f"{value:.3g}"
