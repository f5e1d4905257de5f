"""Settings of a file that the engine does not have: with which values they change nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape

Neutral = Callable[[object, "Shape"], bool]
"""Says whether a value changes nothing for inputs of a shape."""


def anything(_value: object, _shape: Shape) -> bool:
    """Return True: no value changes a prediction."""
    return True


def off(value: object, _shape: Shape) -> bool:
    """Return whether a setting is off."""
    return value is None or value is False


def equals(*values: object) -> Neutral:
    """Return a test for one of these values, or for none at all."""
    return lambda value, _: value is None or any(value == one and type(value) is type(one) for one in values)


def last_axis(value: object, shape: Shape) -> bool:
    """Return whether it is the last axis, counted with the batch or from the end."""
    return (
        value is None or value in ([-1], [len(shape)]) or (type(value) is int and value in (-1, len(shape)))
    )


def float32(value: object, _shape: Shape) -> bool:
    """Return whether numbers are float32: as a name, or as the policy that Keras 3 writes."""
    if isinstance(value, Mapping):
        config = value.get("config")
        return (
            value.get("class_name") == "DTypePolicy"
            and isinstance(config, Mapping)
            and config.get("name") == "float32"
        )
    return value is None or value == "float32"
