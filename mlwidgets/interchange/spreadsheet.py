"""Texts that somebody has chosen, in tables that a spreadsheet may open."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mlwidgets.data.tables.table import Table

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; a number is none.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Adam"), harmless("-1.5")
    ("'=1+1", 'Adam', '-1.5')
    """
    starts = text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    return f"'{text}" if starts and not _NUMBER.fullmatch(text) else text


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
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(harmless, table.names))
    every = np.arange(len(table))
    columns = [map(harmless, column.texts(every)) for column in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()
