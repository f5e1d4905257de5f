"""Data frames of pandas and polars: what they hold stays what it is, and what cannot is said."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest

from mlwidgets.data.tables.reading import read_frame
from mlwidgets.data.tables.table import Kind
from mlwidgets.errors import DataError

NAN = float("nan")
MOMENTS = [dt.datetime(2024, 1, 2, 3, 4, 5), None, dt.datetime(1999, 12, 31)]  # noqa: DTZ001 - naive on purpose
FRAMES = [
    pd.DataFrame(
        {
            "whole": pd.array([1, None, 3], dtype="Int64"),
            "real": [1.5, NAN, -2.0],
            "flag": pd.array([True, None, False], dtype="boolean"),
            "kind": pd.Categorical(["b", None, "a"], categories=["unused", "b", "a"]),
            "when": pd.to_datetime(pd.Series(MOMENTS)),
            "text": ["x", None, "y"],
            "exact": [Decimal("1.25"), None, Decimal(3)],
            "nothing": [None, None, None],
        }
    ),
    pl.DataFrame(
        {
            "whole": pl.Series([1, None, 3], dtype=pl.Int32),
            "real": pl.Series([1.5, None, -2.0], dtype=pl.Float32),
            "flag": [True, None, False],
            "kind": pl.Series(["b", None, "a"], dtype=pl.Enum(["unused", "b", "a"])),
            "when": pl.Series(MOMENTS),
            "text": ["x", None, "y"],
            "exact": [Decimal("1.25"), None, Decimal(3)],
            "nothing": pl.Series([None, None, None], dtype=pl.Null),
        }
    ),
]


@pytest.mark.parametrize("frame", FRAMES, ids=["pandas", "polars"])
def test_a_frame_keeps_its_kinds_and_its_values(frame: object) -> None:
    read = read_frame(frame, "mine")
    table = read.table
    assert (table.name, len(table), read.notes, read.rejected) == ("mine", 3, (), ())
    np.testing.assert_array_equal(table.column("whole").values, [1, NAN, 3])
    np.testing.assert_array_equal(table.column("real").values, [1.5, NAN, -2])
    np.testing.assert_array_equal(table.column("exact").values, [1.25, NAN, 3])
    assert table.column("nothing").missing.all()
    rows = np.arange(3)
    assert table.column("flag").texts(rows) == ["True", "", "False"]
    assert table.column("kind").texts(rows) == ["b", "", "a"]
    assert table.column("text").texts(rows) == ["x", "", "y"]
    assert table.column("when").texts(rows) == ["2024-01-02 03:04:05", "", "1999-12-31 00:00:00"]
    kinds = [table.column(name).kind for name in ("whole", "flag", "kind", "when", "text")]
    assert kinds == [Kind.NUMBER, Kind.CATEGORY, Kind.CATEGORY, Kind.DATE, Kind.CATEGORY]
    assert table.config["sha256"] == read_frame(frame, "other").table.config["sha256"]


def test_an_order_of_categories_is_kept() -> None:
    sizes = pd.Categorical(["L", "S", "M", "S"], categories=["S", "M", "L"], ordered=True)
    assert read_frame(pd.DataFrame({"size": sizes})).table.column("size").levels == ("S", "M", "L")


def test_what_cannot_stay_as_it_was_is_said() -> None:
    frame = pd.DataFrame(
        {
            "zoned": pd.to_datetime(["2024-01-01T12:00:00+02:00"] * 2),
            "fine": pd.to_datetime(["2024-01-01T12:00:00.5"] * 2),
            "long": pd.to_timedelta(["1h", "2h"]),
            "far": [1.0, np.inf],
            "big": [2**60 + 1, 1],
        },
        index=["a", "b"],
    )
    read = read_frame(frame)
    assert [note.split(":")[0] for note in read.notes] == [
        *("zoned", "fine", "long", "far", "big"),
        "The index of the frame is not read; frame.reset_index() makes a column of it.",
    ]
    assert read.table.column("zoned").texts(np.array([0])) == ["2024-01-01 10:00:00"]
    np.testing.assert_array_equal(read.table.column("long").values, [3600, 7200])
    assert read.table.column("far").missing.tolist() == [False, True]


def test_names_of_all_kinds_become_different_texts() -> None:
    frame = pd.DataFrame([[1, 2, 3, 4]], columns=[("a", "b"), 7, "7", ""])
    assert read_frame(frame).table.names == ("a b", "7", "7 (2)", "column 4")


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_dates_of_any_unit_stay_what_they_are(unit: str) -> None:
    days = ["2024-01-02", "1700-01-01"] if unit == "ns" else ["9999-12-31", "0999-05-06"]
    frame = pd.DataFrame({"when": np.array([*days, "NaT"], f"datetime64[{unit}]"), "n": [1, 2, 3]})
    read = read_frame(frame)
    assert read.table.column("when").texts(np.arange(3)) == [*days, ""]
    assert read.notes == ()


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (pd.DataFrame(), "0 rows"),
        (pd.DataFrame({"a": []}), "0 rows"),
        (pd.DataFrame({"a": [[1], [2]]}), "holds list objects"),
        (pl.DataFrame({"a": [[1], [2]]}), "holds list objects"),
        (pd.DataFrame({"a": [1 + 2j]}), "holds complex objects"),
        (pd.Series([1]), "must be one of pandas or polars"),
        (pl.DataFrame({"a": [1]}).lazy(), "must be one of pandas or polars"),
        (np.ones((2, 2)), "must be one of pandas or polars"),
        (None, "must be one of pandas or polars"),
        (pd.DataFrame(np.ones((1, 2001))), "at most 2,000"),
    ],
)
def test_what_is_no_table_is_a_sentence(frame: object, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        read_frame(frame)


def test_neither_library_nor_the_reader_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, mlwidgets.data.tables.reading, mlwidgets.data.tables.kaggle\n"
        "print({'pandas', 'polars', 'duckdb', 'kagglehub'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert ran.stdout.strip() == "set()"
