"""Pictures whose classes stand in a CSV file: one column names the file, another its label."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.data.pictures.own.folders import picture_names, placed
from mlwidgets.data.pictures.own.labelled import Labelled, Part, numbered
from mlwidgets.data.pictures.own.quick import pixels_of
from mlwidgets.data.pictures.own.read import RejectedPicture
from mlwidgets.data.pictures.own.settings import Layout
from mlwidgets.errors import DataError
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.data.pictures.own.files import Files
    from mlwidgets.data.pictures.own.settings import PictureSettings

LARGEST = 50 * 2**20
"""The most bytes of a table of labels."""

LABEL_NAMES = (
    "label",
    "labels",
    "class",
    "class_name",
    "classname",
    "category",
    "target",
    "species",
    "breed",
    "y",
)
"""How the column of labels is usually called, in any case; the first that there is."""

_ENDINGS = (".csv", ".tsv", ".txt")
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class LabelTable:
    """A table that names pictures.

    Attributes
    ----------
    name : str
        The file it is in.
    rows : sequence of (str, str)
        For each row what it names and its label.
    file_column, label_column : str
        What stands above these columns.
    found : int
        How many of its rows name a picture that there is.
    """

    name: str
    rows: Sequence[tuple[str, str]]
    file_column: str
    label_column: str
    found: int

    def said(self, count: int) -> str:
        """Say what was found in it."""
        return n_(
            "Found {count:,} picture with a label in “{name}”: the column “{file_column}” names "
            "the file, “{label_column}” the class.",
            "Found {count:,} pictures with a label in “{name}”: the column “{file_column}” names "
            "the file, “{label_column}” the class.",
        ).format(
            count, name=file_name(self.name), file_column=self.file_column, label_column=self.label_column
        )


def is_table(name: str) -> bool:
    """Whether a file may be a table of labels, by its name."""
    return name.lower().endswith(_ENDINGS)


def has_label_table(files: Files, pictures: Sequence[str]) -> bool:
    """Whether a table names some of the pictures."""
    return _best_table(files, _Index(pictures)) is not None


def from_table(files: Files, settings: PictureSettings) -> Labelled:
    """Take the classes from the table that names most of the pictures.

    Raises
    ------
    DataError
        There is no table that names pictures and gives them labels.
    """
    pictures, rejected = picture_names(files.names)
    index = _Index(pictures)
    table = _best_table(files, index)
    if table is None:
        raise DataError(
            _(
                "No CSV file with labels was found: one column has to name the picture files, such as "
                "cat1.png, and another their label. Add one, or put the pictures of each class into a "
                "folder of their own."
            )
        )
    labels: dict[str, str] = {}
    where = file_name(table.name)
    for named, label in table.rows:
        picture = index.find(named)
        if picture is None:
            rejected.append(
                RejectedPicture(
                    named, _("“{where}” names it, and there is no such picture.").format(where=where)
                )
            )
        elif not label:
            rejected.append(
                RejectedPicture(picture, _("Its label in “{where}” is empty.").format(where=where))
            )
        elif labels.setdefault(picture, label) != label:
            rejected.append(
                RejectedPicture(
                    picture,
                    _("“{where}” also gives it the label {label}; the first one is used.").format(
                        where=where, label=label
                    ),
                )
            )
    told = {one.name for one in rejected}
    unnamed = [name for name in pictures if name not in labels and name not in told]
    rejected += [
        RejectedPicture(name, _("It has no label in “{where}”.").format(where=where)) for name in unnamed
    ]
    names = [name for name in pictures if name in labels]
    if not names:
        raise DataError(
            _("“{where}” gives no picture a label. Fill in the column {label_column}.").format(
                where=where, label_column=table.label_column
            )
        )
    numbers, class_names = numbered([labels[name] for name in names])
    return Labelled(
        names=names,
        labels=numbers,
        parts=np.array([placed(name).part or Part.TRAIN for name in names], np.int64),
        class_names=class_names,
        pixels=lambda at, longest: pixels_of(files.read(names[at]), names[at], longest),
        settings=settings.with_(layout=Layout.TABLE),
        notes=(table.said(len(names)),),
        rejected=tuple(rejected),
    )


class _Index:
    """Finds a picture by its path, its name, or its name without the ending; not where several have it."""

    def __init__(self, pictures: Sequence[str]) -> None:
        self._found: dict[str, str | None] = {}
        for name in pictures:
            path = PurePosixPath(name.lower())
            parts = path.parts
            keys = {"/".join(parts[start:]) for start in range(len(parts))} | {path.stem}
            for key in keys:
                self._found[key] = None if key in self._found else name
        self._found.update({name.lower(): name for name in pictures})

    def find(self, named: str) -> str | None:
        """Return the picture that a cell of a table names."""
        key = named.strip().replace("\\", "/").lower().lstrip("./")
        return self._found.get(key)


def _best_table(files: Files, index: _Index) -> LabelTable | None:
    tables = []
    for name in filter(is_table, files.names):
        content = files.read(name)
        if len(content) <= LARGEST:
            table = _read_table(name, content, index)
            if table is not None:
                tables.append(table)
    return max(tables, key=lambda table: table.found, default=None)


def _read_table(name: str, content: bytes, index: _Index) -> LabelTable | None:
    """Find which column names pictures, and which one has their labels."""
    rows = _rows(content)
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or width < 2:  # noqa: PLR2004 - a header and a row; a file and a label
        return None
    columns = [[row[at].strip() if at < len(row) else "" for row in rows] for at in range(width)]
    found = [sum(index.find(cell) is not None for cell in column) for column in columns]
    file_at = int(np.argmax(found))
    if not found[file_at]:
        return None
    headed = index.find(columns[file_at][0]) is None
    start = 1 if headed else 0
    label_at = _label_column(columns, file_at, start)
    heads = [column[0] if headed else f"column {at + 1}" for at, column in enumerate(columns)]
    pairs = list(zip(columns[file_at][start:], columns[label_at][start:], strict=True))
    return LabelTable(
        name, [pair for pair in pairs if pair[0]], heads[file_at], heads[label_at], found[file_at]
    )


def _rows(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    head = text[:4096].splitlines()
    first = head[0] if head else ""
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        return [row for row in csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter) if row]
    except csv.Error:
        return []


def _label_column(columns: Sequence[Sequence[str]], file_at: int, start: int) -> int:
    """Return the column with a usual name; else the one with the fewest different values, two at least."""
    heads = [column[0].casefold().strip().replace(" ", "_") for column in columns]
    for usual in LABEL_NAMES if start else ():
        if usual in heads and heads.index(usual) != file_at:
            return heads.index(usual)
    others = [at for at in range(len(columns)) if at != file_at]
    different = {at: len(set(columns[at][start:])) for at in others}
    return min(others, key=lambda at: (different[at] < 2, different[at]))  # noqa: PLR2004 - else all are alike
