"""The bar chart of what a classifier says about one example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from mlwidgets.figures.style import BLUE, GREY, quiet_layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray

HEIGHT = 260


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
    best = max(range(len(shares)), key=shares.__getitem__)
    layout = quiet_layout(HEIGHT, "Class", "Network's share")
    layout.yaxis.range = [0, 1.12]
    layout.yaxis.tickformat = ".0%"
    layout.xaxis.type = "category"
    layout.showlegend = False
    colours = [GREY] * len(shares)
    if probabilities is not None:
        colours[best] = BLUE
    labels = [_share(share) if probabilities is not None else "" for share in shares]
    bars = go.Bar(
        x=list(class_names),
        y=shares,
        text=labels,
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        marker={"color": colours},
    )
    return go.Figure([bars], layout)


def describe_probabilities(probabilities: AnyArray | None, class_names: Sequence[str]) -> str:
    """Say in words what the chart shows, the three most likely classes first."""
    if probabilities is None:
        return "Probabilities of the classes: nothing to look at yet."
    order = sorted(range(len(class_names)), key=lambda number: -float(probabilities[number]))
    said = ", ".join(f"{class_names[number]}: {_share(float(probabilities[number]))}" for number in order[:3])
    return f"Probabilities of the classes. {said}; the other classes share the rest."


def _share(share: float) -> str:
    percent = share * 100
    if 0 < percent < 0.1:  # noqa: PLR2004 - below this a rounded share would read as nothing
        return "<0.1%"
    return f"{percent:.3g}%"
