"""`Dataset` and `Split`: what they refuse, what they say, and that nothing in them can be changed."""

from __future__ import annotations

import dataclasses
import re
import weakref
from typing import Any

import numpy as np
import pytest

from mlwidgets.data import Dataset
from mlwidgets.errors import DataError, MLWidgetsError, ShapeError


def make(**changes: Any) -> Dataset:  # noqa: ANN401 - any argument may be replaced by a wrong one
    """Make a data set of 12 examples to train and 4 to test in two classes, with some arguments replaced."""
    arguments: dict[str, Any] = {
        "name": "dots",
        "x_train": np.arange(24.0).reshape(12, 2),
        "y_train": np.array([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]),
        "x_test": np.arange(8.0).reshape(4, 2),
        "y_test": np.array([0, 1, 0, 1]),
        "class_names": ("blue", "orange"),
        "source": "made for this test",
        "licence": "BSD-3-Clause",
    }
    return Dataset(**(arguments | changes))


def test_it_gives_back_what_it_was_made_of() -> None:
    data = make(train_index=np.arange(12))
    np.testing.assert_array_equal(data.x_train, np.arange(24.0).reshape(12, 2))
    assert data.input_shape == (2,)
    assert data.n_classes == 2
    assert data.train_index is not None
    assert data.train_index.tolist() == list(range(12))
    assert data.test_index is None


def test_arguments_are_keywords_only() -> None:
    with pytest.raises(TypeError):
        Dataset("dots")  # type: ignore[call-arg]


def test_attributes_cannot_be_set() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        make().name = "other"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        make().split(0.5, 0).x_train = np.zeros(1)  # type: ignore[misc]


@pytest.mark.parametrize("field", ["x_train", "y_train", "x_test", "y_test", "train_index", "test_index"])
def test_arrays_cannot_be_written_to(field: str) -> None:
    data = make(train_index=np.arange(12), test_index=np.arange(4))
    with pytest.raises(ValueError, match="read-only"):
        getattr(data, field)[0] = 0


def test_arrays_of_the_caller_stay_writeable_and_apart() -> None:
    x = np.zeros((12, 2))
    data = make(x_train=x)
    x[0] = 5
    assert data.x_train[0].tolist() == [0, 0]


def test_two_data_sets_are_equal_only_if_they_are_one() -> None:
    data = make()
    assert data == data  # noqa: PLR0124 - that this gives one answer is the point
    assert data != make()
    assert len({data, make()}) == 2


WRONG = [
    ({"x_train": np.zeros((11, 2))}, ShapeError, "x_train and y_train must hold the same number of examples"),
    ({"y_test": np.array([0, 1])}, ShapeError, "x_test and y_test must hold the same number of examples"),
    ({"x_test": np.zeros((4, 3))}, ShapeError, "the same shape in x_train and x_test; got (2,) and (3,)"),
    (
        {"x_train": np.zeros(12)},
        ShapeError,
        "x_train must have the shape (examples, features, ...); got (12,)",
    ),
    ({"y_test": np.array(1)}, ShapeError, "x_test and y_test must hold"),
    (
        {"y_test": np.zeros((4, 1)), "class_names": ()},
        ShapeError,
        "the same shape in y_train and y_test; got () and (1,)",
    ),
    ({"x_train": np.zeros((0, 2)), "y_train": np.zeros(0, int)}, DataError, "x_train must not be empty"),
    ({"x_test": np.zeros((4, 0))}, DataError, "x_test must not be empty; its shape is (4, 0)"),
    ({"x_train": [[1.0, 2.0]]}, DataError, "x_train must be a NumPy array; got list"),
    ({"x_train": np.full((12, 2), np.nan)}, DataError, "24 of its 24 values are NaN or infinite"),
    ({"x_test": np.array([[0, np.inf]] * 4)}, DataError, "x_test must hold finite numbers only; 4 of its 8"),
    ({"x_train": np.full((12, 2), "a")}, DataError, "x_train must hold real numbers; its dtype is <U1"),
    ({"x_train": np.full((12, 2), None)}, DataError, "its dtype is object"),
    ({"x_train": np.zeros((12, 2), complex)}, DataError, "its dtype is complex128"),
    (
        {"y_test": np.array([0, 1, 2, 0])},
        DataError,
        "from 0 to 1, one for each of the 2 class_names; got values",
    ),
    ({"y_test": np.array([0, 1, -1, 0])}, DataError, "got values from -1 to 1"),
    ({"y_test": np.array([0.0, 1, 0, 1])}, DataError, "y_test must hold class numbers, which are integers"),
    ({"y_test": np.array([True, False] * 2)}, DataError, "its dtype is bool"),
    (
        {"y_train": np.eye(12, 2, dtype=int), "y_test": np.eye(4, 2, dtype=int)},
        ShapeError,
        "y_train must hold one class number per example, shape (examples,); got (12, 2)",
    ),
    ({"class_names": ["blue", "orange"]}, DataError, "class_names must be a tuple of texts"),
    ({"class_names": (0, 1)}, DataError, "class_names must be a tuple of texts"),
    ({"class_names": ("blue", "\ud800")}, DataError, "class_names must be a tuple of texts that UTF-8"),
    ({"name": "\udcff"}, DataError, "name must be a text that UTF-8 can hold"),
    ({"name": None}, DataError, "name must be a text"),
    ({"class_names": ("blue", "blue")}, DataError, "class_names must differ from each other"),
    ({"train_index": np.arange(11)}, ShapeError, "one position for each of the 12 examples; got shape (11,)"),
    ({"test_index": np.zeros(4)}, DataError, "test_index must be a NumPy array of integers or None"),
    ({"test_index": [0, 1, 2, 3]}, DataError, "test_index must be a NumPy array of integers or None"),
    ({"test_index": np.array([0, 1, 2, -3])}, DataError, "positions of 0 or more; got -3"),
    ({"config": []}, DataError, "config must be a mapping with the name of the data set in it"),
    ({"config": {}}, DataError, "{\"name\": 'dots', …}; got {}."),
    ({"config": {"name": "spots"}}, DataError, "{\"name\": 'dots', …}; got {'name': 'spots'}."),
    ({"config": {"name": "dots", "seed": np.int64(1)}}, DataError, "config must hold plain JSON values only"),
    ({"config": {"name": "dots", "noise": np.inf}}, DataError, "config must hold plain JSON values only"),
    ({"in_plane": True, "x_train": np.full((12, 2), 7.0)}, DataError, "x_train must lie in the plane"),
    (
        {"in_plane": True, "x_train": np.zeros((12, 2)), "x_test": np.full((4, 2), -7.0)},
        DataError,
        "x_test must lie in the plane",
    ),
    (
        {"in_plane": True, "x_train": np.zeros((12, 3)), "x_test": np.zeros((4, 3))},
        ShapeError,
        "x_train must hold one point (x₁, x₂) a row, shape (points, 2); got (12, 3)",
    ),
]


@pytest.mark.parametrize(("changes", "error", "message"), WRONG)
def test_what_does_not_fit_is_refused_with_a_sentence(
    changes: dict[str, Any], error: type[MLWidgetsError], message: str
) -> None:
    with pytest.raises(error, match=re.escape(message)) as caught:
        make(**changes)
    assert str(caught.value).endswith(".")


def test_its_settings_are_a_copy_that_nothing_can_be_put_into() -> None:
    config: dict[str, Any] = {"name": "dots", "places": [[1, 2]]}
    data = make(config=config)
    config["places"][0][0] = 9
    assert data.config == {"name": "dots", "places": [[1, 2]]}
    with pytest.raises(TypeError):
        data.config["name"] = "spots"  # type: ignore[index]
    assert make().config is None
    assert make().in_plane is False


def test_it_describes_itself_to_a_learner() -> None:
    assert make().describe() == (
        "The data set dots has 12 training examples and 4 test examples of 2 numbers each, in 2 classes."
    )
    pictures = make(x_train=np.zeros((12, 5, 6, 1)), x_test=np.zeros((1, 5, 6, 1)), y_test=np.array([1]))
    assert pictures.describe() == (
        "The data set dots has 12 training examples and 1 test example of 5 × 6 × 1 numbers each, "
        "in 2 classes."
    )
    prices = make(
        x_train=np.zeros((1200, 1)), y_train=np.linspace(0, 1, 1200), y_test=np.zeros(4),
        x_test=np.zeros((4, 1)), class_names=(),
    )  # fmt: skip
    assert prices.describe() == (
        "The data set dots has 1,200 training examples and 4 test examples of 1 number each, "
        "with 1 number to predict."
    )


def test_its_repr_is_short() -> None:
    assert repr(make()) == "Dataset('dots': 12 to train, 4 to test, input (2,), 2 classes)"
    assert repr(make(class_names=())) == "Dataset('dots': 12 to train, 4 to test, input (2,), no classes)"
    assert repr(make().split(0.25, 0)) == "Split(9 to train, 3 to validate)"


@pytest.mark.parametrize("validation_split", [0, 0.1, 0.25, 0.5, 0.9])
def test_a_split_takes_every_example_once(validation_split: float) -> None:
    data = make()
    parts = data.split(validation_split, seed=3)
    both = np.concatenate([parts.train_index, parts.validation_index])
    assert sorted(both.tolist()) == list(range(12))
    assert (np.diff(parts.train_index) > 0).all()
    np.testing.assert_array_equal(parts.x_train, data.x_train[parts.train_index])
    np.testing.assert_array_equal(parts.y_train, data.y_train[parts.train_index])
    np.testing.assert_array_equal(parts.x_validation, data.x_train[parts.validation_index])
    np.testing.assert_array_equal(parts.y_validation, data.y_train[parts.validation_index])


def test_a_split_of_0_gives_the_training_part_itself_and_nothing_to_validate() -> None:
    data = make()
    parts = data.split(0, seed=3)
    assert parts.x_train is data.x_train
    assert parts.y_train is data.y_train
    assert parts.x_validation.shape == (0, 2)
    assert parts.y_validation.shape == (0,)
    assert parts.validation_index.shape == (0,)


def test_a_split_with_classes_keeps_their_proportions() -> None:
    parts = make().split(0.25, seed=3)
    assert np.bincount(parts.y_validation).tolist() == [2, 1]
    assert np.bincount(parts.y_train).tolist() == [6, 3]


def test_a_split_without_classes_draws_from_all() -> None:
    y = np.linspace(0, 1, 12)
    data = make(y_train=y, class_names=())
    drawn = {int(i) for seed in range(60) for i in data.split(0.25, seed).validation_index}
    assert drawn == set(range(12))


def test_a_split_that_is_in_use_is_shared_and_forgotten_afterwards() -> None:
    data = make()
    parts = data.split(0.25, seed=3)
    assert data.split(0.25, seed=3) is parts
    assert data.split(0.25, seed=4) is not parts
    assert make().split(0.25, seed=3) is not parts
    gone = weakref.ref(parts)
    del parts
    assert gone() is None


def test_the_arrays_of_a_split_cannot_be_written_to() -> None:
    parts = make().split(0.5, seed=3)
    for field in dataclasses.fields(parts):
        with pytest.raises(ValueError, match="read-only"):
            getattr(parts, field.name)[0] = 0
