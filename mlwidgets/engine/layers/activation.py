"""An activation function as a layer of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.layers.base import Layer

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class Activation(Layer):
    """Apply an activation function to every number.

    ``Dense(8, activation="relu")`` and ``Dense(8)`` followed by ``Activation("relu")`` are the same network.

    Parameters
    ----------
    activation : str or ActivationFunction
        Which function.
    """

    def __init__(self, activation: object) -> None:
        super().__init__(activation)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return a copy: the activation may work in place, and `x` belongs to the layer before."""
        z = tape.buffer("z", x.shape, x.dtype)
        z[...] = x
        return z

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:  # noqa: ARG002 - nothing to add
        """Return the gradient: the activation was all there is."""
        return gradient
