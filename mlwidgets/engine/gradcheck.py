"""Is a gradient right? Compare it with what a tiny step really does to the loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import DataError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import Array


@dataclass(frozen=True)
class GradientCheck:
    """An analytic gradient beside the measured one.

    Attributes
    ----------
    analytic, numeric : ndarray
        ∂f/∂x as computed, and [f(x + h) − f(x − h)] / 2h.
    """

    analytic: Array
    numeric: Array

    @property
    def error(self) -> float:
        """The largest difference, relative to the gradient's largest entry (or to 1, if that is smaller)."""
        scale = max(1.0, float(np.abs(self.numeric).max(initial=0.0)))
        return float(np.abs(self.analytic - self.numeric).max(initial=0.0)) / scale


def check_gradient(
    f: Callable[[], float],
    x: Array,
    analytic: Array,
    step: float = 1e-6,
    rng: np.random.Generator | None = None,
) -> GradientCheck:
    """Compare ∂f/∂x, entry by entry, with central differences.

    Parameters
    ----------
    f : callable
        Returns the value; reads `x`.
    x : ndarray of float64
        Changed a little while the check runs, and put back.
    analytic : ndarray
        The gradient to check.
    step : float
        h. The error of the method is of the order h², that of rounding 1e-16 / h.
    rng : numpy.random.Generator, optional
        Given, at most 200 entries drawn with it are checked instead of all.
    """
    if x.dtype != np.float64 or not x.flags.c_contiguous:
        # A step of 1e-6 is lost in float32, and reshape would copy an array that is not contiguous.
        raise DataError(f"x must be a contiguous array of float64; got {x.dtype}, strides {x.strides}.")
    if analytic.shape != x.shape:
        raise ShapeError(f"A gradient has the shape of x, {x.shape}; got {analytic.shape}.")
    flat, slopes = x.reshape(-1), analytic.reshape(-1)
    entries = np.arange(flat.size)
    if rng is not None and flat.size > 200:  # noqa: PLR2004 - documented above
        entries = rng.choice(flat.size, 200, replace=False)
    numeric = np.empty(len(entries))
    for place, entry in enumerate(entries):
        kept = flat[entry]
        flat[entry] = kept + step
        above = f()
        flat[entry] = kept - step
        below = f()
        flat[entry] = kept
        numeric[place] = (above - below) / (2 * step)
    return GradientCheck(slopes[entries].copy(), numeric)
