"""Activation functions without corners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.activations.base import ActivationFunction

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array


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


class Softplus(ActivationFunction):
    """f(z) = log(1 + e^z): a smooth ReLU, always positive; slope sigmoid(z) = 1 − e^−f.

    References
    ----------
    Dugas et al., "Incorporating Second-Order Functional Knowledge for Better Option Pricing", NeurIPS 2000.
    """

    def forward(self, z: Array) -> Array:
        """Return log(1 + e^z), computed so that e^z cannot overflow."""
        return softplus(z)

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - `a` is enough
        """Return gradient · (1 − e^−a), in place."""
        gradient *= -np.expm1(-a)
        return gradient


class Softsign(ActivationFunction):
    """f(z) = z / (1 + |z|): like tanh, but slower to reach −1 and 1; slope 1 / (1 + |z|)².

    References
    ----------
    Turian, Bergstra and Bengio, "Quadratic Features and Deep Architectures for Chunking", NAACL 2009.
    """

    def forward(self, z: Array) -> Array:
        """Return z / (1 + |z|)."""
        return z / (1 + np.abs(z))

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - `z` is exact
        """Return gradient / (1 + |z|)², in place."""
        # Twice: the square could overflow.
        below = 1 + np.abs(z)
        gradient /= below
        gradient /= below
        return gradient


class Swish(ActivationFunction):
    """f(z) = z · sigmoid(z), also called SiLU; slope s + f (1 − s) with s = sigmoid(z).

    References
    ----------
    Ramachandran, Zoph and Le, "Searching for Activation Functions", 2017. Elfwing, Uchibe and Doya,
    "Sigmoid-Weighted Linear Units for Neural Network Function Approximation", Neural Networks, 2018.
    """

    def forward(self, z: Array) -> Array:
        """Return z · sigmoid(z)."""
        return z * Sigmoid().forward(z)

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:
        """Return gradient · (s + a (1 − s)), in place."""
        s = Sigmoid().forward(z)
        gradient *= s + a * (1 - s)
        return gradient


class Mish(ActivationFunction):
    """f(z) = z · tanh(softplus(z)); with t = tanh(softplus(z)) the slope is t + z (1 − t²) sigmoid(z).

    References
    ----------
    Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", BMVC 2020.
    """

    def forward(self, z: Array) -> Array:
        """Return z · tanh(softplus(z))."""
        return z * np.tanh(softplus(z))

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - the slope needs z
        """Return gradient · (t + z (1 − t²) sigmoid(z)), in place."""
        t = np.tanh(softplus(z))
        gradient *= t + z * (1 - t * t) * Sigmoid().forward(z)
        return gradient


def softplus(z: Array) -> Array:
    """Return log(1 + e^z) as max(0, z) + log(1 + e^−|z|)."""
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
