"""MaxPooling2D by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Input, MaxPooling2D
from mlwidgets.errors import ConfigurationError, ShapeError
from tests.engine.support import built, run_layer

PICTURE = np.array([[1, 9, 2, 0, 3], [4, 5, 6, 7, 8], [0, 0, -5, -6, -7], [-1, -2, -3, -4, -9]], float)


def pooled(layer: MaxPooling2D) -> list[list[float]]:
    model = Sequential([Input((4, 5, 1)), layer])
    return model.predict(PICTURE[np.newaxis, ..., np.newaxis])[0, ..., 0].tolist()


@pytest.mark.parametrize(
    ("layer", "wanted"),
    [
        (MaxPooling2D(2), [[9, 7], [0, -3]]),
        (MaxPooling2D(2, padding="same"), [[9, 7, 8], [0, -3, -7]]),  # the rim never wins
        (MaxPooling2D(2, strides=1), [[9, 9, 7, 8], [5, 6, 7, 8], [0, 0, -3, -4]]),
        (MaxPooling2D((1, 3)), [[9], [6], [0], [-1]]),
        (MaxPooling2D(3, strides=(1, 2)), [[9, 8], [6, 8]]),
        (MaxPooling2D(1, strides=3), [[1, 0], [-1, -4]]),
    ],
    ids=repr,
)
def test_by_hand(layer: MaxPooling2D, wanted: list[list[float]]) -> None:
    assert pooled(layer) == wanted


def test_the_gradient_goes_to_the_winner_and_of_equals_to_the_first() -> None:
    layer = built(MaxPooling2D(2), (2, 4, 1))
    x = np.array([[1.0, 3.0, 2.0, 2.0], [3.0, 0.0, 2.0, 2.0]]).reshape(1, 2, 4, 1)
    run = run_layer(layer, x, np.array([10.0, 20.0]).reshape(1, 1, 2, 1))
    assert run.input_gradient[0, ..., 0].tolist() == [[0, 10, 20, 0], [0, 0, 0, 0]]


def test_where_windows_overlap_the_gradients_add_up() -> None:
    layer = built(MaxPooling2D((1, 2), strides=1), (1, 3, 1))
    run = run_layer(
        layer, np.array([0.0, 5.0, 1.0]).reshape(1, 1, 3, 1), np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
    )
    assert run.input_gradient.ravel().tolist() == [0, 3, 0]


def test_channels_do_not_mix() -> None:
    x = np.stack([PICTURE, -PICTURE], axis=-1)[np.newaxis]
    result = Sequential([Input((4, 5, 2)), MaxPooling2D(2)]).predict(x)[0]
    assert result[..., 0].tolist() == [[9, 7], [0, -3]]
    assert result[..., 1].tolist() == [[-1, 0], [2, 6]]


def test_strides_are_the_pool_size_unless_given() -> None:
    assert MaxPooling2D((2, 3)).strides == (2, 3)
    assert MaxPooling2D((2, 3), strides=1).strides == (1, 1)
    assert MaxPooling2D().compute_output_shape((7, 7, 3)) == (3, 3, 3)
    assert MaxPooling2D().count_params((7, 7, 3)) == 0


def test_pictures_that_do_not_fit() -> None:
    with pytest.raises(
        ShapeError, match=re.escape("MaxPooling2D with a 3 × 3 window does not fit into a picture of 2 × 2")
    ):
        Sequential([Input((2, 2, 1)), MaxPooling2D(3)])
    with pytest.raises(
        ShapeError, match=re.escape("MaxPooling2D needs pictures of shape (height, width, channels)")
    ):
        Sequential([Input((4,)), MaxPooling2D(2)])


@pytest.mark.parametrize("size", [0, "2", (2, 0), (2,), True, 65])
def test_pool_sizes_that_are_none(size: Any) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match="pool_size must be "):
        MaxPooling2D(size)
