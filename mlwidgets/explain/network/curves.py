"""Learning curves, thinned to what a screen can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.history import History, Mark

MAX_POINTS = 300
"""More points than this on one curve could not be told apart, and would only cost time."""


@dataclass(frozen=True, eq=False)
class Curve:
    """Points of a line.

    Attributes
    ----------
    epochs, values : ndarray of float32, shape (k,)
        When, in epochs, and what.
    """

    epochs: Array
    values: Array


@dataclass(frozen=True, eq=False)
class LearningCurves:
    """One measured quantity over a run.

    Attributes
    ----------
    name : str
        "loss", "accuracy", …
    train : Curve
        Means over a few neighbouring batches each.
    validation : Curve
        One point an epoch.
    marks : tuple of Mark
        Settings that were changed on the way.
    penalty : Curve
        The part of the loss that is the price of large weights; empty where there is none.
    """

    name: str
    train: Curve
    validation: Curve
    marks: tuple[Mark, ...]
    penalty: Curve


def learning_curves(history: History, name: str) -> LearningCurves:
    """Return the curves of one quantity, the loss or a metric, from a history."""
    validation = np.asarray(history.history.get(f"val_{name}", ()), np.float32)
    return LearningCurves(
        name=name,
        train=thinned(history.batch_epochs, history.batch_logs.get(name, ())),
        validation=Curve(np.arange(1, len(validation) + 1, dtype=np.float32), validation),
        marks=tuple(history.marks),
        penalty=thinned(
            history.batch_epochs, history.batch_logs.get("penalty", ()) if name == "loss" else ()
        ),
    )


def thinned(epochs: list[float], values: list[float] | tuple[()]) -> Curve:
    """Average neighbouring points so that at most `MAX_POINTS` remain.

    Averages, not samples: single batches scatter, and a few of them picked out would mislead. The last group
    may be smaller, so that the curve always ends at the newest batch.
    """
    x, y = np.asarray(epochs, np.float64), np.asarray(values, np.float64)
    if not len(y):  # nothing yet, or a quantity that is not measured
        return Curve(y.astype(np.float32), y.astype(np.float32))
    group = -(-len(y) // MAX_POINTS)
    starts = np.arange(0, len(y), group)
    sizes = np.diff(np.append(starts, len(y)))
    ends = starts + sizes - 1
    return Curve(x[ends].astype(np.float32), (np.add.reduceat(y, starts) / sizes).astype(np.float32))
