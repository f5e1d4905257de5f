"""Tables made in code, small enough to check by hand or as long as a test wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.tables.table import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Sequence


def numbers(name: str, values: Sequence[float]) -> Column:
    return Column(name=name, kind=Kind.NUMBER, values=np.array(values, np.float64))


def category(name: str, texts: Sequence[str | None], kind: Kind = Kind.CATEGORY) -> Column:
    levels = tuple(dict.fromkeys(text for text in texts if text is not None))
    codes = np.array([-1 if text is None else levels.index(text) for text in texts], np.int32)
    return Column(name=name, kind=kind, values=codes, levels=levels)


def dates(name: str, texts: Sequence[str | None]) -> Column:
    values = np.array(["NaT" if text is None else text for text in texts], "datetime64[s]")
    return Column(name=name, kind=Kind.DATE, values=values)


def table(*columns: Column, name: str = "birds") -> Table:
    return Table(name=name, columns=columns, source="a test", licence="none", config={"table": name})


def long_table(rows: int = 500_000, seed: int = 0) -> Table:
    """Return 20 columns: an identifier, a class, a date, a text, a category with gaps, and numbers."""
    rng = np.random.default_rng(seed)
    label = rng.integers(0, 3, rows).astype(np.int32)
    island = rng.integers(-1, 40, rows).astype(np.int32)
    start = np.datetime64("2020-01-01", "s")
    columns: list[Any] = [
        Column(name="id", kind=Kind.NUMBER, values=np.arange(rows, dtype=np.float64)),
        Column(name="species", kind=Kind.CATEGORY, values=label, levels=("Adelie", "Chinstrap", "Gentoo")),
        Column(name="day", kind=Kind.DATE, values=start + rng.integers(0, 10**8, rows).astype("m8[s]")),
        Column(
            name="island",
            kind=Kind.CATEGORY,
            values=island,
            levels=tuple(f"island {number}" for number in range(40)),
        ),
    ]
    for number in range(16):
        values = rng.normal(label, 1 + number, rows).round(3)
        values[rng.random(rows) < 0.02] = np.nan
        columns.append(Column(name=f"x{number}", kind=Kind.NUMBER, values=values))
    return table(*columns, name="long")
