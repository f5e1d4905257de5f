"""Histograms and bars hold every value once, in its class, whatever the values are."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.prepare.plan import ColumnPlan, Plan, Role
from mlwidgets.data.tables.bundled import bundled_table, bundled_tables
from mlwidgets.data.tables.table import Column, Kind
from mlwidgets.explain.tables.classes import classes_of, planned
from mlwidgets.explain.tables.histogram import FEWEST_BINS, MOST_BARS, MOST_BINS, bin_edges, summary
from tests.explain.tables.table_makers import category, dates, numbers, table


def plan_for(target: str, kind: Kind) -> Plan:
    return Plan(columns={target: ColumnPlan(role=Role.TARGET, kind=kind)})


@pytest.mark.parametrize(
    "values",
    [
        [0.0],
        [7.0] * 50,
        [-3.2] * 5,
        [1e308, -1e308, 0.0, 1.7e308],
        [1e-320, 0.0, 2e-320],
        [1.0, 1.0 + 2**-52],
        [2.0**60, 2.0**60 + 4096],
        list(range(1000)),
        [*range(100), 1e6],
        np.random.default_rng(0).normal(size=10_000).tolist(),
        np.random.default_rng(0).lognormal(0, 4, size=3_000).tolist(),
        [0.0] * 99 + [1.5],
        [math.nan, math.inf, -math.inf, 3.0, 4.5],
        [math.nan, math.inf],
        [],
    ],
)
def test_every_finite_value_is_in_one_bin(values: list[float]) -> None:
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found = summary(numbers("x", values))
    finite = np.array([value for value in values if math.isfinite(value)])
    assert found.counts.sum() == len(finite)
    assert found.missing + found.infinite + len(finite) == len(values)
    assert len(found.edges) <= MOST_BINS + 1
    assert np.all(np.diff(found.edges) > 0)
    if len(finite):
        assert found.edges[0] <= finite.min()
        assert finite.max() <= found.edges[-1]
        assert found.least <= found.median <= found.greatest
        slack = 1e-12 * abs(found.greatest) + 1e-300
        assert found.least - slack <= found.mean <= found.greatest + slack
    else:
        assert math.isnan(found.mean)


def test_the_bins_are_those_of_numpy_where_they_are_not_bounded() -> None:
    values = np.random.default_rng(3).normal(size=500)
    assert bin_edges(values) == pytest.approx(np.histogram_bin_edges(values, "fd"))
    many = np.random.default_rng(3).normal(size=200_000)
    assert len(bin_edges(many)) == MOST_BINS + 1
    assert len(bin_edges(np.array([0.1, 0.2, 0.4]))) == FEWEST_BINS + 1


def test_whole_numbers_are_counted_without_teeth() -> None:
    assert bin_edges(np.array([3.0, 5.0, 3.0])).tolist() == [2.5, 3.5, 4.5, 5.5]
    values = np.repeat(np.arange(90.0), 50)
    edges = bin_edges(values)
    assert np.all(edges % 1 == 0.5)
    counts = summary(numbers("x", values.tolist())).counts[0]
    assert len(set(counts[:-1])) == 1  # each bin holds as many numbers as the next; only the last is cut


def test_a_histogram_is_divided_into_classes() -> None:
    birds = table(numbers("x", [1, 1, 2, 2, 3, math.nan]), category("c", ["a", "b", "a", None, "b", "a"]))
    classes = classes_of(birds, plan_for("c", Kind.CATEGORY))
    assert classes is not None
    assert classes.names == ("a", "b", "missing")
    found = summary(birds.column("x"), classes)
    assert found.counts.tolist() == [[1, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert (found.missing, found.distinct, found.mean) == (1, 3, 1.8)
    bars = summary(birds.column("c"), classes)
    assert (bars.labels, bars.counts.tolist()) == (("a", "b"), [[3, 0], [0, 2], [0, 0]])


def test_rare_levels_share_the_last_bar_and_rare_classes_one_group() -> None:
    texts = [f"level {n}" for n in range(30) for _ in range(31 - n)]
    many = table(category("c", texts), numbers("x", list(range(len(texts)))))
    found = summary(many.column("c"))
    assert found.labels == tuple(f"level {n}" for n in range(MOST_BARS))
    assert (found.rest, found.distinct) == (18, 30)
    assert found.counts[0, -1] == sum(31 - n for n in range(MOST_BARS, 30))
    classes = classes_of(many, plan_for("c", Kind.CATEGORY))
    assert classes is not None
    assert classes.names == (*(f"level {n}" for n in range(5)), "others")
    assert np.bincount(classes.codes).tolist() == [31, 30, 29, 28, 27, sum(31 - n for n in range(5, 30))]


@pytest.mark.parametrize("name", [name for name in bundled_tables() if name != "diabetes"])
def test_classes_have_the_order_and_so_the_colours_of_the_network_s(name: str) -> None:
    prepared = prepared_dataset(bundled_table(name)).prepared
    assert prepared is not None
    classes = classes_of(prepared.table, prepared.plan)
    assert classes is not None
    assert classes.names == prepared.target.class_names


def test_classes_are_those_that_the_plan_takes_them_for() -> None:
    birds = table(numbers("grade", [2, 1, 2, math.nan]), category("word", ["1", "x", "2", "3"], Kind.TEXT))
    assert classes_of(birds, None) is None
    assert classes_of(birds, plan_for("grade", Kind.NUMBER)) is None
    assert classes_of(birds, plan_for("gone", Kind.NUMBER)) is None
    classes = classes_of(birds, plan_for("grade", Kind.CATEGORY))
    assert classes is not None
    assert (classes.names, classes.codes.tolist()) == (("1", "2", "missing"), [1, 0, 1, 2])
    assert planned(birds, plan_for("word", Kind.NUMBER), "word").kind is Kind.TEXT  # "x" is no number


def test_dates_and_columns_without_values() -> None:
    found = summary(dates("day", ["2021-01-01", "2021-01-02", None]))
    assert found.kind is Kind.DATE
    assert found.mean == (np.datetime64("2021-01-01T12:00:00") - np.datetime64(0, "s")).astype(int)
    assert found.counts.sum() == 2
    empty = summary(category("c", [None, None]))
    assert (empty.labels, empty.counts.shape, empty.missing) == ((), (1, 0), 2)
    unused = Column(name="c", kind=Kind.CATEGORY, values=np.array([1], np.int32), levels=("a", "b"))
    assert summary(unused).labels == ("b",)
