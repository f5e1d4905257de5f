"""The loss of one example with one weight moved a little, up and down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.activations import HardSigmoid, ReLU, ReLU6
from mlwidgets.engine.arrays import to_engine
from mlwidgets.engine.checks import checked_targets
from mlwidgets.engine.layers import (
    GlobalMaxPooling2D,
    LeakyReLU,
    MaxPooling1D,
    MaxPooling2D,
    PReLU,
)
from mlwidgets.engine.losses import (
    CategoricalHinge,
    Hinge,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    fused,
)
from mlwidgets.engine.tape import Tape

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.layers import Layer
    from mlwidgets.engine.losses import Loss
    from mlwidgets.engine.network import Network
    from mlwidgets.explain.steps.chosen import ChosenWeight

_BENT_FUNCTIONS = (ReLU, ReLU6, HardSigmoid)
_BENT_LAYERS = (LeakyReLU, PReLU, MaxPooling1D, MaxPooling2D, GlobalMaxPooling2D)
_BENT_LOSSES = (MeanAbsoluteError, MeanAbsolutePercentageError, Hinge, CategoricalHinge)
"""What is made of straight pieces: their slopes tell which piece a number is on."""


@dataclass(frozen=True)
class Sides:
    """The loss on both sides of a weight.

    Attributes
    ----------
    step : float
        ε.
    above, below : float
        L(w + ε) and L(w − ε).
    kinks : int
        How many numbers of the network are on another straight piece above than below.
    """

    step: float
    above: float
    below: float
    kinks: int


class Probe:
    """Sends one example from the weight's layer to the loss; what lies below that layer never changes.

    Parameters
    ----------
    model : Network
        Its own copy of a network: the weight is moved, and put back.
    loss : Loss
        What judges the output.
    x, y : ndarray
        The example and its truth.
    chosen : ChosenWeight
        The weight.
    """

    def __init__(self, model: Network, loss: Loss, x: AnyArray, y: object, chosen: ChosenWeight) -> None:
        batch = np.asarray(x)[np.newaxis]
        self._loss, self._chosen = loss, chosen
        self._target = loss.prepare(
            checked_targets(np.asarray(y)[np.newaxis], batch), model.output_shape, model.dtype
        )
        flowing = to_engine(batch, model.dtype)
        for layer in model.layers[: chosen.layer]:
            flowing = layer.forward(flowing, Tape())
        self._input = flowing.copy()
        self._layers = model.layers[chosen.layer :]
        self._tapes = [Tape() for _ in self._layers]
        self._weights = self._layers[0].weights[chosen.name]

    def both_sides(self, step: float, *, watch: bool) -> Sides:
        """Return the loss with the weight moved up and down by `step`; `watch` looks for kinks."""
        kept = self._weights[self._chosen.index]
        self._weights[self._chosen.index] = kept + step
        above, pieces_above = self._measure(watch=watch)
        self._weights[self._chosen.index] = kept - step
        below, pieces_below = self._measure(watch=watch)
        self._weights[self._chosen.index] = kept
        kinks = sum(int((one != two).sum()) for one, two in zip(pieces_above, pieces_below, strict=True))
        return Sides(step, above, below, kinks)

    def _measure(self, *, watch: bool) -> tuple[float, list[Array]]:
        flowing, pieces = self._input.copy(), []
        for layer, tape in zip(self._layers, self._tapes, strict=True):
            flowing = layer.forward(flowing, tape)
            if watch:
                pieces += _pieces(layer, tape)
        if watch and isinstance(self._loss, _BENT_LOSSES):
            pieces.append(self._loss.gradient(self._target, flowing))
        through = fused(self._loss, self._layers[-1].activation)
        if through is None:
            return float(self._loss.values(self._target, flowing)[0]), pieces
        return float(through.values_from_logits(self._target, self._tapes[-1].saved["z"])[0]), pieces


def _pieces(layer: Layer, tape: Tape) -> list[Array]:
    """Return the slopes of what is made of straight pieces in a layer."""
    a, pieces = tape.saved["a"], []
    if isinstance(layer, _BENT_LAYERS):
        tape.gradients = {name: np.zeros_like(weights) for name, weights in layer.weights.items()}
        slopes = layer.transform_gradient(np.ones_like(a), tape)
        pieces.append(np.array(slopes))
    if isinstance(layer.activation, _BENT_FUNCTIONS):
        pieces.append(np.array(layer.activation.backward(np.ones_like(a), tape.saved["z"], a)))
    return pieces
