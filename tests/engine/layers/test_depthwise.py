"""DepthwiseConv2D and SeparableConv2D by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Conv2D, DepthwiseConv2D, Input, SeparableConv2D
from mlwidgets.errors import ConfigurationError, ShapeError

X = np.arange(18.0).reshape(1, 3, 3, 2)


def test_each_channel_has_kernels_of_its_own() -> None:
    layer = DepthwiseConv2D(2, depth_multiplier=2)
    model = Sequential([Input((3, 3, 2)), layer])
    model.build()
    layer.kernel = np.zeros((2, 2, 2, 2))
    layer.kernel[0, 0, 0] = [1, 2]  # the first channel's upper left cell, once and twice
    layer.kernel[1, 1, 1] = [3, -1]  # the second channel's lower right cell
    layer.bias = [0, 0, 0, 100]
    first, second = X[0, ..., 0], X[0, ..., 1]
    wanted = [first[:2, :2], 2 * first[:2, :2], 3 * second[1:, 1:], 100 - second[1:, 1:]]
    np.testing.assert_array_equal(model.predict(X)[0], np.stack(wanted, axis=-1))


def test_one_kernel_a_channel_is_a_convolution_in_as_many_groups() -> None:
    rng = np.random.default_rng(1)
    depthwise = DepthwiseConv2D((2, 3), strides=2, padding="same", activation="tanh")
    grouped = Conv2D(4, (2, 3), strides=2, padding="same", activation="tanh", groups=4)
    one, other = (Sequential([Input((7, 8, 4)), layer]) for layer in (depthwise, grouped))
    one.build()
    other.build()
    assert depthwise.kernel.shape == (2, 3, 4, 1)
    grouped.kernel = depthwise.kernel.reshape(2, 3, 1, 4)
    grouped.bias = depthwise.bias = rng.normal(size=4)
    x = rng.normal(size=(5, 7, 8, 4))
    np.testing.assert_allclose(one.predict(x), other.predict(x), rtol=1e-5, atol=1e-6)


def test_separable_is_depthwise_and_then_one_by_one() -> None:
    rng = np.random.default_rng(2)
    layer = SeparableConv2D(3, 2, depth_multiplier=2, activation="relu")
    model = Sequential([Input((3, 3, 2)), layer])
    model.build()
    layer.bias = rng.normal(size=3)
    first, second = DepthwiseConv2D(2, depth_multiplier=2, use_bias=False), Conv2D(3, 1, activation="relu")
    steps = Sequential([Input((3, 3, 2)), first, second])
    steps.set_weights([layer.depthwise_kernel, layer.pointwise_kernel, layer.bias])
    np.testing.assert_array_equal(model.predict(X), steps.predict(X))
    assert model.predict(X).max() > 0


def test_shapes_and_parameters() -> None:
    assert DepthwiseConv2D(3).compute_output_shape((28, 28, 8)) == (26, 26, 8)
    assert (
        DepthwiseConv2D(3, depth_multiplier=2).parameter_arithmetic((28, 28, 8)) == "3 × 3 × 8 × 2 + 16 = 160"
    )
    separable = SeparableConv2D(64, 3, padding="same", strides=2)
    assert separable.compute_output_shape((28, 28, 32)) == (14, 14, 64)
    assert separable.parameter_arithmetic((28, 28, 32)) == "3 × 3 × 32 × 1 + 1 × 1 × 32 × 64 + 64 = 2,400"
    bare = SeparableConv2D(64, 3, use_bias=False)
    assert list(bare.weight_specs((28, 28, 32))) == ["depthwise_kernel", "pointwise_kernel"]


def test_pictures_that_do_not_fit() -> None:
    for kind, layer in (("DepthwiseConv2D", DepthwiseConv2D(3)), ("SeparableConv2D", SeparableConv2D(2, 3))):
        message = (
            f"{kind} needs pictures of shape (height, width, channels); got (9,). Put it before the Flatten."
        )
        with pytest.raises(ShapeError, match=re.escape(message)):
            Sequential([Input((9,)), layer])
        with pytest.raises(ShapeError, match="a 3 × 3 window does not fit into a picture of 2 × 2"):
            Sequential([Input((2, 2, 1)), layer])


def test_settings_out_of_range() -> None:
    with pytest.raises(
        ConfigurationError, match=re.escape("depth_multiplier must be a whole number in [1, 64]")
    ):
        DepthwiseConv2D(3, depth_multiplier=0)
    with pytest.raises(ConfigurationError, match="dilation_rate must be a whole number"):
        SeparableConv2D(3, 3, dilation_rate=0)
    with pytest.raises(ConfigurationError, match="filters must be a whole number"):
        SeparableConv2D(0, 3)
