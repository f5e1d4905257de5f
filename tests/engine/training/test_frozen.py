"""Values that nothing changes any more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from mlwidgets.engine.training.frozen import frozen, identical, size_in_bytes


@dataclass(frozen=True)
class Pair:
    one: object
    two: object


def test_a_frozen_copy_is_deep_and_read_only() -> None:
    array, inner = np.arange(3.0), [1, 2]
    given = {"array": array, "inner": inner, "name": "x", "nothing": None}
    copy = frozen(given)
    array[0] = 9
    inner.append(3)
    given["name"] = "y"
    assert isinstance(copy, dict) is False
    assert identical(copy, frozen({"array": np.arange(3.0), "inner": [1, 2], "name": "x", "nothing": None}))
    with pytest.raises(TypeError):
        copy["name"] = "z"  # type: ignore[index]  # that is the point
    with pytest.raises(ValueError, match="read-only"):
        copy["array"][0] = 1  # type: ignore[index]  # as above


def test_what_is_frozen_already_is_not_copied_and_a_view_is() -> None:
    array = np.arange(3.0)
    once = frozen(array)
    assert frozen(once) is once
    view = np.broadcast_to(array, (2, 3))  # read-only, but the array behind it is not
    assert frozen(view) is not view


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (np.zeros(2), np.zeros(3)),
        (np.zeros(2), np.zeros(2, np.float32)),
        (np.array([0.0]), np.array([-0.0])),  # bit by bit
        (np.zeros(1), 0.0),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 2}),
        ((1, 2), (1, 2, 3)),
        (Pair(1, 2), Pair(1, 3)),
        (Pair(1, 2), (1, 2)),
        (1.0, float("nan")),
        (None, 0),
    ],
)
def test_different(one: object, two: object) -> None:
    assert not identical(one, two)
    assert not identical(two, one)
    assert identical(one, one)


def test_nan_is_nan() -> None:
    assert identical(float("nan"), float("nan"))
    assert identical(np.array([np.nan]), np.array([np.nan]))


def test_sizes() -> None:
    assert size_in_bytes(np.zeros(5, np.float32)) == 20
    assert size_in_bytes(Pair({"a": 1.0, "b": (1, 2)}, "four")) == 8 + 16 + 4
