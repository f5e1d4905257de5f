"""The threshold that costs least, where a miss costs so many times what a false alarm does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray


@dataclass(frozen=True)
class Cheapest:
    """A threshold, and what it costs.

    Attributes
    ----------
    threshold : float
        Half-way between two scores.
    cost : float
        Misses times their cost, plus false alarms.
    """

    threshold: float
    cost: float


def cheapest_threshold(is_positive: AnyArray, scores: AnyArray, miss_cost: float) -> Cheapest:
    """Return the threshold t with the smallest cost, N · misses + false alarms.

    A miss is an example of the class with a score below t, a false alarm another one with at least t.

    Parameters
    ----------
    is_positive : ndarray of bool, shape (n,)
        Which examples are of the class; at least one example. Take validation examples: chosen on the test
        examples, a threshold would make their figures look better than those of new examples.
    scores : ndarray, shape (n,)
        The share that each gives the class.
    miss_cost : float
        N, how many false alarms a miss is worth; greater than 0.

    Returns
    -------
    Cheapest
        Of several the one nearest to 1 / (1 + N), where it lies for true probabilities.

    Raises
    ------
    DataError
        There is no example, or a score is not finite.

    References
    ----------
    Elkan, "The Foundations of Cost-Sensitive Learning", IJCAI 2001.

    Examples
    --------
    >>> cheapest_threshold(np.array([True, False, True]), np.array([0.5, 0.7, 0.9]), 0.5)
    Cheapest(threshold=0.8, cost=0.5)
    >>> cheapest_threshold(np.array([True, False, True]), np.array([0.5, 0.7, 0.9]), 5.0)
    Cheapest(threshold=0.25, cost=1.0)
    """
    truth, given = np.asarray(is_positive, bool), np.asarray(scores, np.float64)
    if not given.size or not np.isfinite(given).all():
        raise DataError("A threshold can only be chosen from one or more finite scores.")
    order = np.argsort(-given, kind="stable")
    levels, first = np.unique(-given[order], return_index=True)
    levels = -levels  # the different scores, falling
    # How many hits and false alarms there are at each cut: above all scores, then below each level in turn.
    ends = np.append(first, len(given))
    hits = np.append(0, truth[order].cumsum())[ends]
    alarms = ends - hits
    costs = miss_cost * (truth.sum() - hits) + alarms
    low, high = min(0.0, levels[-1]), max(1.0, levels[0])
    bounds = np.concatenate([[high], levels, [low]])
    cuts = (bounds[:-1] + bounds[1:]) / 2
    possible = np.ones(len(cuts), bool)
    possible[0] = cuts[0] > levels[0]  # else it would call those with the highest score positive
    least = costs[possible].min()
    cheapest = cuts[possible & (costs == least)]
    best = cheapest[np.abs(cheapest - 1 / (1 + miss_cost)).argmin()]
    return Cheapest(float(best), float(least))
