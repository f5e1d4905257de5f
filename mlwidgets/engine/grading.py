"""Loss and metrics of a batch that has been graded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.arrays import AnyArray, Array
from mlwidgets.engine.metrics.base import MeanMetric, Metric, WholeMetric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.model import Sequential
    from mlwidgets.engine.passes import Graded

Seen = tuple[AnyArray, Array]
"""Targets and outputs of some examples, in the engine's layout."""


def batch_logs(
    model: Sequential, graded: Graded, y: AnyArray, weights: Array | None = None
) -> dict[str, float]:
    """Return what is a mean over a batch's examples: their (weighted) loss, and most metrics.

    The logs of a batch of which these examples are a part are the means of those of its parts.
    """
    values = graded.values if weights is None else graded.values * weights
    logs = {"loss": float(values.mean(dtype=np.float64))}
    means = (metric for metric in model.metrics if isinstance(metric, MeanMetric))
    return logs | {metric.name: metric.compute(y, graded.output) for metric in means}


def completed(model: Sequential, logs: dict[str, float], seen: Sequence[Seen]) -> dict[str, float]:
    """Return a batch's logs with what is no mean over examples: the penalty, and the other metrics.

    The penalty on the weights, if there is any, is part of the loss, and an entry of its own.
    """
    if model.rules.penalised:
        penalty = model.rules.penalty(model.parameters)
        logs = {**logs, "loss": logs["loss"] + penalty, "penalty": penalty}
    return logs | whole_logs(model.metrics, seen)


def whole(metrics: Sequence[Metric]) -> list[WholeMetric]:
    """Return the metrics that need all examples at once."""
    return [metric for metric in metrics if isinstance(metric, WholeMetric)]


def whole_logs(metrics: Sequence[Metric], seen: Sequence[Seen]) -> dict[str, float]:
    """Return those metrics of everything that has been seen."""
    wanted = whole(metrics)
    if not wanted or not seen:
        return {}
    y, output = (np.concatenate(parts, axis=-1) for parts in zip(*seen, strict=True))
    return {metric.name: metric.compute(y, output) for metric in wanted}
