"""From the numbers of a filtered picture to the pixels that a screen can show.

A filter gives any real numbers, a screen shows 0 (black) to 255 (white). Which number becomes which grey
is a choice, and each choice shows something else.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.ranges import PICTURE_VIEW

if TYPE_CHECKING:
    import numpy.typing as npt

    from mlwidgets.engine.arrays import Array

WHITE = 255.0
MIDDLE = 128.0
STEPS = 127.0  # from mid-grey to white

# Between these sizes the formulas stay within float32; what is beyond them is scaled to 1 first.
SMALL, LARGE = 1e-30, 1e30


def value_range(values: Array) -> tuple[float, float]:
    """Return the smallest and the largest finite number.

    Parameters
    ----------
    values : ndarray of float, any shape

    Returns
    -------
    tuple of float
        ``(0.0, 0.0)`` if there is no finite number.

    Examples
    --------
    >>> value_range(np.array([[3.0, -1.0], [np.nan, np.inf]]))
    (-1.0, 3.0)
    """
    if values.size == 0:
        return 0.0, 0.0
    low, high = float(values.min()), float(values.max())
    if math.isfinite(low) and math.isfinite(high):
        return low, high
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def to_pixels(values: Array, view: str = "clip") -> npt.NDArray[np.uint8]:
    """Return the pixels that show `values`.

    Parameters
    ----------
    values : ndarray of float, any shape
        The numbers v of a filtered picture. All channels share one scale.
    view : {"clip", "absolute", "centred", "stretch"}
        With m the smallest and M the largest finite number, every result being rounded:

        * ``"clip"``: ``p = min(max(v, 0), 255)``, clipped: negative numbers are black.
        * ``"absolute"``: ``p = min(|v|, 255)``; edges are bright, whichever of their sides is darker.
        * ``"centred"``: ``p = 128 + 127 v / max(|m|, |M|)``; 0 is mid-grey, 128 everywhere if all are 0.
        * ``"stretch"``: ``p = 255 (v - m) / (M - m)``, the most contrast; 128 everywhere if all are equal.

        An infinite number is shown as white or black, whichever it points to (white for ``"absolute"``),
        and nan as 0 is, or as the number nearest to 0 where 0 is outside m … M.

    Returns
    -------
    ndarray of uint8
        Of the shape of `values`.

    Raises
    ------
    mlwidgets.errors.ConfigurationError
        If there is no such view.

    Examples
    --------
    >>> edge = np.array([-100.0, 0.0, 50.0, 300.0])
    >>> to_pixels(edge).tolist(), to_pixels(edge, "absolute").tolist()
    ([0, 0, 50, 255], [100, 0, 50, 255])
    >>> to_pixels(edge, "centred").tolist(), to_pixels(edge, "stretch").tolist()
    ([86, 128, 149, 255], [0, 64, 96, 255])
    """
    PICTURE_VIEW.check(view)
    if view == "clip":
        shades = _limited(values, 0.0, WHITE)
    elif view == "absolute":
        shades = _limited(values, -WHITE, WHITE)
        np.abs(shades, out=shades)
    elif view == "centred":
        shades = _centred(values)
    else:
        shades = _stretched(values)
    np.rint(shades, out=shades)
    return shades.astype(np.uint8)


def _limited(values: Array, low: float, high: float) -> Array:
    """Return a copy in which every number lies from `low` to `high`, nan as near to 0 as that allows."""
    limited: Array = np.clip(values, low, high)
    if limited.size and math.isnan(limited.min()):
        limited[np.isnan(limited)] = min(max(0.0, low), high)
    return limited


def _centred(values: Array) -> Array:
    low, high = value_range(values)
    size = max(abs(low), abs(high))
    if size == 0:
        return np.full_like(values, MIDDLE)
    shades = _limited(values, -size, size)
    if not SMALL < size < LARGE:
        shades, size = shades.astype(np.float64) / size, 1.0
    shades *= STEPS / size
    shades += MIDDLE
    return shades


def _stretched(values: Array) -> Array:
    low, high = value_range(values)
    if low == high:
        return np.full_like(values, MIDDLE)
    shades = _limited(values, low, high)
    size = max(abs(low), abs(high))
    if size > LARGE or high - low < SMALL:
        shades, low, high = shades.astype(np.float64) / size, low / size, high / size
    shades -= low
    shades *= WHITE / (high - low)
    return shades
