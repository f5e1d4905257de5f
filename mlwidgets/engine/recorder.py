"""An activation function that is watched: what goes through it, forward and backward, is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.activations import ActivationFunction

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import Array


class Recorder(ActivationFunction):
    """An activation function that copies what goes through it, before anything overwrites it.

    Layers and activation functions work in place where they can, and a batch flows forward and backward
    through this one point of each layer.

    Parameters
    ----------
    function : ActivationFunction
        What is watched.
    keep : callable
        Returns a copy of what is wanted of a batch in the engine's layout.

    Attributes
    ----------
    z, a : ndarray
        What came in and what went out.
    a_gradient, z_gradient : ndarray or None
        ∂L/∂a and ∂L/∂z; None as long as nothing has come back.
    """

    def __init__(self, function: ActivationFunction, keep: Callable[[Array], Array]) -> None:
        self.function = function
        self.keep = keep
        self.z: Array
        self.a: Array
        self.z_gradient: Array | None = None
        self.a_gradient: Array | None = None

    def forward(self, z: Array) -> Array:
        """Return f(z)."""
        self.z = self.keep(z)
        a = self.function.forward(z)
        self.a = self.keep(a)
        return a

    def backward(self, gradient: Array, z: Array, a: Array) -> Array:
        """Return ∂L/∂z from ∂L/∂a."""
        self.a_gradient = self.keep(gradient)
        back = self.function.backward(gradient, z, a)
        self.z_gradient = self.keep(back)
        return back
