"""Which inputs of a network come from which column of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from mlwidgets.data import Dataset

    Groups = dict[str, npt.NDArray[np.int64]]
    """For each column the places of its inputs."""

_INPUT = _("input {number}")


def input_groups(columns: Sequence[str]) -> Groups:
    """Return the places of the inputs of each column, in the order of the columns.

    Parameters
    ----------
    columns : sequence of str
        For each input the column that it was made from. A category encoded one-hot has several inputs.

    Examples
    --------
    >>> {name: places.tolist() for name, places in input_groups(["age", "island", "island"]).items()}
    {'age': [0], 'island': [1, 2]}
    """
    places: dict[str, list[int]] = {}
    for place, column in enumerate(columns):
        places.setdefault(column, []).append(place)
    return {column: np.array(found) for column, found in places.items()}


def column_groups(dataset: Dataset) -> Groups:
    """Return the groups of a data set of rows: its table's columns, or else each input by itself."""
    if dataset.prepared is not None:
        return input_groups([one.column for one in dataset.prepared.inputs])
    count = dataset.input_shape[0]
    names = ["x₁", "x₂"] if dataset.in_plane else [_INPUT.format(number=place + 1) for place in range(count)]
    return input_groups(names)
