"""The target as the network learns it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.prepare.fitted_column import LARGEST_FLOAT, level_order, offset_and_divisor
from mlwidgets.data.prepare.plan import Scale
from mlwidgets.data.tables.table import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.data.tables.table import Column


class TargetSteps:
    """The target as the network learns it: class numbers, or numbers standardized on the training rows.

    Attributes
    ----------
    name : str
        The column.
    class_names : tuple of str
        The classes in order; empty for numbers to predict.
    mean, std : float
        Of the training rows; 0 and 1 for classes.
    rows : int
        The number of training rows.
    """

    def __init__(self, column: Column, train: NDArray[np.int64], able: NDArray[np.bool_]) -> None:
        self.name = column.name
        self.kind = column.kind
        self.rows = len(train)
        self.class_names: tuple[str, ...] = ()
        self.mean, self.std = 0.0, 1.0
        if column.kind is Kind.NUMBER:
            self.mean, self.std = offset_and_divisor(Scale.STANDARD, column.values[train])
            return
        present = np.unique(column.values[able]).tolist()
        self.class_names = tuple(sorted((column.levels[code] for code in present), key=level_order))

    def apply(self, column: Column) -> NDArray[Any]:
        """Return class numbers as int64, or standardized numbers as float32, shape (rows,)."""
        if not self.class_names:
            scaled = (column.values - self.mean) / self.std
            return np.clip(scaled, -LARGEST_FLOAT, LARGEST_FLOAT).astype(np.float32)
        at = {level: place for place, level in enumerate(self.class_names)}
        place = np.array([*(at.get(level, -1) for level in column.levels), -1], np.int64)
        return place[column.values]
