"""Messy files whose right answer is known: every cell is compared, and nothing is told to the reader."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.data.tables.reading import ReadTable, read_csv
from mlwidgets.data.tables.table import Column, Kind
from tests.data.tables.messy import Messy, messy_files

FILES = messy_files()


def values_of(column: Column) -> list[float | str | None]:
    """Return the values of a column as the right answer writes them."""
    if column.kind is Kind.NUMBER:
        return [None if np.isnan(value) else value for value in column.values.tolist()]
    return [text or None for text in column.texts(np.arange(len(column)))]


def check(read: ReadTable, messy: Messy) -> None:
    """Compare all that has been read with the right answer."""
    assert list(read.table.names) == list(messy.columns)
    for name, expected in messy.columns.items():
        found = values_of(read.table.column(name))
        if read.table.column(name).kind is Kind.DATE:
            pairs = zip(found, expected, strict=True)
            found = [str(text)[: len(str(right))] if text else None for text, right in pairs]
        assert found == expected, name
    assert tuple(row.line for row in read.rejected) == messy.rejected
    assert read.rejected_count == len(messy.rejected)
    for name, setting in messy.settings.items():
        assert getattr(read.settings, name) == setting, name


@pytest.mark.parametrize("name", FILES)
def test_every_cell_of_a_messy_file_comes_out_right(name: str) -> None:
    messy = FILES[name]
    read = read_csv(messy.content, name)
    check(read, messy)
    again = read_csv(messy.content, name, settings=read.settings)
    check(again, messy)
    assert again.settings == read.settings


def test_the_shop_has_the_kinds_that_a_person_would_give_its_columns() -> None:
    table = read_csv(FILES["shop.csv"].content, "shop.csv").table
    assert (len(table), len(table.columns)) == (1781, 21)
    kinds = {column.name: column.kind for column in table.columns}
    assert [name for name, kind in kinds.items() if kind is Kind.DATE] == ["ordered", "delivered"]
    assert [name for name, kind in kinds.items() if kind is Kind.TEXT] == ["order", "remark"]
    assert kinds["town"] is kinds["returned"] is Kind.CATEGORY
    assert kinds["price"] is kinds["store"] is Kind.NUMBER
