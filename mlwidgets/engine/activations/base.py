"""What every activation function is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from mlwidgets.engine.configurable import Configurable

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array


class ActivationFunction(Configurable, ABC):
    """A function a = f(z) of a layer's weighted sum z.

    One whose slope can be told from a alone may write a into the memory of z; one whose slope needs z leaves
    z as it is.
    """

    @abstractmethod
    def forward(self, z: Array) -> Array:
        """Return a = f(z), shape and dtype of `z`. May write the result into `z` itself."""

    @abstractmethod
    def backward(self, gradient: Array, z: Array, a: Array) -> Array:
        """Return ∂L/∂z from ∂L/∂a, the input `z` as `forward` left it, and the output `a`.

        May write the result into `gradient` itself.
        """
