"""What a page is told of a table: its columns, some of its cells, and what a column can be filtered by."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.prepare.plan import Role
from mlwidgets.data.tables.table import Kind
from mlwidgets.explain.wording import number_text
from mlwidgets.interchange.spreadsheet import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.tables.table import Column, Table
    from mlwidgets.engine.arrays import AnyArray

TILE_ROWS, TILE_COLUMNS = 64, 16
"""Cells travel in tiles of so many rows and columns."""

MOST_TILES = 24
"""More tiles than this are on no screen, and not sent at once."""

LONGEST_CELL = 400
"""A longer text is cut where a row has one line; the file that is downloaded has all of it."""

LONGEST_NAME = 80
MOST_LEVELS = 200
"""So many categories are offered to choose from, the most frequent ones."""

_SAMPLED = 200
"""Rows by which the width of a column is guessed."""

_NARROW, _WIDE = 5, 28
_MISSING = 7
"""Letters between which a column's width stays."""

PART_LETTERS = ("", "tr", "va", "te")
"""How the part of a row is written: in none, training, validation, test."""


def columns_of(table: Table, plan: Plan | None) -> list[dict[str, Any]]:
    """Return for each column its name, kind, role and how wide it should be, in letters."""
    every = np.linspace(0, len(table) - 1, min(len(table), _SAMPLED)).astype(int)
    few = (
        every[:: max(1, len(table.columns) // 50)] if len(table) else every
    )  # 2,000 columns: a few rows each
    return [
        {
            "name": column.name[:LONGEST_NAME],
            "kind": column.kind.value,
            "role": _role(column.name, plan),
            "width": _letters(column, few),
        }
        for column in table.columns
    ]


def _letters(column: Column, rows: AnyArray) -> int:
    least = _MISSING if column.missing.any() else _NARROW  # the word "missing" stands in it
    return max(least, min(_WIDE, max(map(len, column.texts(rows)), default=0)))


def _role(name: str, plan: Plan | None) -> str:
    found = None if plan is None else plan.columns.get(name)
    return (Role.FEATURE if found is None else found.role).value


def tile(
    table: Table, rows: AnyArray, parts: AnyArray | None, row: int, column: int
) -> dict[str, Any] | None:
    """Return the cells of one tile; None if there is no such tile.

    Parameters
    ----------
    table : Table
        What is shown.
    rows : ndarray of int, shape (shown,)
        The rows that are shown, in their order.
    parts : ndarray of uint8, shape (len(table),), optional
        The part of each row of the table, a position among `PART_LETTERS`.
    row, column : int
        Which tile, counted in tiles.

    Returns
    -------
    dict
        Its "row" and "column"; "numbers" of its rows in the table, counted from 1; their "parts"; and
        "cells", a list for each column, of texts or None where nothing stands.
    """
    chosen = rows[row * TILE_ROWS : (row + 1) * TILE_ROWS]
    columns = table.columns[column * TILE_COLUMNS : (column + 1) * TILE_COLUMNS]
    if not len(chosen) or not columns:
        return None
    return {
        "row": row,
        "column": column,
        "numbers": (chosen + 1).tolist(),
        "parts": [] if parts is None else [PART_LETTERS[part] for part in parts[chosen].tolist()],
        "cells": [_cells(one, chosen) for one in columns],
    }


def _cells(column: Column, rows: AnyArray) -> list[str | None]:
    missing = column.missing[rows].tolist()
    texts = (one if len(one) <= LONGEST_CELL else f"{one[:LONGEST_CELL]}…" for one in column.texts(rows))
    return [None if gone else text for text, gone in zip(texts, missing, strict=True)]


def facts(column: Column) -> dict[str, Any]:
    """Return what a column can be filtered by: its range or its levels, and how many are missing."""
    told: dict[str, Any] = {
        "missing": int(column.missing.sum()),
        "low": "",
        "high": "",
        "levels": [],
        "more": 0,
    }
    present = column.values[~column.missing]
    if not len(present):
        return told
    if column.kind is Kind.NUMBER:
        return {**told, "low": number_text(float(present.min())), "high": number_text(float(present.max()))}
    if column.kind is Kind.DATE:
        return {**told, "low": str(present.min())[:10], "high": str(present.max())[:10]}
    if column.kind is Kind.CATEGORY:
        counts = np.bincount(present, minlength=len(column.levels))
        order = np.argsort(-counts, kind="stable")
        levels = [[int(at), column.levels[at][:LONGEST_NAME], int(counts[at])] for at in order[:MOST_LEVELS]]
        return {**told, "levels": levels, "more": max(0, len(column.levels) - MOST_LEVELS)}
    return told


def csv_bytes(table: Table, rows: AnyArray) -> bytes:
    """Return rows as a CSV file in UTF-8; no cell of it is a formula to a spreadsheet.

    Numbers stay as they are, −5 too; of texts only those that begin like a formula get an apostrophe.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(harmless, table.names))
    writer.writerows(zip(*(_file_cells(column, rows) for column in table.columns), strict=True))
    return text.getvalue().encode("utf-8-sig")  # by its mark, spreadsheets know the encoding


def _file_cells(column: Column, rows: AnyArray) -> Iterator[str] | list[str]:
    texts = column.texts(rows)
    return map(harmless, texts) if column.levels else texts
