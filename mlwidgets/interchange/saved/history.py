"""The history of a run, to and from JSON and arrays."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine.training.history import Mark, Record
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.interchange.saved.plain import Arrays, Fields

_MOST_NAMES = 50


def write_record(record: Record) -> tuple[dict[str, Any], dict[str, AnyArray]]:
    """Return a history as plain values and arrays.

    `batches` (quantities, updates) and `epochs` (quantities, epochs) hold a row for each quantity that the
    plain values name, `marks` (marks, 3) when a setting changed, from what, and to what. All are float64.
    """
    plain = {
        "batches": list(record.batch_logs),
        "epochs": list(record.history),
        "marks": [mark.name for mark in record.marks],
    }
    marks = [(mark.epoch, mark.old, mark.new) for mark in record.marks]
    arrays = {
        "batch_epochs": np.array(record.batch_epochs, np.float64),
        "batches": _rows(record.batch_logs),
        "epochs": _rows(record.history),
        "marks": np.array(marks, np.float64).reshape(-1, 3),
    }
    return plain, arrays


def read_record(plain: Fields, arrays: Arrays) -> Record:
    """Return a history from what `write_record` has returned.

    Raises
    ------
    DataError
        It is not one.
    """
    batches, epochs = plain.texts("batches"), plain.texts("epochs")
    if len(batches) > _MOST_NAMES or len(epochs) > _MOST_NAMES:
        raise DataError("The history in the run file measures more than a run can. Save the run again.")
    times = arrays.finite("batch_epochs", "f8", (None,))
    names = [str(name) for name in plain.items("marks")]
    marks = arrays.get("marks", "f8", (len(names), 3))
    if np.isnan(marks).any() or not np.isfinite(marks[:, 0]).all():
        raise DataError("The changes of settings in the run file hold a NaN. Save the run again.")
    return Record(
        _logs(epochs, arrays.get("epochs", "f8", (len(epochs), None))),
        tuple(times.tolist()),
        _logs(batches, arrays.get("batches", "f8", (len(batches), len(times) if batches else None))),
        tuple(Mark(at, name, old, new) for name, (at, old, new) in zip(names, marks.tolist(), strict=True)),
    )


def _rows(logs: Mapping[str, tuple[float, ...]]) -> AnyArray:
    return np.array(list(logs.values()), np.float64).reshape(len(logs), -1 if logs else 0)


def _logs(names: tuple[str, ...], rows: AnyArray) -> Mapping[str, tuple[float, ...]]:
    """Return the values of each quantity; a metric may have none, which is NaN, but the loss is a number."""
    for name, row in zip(names, rows, strict=True):
        if name.endswith("loss") and not np.isfinite(row).all():
            raise DataError(f"{name} in the run file holds numbers that are not finite. Save the run again.")
    return MappingProxyType({name: tuple(row.tolist()) for name, row in zip(names, rows, strict=True)})
