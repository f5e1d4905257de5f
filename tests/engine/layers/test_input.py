"""The declaration of the input's shape."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mlwidgets.engine.layers import Input
from mlwidgets.errors import ConfigurationError, ShapeError


def test_a_list_from_json_is_a_shape_too() -> None:
    assert Input([28, 28, 1]).shape == Input((28.0, 28, 1)).shape == (28, 28, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", [(), [], 4, None, "28", {28: 1}])
def test_what_is_no_shape(shape: Any) -> None:  # noqa: ANN401
    with pytest.raises(
        ShapeError, match=re.escape("Input needs a shape such as (28, 28, 1) for pictures or (4,)")
    ):
        Input(shape)


@pytest.mark.parametrize("shape", [(0,), (-1, 2), (1.5,), ("4",), (True,), (None,)])
def test_sides_that_are_none(shape: Any) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match="each number of an input shape must be a whole number in"):
        Input(shape)
