"""The fully connected layer."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.errors import ConfigurationError, ShapeError


def test_by_hand() -> None:
    model = Sequential([Input((2,)), Dense(3, "relu")])
    model.set_weights([[[1, 2, 3], [4, 5, 6]], [0, -10, 1]])
    # (1·1 + 2·4, 1·2 + 2·5 − 10, 1·3 + 2·6 + 1), and (−1 + 4, −2 + 5 − 10, −3 + 6 + 1)
    assert model.predict([[1, 2], [-1, 1]]).tolist() == [[9, 2, 16], [3, 0, 4]]


def test_parameters() -> None:
    assert Dense(10).count_params((784,)) == 7850
    assert Dense(10, use_bias=False).count_params((784,)) == 7840


@pytest.mark.parametrize("shape", [(26, 26, 8), (4, 4), (1, 1, 1)])
def test_it_needs_a_flat_input(shape: tuple[int, ...]) -> None:
    with pytest.raises(
        ShapeError,
        match=re.escape(f"Dense needs one row of numbers; got {shape}. Put a Flatten before it."),
    ):
        Sequential([Input(shape), Dense(3)])


@pytest.mark.parametrize("units", [0, -3, 1.5, "3", True, None, 10_001, float("nan"), 10**400])
def test_units_that_are_none(units: Any) -> None:  # noqa: ANN401
    with pytest.raises(
        ConfigurationError, match=re.escape("units must be a whole number in [1, 10,000]; got ")
    ):
        Dense(units)


def test_a_whole_number_may_come_as_a_real() -> None:
    assert Dense(3.0).units == Dense(np.int64(3)).units == 3  # type: ignore[arg-type]
