"""What a network is trained for: its loss, its metrics, and what they say of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.arrays import AnyArray, Array
from mlwidgets.engine.metrics.base import MeanMetric, Metric, WholeMetric
from mlwidgets.engine.network import Network
from mlwidgets.errors import SessionStateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlwidgets.engine.layers import Input, Layer
    from mlwidgets.engine.losses import Loss
    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.engine.passes import Graded

Seen = tuple[AnyArray, Array]
"""Targets and outputs of some examples, in the engine's layout."""


class TrainableNetwork(Network):
    """A network with an objective: an optimizer, a loss and metrics, once it has been compiled.

    Parameters
    ----------
    layers, seed, dtype
        Those of `Network`.

    Attributes
    ----------
    optimizer : Optimizer or None
        How the weights move.
    loss : Loss or None
        The function to minimize.
    metrics : list of Metric
        What is also reported.
    """

    def __init__(
        self, layers: Iterable[Layer | Input] = (), *, seed: int = 0, dtype: str = "float32"
    ) -> None:
        self.optimizer: Optimizer | None = None
        self.loss: Loss | None = None
        self.metrics: list[Metric] = []
        super().__init__(layers, seed=seed, dtype=dtype)

    def check_compiled(self) -> tuple[Optimizer, Loss]:
        """Return optimizer and loss, or say that `compile` comes first."""
        if self.optimizer is None or self.loss is None:
            raise SessionStateError(
                "The model has no loss and no optimizer yet. Call compile first, for example "
                'model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"]).'
            )
        return self.optimizer, self.loss

    def _forget_build(self) -> None:
        super()._forget_build()
        if self.optimizer is not None:
            self.optimizer.reset()  # its memory belongs to the old vector of parameters


def batch_logs(
    model: TrainableNetwork, graded: Graded, y: AnyArray, weights: Array | None = None
) -> dict[str, float]:
    """Return what is a mean over a batch's examples: their (weighted) loss, and most metrics.

    The logs of a batch of which these examples are a part are the means of those of its parts.
    """
    values = graded.values if weights is None else graded.values * weights
    logs = {"loss": float(values.mean(dtype=np.float64))}
    means = (metric for metric in model.metrics if isinstance(metric, MeanMetric))
    return logs | {metric.name: metric.compute(y, graded.output) for metric in means}


def with_penalty(model: TrainableNetwork, logs: dict[str, float]) -> dict[str, float]:
    """Return the logs with the penalty on the weights, if there is any: part of the loss, and an entry."""
    if not model.rules.penalised:
        return logs
    penalty = model.rules.penalty(model.parameters)
    return {**logs, "loss": logs["loss"] + penalty, "penalty": penalty}


def needs_all_examples(metrics: Sequence[Metric]) -> list[WholeMetric]:
    """Return the metrics that are no means over examples."""
    return [metric for metric in metrics if isinstance(metric, WholeMetric)]


def dataset_metrics(metrics: Sequence[Metric], seen: Sequence[Seen]) -> dict[str, float]:
    """Return those metrics of everything that has been seen."""
    wanted = needs_all_examples(metrics)
    if not wanted or not seen:
        return {}
    y, output = (np.concatenate(parts, axis=-1) for parts in zip(*seen, strict=True))
    return {metric.name: metric.compute(y, output) for metric in wanted}
