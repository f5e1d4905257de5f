"""The examples of a batch on their way through a network in training, and each one's part of the gradient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from mlwidgets.engine.arrays import to_engine
from mlwidgets.engine.losses import fused
from mlwidgets.engine.recorder import Recorder
from mlwidgets.engine.tape import Tape
from mlwidgets.engine.threads import limited_threads
from mlwidgets.engine.training.batches import BatchWorker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.layers import Layer
    from mlwidgets.engine.training.preview import Preview

MOST = 32
"""Examples of a batch that are followed one by one; the others count in the batch's own numbers."""


@dataclass(frozen=True, eq=False)
class LayerRecord:
    """What one layer did to some examples of a batch, in the engine's layout: the examples come last.

    Attributes
    ----------
    layer : Layer
        Its settings, and the weights that were used.
    input, z, a : ndarray
        What came in, the transformation's result, and that after the activation function.
    a_gradient, z_gradient : ndarray
        ∂L/∂a and ∂L/∂z of each example's loss, times its weight if it has one.
    """

    layer: Layer
    input: Array
    z: Array
    a: Array
    a_gradient: Array
    z_gradient: Array


@dataclass(frozen=True, eq=False)
class BatchTrace:
    """Some examples of a batch on their way through a network in training: dropout drops.

    Attributes
    ----------
    index : ndarray of int, shape (k,)
        Their places among the training examples.
    target : ndarray
        What the loss compares their outputs with, in the engine's layout.
    losses : ndarray, shape (k,)
        The loss of each, without the penalty on weights.
    weights : ndarray, shape (k,), or None
        How much each counts.
    layers : tuple of LayerRecord
        From input to output. Where a layer couples the examples they hold all of the batch, these first.
    """

    index: AnyArray
    target: AnyArray
    losses: Array
    weights: Array | None
    layers: tuple[LayerRecord, ...]

    @property
    def output(self) -> Array:
        """What the network says, one column an example."""
        return self.layers[-1].a[..., : len(self.index)]

    def example_gradients(self, layer: int, name: str, index: Sequence[int]) -> Array:
        """Return each example's part of ∂L/∂w, shape `(k,)`: the batch's is the mean over all of it.

        Parameters
        ----------
        layer : int
            Which layer, counted from 0.
        name : str
            Which of its arrays: "kernel".
        index : sequence of int
            Which number of it.

        Notes
        -----
        It is the part that flows through the example's own numbers in that layer, Σ δ ∂z/∂w. Where a layer
        above couples the examples, an example's loss flows back through the others as well.
        """
        record, place = self.layers[layer], tuple(index)
        return np.array([self._part(record, number)[name][place] for number in range(len(self.index))])

    def _part(self, record: LayerRecord, number: int) -> dict[str, Array]:
        """Let a layer take its gradient from one example's numbers alone."""
        layer, tape = record.layer, Tape()
        tape.training, tape.needs_input_gradient = True, False
        tape.gradients = {name: np.zeros_like(weights) for name, weights in layer.weights.items()}
        if layer.couples_examples:  # its z needs the others; their gradients are left out
            x, slope = record.input.copy(), np.zeros_like(record.z_gradient)
            slope[..., number] = record.z_gradient[..., number]
        else:
            one = slice(number, number + 1)
            x, slope = record.input[..., one].copy(), record.z_gradient[..., one].copy()
        with np.errstate(all="ignore"):
            layer.transform(x, tape)
            layer.transform_gradient(slope, tape)
        return tape.gradients


def trace_batch(preview: Preview, most: int = MOST) -> BatchTrace:
    """Send the batch of an update through the network once more, and keep the numbers of some examples.

    Parameters
    ----------
    preview : Preview
        The update.
    most : int
        How many examples to follow, from the beginning of the batch.
    """
    model, batch = preview.model, preview.batch
    _, loss = model.check_compiled()
    coupled = any(layer.couples_examples for layer in model.layers)

    def keep(array: Array) -> Array:
        return array.copy() if coupled else array[..., :most].copy()

    recorders = [Recorder(layer.activation, keep) for layer in model.layers]
    worker = BatchWorker(model, recorders)
    first = worker.slices(batch)[0]
    with limited_threads(), np.errstate(all="ignore"):
        # The first slice alone: what is random in it is the same as in the whole batch.
        worker.work(type(batch)(batch.x, batch.y, first, batch.number, batch.weights))
        kept = first if coupled else first[:most]
        target = loss.prepare(batch.y[kept], model.output_shape, model.dtype)
        weights: Array | None = None
        if batch.weights is not None:
            weights = batch.weights[kept].astype(model.dtype)
        last, through = recorders[-1], fused(loss, model.layers[-1].activation)
        if through is None:
            losses = loss.values(target, last.a)
        else:
            losses = through.values_from_logits(target, last.z)
            last.z_gradient = _weighted(through.gradient_from_logits(target, last.z), weights)
            last.a_gradient = _weighted(loss.gradient(target, last.a), weights)
            last.a_gradient /= len(first)
            last.z_gradient /= len(first)
    inputs = [to_engine(batch.x[kept], model.dtype), *(recorder.a for recorder in recorders[:-1])]
    shown = slice(min(most, len(first)))
    return BatchTrace(
        first[shown],
        target[..., shown],
        losses[shown],
        None if weights is None else weights[shown],
        tuple(_record(*parts, len(first)) for parts in zip(model.layers, inputs, recorders, strict=True)),
    )


def _record(layer: Layer, given: Array, seen: Recorder, count: int) -> LayerRecord:
    """Return what was recorded, with the gradients of the examples' own losses instead of their mean's."""
    slopes = [
        cast("Array", slope) * cast("Any", slope).dtype.type(count)
        for slope in (seen.a_gradient, seen.z_gradient)
    ]
    return LayerRecord(layer, given, seen.z, seen.a, *slopes)


def _weighted(gradient: Array, weights: Array | None) -> Array:
    return gradient if weights is None else gradient * weights
