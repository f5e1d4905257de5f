"""What the initializers come to for one array: a constant, a normal or a uniform distribution, in numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from mlwidgets.engine.initializers import SCALINGS, TRUNCATED_SPREAD, GivenFilters, Initializer, fans

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape


class Drawing(NamedTuple):
    """A kind, with its numbers: those that the languages' tables of starts name `a` and `b`.

    "same" is a value; "normal" and "truncated" (numbers beyond 2 stddev are drawn again, which narrows the
    spread) are a mean and a stddev; "uniform" is two ends; "identity" and "orthogonal" are a gain.
    """

    kind: str
    a: float
    b: float = 0.0


SETTINGS = {
    "Constant": ("same", "value"),
    "RandomNormal": ("normal", "mean", "stddev"),
    "TruncatedNormal": ("truncated", "mean", "stddev"),
    "RandomUniform": ("uniform", "minval", "maxval"),
    "Identity": ("identity", "gain"),
    "Orthogonal": ("orthogonal", "gain"),
}
"""Of the initializers that say it themselves."""


def drawn_by(initializer: Initializer) -> Initializer:
    """Return what draws: filters made by hand are put in their places afterwards."""
    return initializer.others if isinstance(initializer, GivenFilters) else initializer


def drawing(initializer: Initializer, shape: Shape) -> Drawing:
    """Return what an initializer does for an array of this shape."""
    drawer: Any = drawn_by(initializer)
    name = type(drawer).__name__
    if name in ("Zeros", "Ones"):
        return Drawing("same", float(name == "Ones"))
    if name in SETTINGS:
        kind, *settings = SETTINGS[name]
        return Drawing(kind, *(getattr(drawer, each) for each in settings))
    scaling = SCALINGS.get(type(drawer), drawer)
    fan_in, fan_out = fans(shape)
    fan = max(1.0, {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[scaling.mode])
    if scaling.distribution == "uniform":
        limit = math.sqrt(3 * scaling.scale / fan)
        return Drawing("uniform", -limit, limit)
    stddev = math.sqrt(scaling.scale / fan)
    if scaling.distribution == "untruncated_normal":
        return Drawing("normal", 0.0, stddev)
    return Drawing("truncated", 0.0, stddev / TRUNCATED_SPREAD)
