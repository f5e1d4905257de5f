"""The bar chart of what a classifier says about one example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from mlwidgets.explain.wording import share_text
from mlwidgets.figures.style import BLUE, GREY, quiet_layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray

HEIGHT = 260
_SMALLEST_LABELLED = 0.01
"""Bars below this are left without a number: ten numbers in a row could not be read."""
_NAMED = 3
"""How many classes are named in words."""


def probabilities_figure(probabilities: AnyArray | None, class_names: Sequence[str]) -> go.Figure:
    """Draw one bar a class, its share written above it; the largest stands out in blue.

    Parameters
    ----------
    probabilities : ndarray, shape (classes,), or None
        The network's output; None draws empty axes.
    class_names : sequence of str
        One name for each bar.
    """
    shares = [0.0] * len(class_names) if probabilities is None else [float(p) for p in probabilities]
    layout = quiet_layout(HEIGHT, "Class", "Network's share")
    layout.yaxis.range = [0, 1.12]
    layout.yaxis.tickformat = ".0%"
    layout.xaxis.type = "category"
    layout.xaxis.dtick = 1
    layout.showlegend = False
    colours = [GREY] * len(shares)
    if probabilities is not None:
        colours[int(np.argmax(shares))] = BLUE
    labels = [_label(share) for share in shares]
    bars = go.Bar(
        x=list(class_names),
        y=shares,
        text=labels,
        textposition="outside",
        textangle=0,
        textfont={"size": 13},
        constraintext="none",
        cliponaxis=False,
        marker={"color": colours},
    )
    return go.Figure([bars], layout)


def describe_probabilities(probabilities: AnyArray | None, class_names: Sequence[str]) -> str:
    """Say in words what the chart shows, the most likely classes first."""
    if probabilities is None:
        return "Probabilities of the classes: nothing to look at yet."
    order = sorted(range(len(class_names)), key=lambda number: -float(probabilities[number]))
    said = ", ".join(
        f"{class_names[number]}: {share_text(float(probabilities[number]))}" for number in order[:_NAMED]
    )
    rest = "; the other classes share the rest" if len(order) > _NAMED else ""
    return f"Probabilities of the classes. {said}{rest}."


def _label(share: float) -> str:
    """Return what stands above a bar: whole percents, so that ten of them fit on a phone."""
    if share < _SMALLEST_LABELLED:
        return ""
    rounded = f"{share:.0%}"
    return share_text(share) if rounded == "100%" else rounded
