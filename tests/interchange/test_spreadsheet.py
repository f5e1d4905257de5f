"""Names in tables: a spreadsheet takes none of them for a formula."""

from __future__ import annotations

import pytest

from mlwidgets.interchange.spreadsheet import harmless


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1"])
def test_what_could_be_a_formula_is_quoted(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Adam", "SGD = best", "1"])
def test_all_else_stays(text: str) -> None:
    assert harmless(text) == text
