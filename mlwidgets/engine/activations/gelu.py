"""GELU, and the integral of the bell curve, which NumPy does not have."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial import chebyshev

from mlwidgets.engine.activations.base import ActivationFunction
from mlwidgets.ranges import check_flag

if TYPE_CHECKING:
    import numpy.typing as npt

    from mlwidgets.engine.arrays import Array

CUBIC = 0.044715
"""The weight of z³ in the approximation, from the paper."""

FAR = 14.0
"""Beyond ±14 the bell curve's integral is 0 or 1 in every format used here."""


class GELU(ActivationFunction):
    """f(z) = z · Φ(z), where Φ(z) is the share of a standard normal distribution below z.

    The slope is Φ(z) + z φ(z), with φ(z) = exp(−z²/2) / √(2π). Approximately, Φ(z) is
    (1 + tanh(√(2/π) (z + 0.044715 z³))) / 2.

    Parameters
    ----------
    approximate : bool
        Whether to take that approximation, which is off by at most 0.0005.

    References
    ----------
    Hendrycks and Gimpel, "Gaussian Error Linear Units (GELUs)", 2016.
    """

    def __init__(self, *, approximate: bool = False) -> None:
        self.approximate = check_flag("approximate", approximate)

    def forward(self, z: Array) -> Array:
        """Return z · Φ(z)."""
        near = np.clip(z, -FAR, FAR)  # so that no power of z overflows
        share = (1 + np.tanh(_inner(near))) / 2 if self.approximate else share_below(near)
        return z * share

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - the slope needs z
        """Return gradient · (Φ(z) + z Φ′(z)), in place."""
        near = np.clip(z, -FAR, FAR)
        if self.approximate:
            t = np.tanh(_inner(near))
            inner_slope = math.sqrt(2 / math.pi) * (1 + 3 * CUBIC * near * near)
            gradient *= (1 + t) / 2 + near * (1 - t * t) * inner_slope / 2
        else:
            bell = np.exp(-near * near / 2) / math.sqrt(2 * math.pi)
            gradient *= share_below(near) + near * bell
        return gradient


def share_below(z: Array) -> Array:
    """Return Φ(z) for z from −14 to 14: (1 + erf(z / √2)) / 2.

    Notes
    -----
    With x = |z| / √2 and t = 1 / (1 + x/2), erfc(x) = t · exp(−x² + p(t)), where p is smooth: its Chebyshev
    polynomial, taken once from `math.erfc`, is good to all digits of the format.
    """
    x = np.abs(z) / math.sqrt(2)
    t = 1 / (1 + x / 2)
    low, span = 1 / (1 + FAR / math.sqrt(8)), FAR / math.sqrt(8) / (1 + FAR / math.sqrt(8))
    power = chebyshev.chebval((t - low) * (2 / span) - 1, _polynomial(z.dtype))
    tail = t * np.exp(power - x * x) / 2
    return np.where(z > 0, 1 - tail, tail)


@cache
def _polynomial(dtype: npt.DTypeLike) -> Array:
    """Return the Chebyshev coefficients of p."""
    degree = 9 if np.dtype(dtype) == np.float32 else 24
    low = 1 / (1 + FAR / math.sqrt(8))
    places = chebyshev.chebpts1(degree + 1)
    t = low + (places + 1) / 2 * (1 - low)
    x = 2 * (1 / t - 1)
    p = [math.log(math.erfc(at) / part) + at * at for at, part in zip(x, t, strict=True)]
    return chebyshev.chebfit(places, p, degree).astype(dtype)


def _inner(z: Array) -> Array:
    return math.sqrt(2 / math.pi) * (z + CUBIC * z * z * z)
