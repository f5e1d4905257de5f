"""AveragePooling2D, GlobalAveragePooling2D and GlobalMaxPooling2D by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import AveragePooling2D, GlobalAveragePooling2D, GlobalMaxPooling2D, Input, Layer
from mlwidgets.errors import ConfigurationError, ShapeError
from tests.engine.support import built, run_layer

PICTURE = np.array([[1.0, 3, 5], [7, 9, 11], [13, 15, 50]])


@pytest.mark.parametrize(
    ("layer", "wanted"),
    [
        (AveragePooling2D(2), [[5]]),
        (AveragePooling2D(2, strides=1), [[5, 7], [11, 85 / 4]]),
        (AveragePooling2D(2, padding="same"), [[5, 8], [14, 50]]),  # the rim does not count
        (AveragePooling2D(3, strides=2, padding="same"), [[5, 7], [11, 85 / 4]]),
        (AveragePooling2D((1, 3)), [[3], [9], [26]]),
    ],
    ids=repr,
)
def test_by_hand(layer: AveragePooling2D, wanted: list[list[float]]) -> None:
    model = Sequential([Input((3, 3, 1)), layer])
    assert model.predict(PICTURE[np.newaxis, ..., np.newaxis])[0, ..., 0].tolist() == wanted


def test_the_gradient_is_shared_equally_among_the_cells_inside() -> None:
    layer = built(AveragePooling2D(2, padding="same"), (3, 3, 1))
    upstream = np.array([[4.0, 8], [16, 32]]).reshape(1, 2, 2, 1)
    run = run_layer(layer, PICTURE.reshape(1, 3, 3, 1), upstream)
    assert run.input_gradient[0, ..., 0].tolist() == [[1, 1, 4], [1, 1, 4], [8, 8, 32]]


def test_channels_do_not_mix() -> None:
    x = np.stack([PICTURE, -PICTURE], axis=-1)[np.newaxis]
    shape = (3, 3, 2)
    assert Sequential([Input(shape), AveragePooling2D()]).predict(x).ravel().tolist() == [5, -5]
    assert Sequential([Input(shape), GlobalMaxPooling2D()]).predict(x).tolist() == [[50, -1]]
    mean = Sequential([Input(shape), GlobalAveragePooling2D()]).predict(x)
    np.testing.assert_allclose(mean, [[114 / 9, -114 / 9]], rtol=1e-6)


def test_the_mean_of_a_picture_shares_its_gradient() -> None:
    run = run_layer(
        built(GlobalAveragePooling2D(), (3, 3, 1)), PICTURE.reshape(1, 3, 3, 1), np.array([[18.0]])
    )
    assert run.input_gradient.ravel().tolist() == [2] * 9


def test_the_maximum_of_a_picture_sends_it_to_the_first_winner() -> None:
    x = np.array([[1.0, 6], [6, 2]]).reshape(1, 2, 2, 1)
    run = run_layer(built(GlobalMaxPooling2D(), (2, 2, 1)), x, np.array([[3.0]]))
    assert run.output.tolist() == [[6]]
    assert run.input_gradient.ravel().tolist() == [0, 3, 0, 0]


def test_strides_are_the_pool_size_unless_given() -> None:
    assert AveragePooling2D((2, 3)).strides == (2, 3)
    assert AveragePooling2D((2, 3), strides=1).strides == (1, 1)
    assert AveragePooling2D().parameter_arithmetic((7, 7, 3)) == "0"
    assert GlobalAveragePooling2D().compute_output_shape((7, 7, 3)) == (3,)


@pytest.mark.parametrize(
    "layer", [AveragePooling2D(), GlobalAveragePooling2D(), GlobalMaxPooling2D()], ids=repr
)
def test_pictures_that_are_none(layer: Layer) -> None:
    message = f"{layer.class_name} needs pictures of shape (height, width, channels); got (9, 8)."
    with pytest.raises(
        ShapeError, match=re.escape(message) + r".* Put a Reshape\(\(9, 8, 1\)\) before it\.$"
    ):
        Sequential([Input((9, 8)), layer])
    with pytest.raises(ShapeError, match="Put it before the Flatten"):
        Sequential([Input((9,)), layer])


def test_windows_that_do_not_fit() -> None:
    with pytest.raises(
        ShapeError, match="AveragePooling2D with a 3 × 3 window does not fit into a picture of 2 × 2"
    ):
        Sequential([Input((2, 2, 1)), AveragePooling2D(3)])
    with pytest.raises(ConfigurationError, match="pool_size must be a whole number"):
        AveragePooling2D(0)
