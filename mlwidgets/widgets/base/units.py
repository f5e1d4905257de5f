"""Metrics in the units of what is predicted: training standardizes the target of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.data import Dataset

IN_UNITS = frozenset({"mean_absolute_error"})
"""Metrics that have the unit of the target; a loss stays as it is minimized."""


def metric_unit(dataset: Dataset, name: str) -> float:
    """Return how large a 1 of a metric is in the target's own units.

    A network that predicts a number of a table learns it as z = (y − mean) / std. Its mean absolute error
    is therefore |y − ŷ| / std on average: times std it is in the units of the table.

    Parameters
    ----------
    dataset : Dataset
        What is learned.
    name : str
        The metric, or ``"val_"`` and the metric.

    Returns
    -------
    float
        The standard deviation of the target on the training rows; 1 for every other metric, and where the
        target is no number of a table.
    """
    prepared = dataset.prepared
    if prepared is None or name.removeprefix("val_") not in IN_UNITS:
        return 1.0
    return prepared.target.std
