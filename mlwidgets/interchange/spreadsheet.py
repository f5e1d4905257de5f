"""Texts that somebody has chosen, in tables that a spreadsheet may open."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.data.tables.table import Table

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")

_FORMULA = re.compile(r"(\A|;)(?=\s*[=+\-@＝＋－＠\t\r\n])")
"""Where a formula may begin: a spreadsheet set up for semicolons begins a cell behind each of them."""


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; a number is none.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Adam"), harmless("-1.5")
    ("'=1+1", 'Adam', '-1.5')
    """
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub(r"\1'", text)


def table_csv(table: Table) -> str:
    """Return a table as a CSV that opens in a spreadsheet without running anything.

    Parameters
    ----------
    table : Table
        What to write; a missing value becomes an empty cell.

    Returns
    -------
    str
        With commas, decimal points, a header and line feeds.
    """
    every = np.arange(len(table))
    return rows_csv(table.names, zip(*(column.texts(every) for column in table.columns), strict=True))


def rows_csv(names: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return rows below their names as a CSV, as `table_csv` writes it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(harmless, names))
    writer.writerows(map(harmless, row) for row in rows)
    return out.getvalue()
