"""Tables made for the tests of their preparation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.tables.table import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Sequence


def numbers(name: str, values: Sequence[float | None]) -> Column:
    """Make a column of numbers; None is missing."""
    cells = [np.nan if value is None else float(value) for value in values]
    return Column(name=name, kind=Kind.NUMBER, values=np.array(cells, np.float64))


def categories(name: str, values: Sequence[str | None], kind: Kind = Kind.CATEGORY) -> Column:
    """Make a column of categories, or of texts; None is missing."""
    levels = tuple(dict.fromkeys(value for value in values if value is not None))
    codes = [-1 if value is None else levels.index(value) for value in values]
    return Column(name=name, kind=kind, values=np.array(codes, np.int32), levels=levels)


def dates(name: str, values: Sequence[str | None]) -> Column:
    """Make a column of dates; None is missing."""
    moments = np.array(["NaT" if value is None else value for value in values], "datetime64[s]")
    return Column(name=name, kind=Kind.DATE, values=moments)


def table(*columns: Column, name: str = "made") -> Table:
    """Make a table of these columns."""
    return Table(
        name=name,
        columns=columns,
        source="made for a test",
        licence="BSD-3-Clause",
        config={"file": f"{name}.csv", "sha256": "0" * 64},
    )


def penguins(rows: int = 120, seed: int = 0, name: str = "made") -> Table:
    """Make a table like the penguins': an identifier, numbers and categories with gaps, and three classes."""
    draw = np.random.default_rng(seed)
    species = draw.integers(0, 3, rows)
    bill = 38 + 5 * species + draw.normal(0, 2, rows)
    mass = 3500 + 700 * species + draw.normal(0, 200, rows)
    bill[draw.random(rows) < 0.05] = np.nan
    islands = np.where(draw.random(rows) < 0.8, species, draw.integers(0, 3, rows))
    islands[draw.random(rows) < 0.05] = -1
    return table(
        numbers("id", range(1, rows + 1)),
        numbers("bill_mm", bill.tolist()),
        numbers("mass_g", mass.tolist()),
        categories("island", [None if one < 0 else "ABC"[one] for one in islands.tolist()]),
        categories("species", [("Adelie", "Chinstrap", "Gentoo")[one] for one in species.tolist()]),
        name=name,
    )


def prices(rows: int = 120, seed: int = 0, name: str = "prices") -> Table:
    """Make a table with a number to predict."""
    draw = np.random.default_rng(seed)
    size = draw.uniform(20, 200, rows)
    return table(
        numbers("size", size.tolist()),
        categories("town", ["Aix" if one else "Ulm" for one in draw.random(rows) < 0.5]),
        numbers("price", (1000 + 25 * size + draw.normal(0, 100, rows)).tolist()),
        name=name,
    )
