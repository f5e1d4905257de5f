"""The SHA-256 of data as they were loaded: what tells whether a run goes on with the data it began with."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.data.dataset import Dataset
    from mlwidgets.engine.arrays import AnyArray

_known: WeakKeyDictionary[Dataset, str] = WeakKeyDictionary()  # data sets never change


def data_hash(dataset: Dataset) -> str:
    """Return the SHA-256 of a data set, 64 hexadecimal digits.

    Of a prepared table it is that of the table's columns as they were read, and of which rows are for what:
    the numbers made of them may differ by a rounding on another machine. Else it is that of all examples and
    targets, and of the names of the classes.

    Examples
    --------
    >>> from mlwidgets.data import load
    >>> data_hash(load("circle")) == data_hash(load({"name": "circle"}))
    True
    """
    found = _known.get(dataset)
    if found is None:
        prepared = dataset.prepared
        if prepared is None:
            names: object = dataset.class_names
            arrays = [dataset.x_train, dataset.y_train, dataset.x_test, dataset.y_test]
            if dataset.validation_index is not None:
                arrays.append(dataset.validation_index)
        else:
            columns, parts = prepared.table.columns, prepared.parts
            names = [(column.name, column.kind.value, column.levels) for column in columns]
            arrays = [column.values for column in columns] + [parts.train, parts.validation, parts.test]
        found = _known[dataset] = _digest(names, arrays)
    return found


def _digest(names: object, arrays: Iterable[AnyArray]) -> str:
    digest = hashlib.sha256(json.dumps(names).encode())
    for array in arrays:
        # Whole numbers have another width on some systems, and bytes another order.
        kind = np.dtype("<i8") if array.dtype.kind in "iu" and array.itemsize > 1 else array.dtype
        ordered = np.ascontiguousarray(array, kind.newbyteorder("<"))
        digest.update(f"{ordered.dtype.str}{array.shape}".encode())
        digest.update(ordered.reshape(-1).view(np.uint8).data)
    return digest.hexdigest()
