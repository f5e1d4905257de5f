"""`read_frame`: a table from a data frame of pandas or polars, neither of which is imported here."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.tables.reading.names import different_names, one_line
from mlwidgets.data.tables.reading.result import ReadTable
from mlwidgets.data.tables.reading.settings import ReadSettings
from mlwidgets.data.tables.reading.source import MAX_COLUMNS
from mlwidgets.data.tables.reading.texts import locked, text_column
from mlwidgets.data.tables.table import MISSING, Column, Kind, Table
from mlwidgets.errors import DataError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_EXACT = 2**53


def read_frame(frame: Any, name: str = "data frame") -> ReadTable:  # noqa: ANN401 - of one of two libraries
    """Read a table from a data frame; numbers, dates, categories and missing values stay what they are.

    Parameters
    ----------
    frame : pandas.DataFrame or polars.DataFrame
        Its columns may hold numbers, booleans, dates, categories and texts. The index of pandas is not read.
    name : str
        What the table is called.

    Returns
    -------
    ReadTable
        With the `table` and `notes` about what could not stay as it was. Its `settings` say nothing.

    Raises
    ------
    DataError
        It is no data frame, it has no rows or columns, too many columns, or one of lists and the like.
    """
    library = type(frame).__module__.partition(".")[0]
    if library not in {"pandas", "polars"} or type(frame).__name__ != "DataFrame":
        raise DataError(
            f"A data frame must be one of pandas or polars; got {type(frame).__name__}. From a LazyFrame, "
            "take frame.collect(); from a Series, series.to_frame()."
        )
    rows, width = frame.shape
    if not rows or not width:
        raise DataError(
            f"The data frame has {rows} rows and {width} columns; a table needs one of each at least."
        )
    if width > MAX_COLUMNS:
        raise DataError(
            f"The data frame has {width:,} columns; at most {MAX_COLUMNS:,} are read. Leave some out."
        )
    given = [_name_of(one) for one in frame.columns]
    names, renamed = different_names(given)
    notes = list(renamed)
    read = _from_pandas if library == "pandas" else _from_polars
    series = [frame.iloc[:, at] if library == "pandas" else frame[:, at] for at in range(width)]
    columns = tuple(read(one, called, notes) for one, called in zip(series, names, strict=True))
    if library == "pandas" and type(frame.index).__name__ != "RangeIndex":
        notes.append("The index of the frame is not read; frame.reset_index() makes a column of it.")
    config = {"file": name, "sha256": _checksum(columns)}
    table = Table(name=name, columns=columns, source="Your own data frame", licence="", config=config)
    return ReadTable(table=table, settings=ReadSettings(), notes=tuple(notes))


def _name_of(label: object) -> str:
    return one_line(" ".join(map(str, label)) if isinstance(label, tuple) else str(label))


def _from_pandas(series: Any, name: str, notes: list[str]) -> Column:  # noqa: ANN401 - not imported here
    dtype = series.dtype
    missing = series.isna().to_numpy()
    if type(dtype).__name__ == "CategoricalDtype":
        codes = series.cat.codes.to_numpy().astype(np.int32)
        return _of_codes(name, codes, [str(one) for one in series.cat.categories], kind=Kind.CATEGORY)
    if dtype.kind == "b":
        return _of_flags(name, series.to_numpy(dtype=object), missing)
    if dtype.kind in "iuf":
        return _of_numbers(name, series.to_numpy(dtype=np.float64, na_value=np.nan), notes)
    if dtype.kind == "M":
        if getattr(dtype, "tz", None) is not None:
            notes.append(f"{name}: the times were turned into those of UTC.")
            series = series.dt.tz_convert(None)
        return _of_dates(name, series.to_numpy(), notes)  # in its own unit: in nanoseconds 9999 would be 1815
    if dtype.kind == "m":
        notes.append(f"{name}: durations became numbers of seconds.")
        return _of_numbers(name, series.dt.total_seconds().to_numpy(dtype=np.float64, na_value=np.nan), notes)
    return _of_objects(name, series.to_numpy(dtype=object), missing, notes)


def _from_polars(series: Any, name: str, notes: list[str]) -> Column:  # noqa: ANN401 - not imported here
    dtype = series.dtype
    kind = type(dtype).__name__ if not isinstance(dtype, type) else dtype.__name__
    if kind in {"Categorical", "Enum"}:
        texts = series.to_list()
        levels = sorted({one for one in texts if one is not None})
        place: dict[str | None, int] = {None: MISSING, **{one: at for at, one in enumerate(levels)}}
        codes = np.array([place[one] for one in texts], np.int32)
        return _of_codes(name, codes, levels, kind=Kind.CATEGORY)
    if kind == "Boolean":
        return _of_flags(name, np.array(series.to_list(), dtype=object), series.is_null().to_numpy())
    if dtype.is_numeric():
        return _of_numbers(name, np.array(series.to_list(), dtype=np.float64), notes)
    if kind in {"Date", "Datetime"}:
        if getattr(dtype, "time_zone", None):
            notes.append(f"{name}: the times were turned into those of UTC.")
        return _of_dates(name, series.to_numpy(), notes)
    if kind == "Duration":
        notes.append(f"{name}: durations became numbers of seconds.")
        return _of_numbers(name, series.dt.total_microseconds().to_numpy() / 1e6, notes)
    return _of_objects(
        name, np.array([*series.to_list(), None], dtype=object)[:-1], series.is_null().to_numpy(), notes
    )


def _of_numbers(name: str, values: NDArray[np.float64], notes: list[str]) -> Column:
    values = np.array(values, dtype=np.float64)
    infinite = np.isinf(values)
    if infinite.any():
        notes.append(f"{name}: {int(infinite.sum()):,} infinite numbers were left empty.")
        values[infinite] = np.nan
    if np.any(np.abs(values) > _EXACT):
        notes.append(
            f"{name}: whole numbers beyond 9 · 10¹⁵ are rounded to the nearest that can be computed with."
        )
    return Column(name=name, kind=Kind.NUMBER, values=locked(values))


def _of_dates(name: str, values: NDArray[Any], notes: list[str]) -> Column:
    seconds = values.astype("datetime64[s]")
    there = ~np.isnat(values)
    if np.any(seconds[there] != values[there]):
        notes.append(f"{name}: fractions of a second were left out.")
    return Column(name=name, kind=Kind.DATE, values=locked(seconds))


def _of_flags(name: str, values: NDArray[Any], missing: NDArray[np.bool_]) -> Column:
    codes = np.array(
        [MISSING if gone else int(value) for value, gone in zip(values, missing, strict=True)], np.int32
    )
    return _of_codes(name, codes, ["False", "True"], kind=Kind.CATEGORY)


def _of_codes(name: str, codes: NDArray[np.int32], levels: Sequence[str], kind: Kind) -> Column:
    """Return a column of categories without those that no row has, and with equal names as one."""
    used = np.unique(codes[codes != MISSING])
    place = np.full(len(levels) + 1, MISSING, np.int32)  # its last element is for the code -1
    ordered: dict[str, int] = {}
    for at in used.tolist():
        place[at] = ordered.setdefault(levels[at], len(ordered))
    return Column(name=name, kind=kind, values=locked(place[codes]), levels=tuple(ordered))


def _of_objects(name: str, values: NDArray[Any], missing: NDArray[np.bool_], notes: list[str]) -> Column:
    """Return a column of Python's own objects: texts, dates, or numbers of any size."""
    present = [value for value, gone in zip(values.tolist(), missing.tolist(), strict=True) if not gone]
    strange = next(
        (one for one in present if isinstance(one, (list, tuple, dict, set, bytes, complex))), None
    )
    if strange is not None:
        raise DataError(
            f"The column {shown(name)} holds {type(strange).__name__} objects, such as {shown(strange)}; a "
            "cell holds one number, text or date. Leave it out, or make a column of each part."
        )
    if not present:
        return Column(name=name, kind=Kind.NUMBER, values=locked(np.full(len(values), np.nan)))
    if all(isinstance(one, bool) for one in present):
        return _of_flags(name, values, missing)
    if all(isinstance(one, date) for one in present):
        days = [
            None if gone else value for value, gone in zip(values.tolist(), missing.tolist(), strict=True)
        ]
        return _of_dates(name, np.array(days, dtype="datetime64[us]"), notes)
    if not any(isinstance(one, (str, date)) for one in present):
        try:
            numbers = [np.nan if gone else float(value) for value, gone in zip(values, missing, strict=True)]
        except (TypeError, ValueError, OverflowError):
            numbers = []
        if numbers:
            return _of_numbers(name, np.array(numbers), notes)
    seen: dict[str, int] = {}
    codes = np.array(
        [
            MISSING if gone else seen.setdefault(str(value), len(seen))
            for value, gone in zip(values, missing, strict=True)
        ],
        np.int32,
    )
    return text_column(name, codes, list(seen))


def _checksum(columns: Sequence[Column]) -> str:
    digest = hashlib.sha256()
    for column in columns:
        digest.update(repr((column.name, column.kind.value, column.levels)).encode("utf-8", "replace"))
        digest.update(column.values.tobytes())
    return digest.hexdigest()
