"""Run files with something wrong in them, sealed again so that the seal alone does not tell."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.interchange.saved.archive import pack
from mlwidgets.interchange.saved.arrays import read_npz, write_npz

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.engine.arrays import AnyArray

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 7, 2**40, 2**62, -(2**63), 10**400, 0.5, -0.5, 1e308, 1e-320),
    *("", "a", "adam", "../../etc/passwd", "<img src=x onerror=alert(1)>", "\ud800", "x" * 10_000, "\0"),
    *([], {}, [[]], [1, 2, 3], {"class_name": "Dense"}, {"": {"": []}}, [None] * 50),
)
"""What no field expects."""


def files_of(content: bytes) -> dict[str, bytes]:
    """Return the files of a `.mlw`, however they are."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def resealed(files: dict[str, bytes]) -> bytes:
    """Return files as a sealed `.mlw`."""
    return pack(files)


def with_json(content: bytes, name: str, value: object) -> bytes:
    """Return a `.mlw` with another JSON file in it."""
    return resealed({**files_of(content), name: json.dumps(value).encode()})


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value within plain values."""
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        yield from places(one, (*path, key))


def changed(value: Any, path: tuple[Any, ...], new: object) -> Any:  # noqa: ANN401 - plain values
    """Return a copy of plain values with another one at a place; `...` takes it out."""
    made = copy.deepcopy(value)
    at = made
    for key in path[:-1]:
        at = at[key]
    if new is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = new
    return made


def odd_json(content: bytes, rng: np.random.Generator, name: str = "run.json") -> bytes:
    """Return a `.mlw` with one odd value in its JSON."""
    plain = json.loads(files_of(content)[name])
    ways = list(places(plain))
    new: Any = ... if rng.random() < 0.15 else ODD[rng.integers(len(ODD))]
    if rng.random() < 0.2:  # what stands elsewhere
        new = plain
        for key in ways[rng.integers(len(ways))]:
            new = new[key]
    return with_json(content, name, changed(plain, ways[rng.integers(len(ways))], new))


def odd_array(content: bytes, rng: np.random.Generator) -> bytes:
    """Return a `.mlw` with one odd array in it."""
    files = files_of(content)
    names = [name for name in files if name.endswith(".npz")]
    name = names[rng.integers(len(names))]
    arrays = {one: array.copy() for one, array in read_npz(files[name]).items()}
    which = list(arrays)[rng.integers(len(arrays))]
    arrays[which] = _odd(arrays[which], rng)
    if rng.random() < 0.1:
        del arrays[which]
    return resealed({**files, name: write_npz(arrays)})


def _odd(array: AnyArray, rng: np.random.Generator) -> AnyArray:
    kinds = ("<f4", "<f8", "<i8", "|u1", "|b1", "<i2")
    with np.errstate(all="ignore"):
        others = [
            array[..., :-1],
            np.concatenate([array, array]),
            array.astype(kinds[rng.integers(len(kinds))]),
            array.reshape(-1),
            array[:0],
        ]
    way = rng.integers(len(others) + 4)
    if way < len(others) or not array.size:
        return others[way % len(others)]
    flat = array.reshape(-1).copy()
    numbers = [np.nan, np.inf, -np.inf, -1.0, 1e30, 0.0, 2.0**40, 1.0, 3.0, -(2.0**62)]
    with np.errstate(all="ignore"):
        flat[rng.integers(flat.size)] = np.array(numbers[rng.integers(len(numbers))]).astype(array.dtype)
    return flat.reshape(array.shape)
