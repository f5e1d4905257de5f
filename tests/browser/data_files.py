"""The files that `test_data_lab` opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload

ROWS = 1781
COPIES = 30


def messy() -> bytes:
    """Return a file as an old program with a German locale writes it, with 21 columns and 1,781 rows.

    Semicolons, decimal commas, Latin-1, `None` and empty cells, two columns of dates, one of free text, 30
    rows that stand twice, and a target of which one in ten is "ja".
    """
    rng = np.random.default_rng(0)
    names = ["Nr", "Datum", "geändert", "größe", "Gewicht", "Länge", "Land", "Bemerkung", "Typ"]
    names += [*(f"Wert {number}" for number in range(1, 12)), "Ergebnis"]
    lines = [_row(number, rng) for number in range(ROWS - COPIES)]
    lines += lines[:COPIES]
    return "\r\n".join([";".join(names), *lines, ""]).encode("latin-1")


def _row(number: int, rng: np.random.Generator) -> str:
    yes = rng.random() < 0.1
    words = rng.choice(["gut", "schlecht", "für", "über", "heute", "spät"], 6)
    cells = [
        str(number),
        f"{rng.integers(1, 29):02d}.{rng.integers(1, 13):02d}.20{rng.integers(10, 24)}",
        f"20{rng.integers(10, 24)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d} 12:30:00",
        _number(rng.normal() + 2 * yes),
        _number(10 * rng.normal()),
        "None" if rng.random() < 0.2 else str(rng.integers(0, 500)),
        str(rng.choice(["Österreich", "Dänemark", "Spanien", ""])),
        " ".join(words),
        str(rng.choice(["A", "B"])),
        *("" if rng.random() < 0.05 else _number(rng.normal() + yes) for _ in range(11)),
        "ja" if yes else "nein",
    ]
    return ";".join(cells)


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def toys(rows: int = 40, kinds: int = 2) -> str:
    """Return a small table of toys of some kinds, each of another size."""
    lines = [f"{row % kinds + row / 1000:.3f};{row % 7};toy {row % kinds}" for row in range(rows)]
    return "\n".join(["size;weight;kind", *lines, ""])


def file(name: str, content: bytes | str) -> FilePayload:
    """Return a file in the form in which Playwright hands it to a page."""
    buffer = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "text/csv", "buffer": buffer}


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "binary.csv": (bytes(range(256)) * 40, "is no text"),
    "empty.csv": (b"", "is empty: it has 0 bytes"),
    "header.csv": (b"a;b;c\n", "has a header but no rows"),
    "wide.csv": (
        "\n".join([",".join(f"c{one}" for one in range(10_000)), *[",".join("1" * 10_000)] * 3]).encode(),
        "has 10,000 columns; at most 2,000",
    ),
    "page.csv": (b"<!doctype html><html><body>Log in</body></html>", "is a web page"),
    "report.pdf": (b"%PDF-1.7\n" + bytes(100), "is a PDF document, judging by its content"),
}
"""Files that are no table, and what is said of each."""

IMPOSSIBLE: dict[str, tuple[str, str, str]] = {
    "column.csv": (
        "a\n" + "".join(f"{row}\n" for row in range(40)),
        "",
        "at least one column to predict from",
    ),
    "one class.csv": (toys(40, 1), "kind", "in every row, so there is nothing to learn"),
    "classes.csv": (toys(10_000, 5_000), "kind", "has 5,000 classes"),
}
"""Tables that nothing can be learned from: the text, the column to predict, and what is said."""
