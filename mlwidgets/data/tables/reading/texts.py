"""Columns of texts: whether they are categories, and arrays that nobody can write into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.tables.table import MISSING, Column, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FREE_TEXT = 0.5
"""A column is of texts, not of categories, if more than this fraction of its values are different."""

FEW = 20
"""So few different values are categories in any case."""


def text_column(name: str, codes: NDArray[np.int32], levels: Sequence[str]) -> Column:
    """Return a column of categories, sorted, or of free texts if most of them are different.

    Parameters
    ----------
    name : str
        That of the column.
    codes : ndarray of int32, shape (rows,)
        The position of each value among the levels; −1 where one is missing.
    levels : sequence of str
        The different texts, each of which occurs.

    Examples
    --------
    >>> column = text_column("colour", np.array([0, 1, 0, -1], np.int32), ["red", "blue"])
    >>> column.kind, column.levels, column.values.tolist()
    (<Kind.CATEGORY: 'category'>, ('blue', 'red'), [1, 0, 1, -1])
    """
    present = int(np.count_nonzero(codes != MISSING))
    if len(levels) > max(FEW, FREE_TEXT * present):
        return Column(name=name, kind=Kind.TEXT, values=locked(codes), levels=tuple(levels))
    order = sorted(range(len(levels)), key=levels.__getitem__)
    place = np.empty(len(levels) + 1, np.int32)
    place[order] = np.arange(len(levels), dtype=np.int32)
    place[-1] = MISSING  # which is where the code -1 looks
    ordered = tuple(levels[at] for at in order)
    return Column(name=name, kind=Kind.CATEGORY, values=locked(place[codes]), levels=ordered)


def locked(values: NDArray[Any]) -> NDArray[Any]:
    """Return the array read-only, so that a `Column` need not copy it."""
    own = values if values.base is None else values.copy()
    own.flags.writeable = False
    return own
