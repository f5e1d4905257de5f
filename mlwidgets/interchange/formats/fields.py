"""What a file's JSON should hold, taken out of it one field at a time, or an error that names the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlwidgets.errors import DataError
from mlwidgets.ranges import shown

Plain = Mapping[str, Any]


def as_mapping(value: object, what: str) -> Plain:
    """Return `value` if it is an object."""
    if not isinstance(value, Mapping):
        raise DataError(f"{what} must be an object; got {shown(value)}.")
    return value


def as_list(value: object, what: str) -> list[Any]:
    """Return `value` if it is a list."""
    if not isinstance(value, list):
        raise DataError(f"{what} must be a list; got {shown(value)}.")
    return value


def as_text(value: object, what: str) -> str:
    """Return `value` if it is a text."""
    if not isinstance(value, str):
        raise DataError(f"{what} must be a text; got {shown(value)}.")
    return value


def as_shape(value: object, what: str) -> tuple[int, ...]:
    """Return `value` as the sides of an array if it is a list of whole numbers of at least 0."""
    sides = as_list(value, what)
    for side in sides:
        if not isinstance(side, int) or isinstance(side, bool) or side < 0:
            raise DataError(f"{what} must be a list of whole numbers; got {shown(value)}.")
    return tuple(sides)


def get(plain: Plain, name: str, what: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return a field that must be there."""
    if name not in plain:
        raise DataError(f"{what} has no {shown(name)}. The file is damaged, or of another kind.")
    return plain[name]
