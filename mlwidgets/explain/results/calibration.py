"""Calibration: of all examples given a probability of 0.7, about 0.7 should be so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array

BINS = 10
"""So many bins of equal width from 0 to 1."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """A reliability diagram.

    Attributes
    ----------
    said : ndarray, shape (bins,)
        The mean probability of the examples in each bin; NaN where there are none.
    found : ndarray, shape (bins,)
        How many of them are of the class; NaN where there are none.
    counts : ndarray of int, shape (bins,)
        How many examples are in each bin.
    """

    said: Array
    found: Array
    counts: AnyArray

    @property
    def error(self) -> float:
        """The expected calibration error, Σ (nᵦ / n) |foundᵦ − saidᵦ|: 0 is perfect."""
        filled = self.counts > 0
        weights = self.counts[filled] / self.counts.sum()
        return float((weights * np.abs(self.found[filled] - self.said[filled])).sum())


def calibration(is_positive: AnyArray, probabilities: AnyArray, bins: int = BINS) -> Calibration:
    """Put examples into bins by the probability they were given, and count.

    Parameters
    ----------
    is_positive : ndarray of bool, shape (n,)
        Which examples are of the class; at least one example.
    probabilities : ndarray, shape (n,)
        From 0 to 1, what the network gave the class.
    bins : int
        How many; the b-th holds probabilities above (b − 1)/bins up to b/bins, the first one 0 as well.

    Raises
    ------
    ConfigurationError
        There is no bin.
    DataError
        There is no example, or something else than a probability.

    References
    ----------
    Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017.

    Examples
    --------
    >>> measured = calibration(np.array([False, True, True, True]), np.array([0.2, 0.3, 0.9, 0.7]), bins=2)
    >>> measured.counts.tolist(), measured.found.tolist(), round(measured.error, 4)
    ([2, 2], [0.5, 1.0], 0.225)
    """
    if isinstance(bins, bool) or not isinstance(bins, int) or bins < 1:
        raise ConfigurationError(f"bins must be a whole number of at least 1; got {shown(bins)}.")
    truth, said = np.asarray(is_positive, bool), np.asarray(probabilities, np.float64)
    if not said.size or not (said.min() >= 0 and said.max() <= 1):  # so that NaN is refused, too
        got = f"{said.min():g} to {said.max():g}" if said.size else "none"
        raise DataError(f"Calibration needs probabilities from 0 to 1, one or more; got {got}.")
    place = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], said)
    counts = np.bincount(place, minlength=bins)
    with np.errstate(invalid="ignore"):  # nothing by nothing is NaN
        return Calibration(
            np.bincount(place, weights=said, minlength=bins) / counts,
            np.bincount(place, weights=truth, minlength=bins) / counts,
            counts,
        )
