"""The activation that makes probabilities of all units of one example together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.activations.base import ActivationFunction

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array


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
