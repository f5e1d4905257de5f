"""Medians, bands, the table and the sentence of a race."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mlwidgets.explain.race.summary import Band, Course, Standing, band, common_level, reached_at, sentence


def test_a_band_is_the_median_with_the_smallest_and_the_largest_run() -> None:
    rng = np.random.default_rng(0)
    for runs in (1, 2, 3, 4, 5):
        values = rng.normal(size=(runs, 6))
        one = band([Course(range(1, 7), row) for row in values.tolist()], higher_is_better=False)
        np.testing.assert_array_equal(one.at, range(1, 7))
        np.testing.assert_allclose(one.median, np.median(values, axis=0), rtol=0, atol=1e-15)
        np.testing.assert_array_equal(one.low, values.min(axis=0))
        np.testing.assert_array_equal(one.high, values.max(axis=0))
        assert one.runs == runs


def test_a_diverged_run_counts_as_the_worst_and_is_not_left_out() -> None:
    good, bad = Course([1, 2, 3], [3.0, 2.0, 1.0]), Course([1], [9.0], ended=True)
    one = band([good, good, bad], higher_is_better=False)
    np.testing.assert_array_equal(one.median, [3.0, 2.0, 1.0])
    np.testing.assert_array_equal(one.high, [9.0, np.inf, np.inf])
    two = band([good, bad, bad], higher_is_better=False)
    np.testing.assert_array_equal(two.median, [9.0, np.nan, np.nan])
    np.testing.assert_array_equal(two.low, [3.0, 2.0, 1.0])
    even = band([good, bad], higher_is_better=True)
    np.testing.assert_array_equal(even.median, [6.0, np.nan, np.nan])
    assert even.low[-1] == -np.inf


def test_a_band_goes_as_far_as_every_run_that_is_still_going() -> None:
    one = band([Course([1, 2, 3], [1.0, 2.0, 3.0]), Course([1, 2], [3.0, 4.0])], higher_is_better=False)
    np.testing.assert_array_equal(one.at, [1, 2])
    np.testing.assert_array_equal(one.median, [2.0, 3.0])


def test_nothing_makes_an_empty_band() -> None:
    assert len(band([], higher_is_better=True).at) == 0
    assert len(band([Course([], [])], higher_is_better=True).median) == 0
    assert band([Course([], [], ended=True)], higher_is_better=True).runs == 1


def _band(values: list[float]) -> Band:
    numbers = np.array(values)
    return Band(np.arange(len(values)), numbers, numbers, numbers, 1)


def test_the_level_is_one_that_all_reach() -> None:
    bands = [_band([0.1, 0.5, 0.9]), _band([0.1, 0.7, 0.8]), _band([0.1, np.nan, np.nan])]
    level = common_level(bands, higher_is_better=True)
    assert level is not None
    assert level == pytest.approx(0.8)
    assert [reached_at(one, level, higher_is_better=True) for one in bands] == [2, 2, None]
    assert common_level(bands[:2], higher_is_better=False) == pytest.approx(0.9)
    assert common_level([bands[2]], higher_is_better=True) is None


def test_the_sentence_says_who_was_best_how_far_they_spread_and_who_diverged() -> None:
    standings = [
        Standing("SGD", 0.1, math.nan, math.nan, math.nan, None, 1.0, 2, 3),
        Standing("Adam", 0.01, 0.912, 0.9, 0.93, 10, 1.0, 0, 3),
        Standing("RMSprop", 0.01, 0.95, 0.94, 0.96, 10, 1.0, 0, 3),
    ]
    said = sentence(standings, "validation accuracy", higher_is_better=True, percent=True)
    assert said == (
        "Final validation accuracy, the median of 3 seeds with its smallest and largest value: RMSprop "
        "95.0% (94.0% to 96.0%), Adam 91.2% (90.0% to 93.0%). SGD ended early in 2 of 3 runs."
    )
    assert sentence([], "loss", higher_is_better=False, percent=False) == ""
