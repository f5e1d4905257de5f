"""Predicted numbers against true ones: residuals, their histogram, and the metrics in the target's units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.metrics import MeanAbsoluteError, R2Score, RootMeanSquaredError
from mlwidgets.errors import DataError, ShapeError

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array

MOST_BARS = 30
"""So many bars a histogram of residuals has at the most on each side of 0."""


@dataclass(frozen=True, eq=False)
class Residuals:
    """How far predictions are off.

    Attributes
    ----------
    mae : float
        Mean of |y − ŷ|.
    rmse : float
        √(mean of (y − ŷ)²): large errors count more.
    r2 : float
        1 − Σ (y − ŷ)² / Σ (y − ȳ)²: 1 is perfect, 0 no better than always predicting the mean ȳ.
    edges : ndarray, shape (bars + 1,)
        Where the bars of the histogram begin and end; 0 is one of the edges.
    counts : ndarray of int, shape (bars,)
        How many residuals y − ŷ are in each bar.
    """

    mae: float
    rmse: float
    r2: float
    edges: Array
    counts: AnyArray


def residuals(y: AnyArray, predicted: AnyArray) -> Residuals:
    """Measure predictions.

    Parameters
    ----------
    y, predicted : ndarray, shape (n,)
        The true numbers and the predicted ones, in the units to measure in; one or more, all finite.

    Raises
    ------
    DataError, ShapeError
        They do not fit together, or some are not finite.

    Examples
    --------
    >>> measured = residuals(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.5, 2.0]))
    >>> measured.mae, round(measured.rmse, 4), measured.r2
    (0.5, 0.6455, 0.375)
    """
    true, said = np.asarray(y, np.float64), np.asarray(predicted, np.float64)
    if true.ndim != 1 or true.shape != said.shape:
        raise ShapeError(
            "Residuals need two rows of numbers of the same length; got shapes "
            f"{true.shape} and {said.shape}."
        )
    if not true.size or not (np.isfinite(true).all() and np.isfinite(said).all()):
        raise DataError("Residuals need one or more numbers and predictions, all of them finite.")
    pair = true[np.newaxis], said[np.newaxis]  # the engine's layout
    edges, counts = _histogram(true - said)
    return Residuals(
        MeanAbsoluteError().compute(*pair),
        RootMeanSquaredError().compute(*pair),
        R2Score().compute(*pair),
        edges,
        counts,
    )


def _histogram(values: Array) -> tuple[Array, AnyArray]:
    """Count values in bars of a round width, 0 between two of them."""
    reach = float(np.abs(values).max()) or 1.0
    sides = int(np.clip(np.ceil(np.sqrt(len(values))) / 2, 3, MOST_BARS))  # about √n bars
    width = _round_up(reach / sides)
    low, high = (int(np.floor(values.min() / width)), int(np.floor(values.max() / width)) + 1)
    edges = np.arange(min(low, -1), max(high, 1) + 1) * width
    return edges, np.histogram(values, edges)[0]


def _round_up(width: float) -> float:
    """Return the next of 1, 2 and 5 times a power of ten."""
    decade = 10.0 ** np.floor(np.log10(width))
    return float(next(step * decade for step in (1, 2, 5, 10) if step * decade >= width * (1 - 1e-9)))
