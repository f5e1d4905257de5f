"""Starting values of weights.

The spread matters: too small and signals die out from layer to layer, too large and they explode.
`fan_in` and `fan_out` are the numbers of connections into and out of one unit.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.configurable import Configurable, Registry
from mlwidgets.engine.filter_values import FilterValues
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import (
    DISTRIBUTION,
    FAN_MODE,
    INITIAL_GAIN,
    INITIAL_MAXVAL,
    INITIAL_MEAN,
    INITIAL_MINVAL,
    INITIAL_STDDEV,
    INITIAL_VALUE,
    VARIANCE_SCALE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray, Shape


BOUND = 2.0
"""How many standard deviations a truncated normal distribution reaches."""

TRUNCATED_SPREAD = 0.87962566103423978
"""The standard deviation of a standard normal distribution cut off at −2 and 2."""


class Initializer(Configurable, ABC):
    """Draws the starting values of one array of weights."""

    @abstractmethod
    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return starting values of the given shape, `float64`."""


class Zeros(Initializer):
    """All zeros: right for biases, useless for kernels, whose units would then all stay alike."""

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:  # noqa: ARG002 - nothing is random
        """Return zeros."""
        return np.zeros(shape)


class Ones(Initializer):
    """All ones: right for what multiplies, such as the scale of a normalization."""

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:  # noqa: ARG002 - nothing is random
        """Return ones."""
        return np.ones(shape)


class Constant(Initializer):
    """The same number everywhere.

    Parameters
    ----------
    value : float
        The number.
    """

    def __init__(self, value: float = 0.0) -> None:
        self.value = INITIAL_VALUE.check(value)

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:  # noqa: ARG002 - nothing is random
        """Return the number everywhere."""
        return np.full(shape, self.value)


class RandomNormal(Initializer):
    """Normally distributed numbers.

    Parameters
    ----------
    mean, stddev : float
        Their mean and standard deviation.
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05) -> None:
        self.mean = INITIAL_MEAN.check(mean)
        self.stddev = INITIAL_STDDEV.check(stddev)

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return normal numbers."""
        return rng.normal(self.mean, self.stddev, shape)


class RandomUniform(Initializer):
    """Numbers equally probable everywhere between two ends.

    Parameters
    ----------
    minval, maxval : float
        The ends.
    """

    def __init__(self, minval: float = -0.05, maxval: float = 0.05) -> None:
        self.minval = INITIAL_MINVAL.check(minval)
        self.maxval = INITIAL_MAXVAL.check(maxval)
        if self.minval > self.maxval:
            raise ConfigurationError(
                _("minval must not be above maxval; got minval={low:g} and maxval={high:g}.").format(
                    low=self.minval, high=self.maxval
                )
            )

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return uniform numbers."""
        return rng.uniform(self.minval, self.maxval, shape)


class TruncatedNormal(Initializer):
    """Normally distributed numbers; those further than 2 standard deviations from the mean are drawn again.

    Parameters
    ----------
    mean, stddev : float
        Mean and standard deviation before the far ones are drawn again; after it the spread is 0.88 stddev.
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05) -> None:
        self.mean = INITIAL_MEAN.check(mean)
        self.stddev = INITIAL_STDDEV.check(stddev)

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return truncated normal numbers."""
        return self.mean + self.stddev * _truncated(shape, rng)


class Identity(Initializer):
    """The identity matrix times `gain`: a `Dense` that starts by passing its input on.

    Parameters
    ----------
    gain : float
        The number on the diagonal.
    """

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = INITIAL_GAIN.check(gain)

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:  # noqa: ARG002 - nothing is random
        """Return the matrix; it may have more rows than columns, or fewer."""
        if len(shape) != 2:  # noqa: PLR2004 - a matrix
            said = _("Identity makes matrices, shapes of two numbers; got {shape}.")
            raise ShapeError(said.format(shape=shape))
        return self.gain * np.eye(*shape)


class Orthogonal(Initializer):
    """A random matrix whose columns (or rows, if those are fewer) stand at right angles, times `gain`.

    It changes no vector's length. A convolution's kernel `(…window, in, out)` is taken as a matrix
    `(window · in, out)`.

    Parameters
    ----------
    gain : float
        The length of each column.

    References
    ----------
    Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
    networks", ICLR 2014.
    """

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = INITIAL_GAIN.check(gain)

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return the matrix, from the QR decomposition of a normal one."""
        if len(shape) < 2:  # noqa: PLR2004 - a matrix or more
            said = _("Orthogonal needs a shape of at least two numbers; got {shape}.")
            raise ShapeError(said.format(shape=shape))
        rows, columns = math.prod(shape[:-1]), shape[-1]
        q, r = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))
        q *= np.sign(np.diagonal(r))  # makes all orthogonal matrices equally probable
        return self.gain * (q if rows >= columns else q.T).reshape(shape)


class VarianceScaling(Initializer):
    """Random numbers with the variance `scale` / fan, so that signals keep their size from layer to layer.

    Parameters
    ----------
    scale : float
        The variance of all connections of a unit together.
    mode : {"fan_in", "fan_out", "fan_avg"}
        Which connections: those into a unit, those out of it, or their average.
    distribution : {"truncated_normal", "untruncated_normal", "uniform"}
        The shape of the distribution. A truncated one is widened, by 1 / 0.8796, to have the full variance.
    """

    def __init__(
        self, scale: float = 1.0, mode: str = "fan_in", distribution: str = "truncated_normal"
    ) -> None:
        self.scale = VARIANCE_SCALE.check(scale)
        self.mode = FAN_MODE.check(mode)
        self.distribution = DISTRIBUTION.check(distribution)

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return random numbers with that variance."""
        fan_in, fan_out = fans(shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        fan = max(1.0, fan)
        if self.distribution == "uniform":
            bound = math.sqrt(3 * self.scale / fan)
            return rng.uniform(-bound, bound, shape)
        stddev = math.sqrt(self.scale / fan)
        if self.distribution == "untruncated_normal":
            return rng.normal(0.0, stddev, shape)
        return stddev / TRUNCATED_SPREAD * _truncated(shape, rng)


class GlorotUniform(Initializer):
    """Uniform in [−b, b] with b = √(6 / (fan_in + fan_out)).

    References
    ----------
    Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
    AISTATS 2010.
    """

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return uniform numbers within the bound."""
        return SCALINGS[GlorotUniform].draw(shape, rng)


class GlorotNormal(Initializer):
    """Truncated normal with the variance 2 / (fan_in + fan_out).

    References
    ----------
    Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
    AISTATS 2010.
    """

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return truncated normal numbers."""
        return SCALINGS[GlorotNormal].draw(shape, rng)


class HeUniform(Initializer):
    """Uniform in [−b, b] with b = √(6 / fan_in): made for ReLU, which silences half of its inputs.

    References
    ----------
    He et al., "Delving Deep into Rectifiers", ICCV 2015.
    """

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return uniform numbers within the bound."""
        return SCALINGS[HeUniform].draw(shape, rng)


class HeNormal(Initializer):
    """Truncated normal with the variance 2 / fan_in: made for ReLU, which silences half of its inputs.

    References
    ----------
    He et al., "Delving Deep into Rectifiers", ICCV 2015.
    """

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return truncated normal numbers."""
        return SCALINGS[HeNormal].draw(shape, rng)


class LecunUniform(Initializer):
    """Uniform in [−b, b] with b = √(3 / fan_in).

    References
    ----------
    LeCun et al., "Efficient BackProp", Neural Networks: Tricks of the Trade, 1998.
    """

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return uniform numbers within the bound."""
        return SCALINGS[LecunUniform].draw(shape, rng)


class LecunNormal(Initializer):
    """Truncated normal with the variance 1 / fan_in: the start that SELU is made for.

    References
    ----------
    LeCun et al., "Efficient BackProp", Neural Networks: Tricks of the Trade, 1998.
    """

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return truncated normal numbers."""
        return SCALINGS[LecunNormal].draw(shape, rng)


SCALINGS: dict[type[Initializer], VarianceScaling] = {
    GlorotNormal: VarianceScaling(1.0, "fan_avg"),
    GlorotUniform: VarianceScaling(1.0, "fan_avg", "uniform"),
    HeNormal: VarianceScaling(2.0),
    HeUniform: VarianceScaling(2.0, "fan_in", "uniform"),
    LecunNormal: VarianceScaling(1.0),
    LecunUniform: VarianceScaling(1.0, "fan_in", "uniform"),
}
"""What the names of Glorot, He and LeCun stand for."""


class GivenFilters(Initializer):
    """Single filters as they are given, and all others drawn.

    Parameters
    ----------
    numbers : sequence of int
        Which filters are given, counted from 0.
    values : sequence of nested lists
        For each of them its weights `(height, width, in_channels)`, or for a bias one number.
    others : str or Initializer
        Draws the other filters, the same as it would without those given.
    """

    def __init__(
        self, numbers: Sequence[int] = (), values: Sequence[object] = (), others: object = "glorot_uniform"
    ) -> None:
        self._given = FilterValues(numbers, values)
        self.numbers, self.values = self._given.numbers, self._given.values
        self.others = get(others)

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return the drawn filters with the given ones among them."""
        drawn = self.others.draw(shape, rng)
        self._given.put_into(drawn)
        return drawn


def fans(shape: Shape) -> tuple[int, int]:
    """Return (fan_in, fan_out) of a kernel `(…window, in, out)`: one window position counts once each.

    As in Keras, an array with one axis counts its length for both.
    """
    if len(shape) < 2:  # noqa: PLR2004 - no kernel
        return math.prod(shape), math.prod(shape)
    window = math.prod(shape[:-2])
    return shape[-2] * window, shape[-1] * window


def _truncated(shape: Shape, rng: np.random.Generator) -> AnyArray:
    """Return standard normal numbers within −2 and 2."""
    drawn = rng.standard_normal(shape)
    while (far := np.abs(drawn) > BOUND).any():
        drawn[far] = rng.standard_normal(int(far.sum()))
    return drawn


INITIALIZERS: Registry[Initializer] = Registry(
    "initializer",
    (
        Zeros,
        Ones,
        Constant,
        RandomNormal,
        RandomUniform,
        TruncatedNormal,
        Identity,
        Orthogonal,
        VarianceScaling,
        GlorotNormal,
        GlorotUniform,
        HeNormal,
        HeUniform,
        LecunNormal,
        LecunUniform,
        GivenFilters,
    ),
)


def get(spec: object) -> Initializer:
    """Return an initializer from its name, from a config or as it is."""
    return INITIALIZERS.get(spec)
