"""Points that somebody drew."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.data import drawn_points, load
from mlwidgets.errors import ConfigurationError, DataError, MLWidgetsError, ShapeError

POINTS: list[list[float]] = [[1.25, 1], [2, 1], [-1, -1], [-2, -2.5], [0.1, 5], [3, 3]]
LABELS = [0, 0, 1, 1, 1, 0]


def test_what_was_drawn_is_a_data_set() -> None:
    data = drawn_points(POINTS, LABELS)
    assert repr(data) == "Dataset('drawn': 3 to train, 3 to test, input (2,), 2 classes)"
    assert data.in_plane
    assert data.class_names == ("class 1", "class 2")
    assert data.x_train.dtype == np.float32
    assert data.train_index is not None
    np.testing.assert_array_equal(data.x_train, np.array(POINTS, np.float32)[data.train_index])
    np.testing.assert_array_equal(data.y_train, np.array(LABELS)[data.train_index])
    assert set(data.y_test.tolist()) == {0, 1}
    assert len(data.split(0.2, 0).x_validation) == 1


def test_names_may_be_given_also_for_a_class_without_points() -> None:
    data = drawn_points(POINTS, [0, 0, 2, 2, 2, 0], ["red", "none yet", "blue"], test_share=0.1, seed=4)
    assert data.class_names == ("red", "none yet", "blue")
    assert len(data.x_test) == 1
    assert drawn_points(POINTS, [0, 0, 4, 4, 4, 0]).n_classes == 5


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_its_config_makes_it_again_to_the_last_bit(dtype: type) -> None:
    generator = np.random.default_rng(0)
    places: Any = generator.uniform(-6, 6, (40, 2)).astype(dtype)
    data = drawn_points(places, generator.integers(0, 3, 40), ("a", "b", "c"), test_share=0.25, seed=7)
    assert data.config is not None
    again = load(json.loads(json.dumps(dict(data.config))))
    assert again.config == data.config
    for part in ("x_train", "y_train", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(again, part), getattr(data, part))
    assert again.class_names == ("a", "b", "c")


def test_the_points_are_copied() -> None:
    places = np.array(POINTS)
    data = drawn_points(places, LABELS)
    places[:] = 0
    assert np.abs(data.x_train).min() > 0


WRONG: list[tuple[dict[str, Any], type[MLWidgetsError], str]] = [
    ({"points": []}, DataError, "points must not be empty"),
    ({"points": [], "labels": []}, DataError, "points must not be empty"),
    ({"points": None}, DataError, "points must hold real numbers; its dtype is object"),
    ({"points": "abc"}, DataError, "points must hold real numbers; its dtype is <U3"),
    ({"points": [["1", "2"]] * 6}, DataError, "points must hold real numbers; its dtype is <U1"),
    (
        {"points": [[1, 2], [3]]},
        ShapeError,
        "points must be an array with the same number of values in each row",
    ),
    ({"points": [[1, 2, 3]] * 6}, ShapeError, "one point (x₁, x₂) a row, shape (points, 2); got (6, 3)."),
    ({"points": [1, 2, 3, 4, 5, 6]}, ShapeError, "one point (x₁, x₂) a row, shape (points, 2); got (6,)."),
    ({"points": 3}, ShapeError, "one point (x₁, x₂) a row"),
    ({"points": [*POINTS[:5], [math.nan, 0]]}, DataError, "1 of its 12 values are NaN or infinite"),
    ({"points": [*POINTS[:5], [0, -math.inf]]}, DataError, "1 of its 12 values are NaN or infinite"),
    (
        {"points": [*POINTS[:5], [6.5, 0]]},
        DataError,
        "both coordinates from −6 to 6; 1 of 6 do not, the first of them (6.5, 0).",
    ),
    (
        {"points": np.zeros((5001, 2))},
        DataError,
        ("points may hold at most 5,000 points; got 5,001. Remove some."),
    ),
    (
        {"labels": [0, 0, 1, 1]},
        ShapeError,
        "one class number for each of the 6 points; got an array of shape (4,)",
    ),
    ({"labels": [[0]] * 6}, ShapeError, "got an array of shape (6, 1)."),
    ({"labels": 1}, ShapeError, "got an array of shape ()."),
    ({"labels": [0, 0, 1, 1, 0, -1]}, DataError, "whole numbers from 0 to 4; got [0, 0, 1, 1, 0, -1]."),
    ({"labels": [0, 0, 1, 1, 0, 5]}, DataError, "whole numbers from 0 to 4; got [0, 0, 1, 1, 0, 5]."),
    (
        {"labels": [0, 0, 1, 1, 0, 0.5]},
        DataError,
        "labels must be class numbers, whole numbers from 0 to 4; got",
    ),
    ({"labels": [False, False, False, True, True, True]}, DataError, "labels must be class numbers"),
    ({"labels": ["a", "b", "a", "b", "a", "b"]}, DataError, "labels must hold real numbers"),
    (
        {"labels": [1, 1, 1, 1, 1, 1]},
        DataError,
        "At least two classes of points are needed, or there is nothing to tell apart; all 6 are of class 2.",
    ),
    (
        {"labels": [0, 0, 0, 0, 1, 1]},
        DataError,
        "Each class needs 3 points or more, for training, validation and test; class 2 has 2. Draw",
    ),
    ({"points": [[1, 1]], "labels": [0]}, DataError, "At least two classes of points are needed"),
    ({"class_names": ["a"]}, DataError, "class_names must be a name for each class, 2 to 5 of them, because"),
    (
        {"class_names": list("abcdef")},
        DataError,
        "the highest label is 1; got ['a', 'b', 'c', 'd', 'e', 'f'].",
    ),
    ({"class_names": "ab"}, DataError, "class_names must be a name for each class, 2 to 5 of them"),
    ({"class_names": 2}, DataError, "class_names must be a name for each class, 2 to 5 of them"),
    ({"class_names": ["a", "a"]}, DataError, "class_names must differ from each other"),
    ({"class_names": [1, 2]}, DataError, "class_names must be a tuple of texts"),
    ({"test_share": 0}, ConfigurationError, "test_share must be a number in [0.1, 0.9]; got 0."),
    ({"test_share": "half"}, ConfigurationError, "test_share must be a number in [0.1, 0.9]; got 'half'."),
    ({"seed": -1}, ConfigurationError, "seed must be a whole number in"),
]


@pytest.mark.parametrize(("change", "error", "message"), WRONG)
def test_what_cannot_be_a_drawing_is_refused_with_a_sentence(
    change: dict[str, Any], error: type[MLWidgetsError], message: str
) -> None:
    with pytest.raises(error, match=re.escape(message)) as caught:
        drawn_points(**{"points": POINTS, "labels": LABELS, **change})
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 250
    with pytest.raises(error, match=re.escape(message)):
        load({"name": "drawn", "points": POINTS, "labels": LABELS, **change})


def test_a_number_to_predict_at_each_point() -> None:
    values = [-1.0, -0.5, 0.0, 0.25, 0.5, 1.0]
    data = drawn_points(POINTS, values=values, test_share=0.5, seed=3)
    assert (data.n_classes, data.class_names, data.in_plane) == (0, (), True)
    assert data.y_train.dtype == np.float32
    assert data.train_index is not None
    np.testing.assert_array_equal(data.y_train, np.array(values, np.float32)[data.train_index])
    again = load(json.loads(json.dumps(dict(data.config or {}))))
    np.testing.assert_array_equal(again.y_test, data.y_test)


@pytest.mark.parametrize(
    ("given", "error", "sentence"),
    [
        ({}, ConfigurationError, "either labels.*or values.*got neither"),
        ({"labels": LABELS, "values": [0.0] * 6}, ConfigurationError, "got both"),
        ({"values": [0.0] * 5}, ShapeError, "one number for each of the 6 points"),
        ({"values": [0.0] * 5 + [1.5]}, DataError, "numbers from −1 to 1"),
        ({"values": [0.0] * 5 + [math.nan]}, DataError, "values"),
        ({"values": [0.0] * 6, "class_names": ("a", "b")}, ConfigurationError, "class_names are for labels"),
    ],
)
def test_values_that_cannot_be_are_refused(
    given: dict[str, Any], error: type[MLWidgetsError], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        drawn_points(POINTS, **given)
    if "values" in given and len(given["values"]) == 6 and error is DataError:
        with pytest.raises(DataError, match="3 points or more"):
            drawn_points(POINTS[:2], values=[0.0, 1.0])
