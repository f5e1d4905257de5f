"""The files beside a program: data and weights, in NumPy's format and in JSON."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError, DataError, ShapeError
from mlwidgets.interchange.code import (
    LANGUAGES,
    ModelDescription,
    data_file,
    suitable_divisor,
    weights_file,
)
from tests.interchange.model_code_cases import Case, case, dense, made
from tests.interchange.model_code_running import engine_model
from tests.interchange.random_targets import classes

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

PICTURES = case(
    "pictures",
    [made("Conv2D", filters=3, kernel_size=2), made("Flatten"), dense(4, "softmax")],
    (5, 6, 2),
    loss="sparse_categorical_crossentropy",
    targets=classes,
)


def arrays(file: bytes) -> dict[str, AnyArray]:
    with np.load(io.BytesIO(file)) as content:
        return {name: content[name] for name in content.files}


def tensor(written: dict[str, Any]) -> AnyArray:
    return np.array(written["values"]).reshape(written["shape"])


def data(one: Case, language: str, **changes: AnyArray) -> bytes:
    given = {
        name: array
        for part, (x, y) in one.parts.items()
        for name, array in ((f"x_{part}", x), (f"y_{part}", y))
    }
    given |= changes
    parts = {part: (given[f"x_{part}"], given[f"y_{part}"]) for part in one.parts}
    return data_file(one.description, parts, language=language)


class TestData:
    @pytest.mark.parametrize("language", ["keras", "pytorch", "numpy"])
    def test_numpy_gets_the_four_arrays(self, language: str) -> None:
        content = arrays(data(PICTURES, language))
        assert [name[2:] for name in content] == [
            "train",
            "train",
            "validation",
            "validation",
            "test",
            "test",
        ]
        assert [array.dtype for array in content.values()] == [np.float32, np.int64] * 3
        np.testing.assert_array_equal(content["x_train"], PICTURES.x_train)
        np.testing.assert_array_equal(content["y_test"], PICTURES.y_test)

    def test_json_holds_every_digit_that_a_float32_has(self) -> None:
        content = json.loads(data(PICTURES, "tensorflowjs"))
        back = tensor(content["x_train"]).astype(np.float32)
        np.testing.assert_array_equal(back, PICTURES.x_train)
        assert max(len(str(value)) for value in content["x_train"]["values"]) < 17

    def test_targets_get_the_shape_of_the_output(self) -> None:
        one = case("one number", [dense(1)], (3,))
        content = arrays(data(one, "numpy", y_train=one.y_train[:, 0], y_test=one.y_test[:, 0]))
        assert content["y_train"].shape == (8, 1)
        np.testing.assert_array_equal(content["y_train"], one.y_train)

    def test_pixels_become_whole_numbers(self) -> None:
        description = ModelDescription(
            input_shape=(2, 2, 1),
            layers=[made("Flatten"), dense(2, "softmax")],
            loss="sparse_categorical_crossentropy",
            optimizer="sgd",
            divisor=255.0,
        )
        pixels = np.random.default_rng(0).integers(0, 256, (10, 2, 2, 1))
        x = np.divide(pixels, 255, dtype=np.float32)
        y = np.arange(10) % 2
        content = arrays(data_file(description, {"train": (x, y), "test": (x, y)}, language="numpy"))
        assert content["x_train"].dtype == np.uint8
        np.testing.assert_array_equal(content["x_train"], pixels)
        written = json.loads(
            data_file(description, {"train": (x, y), "test": (x, y)}, language="tensorflowjs")
        )
        assert tensor(written["x_test"]).tolist() == pixels.tolist()

    def test_a_file_of_points_holds_the_points(self) -> None:
        one = case("points", [dense(1)], (3,), features=("x1", "x2", "x1*x2"))
        assert arrays(data(one, "numpy"))["x_train"].shape == (8, 2)

    @pytest.mark.parametrize(
        ("changes", "error", "words"),
        [
            ({"x_train": np.zeros((8, 5, 6, 1))}, ShapeError, "takes examples of shape"),
            ({"x_train": np.full((8, 5, 6, 2), np.nan)}, DataError, "finite"),
            ({"y_train": np.arange(8)}, DataError, "whole numbers from 0 to 3"),
            ({"y_test": np.zeros(3)}, ShapeError, "one target"),
        ],
    )
    def test_what_does_not_fit_is_told(
        self, changes: dict[str, AnyArray], error: type[Exception], words: str
    ) -> None:
        with pytest.raises(error, match=words):
            data(PICTURES, "keras", **changes)

    def test_an_unknown_language_is_told(self) -> None:
        with pytest.raises(ConfigurationError, match="language"):
            data(PICTURES, "fortran")

    @pytest.mark.parametrize(
        ("x", "divisor"),
        [
            (np.arange(256, dtype=np.float32) / np.float32(255), 255.0),
            (np.array([0.0, 1.0]), 1.0),
            (np.array([0.1, 0.12]), 1.0),
            (np.array([-0.2, 0.4]), 1.0),
            (np.array([0.0, 51.0]), 1.0),
            (np.array([]), 1.0),
        ],
    )
    def test_pictures_are_recognised(self, x: AnyArray, divisor: float) -> None:
        assert suitable_divisor(x) == divisor


class TestWeights:
    def test_numpy_and_keras_get_them_by_layer_and_name(self) -> None:
        weights = engine_model(PICTURES).get_weights()
        for language in ("keras", "numpy"):
            content = arrays(weights_file(PICTURES.description, weights, language=language))
            assert list(content) == ["00_conv2d_kernel", "00_conv2d_bias", "02_dense_kernel", "02_dense_bias"]
            for ours, theirs in zip(weights, content.values(), strict=True):
                np.testing.assert_array_equal(ours, theirs)

    def test_pytorch_gets_its_own_order(self) -> None:
        kernel, _, matrix, _ = weights = engine_model(PICTURES).get_weights()
        content = arrays(weights_file(PICTURES.description, weights, language="pytorch"))
        assert list(content) == ["0.weight", "0.bias", "2.weight", "2.bias"]
        np.testing.assert_array_equal(content["0.weight"], kernel.transpose(3, 2, 0, 1))
        # Flattened channel by channel: 3 channels of 4 × 5 places.
        rows = matrix.reshape(4, 5, 3, 4).transpose(2, 0, 1, 3).reshape(60, 4)
        np.testing.assert_array_equal(content["2.weight"], rows.T)

    def test_tensorflowjs_gets_a_list_for_each_layer(self) -> None:
        weights = engine_model(PICTURES).get_weights()
        layers = json.loads(weights_file(PICTURES.description, weights, language="tensorflowjs"))
        assert [len(layer) for layer in layers] == [2, 0, 2]
        np.testing.assert_array_equal(tensor(layers[0][0]).astype(np.float32), weights[0])

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_weights_of_another_network_are_refused(self, language: str) -> None:
        weights = engine_model(PICTURES).get_weights()
        with pytest.raises(ShapeError, match="Give those of the same network"):
            weights_file(PICTURES.description, weights[:-1], language=language)
