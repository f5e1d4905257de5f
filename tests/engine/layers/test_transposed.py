"""Conv2DTranspose by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Conv2D, Conv2DTranspose, Input
from mlwidgets.errors import ConfigurationError, ShapeError
from tests.engine.support import built, run_layer

KERNEL = np.array([[1.0, 2, 3], [4, 5, 6], [7, 8, 9]])


def stamped(
    layer: Conv2DTranspose, picture: list[list[float]], kernel: np.ndarray = KERNEL
) -> list[list[float]]:
    x = np.array(picture)
    model = Sequential([Input((*x.shape, 1)), layer])
    model.build()
    layer.kernel = kernel[..., np.newaxis, np.newaxis]
    return model.predict(x[np.newaxis, ..., np.newaxis])[0, ..., 0].tolist()


def test_one_cell_stamps_the_kernel_as_strong_as_it_is() -> None:
    assert stamped(Conv2DTranspose(1, 3), [[2]]) == (2 * KERNEL).tolist()


def test_stamps_add_up_where_they_overlap() -> None:
    wanted = [[1, 2, 3 + 10, 20, 30], [4, 5, 6 + 40, 50, 60], [7, 8, 9 + 70, 80, 90]]
    assert stamped(Conv2DTranspose(1, 3, strides=(1, 2)), [[1, 10]]) == wanted


def test_same_is_cut_to_the_size_times_the_stride() -> None:
    # 3 − 2 = 1 row and column too many: with nothing to cut at the beginning, the last ones go.
    assert stamped(Conv2DTranspose(1, 3, strides=2, padding="same"), [[1]]) == [[1, 2], [4, 5]]
    # 3 − 1 = 2 too many: one at each end.
    assert stamped(Conv2DTranspose(1, 3, padding="same"), [[1]]) == [[5]]


def test_a_stride_beyond_the_kernel_leaves_the_bias_alone() -> None:
    layer = Conv2DTranspose(1, 1, strides=2, bias_initializer="ones")
    assert stamped(layer, [[3, 4]], np.array([[2.0]])) == [[7, 1, 9, 1], [1, 1, 1, 1]]


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("strides", [1, 2, (1, 3)])
def test_forward_is_what_a_convolution_does_backward(padding: str, strides: int | tuple[int, int]) -> None:
    layer = built(Conv2DTranspose(2, 3, strides, padding, use_bias=False), (3, 4, 5))
    large = layer.compute_output_shape((3, 4, 5))
    convolution = built(Conv2D(5, 3, strides, padding, use_bias=False), large)
    convolution.weights["kernel"][...] = layer.weights["kernel"]
    rng = np.random.default_rng(0)
    x, other = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(2, *large))
    forward = run_layer(layer, x, other)
    backward = run_layer(convolution, other, x)
    np.testing.assert_allclose(forward.output, backward.input_gradient, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(forward.input_gradient, backward.output, rtol=1e-12, atol=1e-12)
    for gradients in (forward.weight_gradients, backward.weight_gradients):
        assert set(gradients) == {"kernel"}
    np.testing.assert_allclose(
        forward.weight_gradients["kernel"], backward.weight_gradients["kernel"], rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize(
    ("layer", "wanted"),
    [
        (Conv2DTranspose(6, 3), (9, 10, 6)),
        (Conv2DTranspose(6, 3, strides=2), (15, 17, 6)),
        (Conv2DTranspose(6, 2, strides=3), (21, 24, 6)),
        (Conv2DTranspose(6, 5, strides=(2, 1), padding="same"), (14, 8, 6)),
    ],
    ids=repr,
)
def test_shapes(layer: Conv2DTranspose, wanted: tuple[int, int, int]) -> None:
    assert layer.compute_output_shape((7, 8, 4)) == wanted


def test_parameters() -> None:
    assert Conv2DTranspose(6, (3, 2)).parameter_arithmetic((7, 8, 4)) == "3 × 2 × 6 × 4 + 6 = 150"
    assert Conv2DTranspose(1, 4, use_bias=False).parameter_arithmetic((7, 8, 1)) == "4 × 4 × 1 × 1 = 16"


def test_what_does_not_fit() -> None:
    with pytest.raises(
        ShapeError,
        match=re.escape("Conv2DTranspose needs pictures of shape (height, width, channels); got (7, 8)."),
    ):
        Sequential([Input((7, 8)), Conv2DTranspose(1, 2)])
    with pytest.raises(ConfigurationError, match="strides must be a whole number"):
        Conv2DTranspose(1, 2, strides=0)
