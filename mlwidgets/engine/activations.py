"""Activation functions: the bend after each layer's weighted sum, and its slope.

All work on the engine's layout, where the first axis holds the units or channels of one place.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.configurable import Configurable, Registry

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array


class ActivationFunction(Configurable, ABC):
    """A function a = f(z) of a layer's weighted sum z."""

    @abstractmethod
    def forward(self, z: Array) -> Array:
        """Return a = f(z), shape and dtype of `z`. May write the result into `z` itself."""

    @abstractmethod
    def backward(self, gradient: Array, z: Array, a: Array) -> Array:
        """Return ∂L/∂z from ∂L/∂a, the input `z` as `forward` left it, and the output `a`.

        May write the result into `gradient` itself.
        """


class Linear(ActivationFunction):
    """f(z) = z, slope 1."""

    def forward(self, z: Array) -> Array:
        """Return `z` as it is."""
        return z

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - the slope is 1
        """Return `gradient` as it is."""
        return gradient


class ReLU(ActivationFunction):
    """f(z) = max(0, z), slope 1 where z > 0 and 0 elsewhere (0 at z = 0, as in TensorFlow).

    References
    ----------
    Nair and Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", ICML 2010.
    """

    def forward(self, z: Array) -> Array:
        """Return max(0, z), in place."""
        return np.maximum(z, 0, out=z)

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - `a` is enough
        """Return the gradient where the output is positive, and 0 elsewhere, in place."""
        return np.multiply(gradient, a > 0, out=gradient)


class Sigmoid(ActivationFunction):
    """f(z) = 1 / (1 + e⁻ᶻ), slope f (1 − f)."""

    def forward(self, z: Array) -> Array:
        """Return 1 / (1 + e⁻ᶻ), computed as (1 + tanh(z/2)) / 2, which cannot overflow."""
        a = np.tanh(z * z.dtype.type(0.5))
        a += 1
        a *= 0.5
        return a

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - `a` is enough
        """Return gradient · a (1 − a)."""
        return gradient * (a * (1 - a))


class Tanh(ActivationFunction):
    """f(z) = tanh z, slope 1 − f²."""

    def forward(self, z: Array) -> Array:
        """Return tanh z, in place."""
        return np.tanh(z, out=z)

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - `a` is enough
        """Return gradient · (1 − a²)."""
        return gradient * (1 - a * a)


class Softmax(ActivationFunction):
    """f(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ over the units of one example: positive numbers that sum to 1.

    Notes
    -----
    The largest zⱼ is subtracted first. That changes nothing in the result, and keeps e^z from overflowing.
    """

    def forward(self, z: Array) -> Array:
        """Return the softmax over the first axis."""
        a = z - z.max(axis=0)
        np.exp(a, out=a)
        a /= a.sum(axis=0)
        return a

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - `a` is enough
        """Return a (gradient − Σⱼ gradientⱼ aⱼ)."""
        inner = (gradient * a).sum(axis=0)
        return a * (gradient - inner)


ACTIVATIONS: Registry[ActivationFunction] = Registry("activation", (Linear, ReLU, Sigmoid, Softmax, Tanh))


def get(spec: object) -> ActivationFunction:
    """Return an activation function from its name ("relu"), from a config or as it is; None is linear."""
    return ACTIVATIONS.get("linear" if spec is None else spec)
