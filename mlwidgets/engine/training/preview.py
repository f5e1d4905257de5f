"""An update of the weights made on a copy of the model, with every number that leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.engine.parameters import trainable_only
from mlwidgets.engine.threads import limited_threads
from mlwidgets.engine.training.batches import BatchWorker
from mlwidgets.engine.training.objective import TrainableNetwork, with_penalty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.losses import Loss
    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.engine.training.batches import Batch
    from mlwidgets.engine.training.moment import OptimizerMoment


@dataclass(frozen=True, eq=False)
class Preview:
    """One update, from the weights before it to those after it. Its arrays belong to nobody else.

    Attributes
    ----------
    model : TrainableNetwork
        A copy of the network, with the weights before the update.
    batch : Batch
        The examples that the update is made from.
    iteration : int
        How many updates have been made before.
    logs : mapping of str to float
        The batch's loss and metrics, measured before the update.
    loss_gradient : ndarray, shape (p,)
        ∂(mean loss)/∂θ.
    gradient : ndarray, shape (p,)
        The same with the slope of the penalty on the weights.
    clipped : ndarray, shape (p,)
        g, which the optimizer's rule is given: the same again, clipped if the optimizer does that.
    learning_rate : float
        η of this step.
    optimizer : Optimizer
        A copy of the optimizer, as it is after the update.
    memory : mapping of str to ndarray
        The optimizer's memory before the update.
    before, stepped, after : ndarray, shape (p,)
        θ before the update, after the optimizer's step, and after the weights' constraints as well.
    """

    model: TrainableNetwork
    batch: Batch
    iteration: int
    logs: Mapping[str, float]
    loss_gradient: Array
    gradient: Array
    clipped: Array
    learning_rate: float
    optimizer: Optimizer
    memory: Mapping[str, Array]
    before: Array
    stepped: Array
    after: Array

    @property
    def loss(self) -> Loss:
        """The function to minimize."""
        return self.model.check_compiled()[1]

    @property
    def sound(self) -> bool:
        """Whether all its numbers are finite; a trainer refuses an update that is not."""
        vectors = (self.stepped, *self.optimizer.state.values())
        return bool(np.isfinite(self.logs["loss"]) and all(np.isfinite(vector).all() for vector in vectors))


def rehearse(
    model: TrainableNetwork, optimizer: OptimizerMoment, vector: Array, batch: Batch, iteration: int
) -> Preview:
    """Make one update on a copy, with the same operations in the same order as `Trainer` makes it.

    Parameters
    ----------
    model : TrainableNetwork
        Compiled; only read.
    optimizer : OptimizerMoment
        The optimizer before the update.
    vector : ndarray
        All weights before the update.
    batch : Batch
        What the update is made from.
    iteration : int
        How many updates have been made before.
    """
    copy = type(model).from_config(model.get_config())
    copy.loss, copy.metrics = model.loss, model.metrics
    copy.vector[...] = vector
    copy.optimizer = mover = OPTIMIZERS.get(
        {"class_name": optimizer.class_name, "config": optimizer.settings}
    )
    optimizer.put_into(mover, settings=False)
    before, offsets = copy.parameters.copy(), [slot.start for slot in trainable_only(copy.slots)]
    # One thread, as in training: with more of them a sum may be taken in another order.
    with limited_threads(), np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        result = BatchWorker(copy).work(batch)
        assert result is not None  # noqa: S101 - nobody interrupts it
        logs = with_penalty(copy, result.logs)
        loss_gradient, gradient = result.gradients.copy(), result.gradients
        copy.rules.add_gradient(before, gradient)
        clipped, rate = mover.clipped(gradient, offsets).copy(), mover.current_learning_rate
        stepped = before.copy()
        mover.apply(stepped, gradient, offsets)
        after = stepped.copy()
        copy.rules.constrain(after)
    return Preview(
        model=copy,
        batch=batch,
        iteration=iteration,
        logs=logs,
        loss_gradient=loss_gradient,
        gradient=gradient,
        clipped=clipped,
        learning_rate=rate,
        optimizer=mover,
        memory=_memory(optimizer, mover),
        before=before,
        stepped=stepped,
        after=after,
    )


def _memory(moment: OptimizerMoment, mover: Optimizer) -> Mapping[str, Array]:
    """Return the memory before the update; before the first one there is none yet, and it has its start."""
    return {name: moment.state.get(name, mover.initial(name, vector)) for name, vector in mover.state.items()}
