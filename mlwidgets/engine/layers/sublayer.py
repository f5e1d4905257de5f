"""A layer at work inside another, which lends it weights: mathematics is written down once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from mlwidgets.engine.layers.base import Layer
from mlwidgets.engine.tape import Tape

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array

L = TypeVar("L", bound=Layer)


class Sublayer(Generic[L]):
    """A layer inside another one.

    Parameters
    ----------
    name : str
        What its tape is called among the things that the outer layer's tape holds.
    layer : Layer
        The layer.
    """

    def __init__(self, name: str, layer: L) -> None:
        self.layer = layer
        self._name = name

    def forward(self, x: Array, weights: dict[str, Array], tape: Tape) -> Array:
        """Send a batch through the layer, with weights that are views of the outer layer's."""
        self.layer.weights = weights
        inner: Tape = tape.saved.setdefault(self._name, Tape())
        inner.training, inner.rng = tape.training, tape.rng
        return self.layer.forward(x, inner)

    def backward(
        self, gradient: Array, gradients: dict[str, Array], tape: Tape, *, always: bool = False
    ) -> Array | None:
        """Send ∂L/∂output back, and write ∂L/∂weights into `gradients`.

        The input's gradient is given if the outer layer must give its own, or if it is `always` needed.
        """
        inner: Tape = tape.saved[self._name]
        inner.gradients = gradients
        inner.needs_input_gradient = always or tape.needs_input_gradient
        return self.layer.backward(gradient, inner)
