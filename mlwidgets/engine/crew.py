"""One batch in parts: slices that take little memory, and shares for several threads if so wished.

The gradient of a mean over examples is the mean of the examples' gradients, so the shares' gradients are
added up, each weighted with its share.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.arrays import to_engine
from mlwidgets.engine.grading import Seen, batch_logs
from mlwidgets.engine.randomness import Purpose, stream
from mlwidgets.engine.threads import in_parallel, thread_count
from mlwidgets.ranges import THREADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.model import Sequential
    from mlwidgets.engine.passes import Pass

SLICE = 512
"""Examples that go through the layers at once: a batch of thousands takes no more memory than this."""

WORTH_A_THREAD = 1_500_000
"""Multiplications that a share must have at least: below this, handing it over takes longer than doing it."""


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
        Each share's, in the engine's layout; valid until the next batch.
    """

    logs: dict[str, float]
    gradients: Array
    seen: list[Seen]


class Crew:
    """Takes batches forward and backward, in slices, and in several threads if `set_thread_count` says so.

    Parameters
    ----------
    model : Sequential
        Compiled; its weights are read, never written, except by `commit`.

    Notes
    -----
    Floating-point sums depend on their order, so the result depends on how many threads there are, in the
    last digits. For the same number of threads (see `set_thread_count`) it is the same, bit by bit.
    """

    def __init__(self, model: Sequential) -> None:
        self._model = model
        self._passes: list[Pass] = []
        # What batch normalization makes of one example depends on the others: such a batch stays whole.
        self._whole = any(layer.couples_examples for layer in model.layers)
        self._cost = _multiplications(model)

    def work(self, batch: Batch) -> Worked:
        """Predict and grade a batch, and take its gradient."""
        shares = _parts(batch.index, self._members(len(batch.index)))
        while len(self._passes) < len(shares):
            self._passes.append(self._model.new_pass())
        tasks = [partial(self._share, number, batch, share) for number, share in enumerate(shares)]
        return _together(in_parallel(tasks), shares)

    def commit(self) -> None:
        """Let the layers take over what they want to keep of the batch."""
        for worker in self._passes:
            worker.commit()

    def _members(self, n: int) -> int:
        if self._whole:
            return 1
        return max(1, min(thread_count(), n, n * self._cost // WORTH_A_THREAD))

    def _share(self, number: int, batch: Batch, index: AnyArray) -> Worked:
        """Work on one share, a slice at a time if it is large."""
        slices = [index] if self._whole else _parts(index, -(-len(index) // SLICE))
        if len(slices) == 1:
            return self._slice(number, batch, index, 0)
        done = []
        for turn, part in enumerate(slices):
            worked = self._slice(number, batch, part, turn)
            # The next slice writes into the same memory.
            seen = [(y, output.copy()) for y, output in worked.seen]
            done.append(Worked(worked.logs, worked.gradients.copy(), seen))
        return _together(done, slices)

    def _slice(self, number: int, batch: Batch, index: AnyArray, turn: int) -> Worked:
        model, worker = self._model, self._passes[number]
        _, loss = model.check_compiled()
        x = to_engine(batch.x[index], model.dtype)
        y = loss.prepare(batch.y[index], model.output_shape, model.dtype)
        weights = None if batch.weights is None else batch.weights[index]
        share = number + turn * int(THREADS.high)
        # A diverging run overflows; the trainer finds that out and puts it into words, so no warnings here.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            rng = stream(model.seed, Purpose.DROPOUT, batch.number, share=share)
            graded = worker.grade(x, y, loss, training=True, rng=rng)
            logs = batch_logs(model, graded, y, weights)
            return Worked(logs, worker.backward(y, graded, loss, weights), [(y, graded.output)])


def _parts(index: AnyArray, count: int) -> list[AnyArray]:
    return [index] if count == 1 else np.array_split(index, count)


def _together(done: Sequence[Worked], parts: Sequence[AnyArray]) -> Worked:
    """Put the results of a batch's parts together, each with its weight; the first one's gradients change."""
    first, *others = done
    if not others:
        return first
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


def _multiplications(model: Sequential) -> int:
    """Return about how many multiplications one example takes on its way forward."""
    total = 0
    shapes = model.shapes()
    for layer, before, after in zip(model.layers, shapes, shapes[1:], strict=False):
        places = math.prod(after[:-1])
        total += sum(places * math.prod(spec.shape) for spec in layer.weight_specs(before).values())
    return total
