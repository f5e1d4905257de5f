"""Pixels for numbers: each view against its formula, and numbers that fit no formula."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.convolution.picture_values import to_pixels, value_range
from mlwidgets.ranges import PICTURE_VIEW

VIEWS = PICTURE_VIEW.options
EDGE = np.array([[-312.0, -1.4, 0.0], [0.6, 99.5, 400.0]])


def test_each_view_by_hand() -> None:
    expected = {
        "clip": [[0, 0, 0], [1, 100, 255]],  # 99.5 to the even neighbour, as NumPy rounds
        "absolute": [[255, 1, 0], [1, 100, 255]],
        "centred": [[29, 128, 128], [128, 160, 255]],  # 128 − 127 · 312 / 400 = 28.94
        "stretch": [[0, 111, 112], [112, 147, 255]],  # 255 · 312 / 712 = 111.7
    }
    assert {view: to_pixels(EDGE, view).tolist() for view in VIEWS} == expected


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_equals_its_formula_on_random_numbers(view: str, dtype: type[np.floating[Any]]) -> None:
    values = (np.random.default_rng(3).normal(size=(40, 30, 3)) * 200).astype(dtype)
    v = values.astype(np.float64)
    formula = {
        "clip": np.minimum(np.maximum(v, 0), 255),
        "absolute": np.minimum(np.abs(v), 255),
        "centred": 128 + 127 * v / np.abs(v).max(),
        "stretch": 255 * (v - v.min()) / (v.max() - v.min()),
    }[view]
    pixels = to_pixels(values, view)
    assert pixels.dtype == np.uint8
    assert pixels.shape == values.shape
    assert np.abs(pixels - formula).max() <= 0.5 + 1e-4


@pytest.mark.parametrize("view", VIEWS)
def test_the_numbers_themselves_are_left_alone(view: str) -> None:
    values = EDGE.copy()
    to_pixels(values, view)
    np.testing.assert_array_equal(values, EDGE)


@pytest.mark.parametrize("constant", [0.0, 7.0, -7.0, 1000.0])
def test_a_picture_of_one_number(constant: float) -> None:
    values = np.full((2, 2, 1), constant, np.float32)
    shown = {view: np.unique(to_pixels(values, view)).tolist() for view in VIEWS}
    assert shown == {
        "clip": [min(max(int(constant), 0), 255)],
        "absolute": [min(abs(int(constant)), 255)],
        "centred": [128 if constant == 0 else 255 if constant > 0 else 1],
        "stretch": [128],
    }


def test_what_is_not_finite_is_shown_at_the_ends() -> None:
    values = np.array([np.nan, np.inf, -np.inf, -10.0, 30.0], np.float32)
    assert value_range(values) == (-10.0, 30.0)
    assert {view: to_pixels(values, view).tolist() for view in VIEWS} == {
        "clip": [0, 255, 0, 0, 30],
        "absolute": [0, 255, 255, 10, 30],
        "centred": [128, 255, 1, 86, 255],
        "stretch": [64, 255, 0, 0, 255],
    }
    above = np.array([np.nan, 10.0, 30.0])  # 0 itself is not on this scale
    assert to_pixels(above, "stretch").tolist() == [0, 0, 255]


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_finite_and_nothing_at_all(view: str) -> None:
    assert value_range(np.full(3, np.nan)) == (0.0, 0.0)
    assert value_range(np.zeros((0, 4, 1))) == (0.0, 0.0)
    assert to_pixels(np.full((1, 1, 1), np.nan), view).tolist() == [[[128 if view in VIEWS[2:] else 0]]]
    assert to_pixels(np.zeros((0, 4, 1)), view).shape == (0, 4, 1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("share", [1.0, 1e-12])
def test_the_ends_of_a_number_type_leave_no_warning(dtype: type[np.floating[Any]], share: float) -> None:
    limits = np.finfo(dtype)
    for size in (limits.max, limits.tiny, limits.smallest_subnormal, dtype(1e30), dtype(1e-30)):
        values = np.array([-size, 0, size * dtype(share)], dtype)
        assert to_pixels(values, "centred")[:2].tolist() == [1, 128]
        stretched = to_pixels(values, "stretch")
        assert stretched[0] == 0
        assert stretched[2] == 255
        to_pixels(values, "clip")
        to_pixels(values, "absolute")


def test_an_unknown_view_is_refused_with_advice() -> None:
    with pytest.raises(ConfigurationError, match=r"view must be one of 'clip', .*Did you mean 'stretch'\?"):
        to_pixels(EDGE, "stretched")


def test_a_photograph_takes_a_few_milliseconds() -> None:
    values = (np.random.default_rng(5).normal(size=(512, 512, 3)) * 200).astype(np.float32)
    for view in VIEWS:
        times = []
        for _ in range(5):
            start = time.thread_time()  # of computing: a busy machine takes longer
            to_pixels(values, view)
            times.append(time.thread_time() - start)
        assert min(times) < 0.02, view  # about 1 ms on an idle machine
