"""Rows divided into training, validation and test rows, before anything is computed from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.checks import read_only
from mlwidgets.data.prepare.equal import bits_of, equal_rows
from mlwidgets.data.prepare.plan import SplitMethod, usable
from mlwidgets.data.tables.table import Kind
from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.tables.table import Column, Table

    Rows = NDArray[np.int64]

_STRATA = 10
"""Numbers to predict are kept in proportion by tenths."""

_TOO_FEW_VALUES = {
    "training": _(
        "No row is left for the training part: {by} has too few different values, and rows "
        "with the same one stay together. Choose another column, or divide at random."
    ),
    "validation": _(
        "No row is left for the validation part: {by} has too few different values, and rows "
        "with the same one stay together. Choose another column, or divide at random."
    ),
    "test": _(
        "No row is left for the test part: {by} has too few different values, and rows "
        "with the same one stay together. Choose another column, or divide at random."
    ),
}
_TOO_FEW = {
    "training": _("No row is left for the training part: there are too few different rows. Add some."),
    "validation": _("No row is left for the validation part: there are too few different rows. Add some."),
    "test": _("No row is left for the test part: there are too few different rows. Add some."),
}
_TOO_FEW_TOGETHER = {
    "training": _(
        "No row is left for the training part: there are too few different rows. Add some, "
        "or let equal rows come into different parts."
    ),
    "validation": _(
        "No row is left for the validation part: there are too few different rows. Add some, "
        "or let equal rows come into different parts."
    ),
    "test": _(
        "No row is left for the test part: there are too few different rows. Add some, "
        "or let equal rows come into different parts."
    ),
}


@dataclass(frozen=True, eq=False)
class Parts:
    """Which rows of a table are for what, each in ascending order.

    Attributes
    ----------
    train : ndarray of int64
        Rows that the steps are fitted on and the network learns from.
    validation : ndarray of int64
        Rows held out for choosing settings.
    test : ndarray of int64
        Rows that measure the result at the end.
    left_out : ndarray of int64
        Rows without a target, or with a division by time without a time.
    """

    train: Rows
    validation: Rows
    test: Rows
    left_out: Rows

    def __post_init__(self) -> None:
        for name in ("train", "validation", "test", "left_out"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    def __repr__(self) -> str:
        return (
            f"Parts({len(self.train):,} to train, {len(self.validation):,} to validate, "
            f"{len(self.test):,} to test, {len(self.left_out):,} left out)"
        )


def split_rows(table: Table, plan: Plan) -> Parts:
    """Divide the rows of a table as a plan says.

    Raises
    ------
    DataError
        The plan cannot be made of this table, or a part would be empty.
    """
    plan.check(table)
    split, target = plan.split, plan.as_planned(table, plan.target)
    able = usable(target)
    if split.method is SplitMethod.TIME:
        able &= usable(table.column(split.by))
    rows = np.flatnonzero(able)
    if not len(rows):
        raise DataError(
            _(
                "No row has both a target and a time in {by}. Choose another column, or divide at random."
            ).format(by=shown(split.by))
        )
    if split.method is SplitMethod.TIME:
        part = _by_time(table.column(split.by).values[rows], split.test, split.validation)
    elif split.method is SplitMethod.GROUP:
        units = _codes(table.column(split.by).take(rows))
        part = _none_empty(_by_units(units, plan), units, plan)
    else:
        strata = np.zeros(len(rows), np.int64)
        if split.method is SplitMethod.STRATIFIED:
            strata = _strata(target.take(rows))
        units = np.arange(len(rows))
        if split.together:
            units = equal_rows(table, (*plan.features, plan.target))[rows]
        part = _none_empty(_in_proportion(units, strata, plan), units, plan)
    _check_none_empty(part, plan)
    train, validation, test = (rows[part == number] for number in range(3))
    return Parts(train, validation, test, np.flatnonzero(~able))


def _codes(column: Column) -> Rows:
    """Return which of the different values each row has; the missing ones are one of them."""
    return np.unique(bits_of(column), return_inverse=True)[1].astype(np.int64)


def _strata(target: Column) -> Rows:
    if target.kind is not Kind.NUMBER:
        return target.values.astype(np.int64)
    edges = np.quantile(target.values, np.arange(1, _STRATA) / _STRATA)
    return np.searchsorted(edges, target.values, side="right").astype(np.int64)


# A part is 0 for training, 1 for validation and 2 for the test.


def _by_time(times: NDArray[np.generic], test: float, validation: float) -> Rows:
    """Give the latest rows to the test and those before to validation; equal times stay together."""
    _, moment, counts = np.unique(times, return_inverse=True, return_counts=True)
    until = np.cumsum(counts)  # rows up to and with each moment
    rows = until[-1]
    cuts = [_nearest_cut(until, rows * (1 - test - validation)), _nearest_cut(until, rows * (1 - test))]
    last = len(until) - 1
    cuts[1] = min(max(cuts[1], 2 if validation else 1), last)
    if validation:
        cuts[0] = min(max(cuts[0], 1), cuts[1] - 1)
    else:
        cuts[0] = cuts[1]
    return np.searchsorted(np.array(cuts), np.atleast_1d(moment), side="right").astype(np.int64)


def _nearest_cut(until: Rows, wanted: float) -> int:
    """Return how many moments come before the cut that is nearest to so many rows."""
    return int(np.argmin(np.abs(np.concatenate([[0], until]) - wanted)))


def _by_units(units: Rows, plan: Plan) -> Rows:
    """Divide whole units at random, so that the parts come near to their shares."""
    generator = np.random.default_rng(plan.split.seed)
    wanted = _wanted(len(units), plan)
    return _share_out(np.bincount(units), wanted, generator)[units]


def _in_proportion(units: Rows, strata: Rows, plan: Plan) -> Rows:
    """Divide units within each stratum; what one stratum rounds away the next one makes up for."""
    generator = np.random.default_rng(plan.split.seed)
    part = np.zeros(len(units), np.int64)
    wanted, given = np.zeros(3), np.zeros(3)
    order = np.argsort(strata, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(strata[order])) + 1):
        wanted += _wanted(len(members), plan)
        _, own, sizes = np.unique(units[members], return_inverse=True, return_counts=True)
        part[members] = _share_out(sizes, wanted - given, generator)[own]
        given += np.bincount(part[members], minlength=3)
    return part


def _none_empty(part: Rows, units: Rows, plan: Plan) -> Rows:
    """Give a part that has no row the smallest unit of the training part, if that keeps another one."""
    for number, share in ((2, plan.split.test), (1, plan.split.validation)):
        lefts, counts = np.unique(units[part == 0], return_counts=True)
        if share and not (part == number).any() and len(lefts) > 1:
            part[units == lefts[np.argmin(counts)]] = number
    return part


def _wanted(rows: int, plan: Plan) -> NDArray[np.float64]:
    test, validation = plan.split.test, plan.split.validation
    return rows * np.array([1 - test - validation, validation, test])


def _share_out(sizes: Rows, wanted: NDArray[np.float64], generator: np.random.Generator) -> Rows:
    """Return a part for each unit, in random order: first those of several rows, then the single ones.

    Each unit of several rows goes where the largest fraction is lacking, so that each part gets large ones
    and small ones. The single rows then fill all parts up.
    """
    part = np.zeros(len(sizes), np.int64)
    lacking = wanted.copy()
    full = np.maximum(wanted, 1e-9)
    several = np.flatnonzero(sizes > 1)
    open_parts = np.flatnonzero(wanted > 0)
    for unit, size in zip(*_shuffled(several, sizes, generator), strict=True):
        best = max(open_parts, key=lambda one: (lacking[one] - size / 2) / full[one])
        part[unit] = best
        lacking[best] -= size
    single = generator.permutation(np.flatnonzero(sizes == 1))
    fill = _whole_shares(np.maximum(lacking, 0), len(single))
    part[single] = np.repeat(np.arange(3), fill)
    if part.all():  # what is tested has to be learned first
        part[np.argmin(sizes)] = 0
    return part


def _shuffled(units: Rows, sizes: Rows, generator: np.random.Generator) -> tuple[list[int], list[int]]:
    order = generator.permutation(units)
    return order.tolist(), sizes[order].tolist()


def _whole_shares(lacking: NDArray[np.float64], count: int) -> Rows:
    """Divide a count in proportion to what is lacking, in whole numbers (largest remainders)."""
    total = lacking.sum()
    exact = lacking * (count / total) if total else np.array([float(count), 0.0, 0.0])
    shares = np.floor(exact).astype(np.int64)
    for one in np.argsort(shares - exact, kind="stable")[: count - int(shares.sum())]:
        shares[one] += 1
    return shares


def _check_none_empty(part: Rows, plan: Plan) -> None:
    counts = np.bincount(part, minlength=3)
    for number, name in enumerate(("training", "validation", "test")):
        if counts[number] == 0 and (number != 1 or plan.split.validation):
            raise DataError(_why_empty(name, plan))


def _why_empty(name: str, plan: Plan) -> str:
    split = plan.split
    if split.method in (SplitMethod.GROUP, SplitMethod.TIME):
        return _TOO_FEW_VALUES[name].format(by=shown(split.by))
    return (_TOO_FEW_TOGETHER if split.together else _TOO_FEW)[name]
