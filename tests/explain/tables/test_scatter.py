"""Points stand where their values are, and a sample of them is said to be one."""

from __future__ import annotations

import math

import numpy as np

from mlwidgets.data.tables.table import Kind
from mlwidgets.explain.tables.scatter import MOST_PLACES, MOST_POINTS, scatter
from tests.explain.tables.table_makers import category, dates, numbers


def test_rows_without_one_of_the_values_have_no_point() -> None:
    found = scatter(numbers("x", [1, math.nan, 3, math.inf, 5]), category("c", ["a", "b", None, "a", "b"]))
    assert found.rows.tolist() == [0, 4]
    assert found.x.tolist() == [1, 5]
    assert np.round(found.y).tolist() == [0, 1]
    assert (found.x_axis.low, found.x_axis.high, found.total) == (1, 5, 2)
    assert (found.y_axis.labels, found.y_axis.low, found.y_axis.high) == (("a", "b"), -0.5, 1.5)


def test_a_long_table_is_sampled_in_the_same_way_every_time() -> None:
    values = numbers("x", list(range(20_000)))
    found = scatter(values, values)
    assert (len(found.rows), found.total) == (MOST_POINTS, 20_000)
    assert np.all(np.diff(found.rows) > 0)
    assert found.rows.tolist() == scatter(values, values).rows.tolist()
    assert (found.x_axis.low, found.x_axis.high) == (0, 19_999)  # of all rows, not only of the sample


def test_rare_levels_share_the_last_place() -> None:
    texts = [f"t{n}" for n in range(20) for _ in range(1 + n)]
    found = scatter(category("c", texts, Kind.TEXT), dates("d", ["2021-01-01"] * len(texts)))
    assert found.x_axis.labels == tuple(f"t{n}" for n in range(20 - MOST_PLACES, 20))
    assert found.x_axis.rest == 8
    assert np.round(found.x).max() == MOST_PLACES
    assert found.y_axis.low == found.y_axis.high


def test_nothing_to_draw() -> None:
    found = scatter(numbers("x", [math.nan]), category("c", [None]))
    assert len(found.rows) == found.total == 0
    assert found.y_axis.labels == ()
