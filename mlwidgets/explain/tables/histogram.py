"""How the values of one column are spread: a histogram or bars, and the numbers beside them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.tables.table import Kind
from mlwidgets.explain.tables.ordering import as_numbers

if TYPE_CHECKING:
    from mlwidgets.data.tables.table import Column
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.tables.classes import Classes

FEWEST_BINS, MOST_BINS = 8, 40
"""Fewer bins hide the shape, and more cannot be told apart on a small picture."""

MOST_BARS = 12
"""So many levels have a bar of their own; the others share the last one."""

_HUGE = 1e300
"""Sums and differences of larger numbers may not be finite: they are computed of their quarters."""


@dataclass(frozen=True, eq=False)
class Summary:
    """One column in numbers.

    Attributes
    ----------
    kind : Kind
        What its values are.
    rows, missing, infinite, distinct : int
        All rows; those without a value; those with an infinite one, which is in no bin; different values.
    least, mean, median, greatest : float
        Of the finite values; dates in seconds since 1970. NaN if there are none.
    edges : ndarray of float64, shape (bins + 1,)
        Where the bins of numbers and dates begin and end; the last one includes its end.
    labels : tuple of str, length bins
        The levels of categories and texts, the most frequent first.
    rest : int
        How many rarer levels share the last bin, which has no label; 0 if there is no such bin.
    counts : ndarray of int, shape (groups, bins)
        How many rows of each class are in each bin; one group where there are no classes.
    """

    kind: Kind
    rows: int
    missing: int
    infinite: int
    distinct: int
    least: float
    mean: float
    median: float
    greatest: float
    edges: AnyArray
    labels: tuple[str, ...]
    rest: int
    counts: AnyArray


def summary(column: Column, classes: Classes | None = None) -> Summary:
    """Return how the values of a column are spread, in each class.

    Examples
    --------
    >>> from mlwidgets.data.tables.table import Column
    >>> found = summary(Column(name="n", kind=Kind.NUMBER, values=np.array([1.0, 1.0, 2.0, np.nan])))
    >>> found.edges, found.counts, found.missing, found.median
    (array([0.5, 1.5, 2.5]), array([[2, 1]]), 1, 1.0)
    """
    groups = 1 if classes is None else max(1, len(classes.names))
    codes = np.zeros(len(column), np.int8) if classes is None else classes.codes
    if column.kind in (Kind.CATEGORY, Kind.TEXT):
        return _of_levels(column, codes, groups)
    values = as_numbers(column)
    finite = np.isfinite(values)
    present = values[finite]
    edges = bin_edges(present)
    bins = max(0, len(edges) - 1)
    places = np.clip(np.searchsorted(edges, present, side="right") - 1, 0, max(0, bins - 1))
    counts: AnyArray = np.zeros(0, np.int64)
    if bins:
        counts = np.bincount(codes[finite] * np.int64(bins) + places, minlength=groups * bins)
    scale = 4.0 if len(present) and np.abs(present).max() > _HUGE else 1.0
    missing = int(column.missing.sum())
    return Summary(
        kind=column.kind,
        rows=len(column),
        missing=missing,
        infinite=len(column) - missing - len(present),
        distinct=column.distinct,
        least=float(present.min()) if bins else math.nan,
        mean=float((present / scale).mean() * scale) if bins else math.nan,
        median=float(np.median(present / scale) * scale) if bins else math.nan,
        greatest=float(present.max()) if bins else math.nan,
        edges=edges,
        labels=(),
        rest=0,
        counts=counts.reshape(groups, bins),
    )


def bin_edges(values: AnyArray) -> AnyArray:
    """Return the edges of the bins of a histogram.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Finite ones.

    Returns
    -------
    ndarray of float64, shape (bins + 1,)
        Empty if there are no values. Whole numbers that span no more than `MOST_BINS` have a bin each.

    Notes
    -----
    The width is that of Freedman and Diaconis (1981), h = 2 · IQR · n^(−1/3), and where the quartiles are
    equal that of Sturges (1926), range / (1 + log₂ n); but there are `FEWEST_BINS` to `MOST_BINS` bins. The
    bins of whole numbers are whole numbers wide: else some would hold one number more than their neighbours,
    and the histogram would have teeth.
    """
    if not len(values):
        return np.zeros(0)
    scale = 4.0 if np.abs(values).max() > _HUGE else 1.0
    values = values / scale
    least, greatest = float(values.min()), float(values.max())
    span = greatest - least
    whole = max(abs(least), abs(greatest)) < 2**53 and bool(np.all(values == np.floor(values)))
    if whole and span < MOST_BINS:
        return np.arange(least - 0.5, greatest + 1)
    if span == 0:
        half = max(abs(least) * 1e-3, np.finfo(np.float64).tiny)
        return np.array([least - half, least + half]) * scale
    low, high = np.quantile(values, [0.25, 0.75])
    width = 2 * (high - low) * len(values) ** (-1 / 3) or span / (1 + math.log2(len(values)))
    bins = int(np.clip(math.ceil(min(span / width, MOST_BINS)), FEWEST_BINS, MOST_BINS))
    if whole:
        step = math.ceil((span + 1) / bins)
        return least - 0.5 + step * np.arange(math.ceil((span + 1) / step) + 1.0)
    edges: AnyArray = np.linspace(least, greatest, bins + 1) * scale
    return np.unique(edges)  # neighbours may be the same number where the span is tiny


def _of_levels(column: Column, codes: AnyArray, groups: int) -> Summary:
    """Return how often each level occurs, the most frequent first, in each class."""
    present = ~column.missing
    levels = len(column.levels)
    totals = np.bincount(column.values[present], minlength=levels)
    occurring = int(np.count_nonzero(totals))
    order = np.argsort(-totals, kind="stable")[: min(MOST_BARS, occurring)]
    rest = occurring - len(order)
    place = np.full(levels, len(order))
    place[order] = np.arange(len(order))
    bins = len(order) + (rest > 0)
    flat = codes[present] * np.int64(bins) + place[column.values[present]]
    return Summary(
        kind=column.kind,
        rows=len(column),
        missing=int(column.missing.sum()),
        infinite=0,
        distinct=occurring,
        least=math.nan,
        mean=math.nan,
        median=math.nan,
        greatest=math.nan,
        edges=np.zeros(0),
        labels=tuple(column.levels[at] for at in order),
        rest=rest,
        counts=np.bincount(flat, minlength=groups * bins).reshape(groups, bins),
    )
