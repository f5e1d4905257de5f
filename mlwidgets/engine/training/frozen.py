"""Plain values that nothing changes any more: copied deeply, compared number by number, and weighed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

_BYTES_OF_A_NUMBER = 8


def frozen(value: object) -> object:
    """Return a deep copy that cannot be changed: read-only arrays and mappings, tuples for lists."""
    if isinstance(value, np.ndarray):
        if not value.flags.writeable and value.base is None:
            return value  # frozen already
        copy = value.copy()
        copy.flags.writeable = False
        return copy
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(frozen(item) for item in value)
    return value


def frozen_vectors(vectors: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
    """Return frozen copies of vectors by name."""
    copies = {name: vector.copy() for name, vector in vectors.items()}
    for copy in copies.values():
        copy.flags.writeable = False
    return MappingProxyType(copies)


def identical(one: object, two: object) -> bool:
    """Return whether two frozen values are the same, arrays bit for bit."""
    if isinstance(one, np.ndarray) or isinstance(two, np.ndarray):
        return _identical_arrays(one, two)
    if isinstance(one, Mapping) and isinstance(two, Mapping):
        return one.keys() == two.keys() and all(identical(one[key], two[key]) for key in one)
    if isinstance(one, tuple) and isinstance(two, tuple):
        return len(one) == len(two) and all(map(identical, one, two))
    if dataclasses.is_dataclass(one) and type(one) is type(two):
        names = [field.name for field in dataclasses.fields(one)]
        return all(identical(getattr(one, name), getattr(two, name)) for name in names)
    # A metric may be NaN, which equals nothing.
    return bool(one == two or (one != one and two != two))  # noqa: PLR0124 - that is how NaN is told


def _identical_arrays(one: object, two: object) -> bool:
    if not isinstance(one, np.ndarray) or not isinstance(two, np.ndarray):
        return False
    return (one.dtype, one.shape) == (two.dtype, two.shape) and one.tobytes() == two.tobytes()


def size_in_bytes(value: object) -> int:
    """Return about how much memory a frozen value takes: its arrays exactly, any other number 8 bytes."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, Mapping):
        return sum(map(size_in_bytes, value.values()))
    if isinstance(value, tuple):
        return sum(map(size_in_bytes, value))
    if dataclasses.is_dataclass(value):
        return sum(size_in_bytes(getattr(value, field.name)) for field in dataclasses.fields(value))
    return len(value) if isinstance(value, str) else _BYTES_OF_A_NUMBER
