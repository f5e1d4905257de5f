"""Numbers and names as they are written in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.language import ENGLISH, current, numeral
from mlwidgets.widgets.base import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.data import Dataset
    from mlwidgets.engine.arrays import AnyArray

MOST_CELLS = 8
"""Cells of a row that are written out."""


def items(dataset: Dataset) -> str:
    """Return what the examples of a data set are called, in the plural."""
    return str(texts.DIGITS if dataset.name.startswith("mnist") else texts.EXAMPLES)


def example_numbers(dataset: Dataset, part: str, places: AnyArray) -> AnyArray:
    """Return the numbers that examples are called by, the same in all labs.

    A row of a table has the number that stands before it in the pane *Table*, counted from 1; any other
    example its place in the data set, counted from 0.

    Parameters
    ----------
    dataset : Dataset
        Where they come from.
    part : str
        "train", "validation" or "test".
    places : ndarray of int
        Where they stand in ``dataset.x_train``, or in ``dataset.x_test``.
    """
    if dataset.prepared is None:
        return places
    rows = dataset.test_index if part == "test" else dataset.train_index
    assert rows is not None  # noqa: S101 - every prepared table has both
    numbers: AnyArray = rows[places] + 1
    return numbers


def example_number(dataset: Dataset, part: str, place: int) -> int:
    """Return the number that one example is called by; see `example_numbers`."""
    return int(example_numbers(dataset, part, np.array([place]))[0])


def row_words(dataset: Dataset, place: int, most: int = MOST_CELLS) -> str:
    """Return a training or validation example of a table as its columns' names and values.

    Parameters
    ----------
    dataset : Dataset
        A prepared table.
    place : int
        Which example, by its place in ``dataset.x_train``.
    most : int
        So many columns are written out.
    """
    assert dataset.prepared is not None  # noqa: S101 - whoever asks has looked
    assert dataset.train_index is not None  # noqa: S101 - every prepared table has it
    return cells_words(dataset.prepared.cells(int(dataset.train_index[place])), most)


def row_title(number: int, part: str) -> str:
    """Return what a row of a table is called in every lab: "Row 3 (validation)", counted from 1."""
    return texts.TABLE_ROW_PART.format(number=number, part=texts.PARTS[part])


def cells_words(cells: Iterable[tuple[str, str]], most: int = MOST_CELLS) -> str:
    """Return names and values of a row's cells: "bill_mm 39.1, sex male, …"."""
    words = [texts.CELL.format(name=name, value=value or texts.CELL_MISSING) for name, value in cells]
    return ", ".join([*words[:most], "…"] if len(words) > most else words)


def updates(count: int) -> str:
    """Return "1 update", "1,250 updates"."""
    return texts.UPDATES.format(count, count=numeral(count))


def times(count: int) -> str:
    """Return "once", "twice", "3 times"."""
    return {1: texts.ONCE, 2: texts.TWICE}.get(count, texts.TIMES).format(count=numeral(count))


def within(label: str) -> str:
    """Return a label as it stands within a sentence: in English it begins small there."""
    return str(label).lower() if current() == ENGLISH else str(label)


def with_article(name: str) -> str:
    """Return the name of a class with "a" or "an", as it is spoken: "a 7", "an 8", "an apple".

    In another language than English it stands alone.

    Examples
    --------
    >>> with_article("7"), with_article("8"), with_article("18"), with_article("80"), with_article("Apple")
    ('a 7', 'an 8', 'an 18', 'an 80', 'an Apple')
    """
    if current() != ENGLISH:
        return name  # its gender is not known
    spoken_with_vowel = name.startswith("8") or name in {"11", "18"} or name[:1].lower() in "aeiou"
    return f"{'an' if name and spoken_with_vowel else 'a'} {name}"


def shows_pictures(dataset: Dataset) -> bool:
    """Return whether the examples are grey pictures `(height, width, 1)`."""
    return len(dataset.input_shape) == 3 and dataset.input_shape[-1] == 1  # noqa: PLR2004 - as said
