"""One batch through a stack of layers: forward, loss, backward."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np

from mlwidgets.engine.activations import Linear, ReLU
from mlwidgets.engine.arrays import engine_shape, to_engine
from mlwidgets.engine.layers.pooling import MaxPooling2D
from mlwidgets.engine.losses import fused
from mlwidgets.engine.parameters import Slot, carve, length, trainable_only
from mlwidgets.engine.tape import Interrupted, Tape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.activations import ActivationFunction
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.layers.base import Layer
    from mlwidgets.engine.losses import Loss


PATIENCE = 0.1
"""Seconds of work on one batch after which it may be given up in its middle."""

TABLE = 2
"""Axes of a table `(n, features)`."""


@dataclass(frozen=True)
class Graded:
    """A batch that has been predicted and compared with the truth.

    Attributes
    ----------
    output : ndarray, shape (outputs, n)
        The predictions, in the engine's layout; valid until the next batch.
    values : ndarray, shape (n,)
        The loss of each example.
    """

    output: Array
    values: Array


class Pass:
    """Sends batches through layers, and keeps the memory that this needs from one batch to the next.

    Parameters
    ----------
    layers : sequence of Layer
        The stack; its weights are read, never written.
    slots : sequence of Slot
        The layout of the parameter vector, and so of `gradients`.
    dtype : type
        float32, or float64 for gradient checks.
    activations : sequence of ActivationFunction, optional
        What to apply after each layer's transformation in the place of its own function: the same one, but
        watched.

    Attributes
    ----------
    gradients : ndarray, shape (p,)
        ∂L/∂θ of the last batch that went backward.
    offsets : tuple of int
        Where each variable (a kernel, a bias) begins in it.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        slots: Sequence[Slot],
        dtype: type,
        activations: Sequence[ActivationFunction] | None = None,
    ) -> None:
        self._layers = layers
        self._tapes = [Tape() for _ in layers]
        self._memory, self._dtype = Tape(), dtype
        self._activations = _in_the_best_order(layers) if activations is None else list(activations)
        trained = trainable_only(slots)
        self.gradients = cast("Array", np.zeros(length(trained), dtype))
        self.offsets = tuple(slot.start for slot in trained)
        for tape, views in zip(self._tapes, carve(self.gradients, trained, len(layers)), strict=True):
            tape.gradients = views
        if self._tapes:
            self._tapes[0].needs_input_gradient = False

    def listen(self, interrupted: Callable[[], bool]) -> None:
        """Raise `Interrupted` in the middle of the next batch if this says so, after `PATIENCE` seconds."""
        patient_until = time.monotonic() + PATIENCE

        def go_on() -> None:
            if time.monotonic() > patient_until and interrupted():
                raise Interrupted

        for tape in self._tapes:
            tape.go_on = go_on

    def take(self, x: AnyArray, index: AnyArray) -> Array:
        """Return some of many examples as a batch in the engine's layout; valid until the next."""
        if x.dtype != self._dtype:
            return to_engine(x[index], self._dtype)
        # "clip" is only quicker: no index is beyond the end.
        rows = self._memory.buffer("rows", (len(index), *x.shape[1:]), x.dtype)
        np.take(x, index, axis=0, out=rows, mode="clip")
        if rows.ndim == TABLE:
            return rows.T  # a matrix product takes it as it is
        return to_engine(
            rows,
            self._dtype,
            out=self._memory.buffer("batch", engine_shape(x.shape[1:], len(index)), x.dtype),
        )

    def forward(self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None) -> Array:
        """Return the stack's output for a batch in the engine's layout; valid until the next batch."""
        for layer, tape, activation in zip(self._layers, self._tapes, self._activations, strict=True):
            tape.go_on()
            tape.training = training
            if rng is not None:
                tape.rng = rng
            x = layer.forward(x, tape, activation)
        return x

    def grade(
        self,
        x: Array,
        y: AnyArray,
        loss: Loss,
        *,
        training: bool = False,
        rng: np.random.Generator | None = None,
    ) -> Graded:
        """Predict a batch and take the loss of each example."""
        output = self.forward(x, training=training, rng=rng)
        through = fused(loss, self._layers[-1].activation)
        if through is None:
            return Graded(output, loss.values(y, output))
        return Graded(output, through.values_from_logits(y, self._tapes[-1].saved["z"]))

    def backward(self, y: AnyArray, graded: Graded, loss: Loss, weights: Array | None = None) -> Array:
        """Return ∂(mean loss)/∂θ for the batch just graded, by back-propagation.

        With `weights`, shape `(n,)`, each example's loss counts so many times: Σ wᵢ Lᵢ / n.
        """
        n = graded.values.shape[0]
        layers, tapes = self._layers, self._tapes
        through = fused(loss, layers[-1].activation)
        if through is None:
            slope = _averaged(loss.gradient(y, graded.output), n, weights)
            flowing = layers[-1].backward(slope, tapes[-1])
        else:
            # Loss and output activation in one: the gradient arrives below the activation.
            gradient = _averaged(through.gradient_from_logits(y, tapes[-1].saved["z"]), n, weights)
            flowing = layers[-1].transform_gradient(gradient, tapes[-1])
        for layer, tape in zip(reversed(layers[:-1]), reversed(tapes[:-1]), strict=True):
            # Only the first layer answers None, and nothing comes after it.
            assert flowing is not None  # noqa: S101 - our own invariant
            tape.go_on()
            flowing = layer.backward(flowing, tape)
        return self.gradients

    def commit(self) -> None:
        """Let the layers take over what they want to keep of the batch, such as moving averages."""
        for layer, tape in zip(self._layers, self._tapes, strict=True):
            for name, value in tape.kept.items():
                layer.weights[name][...] = value
            tape.kept.clear()


def _averaged(gradient: Array, n: int, weights: Array | None) -> Array:
    """Turn the gradients of n examples' losses into those of their (weighted) mean, in place."""
    gradient /= gradient.dtype.type(n)
    if weights is not None:
        gradient *= weights.astype(gradient.dtype, copy=False)
    return gradient


def _in_the_best_order(layers: Sequence[Layer]) -> list[ActivationFunction]:
    """Return what to apply after each layer's transformation.

    ReLU before a max pooling gives the same numbers after it, max(0, max z) = max max(0, z), and the same
    gradient; there it has a quarter of the work.
    """
    activations = [layer.activation for layer in layers]
    for number, (layer, following) in enumerate(pairwise(layers)):
        if isinstance(layer.activation, ReLU) and isinstance(following, MaxPooling2D):
            activations[number], activations[number + 1] = Linear(), layer.activation
    return activations
