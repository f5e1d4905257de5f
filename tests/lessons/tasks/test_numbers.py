"""Numbers and shapes as learners type them."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.lessons.tasks.numbers import read_number, read_shape


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0.25", 0.25),
        ("0,25", 0.25),
        (",5", 0.5),
        ("5.", 5.0),
        ("+3", 3.0),
        ("−3", -3.0),
        ("–3", -3.0),
        (" 1e-3 ", 0.001),
        ("1E3", 1000.0),
        ("-3/4", -0.75),
        ("3 / 4", 0.75),
        (7, 7.0),
        (0.1, 0.1),
    ],
)
def test_a_number_is_read(typed: object, number: float) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "1,234.5",
        "1.234,5",
        "1 000",
        "3/0",
        "two",
        "1e999",
        "0x10",
        "1..2",
        "--1",
        "=1+1",
        "1_0",
        "nan",
        "inf",
        "∞",
    ],
)
def test_what_is_no_number_is_told_in_a_sentence(typed: str) -> None:
    said = read_number(typed)
    assert isinstance(said, str)
    assert said.startswith("This is not a number: ")


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "26 x 26 x 8",
            "26x26x8",
            "26 × 26 × 8",
            "26X26X8",
            "26*26*8",
            "(26, 26, 8)",
            "[26,26,8]",
            "26 26 8",
        ),
        *("26; 26; 8", " 26 , 26 , 8 ", "(26, 26, 8,)", [26, 26, 8], (26, 26, 8)),
    ],
)
def test_a_shape_is_read(typed: object) -> None:
    assert read_shape(typed) == (26, 26, 8)


def test_a_single_number_is_a_shape_too() -> None:
    assert read_shape("128") == read_shape(128) == read_shape("(128,)") == (128,)


@pytest.mark.parametrize(
    "typed", ["26 by 26", "26 xx 26", "x", "-1 x 2", "2.5 x 3", "()", [], [True], [1.5], -1, 1.0]
)
def test_what_is_no_shape_is_told_in_a_sentence(typed: object) -> None:
    said = read_shape(typed)
    assert isinstance(said, str)
    assert said.startswith("This is not a shape: ")


def test_numbers_of_numpy_are_numbers() -> None:
    assert read_number(np.float32(0.25)) == 0.25
    assert read_number(np.int64(7)) == 7.0
    assert read_shape(np.int64(7)) == (7,)
    assert read_shape((np.int64(3), 4)) == (3, 4)
    assert isinstance(read_number(np.array([1.0])), str)
