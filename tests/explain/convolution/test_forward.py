"""The forward pass: the article's numbers, small cases worked by hand, and what nobody may write to."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Conv2D, Input, MaxPooling2D
from mlwidgets.explain.convolution.example import INPUT, KERNEL
from mlwidgets.explain.convolution.forward import ConvolutionSettings, Convolved, convolve
from tests.explain.convolution_cases import Case, random_cases

ARTICLE = [
    [114, 328, -26, 470, 158],
    [53, 266, -61, -30, 344],
    [403, 116, -47, 295, 244],
    [108, -135, 256, -128, 344],
    [314, 346, 279, 153, 421],
]
RAMP = np.arange(1.0, 10.0).reshape(3, 3)  # 1 2 3 / 4 5 6 / 7 8 9
PAIR = [[1.0, 10.0]]


def output(x: object, kernel: object, **settings: object) -> object:
    return convolve(x, kernel, ConvolutionSettings(**settings)).output[:, :, 0].tolist()  # type: ignore[arg-type]


def test_the_article() -> None:
    convolved = convolve(INPUT, KERNEL, ConvolutionSettings())
    assert convolved.output[:, :, 0].tolist() == ARTICLE
    assert convolved.padded.shape == (7, 7, 1)
    assert (convolved.before, convolved.after) == ((1, 1), (1, 1))
    assert convolved.z is convolved.activated is convolved.output


def test_the_article_in_float32() -> None:
    convolved = convolve(INPUT.astype(np.float32), KERNEL, ConvolutionSettings())
    assert convolved.output.dtype == np.float32
    assert convolved.output[:, :, 0].tolist() == ARTICLE


def test_settings_worked_by_hand() -> None:
    assert output(RAMP, PAIR, padding="valid") == [[21, 32], [54, 65], [87, 98]]
    assert output(RAMP, PAIR) == [[21, 32, 3], [54, 65, 6], [87, 98, 9]]
    assert output(RAMP, PAIR, padding="full") == [[10, 21, 32, 3], [40, 54, 65, 6], [70, 87, 98, 9]]
    assert output(RAMP, PAIR, padding="valid", flip=True) == [[12, 23], [45, 56], [78, 89]]
    assert output(RAMP, PAIR, padding="valid", strides=2) == [[21], [87]]
    assert output(RAMP, PAIR, padding="valid", dilation_rate=2) == [[31], [64], [97]]
    assert output(RAMP, PAIR, padding="valid", divisor=2, bias=-30) == [[-19.5, -14], [-3, 2.5], [13.5, 19]]
    relu = output(RAMP, PAIR, padding="valid", divisor=2, bias=-30, activation="relu")
    assert relu == [[0, 0], [0, 2.5], [13.5, 19]]
    assert output(RAMP, PAIR, padding="valid", pooling="max") == [[65]]
    assert output(RAMP, PAIR, padding="valid", pooling="average") == [[43]]


def test_what_stands_in_the_padding() -> None:
    def padded(mode: str) -> object:
        settings = ConvolutionSettings(padding=2, padding_mode=mode)
        return convolve(RAMP, [[1]], settings).output[:, :, 0][1].tolist()

    assert padded("zero") == [0, 0, 0, 0, 0, 0, 0]
    assert padded("edge") == [1, 1, 1, 2, 3, 3, 3]
    assert padded("reflect") == [6, 5, 4, 5, 6, 5, 4]


def test_channels_are_added_up() -> None:
    x = np.stack([RAMP, 100 * RAMP], axis=2)
    kernel = np.array([[[1.0, -1.0]]])
    assert output(x, kernel) == (-99 * RAMP).tolist()


def test_channels_are_filtered_separately() -> None:
    x = np.stack([RAMP, 100 * RAMP, -RAMP], axis=2)
    made = convolve(x, PAIR, ConvolutionSettings(channels="separately", padding="valid")).output
    assert made.shape == (3, 2, 3)
    np.testing.assert_array_equal(made[0], [[21, 2100, -21], [32, 3200, -32]])


def test_a_divisor_divides_the_sum_and_not_each_product() -> None:
    mean = convolve(np.full((5, 5), 7), np.ones((3, 3)), ConvolutionSettings(divisor=9, padding="valid"))
    assert mean.output.ravel().tolist() == [7.0] * 9  # each of 7 / 9 is rounded; 63 / 9 is not


def test_the_same_as_a_network_computes() -> None:
    rng = np.random.default_rng(0)
    x, kernel = rng.normal(size=(9, 8, 3)), rng.normal(size=(3, 2, 3))
    model = Sequential(
        [Input((9, 8, 3)), Conv2D(1, (3, 2), strides=2, padding="same", activation="relu"), MaxPooling2D(2)],
        dtype="float64",
    )
    model.set_weights([kernel[..., np.newaxis], np.array([0.25])])
    settings = ConvolutionSettings(strides=2, bias=0.25, activation="relu", pooling="max")
    np.testing.assert_allclose(
        convolve(x, kernel, settings).output, model.predict(x[np.newaxis])[0], rtol=1e-12
    )


def test_the_steps_on_the_way_are_kept() -> None:
    settings = ConvolutionSettings(activation="relu", pooling="average", flip=True)
    convolved = convolve(INPUT, [[1, -2], [3, -4]], settings)
    assert convolved.applied[:, :, 0].tolist() == [[-4, 3], [-2, 1]]
    assert convolved.z.min() < 0
    np.testing.assert_array_equal(convolved.activated, np.maximum(convolved.z, 0))
    assert convolved.output[0, 0, 0] == convolved.activated[:2, :2].mean()


@pytest.mark.parametrize("case", random_cases(40), ids=str)
def test_what_went_in_is_as_it_was_and_what_came_out_is_locked(case: Case) -> None:
    x, kernel = case.x.copy(), case.kernel.copy()
    convolved = convolve(x, kernel, case.settings)
    np.testing.assert_array_equal(x, case.x)
    np.testing.assert_array_equal(kernel, case.kernel)
    arrays = {
        field.name: getattr(convolved, field.name)
        for field in dataclasses.fields(Convolved)
        if isinstance(getattr(convolved, field.name), np.ndarray)
    }
    before = {name: array.copy() for name, array in arrays.items()}
    x[...], kernel[...] = 0, 0
    for name, array in arrays.items():
        assert not array.flags.writeable
        np.testing.assert_array_equal(array, before[name])


def test_the_flip_is_a_kernel_turned_round() -> None:
    rng = np.random.default_rng(1)
    x, kernel = rng.normal(size=(6, 7)), rng.normal(size=(2, 3))
    turned = convolve(x, kernel[::-1, ::-1], ConvolutionSettings(padding=2))
    flipped = convolve(x, kernel, ConvolutionSettings(padding=2, flip=True))
    np.testing.assert_array_equal(flipped.output, turned.output)
