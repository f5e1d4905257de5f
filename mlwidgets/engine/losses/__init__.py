"""Losses: how wrong a prediction is, as one number for each example, and which way to change it.

Every loss works on the engine's layout, `(outputs, n)`, and gives one value for each of the n examples. The
loss of a batch is their mean. Calling a loss, ``loss(y_true, y_pred)``, takes arrays as in Keras, `(n,
outputs)`.
"""

from __future__ import annotations

from mlwidgets.engine.configurable import Registry
from mlwidgets.engine.losses.base import PROBABILITY_FLOOR, ROUNDING, ElementwiseLoss, Loss
from mlwidgets.engine.losses.crossentropy import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    CrossEntropy,
    SparseCategoricalCrossentropy,
    fused,
)
from mlwidgets.engine.losses.distributions import KLDivergence, Poisson
from mlwidgets.engine.losses.margins import CategoricalHinge, Hinge, SquaredHinge
from mlwidgets.engine.losses.regression import (
    CosineSimilarity,
    Huber,
    LogCosh,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
)

__all__ = [
    "LOSSES",
    "PROBABILITY_FLOOR",
    "ROUNDING",
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalHinge",
    "CosineSimilarity",
    "CrossEntropy",
    "ElementwiseLoss",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "Loss",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Poisson",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
    "fused",
    "get",
]

LOSSES: Registry[Loss] = Registry(
    "loss",
    (
        MeanSquaredError,
        MeanAbsoluteError,
        MeanAbsolutePercentageError,
        MeanSquaredLogarithmicError,
        Huber,
        LogCosh,
        BinaryCrossentropy,
        CategoricalCrossentropy,
        SparseCategoricalCrossentropy,
        Hinge,
        SquaredHinge,
        CategoricalHinge,
        KLDivergence,
        Poisson,
        CosineSimilarity,
    ),
    aliases={
        "mse": MeanSquaredError,
        "mae": MeanAbsoluteError,
        "mape": MeanAbsolutePercentageError,
        "msle": MeanSquaredLogarithmicError,
        "logcosh": LogCosh,
    },
)


def get(spec: object) -> Loss:
    """Return a loss from its name, from a config or as it is."""
    return LOSSES.get(spec)
