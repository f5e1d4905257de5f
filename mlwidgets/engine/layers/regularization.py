"""Layers that make a network's life harder in training, so that it does better on new data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.layers.base import Layer
from mlwidgets.ranges import DROPOUT_RATE

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class Dropout(Layer):
    """In training, set each number to 0 with probability `rate`, and divide the others by 1 − rate.

    The division keeps the expected value, so nothing has to change at prediction, where nothing is dropped.

    Parameters
    ----------
    rate : float
        Probability in [0, 1) that a number is dropped.

    References
    ----------
    Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 15, 2014.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = DROPOUT_RATE.check(rate)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return x · mask / (1 − rate) in training, x otherwise."""
        if not tape.training or self.rate == 0:
            tape.saved["mask"] = None
            return x
        kept = tape.rng.random(x.shape, dtype="float32") >= self.rate
        tape.saved["mask"] = mask = kept / x.dtype.type(1 - self.rate)
        return x * mask

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return gradient · mask / (1 − rate)."""
        mask: Array | None = tape.saved["mask"]
        return gradient if mask is None else gradient * mask
