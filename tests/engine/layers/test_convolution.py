"""Conv2D against the worked example, and against sums written out as loops."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Conv2D, Flatten, Input
from mlwidgets.errors import ConfigurationError, ShapeError

PICTURE = np.array(
    [
        [60, 113, 56, 139, 85],
        [73, 121, 54, 84, 128],
        [131, 99, 70, 129, 127],
        [80, 57, 115, 69, 134],
        [104, 126, 123, 95, 130],
    ]
)
SHARPEN = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
SHARPENED = [
    [114, 328, -26, 470, 158],
    [53, 266, -61, -30, 344],
    [403, 116, -47, 295, 244],
    [108, -135, 256, -128, 344],
    [314, 346, 279, 153, 421],
]


def convolved(layer: Conv2D, picture: Any, kernel: Any, bias: Any = None) -> Any:  # noqa: ANN401
    """Send one picture (h, w, c) through a layer with a given kernel."""
    model = Sequential([Input(picture.shape), layer], dtype="float64")
    model.set_weights([kernel] if bias is None else [kernel, bias])
    return model.predict(picture[np.newaxis])[0]


def test_the_worked_example_of_five_by_five_with_zero_padding() -> None:
    layer = Conv2D(1, 3, padding="same", use_bias=False)
    result = convolved(layer, PICTURE[..., np.newaxis], SHARPEN.reshape(3, 3, 1, 1))
    assert result[..., 0].tolist() == SHARPENED


def test_without_padding_the_rim_goes() -> None:
    layer = Conv2D(1, 3, use_bias=False)
    result = convolved(layer, PICTURE[..., np.newaxis], SHARPEN.reshape(3, 3, 1, 1))
    assert result[..., 0].tolist() == [row[1:-1] for row in SHARPENED[1:-1]]


def test_strides_take_every_second_place() -> None:
    layer = Conv2D(1, 3, strides=2, padding="same", use_bias=False)
    result = convolved(layer, PICTURE[..., np.newaxis], SHARPEN.reshape(3, 3, 1, 1))
    assert result[..., 0].tolist() == [row[::2] for row in SHARPENED[::2]]


def test_the_kernel_is_not_flipped() -> None:
    picture = np.arange(9.0).reshape(3, 3, 1)
    kernel = np.zeros((3, 3, 1, 1))
    kernel[0, 2] = 1  # looks at the top right
    assert convolved(Conv2D(1, 3, use_bias=False), picture, kernel).tolist() == [[[2]]]


def test_the_odd_cell_of_same_padding_comes_at_the_end() -> None:
    picture = np.arange(1.0, 5.0).reshape(4, 1, 1)
    ones = np.ones((2, 1, 1, 1))
    layer = Conv2D(1, (2, 1), padding="same", use_bias=False)
    assert convolved(layer, picture, ones).ravel().tolist() == [3, 5, 7, 4]


def loops(picture: Any, kernel: Any, bias: Any, strides: tuple[int, int]) -> Any:  # noqa: ANN401
    """Follow the formula of the docstring, one number at a time."""
    rows, columns, _, filters = kernel.shape
    height = (picture.shape[0] - rows) // strides[0] + 1
    width = (picture.shape[1] - columns) // strides[1] + 1
    z = np.empty((height, width, filters))
    for y, x, o in np.ndindex(z.shape):
        window = picture[y * strides[0] : y * strides[0] + rows, x * strides[1] : x * strides[1] + columns]
        z[y, x, o] = bias[o] + (window * kernel[..., o]).sum()
    return z


@pytest.mark.parametrize("kernel_size", [(1, 1), (3, 3), (2, 4), (5, 1)])
@pytest.mark.parametrize("strides", [(1, 1), (2, 2), (3, 1), (1, 3)])
def test_several_channels_and_filters(kernel_size: tuple[int, int], strides: tuple[int, int]) -> None:
    rng = np.random.default_rng(4)
    picture = rng.normal(size=(7, 9, 3))
    kernel, bias = rng.normal(size=(*kernel_size, 3, 5)), rng.normal(size=5)
    result = convolved(Conv2D(5, kernel_size, strides), picture, kernel, bias)
    np.testing.assert_allclose(result, loops(picture, kernel, bias, strides), rtol=1e-12)


@pytest.mark.parametrize(
    ("padding", "strides", "shape"),
    [
        ("valid", 1, (5, 7, 4)),
        ("valid", 2, (3, 4, 4)),
        ("valid", (3, 1), (2, 7, 4)),
        ("same", 1, (7, 9, 4)),
        ("same", 2, (4, 5, 4)),
        ("same", 9, (1, 1, 4)),
    ],
)
def test_output_shapes_and_parameters(padding: str, strides: Any, shape: tuple[int, ...]) -> None:  # noqa: ANN401
    layer = Conv2D(4, 3, strides, padding)
    assert layer.compute_output_shape((7, 9, 2)) == shape
    assert layer.count_params((7, 9, 2)) == 3 * 3 * 2 * 4 + 4
    assert Conv2D(4, 3, use_bias=False).count_params((7, 9, 2)) == 72


def test_the_batch_may_change_its_size() -> None:
    model = Sequential([Input((6, 6, 2)), Conv2D(3, 3, padding="same"), Flatten()])
    x = np.random.default_rng(0).normal(size=(20, 6, 6, 2))
    whole = model.predict(x, batch_size=20)
    np.testing.assert_allclose(model.predict(x, batch_size=7), whole, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (
            (2, 9, 1),
            "a 3 × 3 window does not fit into a picture of 2 × 9. Use a smaller window or padding=",
        ),
        (
            (9,),
            "Conv2D needs pictures of shape (height, width, channels); got (9,). Put it before the Flatten.",
        ),
        (
            (9, 9),
            "needs pictures of shape (height, width, channels); got (9, 9). A grey picture has 1 channel.",
        ),
    ],
)
def test_pictures_that_do_not_fit(shape: tuple[int, ...], message: str) -> None:
    with pytest.raises(ShapeError, match=re.escape(message)):
        Sequential([Input(shape), Conv2D(2, 3)])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"filters": 0}, "filters must be a whole number in [1, 1,024]; got 0."),
        ({"filters": 2.5}, "filters must be a whole number in [1, 1,024]; got 2.5."),
        ({"filters": "8"}, "filters must be a whole number in [1, 1,024]; got '8'."),
        ({"filters": True}, "filters must be a whole number in [1, 1,024]; got True."),
        ({"kernel_size": 0}, "kernel_size must be a whole number in [1, 64]; got 0."),
        (
            {"kernel_size": (3, 3, 3)},
            "kernel_size must be one whole number or a pair (height, width); got (3, 3, 3).",
        ),
        ({"kernel_size": (3, 65)}, "kernel_size must be a whole number in [1, 64]; got 65."),
        ({"strides": -1}, "strides must be a whole number in [1, 64]; got -1."),
        ({"strides": None}, "strides must be a whole number in [1, 64]; got None."),
        ({"padding": "full"}, "padding must be one of 'valid', 'same'; got 'full'."),
        ({"padding": "Same"}, "padding must be one of 'valid', 'same'; got 'Same'. Did you mean 'same'?"),
        ({"kernel_initializer": "sevens"}, "There is no initializer called 'sevens'."),
        ({"activation": "reLu"}, "There is no activation called 'reLu'."),
    ],
)
def test_settings_out_of_range(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        Conv2D(**{"filters": 2, "kernel_size": 3, **settings})
