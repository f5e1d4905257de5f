"""A race in three dimensions: the surface, and the paths on it as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.optimizers.paths import Path
    from mlwidgets.explain.optimizers.race import Race
    from mlwidgets.explain.optimizers.surface_grid import SurfaceGrid

_COLOURS = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#c9b400", "#5b5fa8", "#6b6b6b", "#8a5a2b")
_MARKS = ("circle", "square", "diamond-open", "diamond", "cross", "circle-open", "x", "square-open")
_ABOVE = 0.05
"""Lines lie this share of the whole height above the surface, or it would cover half of them."""

_MARK, _MARKS_A_PATH = 4, 12
_MARGIN = {"l": 0, "r": 0, "t": 28, "b": 0}


def race_figure(
    race: Race, grid: SurfaceGrid, paths: Sequence[Path], names: Sequence[str], *, height: int
) -> go.Figure:
    """Return the surface with the paths that lie on it.

    Parameters
    ----------
    race : Race
        The race; where its surface says so, heights above the lowest are drawn as their logarithms.
    grid : SurfaceGrid
        The heights.
    paths : sequence of Path
        One for each racer. What lies outside the part that is drawn is left out.
    names : sequence of str
        What the racers are called.
    height : int
        In pixels.
    """
    surface = race.surface
    x_low, x_high, y_low, y_high = surface.domain
    lift = _lift(grid, log=surface.log)
    rows, columns = grid.heights.shape
    ground = go.Surface(
        x=np.linspace(x_low, x_high, columns),
        y=np.linspace(y_low, y_high, rows),
        z=lift(grid.heights),
        colorscale="Blues_r",
        opacity=0.75,
        showscale=False,
        hoverinfo="skip",
    )
    low, high = np.nanmin(ground.z), np.nanmax(ground.z)
    lines = []
    for racer, path, name in zip(race.racers, paths, names, strict=True):
        x, y = path["theta"].T
        inside = (x >= x_low) & (x <= x_high) & (y >= y_low) & (y <= y_high)
        z = lift(path["value"][:, 0]) + _ABOVE * (high - low)
        places = [np.where(inside, part, np.nan) for part in (x, y, z)]
        lines.append(_line(racer.number, name, *places))
    scene = {
        "xaxis": {"title": {"text": "x"}, "range": [x_low, x_high]},
        "yaxis": {"title": {"text": "y"}, "range": [y_low, y_high]},
        "zaxis": {"title": {"text": "log₁₀ z" if surface.log else "z"}},
        "aspectmode": "manual",
        "aspectratio": {"x": 1.2, "y": 1.2 * (y_high - y_low) / (x_high - x_low), "z": 0.7},
        # Steeply from above: the valleys are seen, and what runs in them.
        "camera": {"eye": {"x": -0.8, "y": -1.22, "z": 1.85}, "center": {"x": 0, "y": 0, "z": -0.1}},
        "dragmode": "orbit",
    }
    layout = go.Layout(height=height, margin=_MARGIN, template={}, scene=scene)
    return go.Figure([ground, *lines], layout)


def _lift(grid: SurfaceGrid, *, log: bool) -> Callable[[AnyArray], AnyArray]:
    """Return how high a height is drawn."""
    least = 1e-5 * (grid.highest - grid.lowest)

    def lift(heights: AnyArray) -> AnyArray:
        if not log:
            return heights
        with np.errstate(invalid="ignore"):
            return np.log10(np.maximum(heights - grid.lowest, 0) + least)

    return lift


def _line(number: int, name: str, x: AnyArray, y: AnyArray, z: AnyArray) -> go.Scatter3d:
    """Return one racer's path, with its mark now and then and, larger, at the end."""
    sizes = [_MARK if row % max(1, len(x) // _MARKS_A_PATH) == 0 else 0 for row in range(len(x))]
    sizes[-1] = 2 * _MARK
    return go.Scatter3d(
        x=x,
        y=y,
        z=z,
        mode="lines+markers",
        line={"color": _COLOURS[number], "width": 6},
        marker={
            "color": _COLOURS[number],
            "symbol": _MARKS[number],
            "size": sizes,
            "line": {"width": 0},
        },
        name=str(name),
        hoverinfo="name",
    )
