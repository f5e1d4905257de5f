"""One batch on its way forward and backward, in slices that take little memory.

The gradient of a mean over examples is the mean of the examples' gradients, so the slices' gradients are
added up, each weighted with its share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.randomness import Purpose, stream
from mlwidgets.engine.tape import Interrupted
from mlwidgets.engine.training.objective import Seen, batch_logs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.activations import ActivationFunction
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.training.objective import TrainableNetwork


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
class BatchResult:
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
    model : TrainableNetwork
        Compiled; its weights are read, never written, except by `commit`.
    activations : sequence of ActivationFunction, optional
        See `Pass`.

    Attributes
    ----------
    memory : StepMemory
        What a batch needs.
    """

    def __init__(
        self, model: TrainableNetwork, activations: Sequence[ActivationFunction] | None = None
    ) -> None:
        self._model = model
        self._pass = model.new_pass(activations)
        self.memory = model.step_memory()
        self._random = any(layer.draws_at_random for layer in model.layers)

    def work(self, batch: Batch, interrupted: Callable[[], bool] = lambda: False) -> BatchResult | None:
        """Predict and grade a batch, and take its gradient, a slice at a time if it is large.

        Between two slices `interrupted` is asked, and within one that takes long; if it says yes, the batch
        is given up and None returned.
        `ConfigurationError` if the batch would take more memory than it may.
        """
        self.memory.check(len(batch.index))
        self._pass.listen(interrupted)
        try:
            return self._in_slices(batch, interrupted)
        except Interrupted:
            return None

    def _in_slices(self, batch: Batch, interrupted: Callable[[], bool]) -> BatchResult:
        slices = self.slices(batch)
        if len(slices) == 1:
            return self._slice(batch, batch.index, 0)
        total: BatchResult | None = None
        for number, part in enumerate(slices):
            if number and interrupted():
                raise Interrupted
            result = self._slice(batch, part, number)
            total = _added(total, result, len(part) / len(batch.index))
        assert total is not None  # noqa: S101 - no batch is empty
        return total

    def slices(self, batch: Batch) -> list[AnyArray]:
        """Return the places of the examples that go through the layers at once, a slice after another."""
        size = self.memory.examples_at_once(len(batch.index))
        return np.array_split(batch.index, -(-len(batch.index) // size))

    def commit(self) -> None:
        """Let the layers take over what they want to keep of the batch."""
        self._pass.commit()

    def _slice(self, batch: Batch, index: AnyArray, number: int) -> BatchResult:
        model = self._model
        _, loss = model.check_compiled()
        x = self._pass.take(batch.x, index)
        y = loss.prepare(batch.y[index], model.output_shape, model.dtype)
        weights = None if batch.weights is None else batch.weights[index]
        rng = stream(model.seed, Purpose.DROPOUT, batch.number, part=number) if self._random else None
        # A diverging run overflows; the trainer finds that out and puts it into words, so no warnings here.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            graded = self._pass.grade(x, y, loss, training=True, rng=rng)
            logs = batch_logs(model, graded, y, weights)
            gradients = self._pass.backward(y, graded, loss, weights)
            return BatchResult(logs, gradients, [(y, graded.output)])


def _added(total: BatchResult | None, result: BatchResult, weight: float) -> BatchResult:
    """Return the sum so far with a slice's result, which is so large a part of the batch."""
    logs = {} if total is None else total.logs
    for name, value in result.logs.items():
        logs[name] = logs.get(name, 0.0) + value * weight
    result.gradients[...] *= result.gradients.dtype.type(weight)
    # The next slice writes into the same memory.
    seen = [(y, output.copy()) for y, output in result.seen]
    if total is None:
        return BatchResult(logs, result.gradients.copy(), seen)
    total.gradients[...] += result.gradients
    total.seen.extend(seen)
    return total
