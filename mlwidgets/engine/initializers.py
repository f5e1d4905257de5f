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

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Shape


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


class GlorotUniform(Initializer):
    """Uniform in [−b, b] with b = √(6 / (fan_in + fan_out)).

    References
    ----------
    Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
    AISTATS 2010.
    """

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return uniform numbers within the bound."""
        fan_in, fan_out = fans(shape)
        bound = math.sqrt(6.0 / (fan_in + fan_out))
        return rng.uniform(-bound, bound, shape)


class HeUniform(Initializer):
    """Uniform in [−b, b] with b = √(6 / fan_in): made for ReLU, which silences half of its inputs.

    References
    ----------
    He et al., "Delving Deep into Rectifiers", ICCV 2015.
    """

    def draw(self, shape: Shape, rng: np.random.Generator) -> AnyArray:
        """Return uniform numbers within the bound."""
        fan_in, _ = fans(shape)
        bound = math.sqrt(6.0 / fan_in)
        return rng.uniform(-bound, bound, shape)


def fans(shape: Shape) -> tuple[int, int]:
    """Return (fan_in, fan_out) of a kernel `(…window, in, out)`: one window position counts once each."""
    window = math.prod(shape[:-2])
    return shape[-2] * window, shape[-1] * window


INITIALIZERS: Registry[Initializer] = Registry("initializer", (Zeros, Ones, GlorotUniform, HeUniform))


def get(spec: object) -> Initializer:
    """Return an initializer from its name, from a config or as it is."""
    return INITIALIZERS.get(spec)
