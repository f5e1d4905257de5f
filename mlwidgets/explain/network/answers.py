"""How one output answers a question of two classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from mlwidgets.engine.activations import Sigmoid, Softmax, Softsign, Tanh

if TYPE_CHECKING:
    import numpy.typing as npt

    from mlwidgets.engine.activations import ActivationFunction
    from mlwidgets.engine.arrays import AnyArray

_HINGES = ("hinge", "squared_hinge")


@dataclass(frozen=True)
class OneOutput:
    """One output for two classes: near `no` it means class 0, near `yes` class 1.

    Attributes
    ----------
    no, yes : float
        The targets of the two classes: 0 and 1 for a probability, −1 and 1 for a hinge loss or a tanh.
    """

    no: float = 0.0
    yes: float = 1.0

    @classmethod
    def of(cls, loss: str, activation: ActivationFunction | None) -> Self:
        """Return how the one output of a network is read.

        A hinge loss wants −1 and 1. So does any other loss for numbers if the output is a tanh or softsign,
        which cannot go further; else the targets are 0 and 1.

        Parameters
        ----------
        loss : str
            The Keras name of the loss.
        activation : ActivationFunction or None
            Of the last layer.
        """
        if loss in _HINGES or (loss != "binary_crossentropy" and isinstance(activation, (Tanh, Softsign))):
            return cls(-1, 1)
        return cls(0, 1)

    @property
    def threshold(self) -> float:
        """The middle between the two targets; above it the answer is class 1."""
        return (self.no + self.yes) / 2

    def targets(self, y: npt.ArrayLike) -> AnyArray:
        """Return the target of each class number, of the same shape, float32.

        Examples
        --------
        >>> OneOutput(-1, 1).targets([0, 1, 1]).tolist()
        [-1.0, 1.0, 1.0]
        """
        return np.where(np.asarray(y) == 1, np.float32(self.yes), np.float32(self.no))

    def shares(self, output: npt.ArrayLike) -> AnyArray:
        """Return a share for each class, as a softmax would give them.

        Where the output stands on the way from `no` to `yes` is the share of class 1; beyond them it is 0 or
        1. That is a probability only if the loss is a cross-entropy.

        Parameters
        ----------
        output : array, shape (n, 1)
            What the network says.

        Returns
        -------
        ndarray of float64, shape (n, 2)
            Both shares of each example; the larger one is the answer, class 0 if they are equal.

        Examples
        --------
        >>> OneOutput(-1, 1).shares([[0.5], [-3.0]]).tolist()
        [[0.25, 0.75], [1.0, 0.0]]
        """
        # In float64, so that an output just above the threshold stays above it.
        said = np.asarray(output, dtype=np.float64)[:, 0]
        yes = np.clip((said - self.no) / (self.yes - self.no), 0, 1)
        return np.stack([1 - yes, yes], axis=1)


def from_logits(output: AnyArray) -> AnyArray:
    """Return the probabilities behind outputs whose loss applies softmax, or sigmoid to a single one, itself.

    Parameters
    ----------
    output : ndarray, shape (n, outputs)
        Logits.

    Examples
    --------
    >>> from_logits(np.array([[0.0, 0.0]])).tolist(), from_logits(np.array([[0.0]])).tolist()
    ([[0.5, 0.5]], [[0.5]])
    """
    function = Sigmoid() if output.shape[1] == 1 else Softmax()
    with np.errstate(all="ignore"):
        probabilities: AnyArray = function.forward(np.array(output.T, np.float64)).T
    return probabilities
