"""Presets: stacks that many people have used, fitted to the data."""

from __future__ import annotations

from typing import Any

import pytest

from mlwidgets.explain.stack.describe import Goal, describe_stack
from mlwidgets.explain.stack.presets import Preset, presets

TEN = Goal((10,), 10, "sparse_categorical_crossentropy")
NAMES = ["linear", "mlp", "small_cnn", "lenet5", "digits", "phishing"]


def preset(name: str, shape: tuple[int, ...], goal: Goal = TEN) -> Preset:
    """Return a preset by its name."""
    return next(one for one in presets(shape, goal) if one.name == name)


def calls(one: Preset) -> list[str]:
    """Return the layers of a preset as lines of Keras."""
    return [row.title for row in describe_stack((1,), one.layers).rows]


@pytest.mark.parametrize(
    ("shape", "goal"),
    [
        ((28, 28, 1), TEN),
        ((32, 32, 3), Goal((2,), 2, "sparse_categorical_crossentropy")),
        ((16, 20, 1), TEN),
        ((12, 12, 1), TEN),
        ((10, 10, 1), TEN),
        ((9, 9, 1), TEN),
        ((3, 3, 1), TEN),
        ((30,), Goal((1,), 2, "binary_crossentropy")),
        ((30,), Goal((2,), 2, "sparse_categorical_crossentropy")),
        ((2,), Goal((1,), 0, "mean_squared_error")),
        ((1,), Goal((3,), 0, "mean_squared_error")),
        ((20, 4), Goal((2, 3), 0, "mean_squared_error")),
    ],
)
def test_each_preset_suits_the_data_or_says_why_not(shape: tuple[int, ...], goal: Goal) -> None:
    found = presets(shape, goal)
    assert [one.name for one in found] == ["empty", *NAMES]
    assert found[0].layers == []
    assert found[0].unsuited == ""
    for one in found[1:]:
        assert one.text.endswith(".")
        assert bool(one.unsuited) is not bool(one.layers)
        if one.unsuited:
            assert one.unsuited.startswith("For ")
            assert one.unsuited.endswith(".")
            continue
        if one.loss:
            assert (one.name, goal.n_classes) == ("phishing", 2)
        aim = Goal((1,), 2, one.loss) if one.loss else goal
        report = describe_stack(shape, one.layers, goal=aim)
        assert report.problems == []
        assert not any(row.advice for row in report.rows)


@pytest.mark.parametrize(
    ("name", "shape", "goal", "params"),
    [
        # 784 × 10 + 10
        ("linear", (28, 28, 1), TEN, 7_850),
        # LeCun et al. 1998, with every map of the third layer joined to all of the second
        ("lenet5", (28, 28, 1), TEN, 61_706),
        ("lenet5", (32, 32, 1), TEN, 61_706),
        # 5·5·1·8 + 8 + 5·5·8·16 + 16 + 256·10 + 10
        ("digits", (28, 28, 1), TEN, 5_994),
        # 30·100 + 100 + 100·100 + 100 + 100 + 1
        ("phishing", (30,), Goal((2,), 2, "sparse_categorical_crossentropy"), 13_301),
        ("phishing", (30,), Goal((3,), 3, "sparse_categorical_crossentropy"), 13_503),
    ],
)
def test_the_sums_are_those_of_the_networks_that_they_are_named_after(
    name: str, shape: tuple[int, ...], goal: Goal, params: int
) -> None:
    assert describe_stack(shape, preset(name, shape, goal).layers).params == params


def test_the_networks_that_have_a_model_elsewhere_are_like_it() -> None:
    assert calls(preset("phishing", (30,), Goal((2,), 2, "sparse_categorical_crossentropy"))) == [
        'Dense(100, activation="sigmoid")',
        'Dense(100, activation="sigmoid")',
        'Dense(1, activation="sigmoid")',
    ]
    assert calls(preset("digits", (28, 28, 1))) == [
        'Conv2D(8, 5, activation="relu", kernel_initializer="variance_scaling")',
        "MaxPooling2D()",
        'Conv2D(16, 5, activation="relu", kernel_initializer="variance_scaling")',
        "MaxPooling2D()",
        "Flatten()",
        'Dense(10, activation="softmax")',
    ]
    first = calls(preset("lenet5", (28, 28, 1)))[0]
    assert first == 'Conv2D(6, 5, padding="same", activation="tanh")'
    assert calls(preset("lenet5", (32, 32, 1)))[0] == 'Conv2D(6, 5, activation="tanh")'


@pytest.mark.parametrize(
    ("name", "shape", "sentence"),
    [
        ("phishing", (28, 28, 1), "For tables, rows of numbers; these data are pictures of 28 × 28 × 1."),
        ("lenet5", (30,), "For pictures of at least 12 × 12 pixels; these data are rows of 30 numbers."),
        ("small_cnn", (1,), "For pictures of at least 10 × 10 pixels; these data are rows of 1 number."),
        ("digits", (20, 4), "For pictures of at least 16 × 16 pixels; these data are examples of 20 × 4."),
    ],
)
def test_what_does_not_suit_says_what_it_is_for(name: str, shape: tuple[int, ...], sentence: str) -> None:
    assert preset(name, shape).unsuited == sentence


def test_each_call_gives_stacks_of_its_own() -> None:
    first: Any = preset("mlp", (4,)).layers
    first[0]["config"]["units"] = 7
    assert preset("mlp", (4,)).layers[0]["config"]["units"] == 32
