"""Gradients made shorter before a step, so that one steep place does not throw the weights far away."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.ranges import CLIPNORM, CLIPVALUE, GLOBAL_CLIPNORM, Interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlwidgets.engine.arrays import Array

CLIPPING: dict[str, Interval] = {
    interval.name: interval for interval in (CLIPNORM, CLIPVALUE, GLOBAL_CLIPNORM)
}
"""The ways to clip, by the names of Keras."""


def switched_off_first(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings in an order to assign them in: gradients are clipped in one way only.

    Examples
    --------
    >>> switched_off_first({"clipnorm": 1.0, "clipvalue": None})
    {'clipvalue': None, 'clipnorm': 1.0}
    """
    return dict(sorted(settings.items(), key=lambda item: item[1] is not None))


def clip(g: Array, kind: str, limit: float, offsets: Sequence[int], *, out: Array) -> Array:
    """Return a clipped copy of a gradient, in `out`.

    Parameters
    ----------
    g : ndarray, shape (p,)
        The gradient of all variables, one after another.
    kind : {"clipnorm", "clipvalue", "global_clipnorm"}
        For each variable with ‖gᵢ‖ > c: gᵢ ← c gᵢ / ‖gᵢ‖; each number into [−c, c]; g ← c g / ‖g‖ if
        ‖g‖ > c.
    limit : float
        c.
    offsets : sequence of int
        Where each variable begins.
    out : ndarray, shape (p,)
        Where the result goes.
    """
    if kind == "clipvalue":
        return np.clip(g, -limit, limit, out=out)
    out[...] = g
    ends = (*offsets[1:], g.size) if kind == "clipnorm" else (g.size,)
    for start, end in zip(offsets, ends, strict=False):
        part = out[start:end]
        length = norm(part)
        if length > limit:
            part *= limit / length
    return out


def norm(vector: Array) -> float:
    """Return the Euclidean norm, also where the sum of squares is more than the vector's type holds."""
    with np.errstate(over="ignore"):
        squares = float(np.dot(vector, vector))
    if not math.isfinite(squares):
        return float(np.linalg.norm(vector.astype(np.float64)))
    return math.sqrt(squares)
