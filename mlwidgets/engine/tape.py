"""What one layer remembers between its forward and its backward pass over one batch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mlwidgets.engine.activations import Linear

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.activations import ActivationFunction
    from mlwidgets.engine.arrays import AnyArray, Array, Shape


class Interrupted(Exception):  # noqa: N818 - nothing has gone wrong
    """The work on a batch has been given up because somebody wants something else; nothing has changed."""


class Tape:
    """The memory of one layer for one batch.

    Layers hold settings and weights but nothing about a batch: that is here. So several threads can send
    batches through the same layers at the same time, each with tapes of its own.

    Attributes
    ----------
    activation : ActivationFunction
        What forward applied after the transformation.
    training : bool
        Whether this pass is part of training (then `Dropout` drops).
    needs_input_gradient : bool
        Whether backward must give ∂L/∂input. Nobody asks the first layer for it.
    rng : numpy.random.Generator
        Where a layer takes random numbers from during this pass.
    gradients : dict of str to ndarray
        Where backward writes ∂L/∂weight, by the weight's name.
    kept : dict of str to ndarray
        New values for weights that are not trained; the layer takes them over once the update is made.
    saved : dict of str to ndarray
        What forward keeps for backward.
    go_on : callable
        Asked in the middle of long work; raises `Interrupted` if it is to be given up.
    """

    def __init__(self) -> None:
        self.activation: ActivationFunction = Linear()
        self.training = False
        self.needs_input_gradient = True
        self.rng: np.random.Generator = np.random.default_rng(0)
        self.gradients: dict[str, Array] = {}
        self.kept: dict[str, Array] = {}
        self.saved: dict[str, Any] = {}
        self.go_on: Callable[[], None] = _always
        self._buffers: dict[str, AnyArray] = {}

    def buffer(self, name: str, shape: Shape, dtype: npt.DTypeLike) -> AnyArray:
        """Return an array to write into, the same memory at every step; its content is arbitrary.

        Taking fresh memory for every batch costs about as much as the arithmetic on it.
        """
        size = math.prod(shape)
        flat = self._buffers.get(name)
        if flat is None or flat.size < size or flat.dtype != dtype:
            flat = self._buffers[name] = np.empty(size, dtype)
        return flat[:size].reshape(shape)


def _always() -> None:
    """Go on whatever happens."""
