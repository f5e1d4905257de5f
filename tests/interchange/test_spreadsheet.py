"""Names in tables: a spreadsheet takes none of them for a formula."""

from __future__ import annotations

import pytest

from mlwidgets.data.tables.reading import read_csv
from mlwidgets.interchange.spreadsheet import harmless, table_csv


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-A1", "-", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1"])
def test_what_could_be_a_formula_is_quoted(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a;=1+1", "a;'=1+1"),  # a spreadsheet in many countries begins a cell here
        (" =1+1", "' =1+1"),
        ("＝1+1", "'＝1+1"),
        ("-1;+2;x", "'-1;'+2;x"),
        ("a;b", "a;b"),
        ("a = b", "a = b"),
    ],
)
def test_a_formula_may_begin_behind_blanks_and_semicolons(text: str, written: str) -> None:
    assert harmless(text) == written


@pytest.mark.parametrize("text", ["", "Adam", "SGD = best", "1", "-1", "+2.5e-3"])
def test_all_else_stays(text: str) -> None:
    assert harmless(text) == text


def test_a_table_is_written_so_that_nothing_in_it_runs_and_all_comes_back() -> None:
    text = "=name,height,born\n=cmd|' /C calc'!A0,-1.5,2024-01-31\nAnna,,\n\"a, b\",2,2023-02-01\n"
    written = table_csv(read_csv(text, "t.csv").table)
    assert written == (
        "'=name,height,born\n'=cmd|' /C calc'!A0,-1.5,2024-01-31\nAnna,,\n\"a, b\",2,2023-02-01\n"
    )
    assert table_csv(read_csv(written, "t.csv").table) == written
