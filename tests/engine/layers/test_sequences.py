"""Conv1D, MaxPooling1D and AveragePooling1D by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import AveragePooling1D, Conv1D, Flatten, Input, Layer, MaxPooling1D
from mlwidgets.errors import ConfigurationError, ShapeError

SEQUENCE = [1.0, 4.0, 2.0, 8.0, 5.0, 7.0]


def result(layer: Layer, **weights: Any) -> list[float]:  # noqa: ANN401 - arrays or lists
    model = Sequential([Input((6, 1)), layer])
    model.build()
    for name, value in weights.items():
        layer.weights[name][...] = np.reshape(value, layer.weights[name].shape)
    return model.predict(np.reshape(SEQUENCE, (1, 6, 1))).ravel().tolist()


@pytest.mark.parametrize(
    ("layer", "wanted"),
    [
        (Conv1D(1, 2), [4 - 1, 2 - 4, 8 - 2, 5 - 8, 7 - 5]),
        (Conv1D(1, 2, padding="same"), [3, -2, 6, -3, 2, -7]),  # the odd zero at the end
        (Conv1D(1, 2, strides=2), [3, 6, 2]),
        (Conv1D(1, 2, dilation_rate=3), [8 - 1, 5 - 4, 7 - 2]),
        (Conv1D(1, 2, activation="relu"), [3, 0, 6, 0, 2]),
    ],
    ids=repr,
)
def test_differences_of_neighbours(layer: Conv1D, wanted: list[float]) -> None:
    assert result(layer, kernel=[-1, 1]) == wanted


def test_the_bias_is_added_at_every_place() -> None:
    assert result(Conv1D(1, 5), kernel=[0, 0, 1, 0, 0], bias=[100]) == [102, 108]


def test_a_filter_sees_the_channels_of_its_group_only() -> None:
    layer = Conv1D(2, 1, groups=2, use_bias=False)
    model = Sequential([Input((2, 4)), layer])
    model.build()
    assert layer.kernel.shape == (1, 2, 2)
    layer.kernel = [[[1, 10], [2, 20]]]
    x = [[[1, 2, 3, 4], [0, 1, 0, -1]]]
    assert model.predict(x).tolist() == [[[1 + 4, 30 + 80], [2, -20]]]


@pytest.mark.parametrize(
    ("layer", "wanted"),
    [
        (MaxPooling1D(), [4, 8, 7]),
        (MaxPooling1D(3), [4, 8]),
        (MaxPooling1D(4, padding="same"), [4, 8]),  # one more step at each end
        (MaxPooling1D(2, strides=1), [4, 4, 8, 8, 7]),
        (AveragePooling1D(), [2.5, 5, 6]),
        (AveragePooling1D(4, padding="same"), [(1 + 4 + 2) / 3, (8 + 5 + 7) / 3]),  # the rim does not count
        (AveragePooling1D(2, strides=3), [2.5, 6.5]),
    ],
    ids=repr,
)
def test_pooling(layer: Layer, wanted: list[float]) -> None:
    assert result(layer) == pytest.approx(wanted)


def test_shapes_and_parameters() -> None:
    layer = Conv1D(16, 5, strides=2, padding="same")
    assert layer.compute_output_shape((101, 8)) == (51, 16)
    assert layer.parameter_arithmetic((101, 8)) == "5 × 8 × 16 + 16 = 656"
    assert Conv1D(4, 3, groups=2, use_bias=False).parameter_arithmetic((9, 6)) == "3 × 3 × 4 = 36"
    assert MaxPooling1D(3).strides == 3
    assert MaxPooling1D(3).parameter_arithmetic((9, 6)) == "0"
    assert AveragePooling1D(3).compute_output_shape((10, 2)) == (3, 2)


def test_keras_writes_sizes_as_lists_of_one() -> None:
    layer = Conv1D(2, [3], strides=(2,))  # type: ignore[arg-type]
    assert (layer.kernel_size, layer.strides) == (3, 2)


def test_a_sequence_can_be_learned() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(64, 12, 2))
    y = x[:, 2:, :1] - x[:, :-2, 1:]
    model = Sequential([Input((12, 2)), Conv1D(1, 3), Flatten()])
    model.compile("adam", "mse")
    history = model.fit(x, y.reshape(64, -1), epochs=60, batch_size=16, verbose=False).history["loss"]
    assert history[-1] < 0.5 * history[0]


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (
            Conv1D(1, 2),
            (6,),
            "Conv1D needs sequences of shape (steps, channels); got (6,). Put a Reshape((6, 1)) ",
        ),
        (
            MaxPooling1D(),
            (28, 20, 3),
            "got (28, 20, 3). Put a Reshape((28, 60)) before it, and each row is a step.",
        ),
        (
            Conv1D(1, 3, dilation_rate=3),
            (6, 2),
            "Conv1D with a window of 7 does not fit into a sequence of 6. Use a smaller window or padding=",
        ),
        (
            AveragePooling1D(9),
            (6, 2),
            "AveragePooling1D with a window of 9 does not fit into a sequence of 6.",
        ),
        (
            Conv1D(4, 1, groups=2),
            (6, 3),
            "Conv1D divides its input's channels evenly among the groups; got 3 channels and 2 groups.",
        ),
    ],
    ids=repr,
)
def test_sequences_that_do_not_fit(layer: Layer, shape: tuple[int, ...], message: str) -> None:
    with pytest.raises(ShapeError, match=re.escape(message)):
        Sequential([Input(shape), layer])


def test_settings_out_of_range() -> None:
    with pytest.raises(ConfigurationError, match="got 3 filters and 2 groups"):
        Conv1D(3, 1, groups=2)
    with pytest.raises(ConfigurationError, match=re.escape("kernel_size must be a whole number in [1, 64]")):
        Conv1D(3, (2, 2))  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="pool_size must be a whole number"):
        MaxPooling1D(0)
    with pytest.raises(ConfigurationError, match="padding must be one of 'valid', 'same'; got 'causal'"):
        Conv1D(1, 1, padding="causal")
