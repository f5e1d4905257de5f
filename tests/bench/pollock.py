"""The simple score of the Pollock benchmark, which damages one table in 2,290 ways.

Vitagliano, Hameed, Jiang, Reisener, Wu and Naumann, "Pollock: A Data Loading Benchmark", PVLDB 16 (8), 2023.
A file gives 1 point if it loads at all, and up to 9 more: precision, recall and F1 of the names in its
header, of the rows, and of all cells. As in the benchmark, values are compared as numbers, dates or texts,
whatever a reader made of them.
"""

from __future__ import annotations

import csv
import json
import os
import re
import tarfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

VARIABLE = "MLWIDGETS_POLLOCK"
_ARCHIVE = "pollock-polluted.tar.xz"
_NOTHING = {"", "nan", "none", "null"}
_DAY = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})")
_NUMBER = re.compile(r"\$?(-?\d+(?:\.\d*)?)")

Row = tuple[object, ...]


@dataclass(frozen=True)
class Case:
    """A damaged file, and what a perfect reader makes of it."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def archive() -> Path | None:
    """Return where the benchmark's files are: where the environment says, or beside this project."""
    beside = (parent / "shared" / "data" / _ARCHIVE for parent in Path(__file__).resolve().parents)
    named = os.environ.get(VARIABLE)
    places = [Path(named)] if named else list(beside)
    return next((place for place in places if place.is_file()), None)


def cases(source: Path, folder: Path) -> list[Case]:
    """Unpack the benchmark and return its cases, by name."""
    with tarfile.open(source) as packed:
        packed.extractall(folder, filter="data")
    root = folder / "polluted_files"
    return [_case(root, path) for path in sorted((root / "csv").iterdir())]


def _case(root: Path, path: Path) -> Case:
    parameters = json.loads((root / "parameters" / f"{path.name}_parameters.json").read_text())
    with (root / "clean" / path.name).open(encoding="utf-8", newline="") as file:
        rows = tuple(map(tuple, csv.reader(file)))
    headed = parameters["header_lines"] > 0 and len(rows) > 0
    return Case(path, rows[0] if headed else (), rows[1:] if headed else rows)


def score(case: Case, header: Sequence[object], rows: Sequence[Row]) -> float:
    """Return the points of one file, 0 to 10."""
    expected, found = _normal_rows(case.rows), _normal_rows(rows)
    names = _agreement([normal(one) for one in case.header], [normal(one) for one in header])
    whole = _agreement(expected, found)
    cells = _agreement([cell for row in expected for cell in row], [cell for row in found for cell in row])
    return 1 + names + whole + cells


def wrong_rows(case: Case, rows: Sequence[Row]) -> int:
    """Return how many rows have been read that do not stand so in the right answer."""
    return (Counter(_normal_rows(rows)) - Counter(_normal_rows(case.rows))).total()


def _normal_rows(rows: Sequence[Row] | Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [tuple(map(normal, row)) for row in rows]


def normal(cell: object) -> str:
    """Return a cell in the one form in which all readers' cells are compared."""
    text = str(cell).strip()
    if text.lower() in _NOTHING:
        return ""
    if day := _DAY.fullmatch(text):
        return f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}"
    if number := _NUMBER.fullmatch(text):
        return str(float(number[1]))
    return text.removesuffix(" 00:00:00").lower()


def _agreement(expected: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """Return precision, recall and F1 together, 0 to 3, of two collections without an order."""
    if not expected:
        return 3.0
    common = (Counter(expected) & Counter(found)).total()
    if not common:
        return 0.0
    recall, precision = common / len(expected), common / len(found)
    return precision + recall + 2 * precision * recall / (precision + recall)
