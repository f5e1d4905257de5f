"""A surface that is known on a grid only, such as a slice of a network's loss, and smooth in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from mlwidgets.errors import ShapeError
from mlwidgets.explain.optimizers.surfaces import Slope, Surface

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.optimizers.surfaces import Point

_LEAST = 3
"""Points along each side; with fewer there is no curvature."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SampledSurface(Surface):
    """Cubic convolution through heights on a grid: it meets every height, and its gradient is continuous.

    Made with `of`. Along each axis, with the share t of the way from one point to the next and the heights
    p₋₁, p₀, p₁, p₂ around it, z = p₀ + t (p₁ − p₋₁) / 2 + t² (p₋₁ − 5/2 p₀ + 2 p₁ − p₂ / 2)
    + t³ (3 (p₀ − p₁) + p₂ − p₋₁) / 2. Its gradient is that of this formula, not of the grid. Outside the grid
    there is nothing: height and gradient are NaN.

    Attributes
    ----------
    values : ndarray, shape (rows + 2, columns + 2), float64
        The heights, with one more point at each side in a straight line; the row goes with y.

    References
    ----------
    Keys, "Cubic Convolution Interpolation for Digital Image Processing", IEEE Transactions on Acoustics,
    Speech, and Signal Processing 29, 1981.
    """

    values: AnyArray

    @classmethod
    def of(
        cls,
        heights: AnyArray,
        domain: tuple[float, float, float, float],
        *,
        name: str,
        title: str,
        sentence: str = "",
        start: Point | None = None,
        log: bool = False,
    ) -> Self:
        """Return a surface through heights on an even grid.

        Parameters
        ----------
        heights : ndarray, shape (rows, columns)
            Heights at even distances; the row goes with y, the column with x. Some may be NaN: holes, which
            reach to the points around them.
        domain : (float, float, float, float)
            The least and the largest x, then y: where the first and last column, and row, stand.
        name, title, sentence : str
            What is said of it.
        start : (float, float), optional
            Where a race begins; half way between the middle and a corner if not given.
        log : bool
            Whether contour lines stand at equal ratios.

        Raises
        ------
        ShapeError
            There are fewer than 3 × 3 heights.
        """
        given = np.asarray(heights, dtype=np.float64)
        if given.ndim != 2 or min(given.shape) < _LEAST:  # noqa: PLR2004 - rows and columns
            raise ShapeError(f"A surface needs at least 3 × 3 heights; got the shape {given.shape}.")
        padded = np.pad(given, 1, mode="reflect", reflect_type="odd")  # a straight line goes on
        x_low, x_high, y_low, y_high = domain
        middle = (0.75 * x_low + 0.25 * x_high, 0.25 * y_low + 0.75 * y_high)
        return cls(
            name=name,
            title=title,
            sentence=sentence,
            domain=domain,
            start=middle if start is None else start,
            log=log,
            values=padded,
        )

    def slope(self, x: AnyArray, y: AnyArray) -> Slope:
        """Return height and gradient at some points, in two arrays of the same shape."""
        x_low, x_high, y_low, y_high = self.domain
        rows, columns = (size - 3 for size in self.values.shape)  # spaces between the given points
        column, along_x, turn_x = _weights((x - x_low) / (x_high - x_low) * columns, columns)
        row, along_y, turn_y = _weights((y - y_low) / (y_high - y_low) * rows, rows)
        z, right, up = (np.zeros(np.shape(x)) for _ in range(3))
        for i in range(4):
            line, line_right = np.zeros(np.shape(x)), np.zeros(np.shape(x))
            for j in range(4):
                value = self.values[row + i, column + j]
                line += along_x[j] * value
                line_right += turn_x[j] * value
            z += along_y[i] * line
            right += along_y[i] * line_right
            up += turn_y[i] * line
        inside = (x >= x_low) & (x <= x_high) & (y >= y_low) & (y <= y_high)
        right *= columns / (x_high - x_low)
        up *= rows / (y_high - y_low)
        return tuple(np.where(inside, one, np.nan) for one in (z, right, up))  # type: ignore[return-value] # three


def _weights(place: AnyArray, spaces: int) -> tuple[AnyArray, tuple[AnyArray, ...], tuple[AnyArray, ...]]:
    """Return the first of the four points around a place, and their weights in height and slope."""
    kept = np.where(np.isfinite(place), place, 0.0)
    first = np.clip(np.floor(kept), 0, spaces - 1).astype(np.intp)
    t = np.clip(kept - first, 0.0, 1.0)
    t2, t3 = t * t, t * t * t
    heights = (
        (-t + 2 * t2 - t3) / 2,
        (2 - 5 * t2 + 3 * t3) / 2,
        (t + 4 * t2 - 3 * t3) / 2,
        (t3 - t2) / 2,
    )
    slopes = (
        (-1 + 4 * t - 3 * t2) / 2,
        (-10 * t + 9 * t2) / 2,
        (1 + 8 * t - 9 * t2) / 2,
        (3 * t2 - 2 * t) / 2,
    )
    return first, heights, slopes
