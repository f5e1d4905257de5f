"""Plain values of a run file: JSON and arrays, each field looked at before it is used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.interchange.formats.plain_json import levels
from mlwidgets.ranges import Interval, is_text, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import AnyArray

DEEPEST = 32
"""How deeply lists and objects may be nested: settings are no deeper than ten."""

_LARGEST = 2**63


def write_json(value: Mapping[str, Any]) -> bytes:
    """Return plain values as JSON in UTF-8."""
    return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()


def read_json(content: bytes, name: str) -> Fields:
    """Return an object of plain values.

    Raises
    ------
    DataError
        It is not JSON, no object, too deep, or holds numbers or texts that nothing here can hold.
    """
    try:
        value = json.loads(content.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else shown(str(error), 120)
        raise DataError(f"{name} in the run file is not valid JSON ({why}). Save the run again.") from None
    _check_plain(value, name)
    return Fields(value, name)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _check_plain(value: object, name: str) -> None:
    for depth, level in enumerate(levels(value)):
        if depth == DEEPEST:
            raise DataError(f"{name} in the run file is nested more than {DEEPEST} deep. Save the run again.")
        for one in level:
            if not isinstance(one, dict | list) and not _can_be_held(one):
                raise DataError(f"{name} in the run file holds {shown(one)}, which cannot be. Save it again.")


def _can_be_held(value: object) -> bool:
    if is_text(value) or isinstance(value, bool) or value is None:
        return True
    return isinstance(value, int | float) and -_LARGEST < value < _LARGEST  # NaN is not


class Fields:
    """An object of plain values, of which nothing is believed.

    Parameters
    ----------
    value : object
        What was read.
    name : str
        What an error calls it.

    Raises
    ------
    DataError
        It is no object; and from every method, if a field is missing or of another kind.
    """

    def __init__(self, value: object, name: str) -> None:
        if not isinstance(value, dict):
            raise DataError(f"{name} in the run file must be an object; got {shown(value)}. Save it again.")
        self.name = name
        self._value: dict[str, Any] = value

    def __contains__(self, key: str) -> bool:
        return key in self._value

    def refuse(self, key: str, rule: str) -> NoReturn:
        """Say which field is wrong, and what it should be."""
        given = shown(self._value.get(key))
        raise DataError(f"{key} of {self.name} in the run file must be {rule}; got {given}. Save it again.")

    def any(self, key: str) -> Any:  # noqa: ANN401 - whatever stands there
        """Return a field as it is."""
        if key not in self._value:
            raise DataError(f"{self.name} in the run file has no {shown(key)}. Save the run again.")
        return self._value[key]

    def text(self, key: str, longest: int = 10_000) -> str:
        """Return a text."""
        value = self.any(key)
        if not isinstance(value, str) or len(value) > longest:
            self.refuse(key, f"a text of at most {longest:,} characters")
        return value

    def flag(self, key: str) -> bool:
        """Return a yes or no."""
        value = self.any(key)
        if not isinstance(value, bool):
            self.refuse(key, "true or false")
        return value

    def whole(self, key: str, most: int = 2**53) -> int:
        """Return a whole number from 0."""
        value = self.any(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self.refuse(key, f"a whole number from 0 to {most:,}")
        return value

    def number(self, key: str) -> float:
        """Return a finite number."""
        value = self.any(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(key, "a number")
        return float(value)

    def items(self, key: str) -> list[Any]:
        """Return a list."""
        value = self.any(key)
        if not isinstance(value, list):
            self.refuse(key, "a list")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return different texts."""
        value = self.items(key)
        if not all(isinstance(one, str) for one in value) or len(set(value)) < len(value):
            self.refuse(key, "a list of different texts")
        return tuple(value)

    def mapping(self, key: str) -> dict[str, Any]:
        """Return an object, to be looked at by whom it is for."""
        value = self.any(key)
        if not isinstance(value, dict):
            self.refuse(key, "an object")
        return value

    def fields(self, key: str) -> Fields:
        """Return an object, to be looked at here."""
        return Fields(self.any(key), key)

    def parts(self, key: str) -> list[Fields]:
        """Return a list of objects."""
        return [Fields(one, f"{key}[{at}]") for at, one in enumerate(self.items(key))]


class Arrays:
    """Arrays by name, of which nothing is believed.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        What was read.
    name : str
        What an error calls them.
    """

    def __init__(self, arrays: Mapping[str, AnyArray], name: str) -> None:
        self._arrays, self.name = arrays, name

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def get(self, name: str, kinds: str, shape: tuple[int | None, ...] | None) -> AnyArray:
        """Return an array with one of these types, as "f4 f8", and this shape, None for any or for any side.

        Raises
        ------
        DataError
            There is none.
        """
        array = self._arrays.get(name)
        if array is None or array.dtype.str[1:] not in kinds.split() or not _fits(array.shape, shape):
            got = "nothing" if array is None else f"{array.dtype} with the shape {array.shape}"
            wanted = " × ".join("any" if side is None else str(side) for side in shape or ("any",))
            raise DataError(
                f"{name} in {self.name} of the run file must be numbers ({kinds}) with the shape {wanted}; "
                f"got {got}. Save the run again."
            )
        return array

    def finite(self, name: str, kinds: str, shape: tuple[int | None, ...]) -> AnyArray:
        """Return an array as `get` does, of finite numbers only."""
        array = self.get(name, kinds, shape)
        if not np.isfinite(array).all():
            raise DataError(
                f"{name} in {self.name} of the run file holds numbers that are not finite. Save it again."
            )
        return array


def _fits(got: tuple[int, ...], wanted: tuple[int | None, ...] | None) -> bool:
    if wanted is None:
        return True
    return len(got) == len(wanted) and all(
        side in (None, real) for side, real in zip(wanted, got, strict=True)
    )


def in_range(interval: Interval, value: float) -> int:
    """Return a whole number within the range of a setting; `DataError` if it is not."""
    try:
        return interval.check_int(value)
    except ConfigurationError as error:
        raise DataError(f"The run file is damaged: {error}") from None
