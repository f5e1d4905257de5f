"""One row of a table, made from the values of a form."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.tables.table import MISSING, Column, Kind, Table
from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from mlwidgets.data.prepare.plan import Plan

_LARGEST = 1e30


def row_table(table: Table, plan: Plan, values: object, planned: Mapping[str, Column]) -> Table:
    """Return a table of one row with the plan's features; see `PreparedTable.row_of`.

    `planned` holds the table's columns as the plan takes them: to take them so anew for each row that is
    edited would look at all rows of the table.
    """
    if not isinstance(values, Mapping):
        raise DataError(f"A row is given as a mapping from columns to values; got {shown(values)}.")
    for name in values:
        if name not in plan.features:
            raise DataError(
                _("{name} is no feature of {name_2}. The features are: {list}.").format(
                    name=shown(name), name_2=table.name, list=shown(list(plan.features))
                )
                + nearest(name, plan.features)
            )
    columns = tuple(_cell(planned[name], values.get(name)) for name in plan.features)
    return Table(
        name=table.name, columns=columns, source=table.source, licence=table.licence, config=table.config
    )


def _cell(column: Column, value: object) -> Column:
    gone = value is None or (isinstance(value, str) and not value.strip())
    if column.kind is Kind.NUMBER:
        number = np.nan if gone else _number(column.name, value)
        return Column(name=column.name, kind=column.kind, values=np.array([number]))
    if column.kind is Kind.DATE:
        moment = np.datetime64("NaT", "s") if gone else _date(column.name, value)
        return Column(name=column.name, kind=column.kind, values=np.array([moment], "datetime64[s]"))
    code = MISSING if gone else _code(column, value)
    return Column(name=column.name, kind=column.kind, values=np.array([code], np.int32), levels=column.levels)


def _number(name: str, value: object) -> float:
    number = np.nan
    if isinstance(value, numbers.Real | str) and not isinstance(value, bool):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = np.nan
    if not abs(number) <= _LARGEST:  # also if it is NaN
        raise DataError(
            _("{name} must be a number from -1e30 to 1e30, or empty; got {value}.").format(
                name=shown(name), value=shown(value)
            )
        )
    return number


def _date(name: str, value: object) -> np.datetime64:
    try:
        moment = datetime.fromisoformat(str(value).strip())
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        return np.datetime64(moment, "s")
    except (ValueError, OverflowError):
        raise DataError(
            _("{name} must be a date such as 2024-03-31, or empty; got {value}.").format(
                name=shown(name), value=shown(value)
            )
        ) from None


def _code(column: Column, value: object) -> int:
    text = value
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:  # no level is written so
            number = np.nan
        text = str(int(number)) if number.is_integer() else repr(number)
    if isinstance(text, str) and text in column.levels:
        return column.levels.index(text)
    raise DataError(
        _("{name} has no level {value}. It has: {list}.").format(
            name=shown(column.name), value=shown(value), list=shown(list(column.levels))
        )
        + nearest(text, column.levels)
    )
