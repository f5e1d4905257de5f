"""Activation functions made of straight pieces, and ELU and SELU, which bend below 0 only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.activations.base import ActivationFunction
from mlwidgets.ranges import ELU_ALPHA

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array


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


class ReLU6(ActivationFunction):
    """f(z) = min(6, max(0, z)), slope 1 where 0 < z < 6 and 0 elsewhere.

    References
    ----------
    Krizhevsky, "Convolutional Deep Belief Networks on CIFAR-10", 2010.
    """

    def forward(self, z: Array) -> Array:
        """Return min(6, max(0, z)), in place."""
        return np.clip(z, 0, 6, out=z)

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - `a` is enough
        """Return the gradient where 0 < a < 6, and 0 elsewhere, in place."""
        return np.multiply(gradient, (a > 0) & (a < 6), out=gradient)  # noqa: PLR2004 - as the name says


class HardSigmoid(ActivationFunction):
    """f(z) = z / 6 + 1/2 kept within 0 and 1: a sigmoid of three straight pieces, slope 1/6 or 0.

    As in Keras 3 and PyTorch: ReLU6(z + 3) / 6. (Keras 2 had the slope 0.2.)

    References
    ----------
    Howard et al., "Searching for MobileNetV3", ICCV 2019.
    """

    def forward(self, z: Array) -> Array:
        """Return (z + 3) / 6 within 0 and 1, in place."""
        z += 3
        z /= 6
        return np.clip(z, 0, 1, out=z)

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - `a` is enough
        """Return a sixth of the gradient where 0 < a < 1, and 0 elsewhere, in place."""
        gradient *= (a > 0) & (a < 1)
        gradient /= 6
        return gradient


class ELU(ActivationFunction):
    """f(z) = z where z > 0 and α (e^z − 1) elsewhere: goes on below 0, down to −α, so that no unit dies.

    The slope is 1 where z > 0, and α e^z = f(z) + α elsewhere.

    Parameters
    ----------
    alpha : float
        α.

    References
    ----------
    Clevert, Unterthiner and Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear
    Units", ICLR 2016.
    """

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = ELU_ALPHA.check(alpha)

    def forward(self, z: Array) -> Array:
        """Return z or α (e^z − 1)."""
        return _bent(z, self.alpha)

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - `a` is enough
        """Return gradient · (1 or a + α), in place."""
        return np.multiply(gradient, np.where(a > 0, 1, a + self.alpha), out=gradient)


class SELU(ActivationFunction):
    """f(z) = 1.0507 · ELU(z) with α = 1.6733: keeps mean 0 and variance 1 from layer to layer.

    Meant for kernels that start with lecun_normal.

    References
    ----------
    Klambauer et al., "Self-Normalizing Neural Networks", NeurIPS 2017.
    """

    alpha = 1.6732632423543772
    scale = 1.0507009873554805

    def forward(self, z: Array) -> Array:
        """Return scale · z or scale · α (e^z − 1)."""
        a = _bent(z, self.alpha)
        a *= self.scale
        return a

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:  # noqa: ARG002 - `a` is enough
        """Return gradient · scale · (1 or α e^z), in place."""
        slope = np.where(a > 0, self.scale, a + self.scale * self.alpha)
        return np.multiply(gradient, slope, out=gradient)


def _bent(z: Array, alpha: float) -> Array:
    """Return z where it is positive, and α (e^z − 1) elsewhere."""
    # e^z is taken of the negative z only: that of the others could overflow.
    below = np.expm1(np.minimum(z, 0))
    below *= alpha
    return np.where(z > 0, z, below)
