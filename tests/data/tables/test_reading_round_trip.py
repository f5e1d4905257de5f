"""Tables that Hypothesis makes up and pandas writes: all cells come back, or the reader says which do not."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mlwidgets.data.tables.reading import ReadTable, read_csv
from mlwidgets.data.tables.table import Column, Kind
from mlwidgets.errors import DataError

Cells = list[object]

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n\t;,|\"'\\")
TEXTS = st.text(LETTERS, max_size=12)
WORDS = st.sampled_from(["red", "green", "blue", "a, b", 'say "x"', "é", "two\nlines", "-", "=1+1", " x "])
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
WHOLE = st.integers(-(10**15), 10**15)
DAYS = st.dates(dt.date(1700, 1, 1), dt.date(2200, 1, 1))
TIMES = st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1)).map(  # noqa: DTZ001 - files name no zone
    lambda moment: moment.replace(microsecond=0)
)


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    """Draw a table of one to five columns, each with a kind of its own and missing cells."""
    rows = draw(st.integers(1, 40))
    columns: dict[str, Cells] = {}
    for at in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from([TEXTS, WORDS, NUMBERS, WHOLE, DAYS, TIMES, st.booleans()]))
        cell = st.one_of(kind, kind, kind, st.none())
        columns[f"{draw(st.sampled_from(['age', 'größe', 'a b', 'x,y', 'q']))} {at}"] = draw(
            st.lists(cell, min_size=rows, max_size=rows)
        )
    return pd.DataFrame(columns, dtype=object)


def same(written: str, column: Column, row: int, marks: tuple[str, ...]) -> bool:
    """Whether a cell means what was written."""
    if written.strip() in ("", *marks):
        return bool(column.missing[row])
    if column.missing[row]:
        return False
    value = column.values[row]  # noqa: PD011 - of ours, not of pandas
    if column.kind is Kind.NUMBER:
        return float(written) == value
    if column.kind is Kind.DATE:
        return np.datetime64(written.replace(" ", "T"), "s") == value
    return column.texts(np.array([row]))[0] == written


def said(read: ReadTable) -> bool:
    """Whether the reader has said that something is not as it stands in the file."""
    return bool(read.rejected or read.notes)


@given(
    frame=frames(),
    separator=st.sampled_from([",", ";", "\t", "|"]),
    ends=st.sampled_from(["\n", "\r\n"]),
    everything=st.booleans(),
)
@example(
    frame=pd.DataFrame({"age 0": [None] * 9, "age 1": ["0.0", *[None] * 7, "0.0"]}),
    separator="\t",
    ends="\n",
    everything=False,
)
@example(frame=pd.DataFrame({"a": ["x\ry", "z"]}), separator=",", ends="\r\n", everything=False)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_table_that_pandas_writes_comes_back_or_the_reader_says_what_did_not(
    frame: pd.DataFrame, separator: str, ends: str, *, everything: bool
) -> None:
    text = frame.to_csv(index=False, sep=separator, lineterminator=ends, quoting=1 if everything else 0)
    try:
        read = read_csv(text.encode(), "frame.csv")
    except DataError:
        return  # with a sentence
    table = read.table
    whole = len(table) == len(frame) and len(table.columns) == frame.shape[1]
    if whole:
        written = frame.map(lambda cell: "" if cell is None else str(cell))
        wrong = [
            (column.name, written.iloc[row, at], column.texts(np.array([row])))
            for at, column in enumerate(table.columns)
            for row in range(len(table))
            if not same(written.iloc[row, at], column, row, read.settings.missing)
        ]
        assert not wrong or said(read), (wrong[:3], text, read.settings)
    assert whole or said(read), (text, read.settings)
