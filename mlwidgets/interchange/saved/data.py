"""Data that go into a run file themselves: a table as it was read, or the arrays of other data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.data.dataset import Dataset
from mlwidgets.data.tables.table import MISSING, Column, Kind, Table
from mlwidgets.errors import DataError, MLWidgetsError
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.interchange.saved.plain import Arrays, Fields

MOST_BYTES = 20 * 2**20
"""Data that are larger are not put into a run file."""

_PARTS = ("x_train", "y_train", "x_test", "y_test")
_INDICES = ("train_index", "test_index", "strata", "validation_index")
_NUMBERS = "f8 f4 f2 i8 i4 i2 i1 u8 u4 u2 u1 b1"
_VALUES = {Kind.NUMBER: "f8", Kind.CATEGORY: "i4", Kind.TEXT: "i4", Kind.DATE: "M8[s]"}


def write_content(content: Dataset | Table) -> tuple[dict[str, Any], dict[str, AnyArray]]:
    """Return data as plain values and arrays.

    Raises
    ------
    DataError
        They are too large.
    """
    plain, arrays = _write_table(content) if isinstance(content, Table) else _write_dataset(content)
    size = sum(array.nbytes for array in arrays.values())
    if size > MOST_BYTES:
        raise DataError(
            _(
                "The data take {size:.3g} MB; at most {most} MB are put into a run file. Save it "
                "without the data: whoever opens it then opens the data's own file first."
            ).format(size=size / 2**20, most=MOST_BYTES // 2**20)
        )
    return plain, arrays


def read_content(plain: Fields, arrays: Arrays) -> Dataset | Table:
    """Return data from what `write_content` has returned.

    Raises
    ------
    DataError
        They are none.
    """
    kind = plain.text("kind")
    if kind not in ("table", "dataset"):
        plain.refuse("kind", '"table" or "dataset"')
    try:
        return _read_table(plain, arrays) if kind == "table" else _read_dataset(plain, arrays)
    except DataError:
        raise
    except MLWidgetsError as error:
        raise DataError(
            _("The data in the run file do not fit together: {error}").format(error=error)
        ) from None


def _write_table(table: Table) -> tuple[dict[str, Any], dict[str, AnyArray]]:
    plain = {
        "kind": "table",
        "name": table.name,
        "source": table.source,
        "licence": table.licence,
        "config": dict(table.config),
        "columns": [
            {"name": one.name, "kind": one.kind.value, "levels": list(one.levels)} for one in table.columns
        ],
    }
    return plain, {f"column_{at}": column.values for at, column in enumerate(table.columns)}


def _read_table(plain: Fields, arrays: Arrays) -> Table:
    columns = []
    for at, part in enumerate(plain.parts("columns")):
        if part.text("kind") not in list(Kind):
            part.refuse("kind", "one of " + ", ".join(Kind))
        kind, levels = Kind(part.text("kind")), part.texts("levels")
        values = arrays.get(f"column_{at}", _VALUES[kind], (None,))
        if kind in (Kind.CATEGORY, Kind.TEXT):
            if len(values) and not (values.min() >= MISSING and values.max() < len(levels)):
                raise DataError(
                    _("A column of {name} in the run file has a value without a name.").format(
                        name=plain.name
                    )
                )
        elif levels:
            part.refuse("levels", "empty")
        columns.append(Column(name=part.text("name"), kind=kind, values=values, levels=levels))
    return Table(
        name=plain.text("name"),
        columns=tuple(columns),
        source=plain.text("source"),
        licence=plain.text("licence"),
        config=plain.mapping("config"),
    )


def _write_dataset(dataset: Dataset) -> tuple[dict[str, Any], dict[str, AnyArray]]:
    plain = {
        "kind": "dataset",
        "name": dataset.name,
        "class_names": list(dataset.class_names),
        "source": dataset.source,
        "licence": dataset.licence,
        "in_plane": dataset.in_plane,
        "config": None if dataset.config is None else dict(dataset.config),
    }
    given = {name: getattr(dataset, name) for name in (*_PARTS, *_INDICES)}
    return plain, {name: array for name, array in given.items() if array is not None}


def _read_dataset(plain: Fields, arrays: Arrays) -> Dataset:
    found = {name: arrays.get(name, _NUMBERS, None) for name in (*_PARTS, *_INDICES) if name in arrays}
    missing = [name for name in _PARTS if name not in found]
    if missing:
        raise DataError(
            _("The data in the run file have no {missing}. Save the run again.").format(missing=missing[0])
        )
    config = plain.any("config")
    return Dataset(
        name=plain.text("name"),
        class_names=plain.texts("class_names"),
        source=plain.text("source"),
        licence=plain.text("licence"),
        in_plane=plain.flag("in_plane"),
        config=None if config is None else plain.mapping("config"),
        **found,  # type: ignore[arg-type]  # the names are those of arrays
    )
