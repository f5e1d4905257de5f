"""Confidence: the same answers, given more boldly or more timidly. Accuracy stays; the loss does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.activations import Linear, Sigmoid, Softmax
from mlwidgets.engine.losses import CrossEntropy

if TYPE_CHECKING:
    from mlwidgets.engine.activations import ActivationFunction
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.losses import Loss

STEPS = 20
"""Steps to either side of what the network says."""

FACTORS: Array = 2.0 ** (np.arange(-STEPS, STEPS + 1) / (STEPS / 3))
"""What all scores are multiplied by: from ⅛ to 8, with 1 in the middle."""

_SMALLEST = 1e-30


@dataclass(frozen=True, eq=False)
class Boldness:
    """What loss and accuracy would be if every score were multiplied by a factor.

    Attributes
    ----------
    losses, accuracies : ndarray, shape (factors,)
        For each of `FACTORS`; the penalty is left out.
    """

    losses: Array
    accuracies: Array

    @property
    def best(self) -> int:
        """The factor's number with the smallest loss."""
        return int(np.nanargmin(self.losses))


def boldness(
    loss: Loss, activation: ActivationFunction, outputs: AnyArray, y: AnyArray, weights: Array | None = None
) -> Boldness | None:
    """Return what bolder and more timid answers would cost; None if a network's outputs are no probabilities.

    Parameters
    ----------
    loss : Loss
        A cross-entropy.
    activation : ActivationFunction
        The network's last one: softmax, sigmoid, or none if the loss is taken from logits.
    outputs : ndarray, shape (n, outputs)
        What the network says.
    y : ndarray
        The targets, as the loss takes them.
    weights : ndarray, shape (n,), optional
        How much each example counts.

    Notes
    -----
    Scores z times t are another "temperature" of the softmax, T = 1/t. The largest score stays the largest,
    so no answer changes and neither does the accuracy.

    References
    ----------
    Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
    """
    if not isinstance(loss, CrossEntropy) or not isinstance(activation, (Softmax, Sigmoid, Linear)):
        return None
    scores = _scores(activation, outputs)
    if not np.isfinite(scores).all():
        return None
    target = loss.prepare(y, outputs.shape[1:], np.float64)
    single = outputs.shape[-1] == 1
    truth = np.asarray(y).reshape(len(outputs), -1)
    right = truth[:, 0] if truth.shape[1] == 1 else truth.argmax(axis=1)
    losses, accuracies = [], []
    for factor in FACTORS:
        z = np.ascontiguousarray((scores * factor).T)
        values = loss.values_from_logits(target, z)
        losses.append((values if weights is None else values * weights).mean())
        said = (z[0] > 0).astype(int) if single else z.argmax(axis=0)
        accuracies.append((said == right).mean())
    return Boldness(np.array(losses), np.array(accuracies))


def _scores(activation: ActivationFunction, outputs: AnyArray) -> Array:
    """Return scores that the activation makes these outputs of."""
    said = outputs.astype(np.float64)
    if isinstance(activation, Linear):
        return said
    kept = np.clip(said, _SMALLEST, 1 - 1e-12)
    return np.log(kept) if isinstance(activation, Softmax) else np.log(kept) - np.log1p(-kept)
