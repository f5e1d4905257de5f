"""How large the numbers of examples or targets are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

LARGEST = 100.0
"""Inputs beyond this make steps that suit one weight far too long for another, and saturate units."""

UNEQUAL = 100.0
"""So many times wider than the narrowest one a feature drowns the others."""

_TABLE = 2


@dataclass(frozen=True)
class Scale:
    """The size of some numbers.

    Attributes
    ----------
    low, high : float
        The smallest and the largest.
    widest, narrowest : float
        The largest and the smallest standard deviation of a feature, constant ones left out; of pictures, and
        of other arrays, all numbers are one feature.
    widest_at, narrowest_at : int
        Which features these are, counted from 1.
    """

    low: float
    high: float
    widest: float
    narrowest: float
    widest_at: int = 1
    narrowest_at: int = 1

    @classmethod
    def of(cls, numbers: AnyArray) -> Scale:
        """Return the scale of examples `(n, …)`."""
        table = numbers if numbers.ndim == _TABLE else numbers.reshape(-1, 1)
        if not table.size:
            return cls(0.0, 0.0, 0.0, 0.0)
        with np.errstate(all="ignore"):
            deviations = table.std(axis=0, dtype=np.float64)
        varying = np.flatnonzero(deviations > 0)
        bounds = float(table.min()), float(table.max())
        if not len(varying):
            return cls(*bounds, 0.0, 0.0)
        most = varying[np.argmax(deviations[varying])]
        least = varying[np.argmin(deviations[varying])]
        return cls(*bounds, float(deviations[most]), float(deviations[least]), int(most) + 1, int(least) + 1)

    @property
    def largest(self) -> float:
        """The largest absolute value."""
        return max(-self.low, self.high)

    @property
    def too_large(self) -> bool:
        """Whether the numbers are far from 1."""
        return self.largest > LARGEST

    @property
    def unequal(self) -> bool:
        """Whether one feature drowns another."""
        return self.widest > UNEQUAL * self.narrowest > 0
