"""One batch on its way forward and backward, in slices that take little memory.

The gradient of a mean over examples is the mean of the examples' gradients, so the slices' gradients are
added up, each weighted with its share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.grading import Seen, batch_logs
from mlwidgets.engine.randomness import Purpose, stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.model import Sequential

SLICE = 512
"""Examples that go through the layers at once: a batch of thousands takes no more memory than this."""


@dataclass(frozen=True)
class Batch:
    """Which examples make up a batch.

    Attributes
    ----------
    x, y : ndarray
        All examples and targets, as at the public face.
    index : ndarray of int, shape (n,)
        The places of the batch's examples.
    number : int
        How many updates have been made before; what is random in this one follows from it.
    weights : ndarray, shape of y's first axis, or None
        How much each example counts.
    """

    x: AnyArray
    y: AnyArray
    index: AnyArray
    number: int
    weights: Array | None = None


@dataclass(frozen=True)
class Worked:
    """What came out of a batch.

    Attributes
    ----------
    logs : dict of str to float
        Mean loss, and the metrics that are means, measured before the update.
    gradients : ndarray, shape (p,)
        ∂(mean loss)/∂θ; valid until the next batch.
    seen : list of (targets, outputs)
        Each slice's, in the engine's layout; valid until the next batch.
    """

    logs: dict[str, float]
    gradients: Array
    seen: list[Seen]


class BatchWorker:
    """Takes batches of a model forward and backward.

    Parameters
    ----------
    model : Sequential
        Compiled; its weights are read, never written, except by `commit`.
    """

    def __init__(self, model: Sequential) -> None:
        self._model = model
        self._pass = model.new_pass()
        # What batch normalization makes of one example depends on the others: such a batch stays whole.
        self._whole = any(layer.couples_examples for layer in model.layers)
        self._random = any(layer.draws_at_random for layer in model.layers)

    def work(self, batch: Batch) -> Worked:
        """Predict and grade a batch, and take its gradient, a slice at a time if it is large."""
        count = 1 if self._whole else -(-len(batch.index) // SLICE)
        if count == 1:
            return self._slice(batch, batch.index, 0)
        slices = np.array_split(batch.index, count)
        done = []
        for turn, part in enumerate(slices):
            worked = self._slice(batch, part, turn)
            # The next slice writes into the same memory.
            seen = [(y, output.copy()) for y, output in worked.seen]
            done.append(Worked(worked.logs, worked.gradients.copy(), seen))
        return _together(done, slices)

    def commit(self) -> None:
        """Let the layers take over what they want to keep of the batch."""
        self._pass.commit()

    def _slice(self, batch: Batch, index: AnyArray, turn: int) -> Worked:
        model = self._model
        _, loss = model.check_compiled()
        x = self._pass.take(batch.x, index)
        y = loss.prepare(batch.y[index], model.output_shape, model.dtype)
        weights = None if batch.weights is None else batch.weights[index]
        rng = stream(model.seed, Purpose.DROPOUT, batch.number, part=turn) if self._random else None
        # A diverging run overflows; the trainer finds that out and puts it into words, so no warnings here.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            graded = self._pass.grade(x, y, loss, training=True, rng=rng)
            logs = batch_logs(model, graded, y, weights)
            gradients = self._pass.backward(y, graded, loss, weights)
            return Worked(logs, gradients, [(y, graded.output)])


def _together(done: Sequence[Worked], parts: Sequence[AnyArray]) -> Worked:
    """Put the results of a batch's slices together, each with its weight, into those of the first."""
    first = done[0]
    n = sum(map(len, parts))
    logs = dict.fromkeys(first.logs, 0.0)
    for worked, part in zip(done, parts, strict=True):
        weight = len(part) / n
        for name, value in worked.logs.items():
            logs[name] += value * weight
        worked.gradients[...] *= worked.gradients.dtype.type(weight)
        if worked is not first:
            first.gradients[...] += worked.gradients
    return Worked(logs, first.gradients, [pair for worked in done for pair in worked.seen])
