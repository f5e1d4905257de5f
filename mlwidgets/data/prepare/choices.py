"""What can be chosen when a table is prepared, and how a choice that came from outside is read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import Interval, nearest, shown


class Role(StrEnum):
    """What a column is for."""

    FEATURE = "feature"
    TARGET = "target"
    IGNORED = "ignored"


class SplitMethod(StrEnum):
    """How the rows are divided into training, validation and test rows."""

    RANDOM = "random"
    STRATIFIED = "stratified"
    GROUP = "group"
    TIME = "time"


class Impute(StrEnum):
    """What takes the place of a missing value."""

    MEAN = "mean"
    MEDIAN = "median"
    MOST_FREQUENT = "most_frequent"
    OWN_LEVEL = "own_level"


class Scale(StrEnum):
    """What is done to numbers."""

    STANDARD = "standard"
    MIN_MAX = "min_max"
    NONE = "none"


class Encode(StrEnum):
    """How categories become numbers."""

    ONE_HOT = "one_hot"
    ORDINAL = "ordinal"


PART = Interval(name="the fraction of a part", low=0.0, high=0.8)
"""What validation and test may each take of all rows."""


Choice = TypeVar("Choice", bound=StrEnum)


def choice(kind: type[Choice], name: str, value: object) -> Choice:
    """Return a member of `kind`, also from its text, or raise `ConfigurationError`."""
    if isinstance(value, kind):
        return value
    options = tuple(str(one) for one in kind)
    if isinstance(value, str) and value in options:
        return kind(value)
    raise ConfigurationError(
        f"{name} must be one of {', '.join(map(repr, options))}; got {shown(value)}.{nearest(value, options)}"
    )


def known_keys(what: str, given: object, known: tuple[str, ...]) -> dict[str, Any]:
    """Return a mapping from outside as a dict, or raise `ConfigurationError` for a key that is not known."""
    if not isinstance(given, Mapping):
        raise ConfigurationError(f"{what} must be a mapping with {', '.join(known)}; got {shown(given)}.")
    for key in given:
        if key not in known:
            raise ConfigurationError(
                f"{what} has no entry {shown(key)}. It knows: {', '.join(known)}.{nearest(key, known)}"
            )
    return dict(given)
