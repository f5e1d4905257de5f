"""A surface as a picture needs it: heights on a grid, and the heights of the contour lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.optimizers.surfaces import Surface

SIZE = 161
"""Heights along each side."""

LEVELS = 14
"""Contour lines."""

_LOWEST_SHARE = 1e-4
"""On a log scale, the lowest contour line stands this share of the whole height above the lowest point."""


@dataclass(frozen=True, eq=False)
class SurfaceGrid:
    """Heights over the part of a surface that is drawn.

    Attributes
    ----------
    heights : ndarray, shape (size, size), float64
        `heights[row, column]`: y rises with the row, x with the column. A hole is NaN.
    levels : ndarray, shape (n,), float64
        The heights of the contour lines, rising; between two of them lies a band of one shade.
    lowest, highest : float
        Of the heights that are there.
    """

    heights: AnyArray
    levels: AnyArray
    lowest: float
    highest: float


def surface_grid(surface: Surface, size: int = SIZE) -> SurfaceGrid:
    """Return the heights of a surface on a grid of `size` × `size` points.

    Raises
    ------
    ConfigurationError
        It has no finite height anywhere.
    """
    x_low, x_high, y_low, y_high = surface.domain
    x, y = np.meshgrid(np.linspace(x_low, x_high, size), np.linspace(y_low, y_high, size))
    with np.errstate(all="ignore"):
        heights = np.where(np.isfinite(z := surface.height(x, y)), z, np.nan)
    there = heights[np.isfinite(heights)]
    if not there.size:
        raise ConfigurationError(
            _(
                "{title} has no finite height from x = {x_low:g} to {x_high:g} and y = {y_low:g} to "
                "{y_high:g}, so there is nothing to draw. Type another formula."
            ).format(title=surface.title, x_low=x_low, x_high=x_high, y_low=y_low, y_high=y_high)
        )
    lowest, highest = float(there.min()), float(there.max())
    for point in surface.minima:
        here = surface.height(*(np.array([part]) for part in point))
        lowest = min(lowest, float(here[0]))
    return SurfaceGrid(heights, _levels(lowest, highest, log=surface.log), lowest, highest)


def _levels(lowest: float, highest: float, *, log: bool) -> AnyArray:
    """Return the contour lines: at equal ratios above the lowest point, or as those of a bowl.

    Its lines at the heights 1, 4, 9 … stand at equal distances, so that every minimum has lines around it.
    """
    reach = highest - lowest
    if not (reach > 0 and np.isfinite(reach)):
        return np.array([])
    if log:
        return lowest + np.geomspace(_LOWEST_SHARE * reach, reach, LEVELS + 1)[:-1]
    return lowest + reach * (np.arange(1, LEVELS + 1) / (LEVELS + 1)) ** 2
