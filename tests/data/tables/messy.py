"""Five messy files with the right answer known: what programs and people really write.

`messy_files()` returns them; the reader's tests compare every cell, and a browser uploads one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

Value = float | str | None
ROWS = 1781
_START = datetime(2019, 1, 1)  # noqa: DTZ001 - files rarely name a zone
_TOWNS = ("Köln", "Düsseldorf", "Zürich", "Århus", "Besançon", "Málaga")


@dataclass(frozen=True)
class Messy:
    """A file and what stands in it.

    Attributes
    ----------
    name : str
        That of the file.
    content : bytes
        The file.
    columns : mapping of str to list
        The right answer: numbers, texts, dates as ISO texts; None where a value is missing.
    target : str
        The column worth predicting.
    settings : mapping
        What must be found about how it is written.
    rejected : tuple of int
        The lines that cannot be read.
    """

    name: str
    content: bytes
    columns: dict[str, list[Value]]
    target: str
    settings: dict[str, object]
    rejected: tuple[int, ...] = ()


def messy_files() -> dict[str, Messy]:
    """Return the five files by name."""
    made = (shop(), station(), german(), clinic(), garden())
    return {one.name: one for one in made}


def shop() -> Messy:
    """Semicolons, decimal commas, Latin-1, `None` and empty cells, two dates, a text, 1 target in 20."""
    rng = np.random.default_rng(11)
    columns = _shop_columns(rng)
    comma = {"price", "weight", "discount", "rating", "distance"}
    dates: dict[str, Callable[[str], str]] = {"ordered": _day_first, "delivered": _iso}
    lines = [";".join(columns)]
    for row in range(ROWS):
        cells = []
        for name, values in columns.items():
            value = values[row]
            if value is None:
                # Each column has one way of writing that nothing is known.
                cells.append("None" if name in ("rating", "town", "delivered") else "")
            elif name in dates:
                cells.append(dates[name](str(value)))
            elif name in comma:
                cells.append(str(value).replace(".", ","))
            else:
                cells.append(_plain(value))
        lines.append(";".join(cells))
    settings = {"separator": ";", "decimal": ",", "encoding": "cp1252", "header_rows": 1, "skip_rows": 0}
    content = ("\n".join(lines) + "\n").encode("cp1252")
    return Messy("shop.csv", content, columns, "returned", settings)


def _shop_columns(rng: np.random.Generator) -> dict[str, list[Value]]:
    price = np.round(rng.gamma(2.0, 40.0, ROWS), 2)
    weight = np.round(rng.gamma(2.0, 1.5, ROWS), 3)
    discount = np.round(rng.uniform(0, 0.4, ROWS), 2)
    rating = np.round(rng.uniform(1, 5, ROWS), 1)
    days = rng.integers(1, 30, ROWS)
    odds = 0.02 * price + 0.12 * days - 1.2 * rating - 2.2 + rng.normal(0, 0.6, ROWS)
    returned = np.where(odds > np.quantile(odds, 0.95), "yes", "no")
    ordered = [_START + timedelta(days=int(day)) for day in rng.integers(0, 1500, ROWS)]
    columns: dict[str, list[Value]] = {
        "order": [f"B{10_000 + row}" for row in range(ROWS)],
        "ordered": [day.date().isoformat() for day in ordered],
        "delivered": [
            (day + timedelta(days=int(later))).date().isoformat()
            for day, later in zip(ordered, days, strict=True)
        ],
        "price": price.tolist(),
        "weight": weight.tolist(),
        "discount": discount.tolist(),
        "rating": rating.tolist(),
        "distance": np.round(rng.gamma(2.0, 90.0, ROWS), 1).tolist(),
        "days": [float(day) for day in days],
        "pieces": [float(number) for number in rng.integers(1, 9, ROWS)],
        "town": [str(town) for town in rng.choice(_TOWNS, ROWS)],
        "payment": [str(way) for way in rng.choice(("Rechnung", "Karte", "PayPal"), ROWS)],
        "channel": [str(way) for way in rng.choice(("web", "shop", "phone"), ROWS)],
        "member": [str(way) for way in rng.choice(("ja", "nein"), ROWS)],
        "colour": [str(one) for one in rng.choice(("rot", "grün", "weiß", "schwarz"), ROWS)],
        "size": [str(one) for one in rng.choice(("S", "M", "L", "XL"), ROWS)],
        "age": [float(number) for number in rng.integers(18, 90, ROWS)],
        "visits": [float(number) for number in rng.poisson(4, ROWS)],
        "store": [float(number) for number in rng.integers(1, 40, ROWS)],
        "remark": [f"Bestellung {row}, bitte {rng.integers(1, 10**9)} prüfen" for row in range(ROWS)],
        "returned": [str(one) for one in returned],
    }
    for name in ("rating", "town", "delivered", "weight", "age", "colour"):
        for row in rng.choice(ROWS, 60, replace=False):
            columns[name][int(row)] = None
    for copy in range(ROWS - 40, ROWS):  # duplicate rows, to the last cell
        for values in columns.values():
            values[copy] = values[copy - 800]
    return columns


def station() -> Messy:
    """UTF-16, tabs, two title lines, month first, cells with line breaks, thousands with commas."""
    rng = np.random.default_rng(12)
    rows = 400
    moments = [_START + timedelta(hours=7 * row) for row in range(rows)]
    cold = rng.normal(8, 9, rows).round(1)
    columns: dict[str, list[Value]] = {
        "Taken": [moment.isoformat(sep=" ", timespec="minutes") for moment in moments],
        "Temperature": cold.tolist(),
        "Visitors": [float(number) for number in rng.integers(200, 2_000_000, rows)],
        "Comment": [f"Reading no. {row}\nby hand, {rng.integers(1, 10**6)}" for row in range(rows)],
        "Frost": ["yes" if degrees < 0 else "no" for degrees in cold],
    }
    lines = ["Station 7 — hourly report", "", "\t".join(columns)]
    for row, moment in enumerate(moments):
        visitors = f"{int(columns['Visitors'][row] or 0):,}"
        lines.append(
            f"{moment.month}/{moment.day}/{moment.year} {moment:%H:%M}\t{cold[row]}\t{visitors}\t"
            f'"{columns["Comment"][row]}"\t{columns["Frost"][row]}'
        )
    content = ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-16-le")
    settings = {
        "separator": "\t",
        "encoding": "utf-16-le",
        "skip_rows": 2,
        "thousands": ",",
        "date_order": "month first",
    }
    return Messy("station.txt", content, columns, "Frost", settings)


def german() -> Messy:
    """Two header rows, € and %, decimal comma, thousands with points, a mark of UTF-8, a total at the end."""
    rng = np.random.default_rng(13)
    rows = 250
    pay = rng.uniform(900, 3_500_000, rows).round(2)
    rate = rng.uniform(0, 45, rows).round(1)
    columns: dict[str, list[Value]] = {
        "Kunde": [f"Kunde {rng.integers(1, 10**7)}" for _ in range(rows)],
        "Umsatz EUR": pay.tolist(),
        "Quote Prozent": rate.tolist(),
        "Seit Datum": [
            (_START + timedelta(days=int(day))).date().isoformat() for day in rng.integers(0, 2000, rows)
        ],
        "Stufe A/B": ["A" if one > 1_000_000 else "B" for one in pay],
    }
    lines = ["Kunde;Umsatz;Quote;Seit;Stufe", ";EUR;Prozent;Datum;A/B"]
    for row in range(rows):
        euros = f"{pay[row]:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
        percent = str(rate[row]).replace(".", ",")
        date = str(columns["Seit Datum"][row])
        swapped = f"{date[8:]}.{date[5:7]}.{date[:4]}"
        lines.append(f'"{columns["Kunde"][row]}";{euros} €;{percent} %;{swapped};{columns["Stufe A/B"][row]}')
    lines.append("Summe: 250 Kunden")
    content = ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
    settings = {"separator": ";", "decimal": ",", "thousands": ".", "header_rows": 2, "encoding": "utf-8"}
    return Messy("german.csv", content, columns, "Stufe A/B", settings, rejected=(rows + 3,))


def clinic() -> Messy:
    """Bars, comments on top, `?` for missing, quotes with backslashes, and two damaged rows."""
    rng = np.random.default_rng(14)
    rows = 300
    age = rng.integers(20, 90, rows)
    sugar = rng.normal(100, 25, rows).round(1)
    columns: dict[str, list[Value]] = {
        "patient": [f"0{rng.integers(10_000, 99_999)}" for _ in range(rows)],
        "age": [float(number) for number in age],
        "sugar": sugar.tolist(),
        "smoker": [str(one) for one in rng.choice(("yes", "no", "former"), rows)],
        "note": [f'said "{word}" | twice' for word in rng.choice(("well", "tired", "dizzy"), rows)],
        "diabetes": ["pos" if one > 120 else "neg" for one in sugar + age / 5 - 10],
    }
    for name in ("age", "sugar", "smoker"):
        for row in rng.choice(rows, 20, replace=False):
            columns[name][int(row)] = None
    lines = ["# exported by hand", "# one row a patient", "|".join(columns)]
    for row in range(rows):
        cells = ["?" if values[row] is None else _plain(values[row]) for values in columns.values()]
        quote = cells[4].replace('"', '\\"')
        cells[4] = f'"{quote}"'
        lines.append("|".join(cells))
    lines.insert(50, "012345|17")
    lines.insert(200, '012345|17|90|no|"well"|neg|extra|cells')
    content = ("\n".join(lines) + "\n").encode()
    settings = {"separator": "|", "escape": "backslash", "skip_rows": 2, "missing": ("?",)}
    return Messy("clinic.data", content, columns, "diabetes", settings, rejected=(51, 201))


def garden() -> Messy:
    """Write as R does: row numbers without a name; single quotes, NA, and old Mac line ends."""
    rng = np.random.default_rng(15)
    rows = 220
    height = rng.normal(60, 20, rows).round(2)
    columns: dict[str, list[Value]] = {
        "row": [float(row + 1) for row in range(rows)],
        "plant": [f"plant, kind {kind}" for kind in rng.integers(1, 5, rows)],
        "height": height.tolist(),
        "sown": [(_START + timedelta(days=int(day))).date().isoformat() for day in rng.integers(0, 99, rows)],
        "leaves": [float(number) for number in rng.poisson(12, rows) + np.round(height / 4)],
    }
    for row in rng.choice(rows, 15, replace=False):
        columns["height"][int(row)] = None
    lines = ["'plant','height','sown','leaves'"]
    for row in range(rows):
        tall = columns["height"][row]
        lines.append(
            f"'{row + 1}','{columns['plant'][row]}',{'NA' if tall is None else tall},"
            f"'{columns['sown'][row]}',{_plain(columns['leaves'][row])}"
        )
    content = ("\r".join(lines) + "\r").encode()
    settings = {"separator": ",", "quote": "'", "header_rows": 1, "missing": ("NA",)}
    return Messy("garden.csv", content, columns, "leaves", settings)


def _plain(value: Value) -> str:
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def _iso(date: str) -> str:
    return date


def _day_first(date: str) -> str:
    return f"{date[8:]}.{date[5:7]}.{date[:4]}"
