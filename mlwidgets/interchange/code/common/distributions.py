"""What the initializers come to for one array: a constant, a normal or a uniform distribution, in numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.engine.initializers import (
    TRUNCATED_SPREAD,
    Constant,
    GivenFilters,
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    Identity,
    Initializer,
    LecunNormal,
    LecunUniform,
    Ones,
    Orthogonal,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    VarianceScaling,
    Zeros,
    fans,
)

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape

SCALINGS: dict[type[Initializer], VarianceScaling] = {
    GlorotNormal: VarianceScaling(1.0, "fan_avg"),
    GlorotUniform: VarianceScaling(1.0, "fan_avg", "uniform"),
    HeNormal: VarianceScaling(2.0),
    HeUniform: VarianceScaling(2.0, "fan_in", "uniform"),
    LecunNormal: VarianceScaling(1.0),
    LecunUniform: VarianceScaling(1.0, "fan_in", "uniform"),
}
"""What the names stand for."""


@dataclass(frozen=True)
class Same:
    """The same number everywhere."""

    value: float


@dataclass(frozen=True)
class Normal:
    """Normally distributed; truncated: numbers beyond 2 stddev are drawn again, which narrows the spread."""

    mean: float
    stddev: float
    truncated: bool


@dataclass(frozen=True)
class Uniform:
    """Equally probable everywhere between two ends."""

    low: float
    high: float


@dataclass(frozen=True)
class Eye:
    """The identity matrix, times a number."""

    gain: float


@dataclass(frozen=True)
class RightAngles:
    """A random matrix with right angles between its columns or rows, times a number."""

    gain: float


Drawing = Same | Normal | Uniform | Eye | RightAngles


def drawn_by(initializer: Initializer) -> Initializer:
    """Return what draws: filters made by hand are put in their places afterwards."""
    return initializer.others if isinstance(initializer, GivenFilters) else initializer


def drawing(initializer: Initializer, shape: Shape) -> Drawing:
    """Return what an initializer does for an array of this shape."""
    drawer = drawn_by(initializer)
    if isinstance(drawer, (Zeros, Ones, Constant)):
        return Same(drawer.value if isinstance(drawer, Constant) else float(isinstance(drawer, Ones)))
    if isinstance(drawer, (RandomNormal, TruncatedNormal)):
        return Normal(drawer.mean, drawer.stddev, isinstance(drawer, TruncatedNormal))
    if isinstance(drawer, RandomUniform):
        return Uniform(drawer.minval, drawer.maxval)
    if isinstance(drawer, (Identity, Orthogonal)):
        return Eye(drawer.gain) if isinstance(drawer, Identity) else RightAngles(drawer.gain)
    return _scaled(drawer if isinstance(drawer, VarianceScaling) else SCALINGS[type(drawer)], shape)


def _scaled(scaling: VarianceScaling, shape: Shape) -> Normal | Uniform:
    fan_in, fan_out = fans(shape)
    fan = max(1.0, {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[scaling.mode])
    if scaling.distribution == "uniform":
        limit = math.sqrt(3 * scaling.scale / fan)
        return Uniform(-limit, limit)
    stddev = math.sqrt(scaling.scale / fan)
    if scaling.distribution == "untruncated_normal":
        return Normal(0.0, stddev, truncated=False)
    return Normal(0.0, stddev / TRUNCATED_SPREAD, truncated=True)
