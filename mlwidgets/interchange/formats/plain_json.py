"""JSON of a file from outside, of which nothing is believed."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 32 * 2**20
"""The configuration of a model takes some KB, and 100 layers less than one MB."""

MOST_DEPTH = 40
"""Levels of lists and objects within each other: a model has about ten."""


def read_json(raw: bytes, name: str) -> dict[str, Any]:
    """Return the JSON object that a file holds.

    Parameters
    ----------
    raw : bytes
        The file, in UTF-8.
    name : str
        What it is called, for messages.

    Raises
    ------
    DataError
        It is not JSON or not an object, too large or nested too deeply, says a key twice, or holds a NaN or
        an infinite number.

    Examples
    --------
    >>> read_json(b'{"units": 3}', "model.json")
    {'units': 3}
    """
    if len(raw) > MOST_BYTES:
        raise DataError(
            _("{name} has {count:,} bytes; at most {most:,} are read. Is it the right file?").format(
                name=name, count=len(raw), most=MOST_BYTES
            )
        )
    try:
        read = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_number)
    except _RefusedError as refused:
        raise DataError(_("{name} {refused}").format(name=name, refused=refused)) from None
    except RecursionError:
        raise DataError(_too_deep(name)) from None
    except ValueError as error:  # also a whole number of thousands of digits, and bytes that are not UTF-8
        raise DataError(
            _(
                "{name} is not valid JSON ({error}): it is damaged or another kind of file. Save it again."
            ).format(name=name, error=error)
        ) from None
    if not isinstance(read, dict):
        raise DataError(_("{name} must hold a JSON object; got {read}.").format(name=name, read=shown(read)))
    if any(True for _ in islice(levels(read), MOST_DEPTH, None)):
        raise DataError(_too_deep(name))
    return read


def levels(plain: object) -> Iterator[list[object]]:
    """Yield the values at each depth of a JSON value, keys among them, from the whole of it inwards."""
    level = [plain]
    while level:
        yield level
        below: list[object] = []
        for one in level:
            if isinstance(one, dict):
                below += one
                below += one.values()
            elif isinstance(one, list):
                below += one
        level = below


class _RefusedError(ValueError):
    """What is wrong with JSON that can be read."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _RefusedError(
            _("says {twice} twice, so it is not clear which is meant. Save it again.").format(
                twice=shown(twice)
            )
        )
    return found


def _no_number(name: str) -> NoReturn:
    raise _RefusedError(
        _("holds {name}, which is not a finite number. Save a model whose settings are finite.").format(
            name=name
        )
    )


def _too_deep(name: str) -> str:
    said = _("{name} is nested more than {depth} levels deep, which no model is. Save it again.")
    return said.format(name=name, depth=MOST_DEPTH)
