"""Examples as rows with named values: those of the table they come from, or the numbers they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.explain.wording import number_text
from mlwidgets.widgets.results import texts

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.engine.arrays import AnyArray

MOST_COLUMNS = 12
"""So many values of an example are shown; more would not be read."""

LONGEST_TEXT = 60
"""So many characters of a value are shown."""


def example_rows(dataset: Dataset, x: AnyArray, numbers: AnyArray) -> tuple[list[str], list[list[str]]]:
    """Return the names of values and, for each example, its values as texts; none for pictures.

    Parameters
    ----------
    dataset : Dataset
        Where the examples come from.
    x : ndarray, shape (n, …)
        The examples.
    numbers : ndarray of int, shape (n,)
        What each is called by: a row of a table by its number, counted from 1.
    """
    prepared = dataset.prepared
    if prepared is not None:
        table = prepared.table
        names = list(prepared.plan.features)[:MOST_COLUMNS]
        columns = [_short(table.column(name).texts(numbers - 1)) for name in names]
        return names, [list(row) for row in zip(*columns, strict=True)]
    if x.ndim > 2:  # noqa: PLR2004 - pictures and the like
        return [], [[] for _ in x]
    flat = x.reshape(len(x), int(np.prod(x.shape[1:])))
    shown = flat[:, :MOST_COLUMNS]
    names = [texts.INPUT.format(number=number + 1) for number in range(shown.shape[1])]
    if dataset.in_plane:
        names = ["x₁", "x₂"]
    return names, [[number_text(float(value), 3) for value in row] for row in shown]


def _short(values: list[str]) -> list[str]:
    return [one if len(one) <= LONGEST_TEXT else f"{one[: LONGEST_TEXT - 1]}…" for one in values]
