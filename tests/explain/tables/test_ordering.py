"""Rows are kept by every filter and sorted by every key, as a naive reading of the table says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mlwidgets.data.tables.table import Kind
from mlwidgets.errors import DataError
from mlwidgets.explain.tables.ordering import Among, Contains, Missing, Sort, Within, arranged
from tests.explain.tables.table_makers import category, dates, numbers, table

BIRDS = table(
    numbers("mass", [3.0, math.nan, 1.0, 2.0, 3.0, -math.inf]),
    category("island", ["Dream", "biscoe", None, "Torgersen", "Biscoe", "Dream"]),
    category("note", ["=1+1", None, "small", "SMALL bird", "", "x"], Kind.TEXT),
    dates("day", ["2021-03-01", None, "2020-01-01", "2021-03-01T12:00:00", "1969-12-31", "2000-02-29"]),
)


@pytest.mark.parametrize(
    ("sorts", "expected"),
    [
        ([], [0, 1, 2, 3, 4, 5]),
        ([Sort("mass")], [5, 2, 3, 0, 4, 1]),
        ([Sort("mass", descending=True)], [0, 4, 3, 2, 5, 1]),  # equal ones stay in order, none comes last
        ([Sort("island")], [1, 4, 0, 5, 3, 2]),  # capital letters stand beside small ones
        ([Sort("island", descending=True)], [3, 0, 5, 4, 1, 2]),
        ([Sort("island"), Sort("mass", descending=True)], [1, 4, 0, 5, 3, 2]),
        ([Sort("day")], [4, 5, 2, 0, 3, 1]),
        ([Sort("day", descending=True)], [3, 0, 2, 5, 4, 1]),
        ([Sort("note")], [4, 0, 2, 3, 5, 1]),
    ],
)
def test_rows_are_sorted_by_all_keys_and_missing_ones_come_last(
    sorts: list[Sort], expected: list[int]
) -> None:
    assert arranged(BIRDS, sorts=sorts).tolist() == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([Within("mass", 2.0, 3.0)], [0, 3, 4]),
        ([Within("mass", high=1.0)], [2, 5]),
        ([Missing("mass")], [1]),
        ([Contains("note", "Small")], [2, 3]),
        ([Contains("note", "")], [0, 2, 3, 4, 5]),
        ([Contains("note", "=1+")], [0]),
        ([Among("island", frozenset({0}))], [0, 5]),
        ([Among("island", frozenset())], []),
        ([Among("island", frozenset({-1, 99}))], []),
        ([Missing("island")], [2]),
        ([Missing("day")], [1]),
        ([Within("day", low=0.0, high=1e9)], [5]),
        ([Within("mass", 2.0), Contains("note", "bird")], [3]),
    ],
)
def test_a_row_is_kept_by_all_filters(filters: list[Within], expected: list[int]) -> None:
    assert arranged(BIRDS, filters).tolist() == expected


def test_what_is_kept_is_sorted() -> None:
    rows = arranged(BIRDS, [Within("mass", low=1.0)], [Sort("island"), Sort("mass")])
    assert rows.tolist() == [4, 0, 3, 2]


def test_a_filter_that_does_not_fit_its_column_is_a_sentence() -> None:
    with pytest.raises(DataError, match="have no range"):
        arranged(BIRDS, [Within("island", 0, 1)])
    with pytest.raises(DataError, match="give a range"):
        arranged(BIRDS, [Contains("mass", "3")])
    with pytest.raises(DataError, match="has no column"):
        arranged(BIRDS, sorts=[Sort("masss")])


def test_random_tables_are_sorted_as_python_sorts_them() -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        count = int(rng.integers(1, 60))
        values = np.where(rng.random(count) < 0.2, np.nan, rng.integers(0, 4, count))
        words = [None if code < 0 else "abc"[code] for code in rng.integers(-1, 3, count)]
        made = table(numbers("n", values.tolist()), category("c", words))
        keys = [
            (word is None, word or "", math.isnan(value), 0 if math.isnan(value) else -value)
            for word, value in zip(words, values.tolist(), strict=True)
        ]
        naive = sorted(range(count), key=keys.__getitem__)
        assert arranged(made, sorts=[Sort("c"), Sort("n", descending=True)]).tolist() == naive
