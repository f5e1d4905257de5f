"""Examples and targets that cannot be used, each with what to do about it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine.checks import check_finite, checked_examples, checked_targets, numbers
from mlwidgets.errors import DataError, ShapeError


@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (
            np.zeros((2, 28, 28)),
            ShapeError,
            "got examples of shape (28, 28). Add the channel: x[..., np.newaxis].",
        ),
        (
            np.zeros((28, 28, 1)),
            ShapeError,
            "For a single example put it into a batch of one: x[np.newaxis].",
        ),
        (
            np.zeros((2, 5)),
            ShapeError,
            "The model takes examples of shape (28, 28, 1); got examples of shape (5,).",
        ),
        (
            np.zeros(5),
            ShapeError,
            "Examples come as (n, …), one row or picture each; got an array of shape (5,).",
        ),
        (3.0, ShapeError, "got an array of shape ()."),
        (np.zeros((0, 28, 28, 1)), DataError, "There must be at least one example; got none."),
        ([["a", "b"]], DataError, "Examples must be numbers; got an array of <U1."),
        ([[None]], DataError, "Examples must be numbers; got an array of object."),
        (np.zeros((1, 2), complex), DataError, "Examples must be numbers; got an array of complex128."),
        ([[1.0], [1.0, 2.0]], DataError, "Examples must all be of the same length; got lists of different"),
    ],
)
def test_examples_that_do_not_fit(x: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=re.escape(message)):
        checked_examples(x, (28, 28, 1))


def test_a_row_of_numbers_may_be_a_column_or_a_single_example() -> None:
    with pytest.raises(ShapeError, match=re.escape("A column of them: x[:, np.newaxis].")):
        checked_examples(np.zeros(5), (1,))
    with pytest.raises(ShapeError, match=re.escape("put it into a batch of one: x[np.newaxis].")):
        checked_examples(np.zeros(5), (5,))


def test_lists_whole_numbers_and_truth_values_are_welcome() -> None:
    assert checked_examples([[1, 2], [3, 4]], None).tolist() == [[1, 2], [3, 4]]
    assert checked_examples([[True, False]], (2,)).tolist() == [[1, 0]]
    assert checked_targets([True, False], np.zeros((2, 1))).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("y", "error", "message"),
    [
        ([1, 2], ShapeError, "Each example needs one target: there are 3 examples and 2 targets."),
        (1, ShapeError, "there are 3 examples and a single value."),
        (["a", "b", "c"], DataError, "Targets must be numbers; got an array of <U1."),
        (
            [1.0, np.nan, 2.0],
            DataError,
            "The targets hold a NaN or an infinite number; every number must be finite.",
        ),
    ],
)
def test_targets_that_do_not_fit(y: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=re.escape(message)):
        checked_targets(y, np.zeros((3, 2)))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite(bad: float) -> None:
    with pytest.raises(DataError, match="The validation examples hold a NaN or an infinite number"):
        check_finite(np.array([0, bad]), "validation examples")


def test_an_array_of_numbers_is_not_copied() -> None:
    array = np.zeros(3, np.float32)
    assert numbers("Examples", array) is array
