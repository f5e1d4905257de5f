"""Whole pixels and mean pictures."""

from __future__ import annotations

import numpy as np

from mlwidgets.data import load
from mlwidgets.explain.pictures.means import class_means
from mlwidgets.explain.pictures.pixels import are_pictures, largest_value, whole_pixels


def test_bytes_come_back() -> None:
    """Whether a data set holds fractions or bytes."""
    every = np.arange(256, dtype=np.uint8).reshape(1, 16, 16, 1)
    for x in (np.divide(every, 255, dtype=np.float32), every.astype(np.float64)):
        np.testing.assert_array_equal(whole_pixels(x, largest_value(x)), every)
    np.testing.assert_array_equal(whole_pixels(np.array([-1.0, 2.0]), 1.0), [0, 255])


def test_the_mean_of_each_class_is_that_of_numpy() -> None:
    """Also where a class has no pictures."""
    data = load("mnist")
    found = class_means(data.x_train, data.y_train, 11, 1.0)
    for number in range(10):
        expected = data.x_train[data.y_train == number].mean(axis=0) * 255
        np.testing.assert_allclose(found.means[number], expected, atol=1e-3)
    assert found.counts.tolist() == [500] * 10 + [0]
    assert not found.means[10].any()


def test_what_pictures_are() -> None:
    """Grey and RGB."""
    assert are_pictures((28, 28, 1))
    assert are_pictures((8, 9, 3))
    assert not are_pictures((4,))
    assert not are_pictures((8, 8, 4))
