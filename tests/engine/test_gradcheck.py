"""The gradient check itself: it must find what is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine.gradcheck import check_gradient
from mlwidgets.errors import DataError, ShapeError


def test_a_right_gradient_passes_and_x_is_put_back() -> None:
    x = np.array([[1.0, -2.0], [0.5, 3.0]])
    kept = x.copy()
    check = check_gradient(lambda: float((x**3).sum()), x, 3 * x**2)
    assert check.error < 1e-9
    np.testing.assert_array_equal(x, kept)


def test_one_wrong_entry_is_found() -> None:
    x = np.array([1.0, 2.0, 3.0])
    wrong = 2 * x
    wrong[1] += 0.01
    check = check_gradient(lambda: float((x**2).sum()), x, wrong)
    assert check.error == pytest.approx(0.01 / 6, rel=1e-4)
    np.testing.assert_allclose(check.analytic - check.numeric, [0, 0.01, 0], atol=1e-8)


def test_many_entries_are_sampled() -> None:
    x = np.ones(1000)
    check = check_gradient(lambda: float(x.sum()), x, np.ones(1000), rng=np.random.default_rng(0))
    assert check.numeric.shape == check.analytic.shape == (200,)
    assert check_gradient(lambda: float(x.sum()), x, np.ones(1000)).numeric.shape == (1000,)


@pytest.mark.parametrize(
    "x", [np.zeros((3, 2)).T, np.zeros(4)[::2], np.zeros(3, np.float32), np.zeros(3, int)]
)
def test_an_array_that_cannot_be_nudged_is_refused(x: np.ndarray) -> None:
    with pytest.raises(DataError, match="x must be a contiguous array of float64; got "):
        check_gradient(lambda: 0.0, x, np.zeros(x.shape))


def test_a_gradient_of_another_shape_is_refused() -> None:
    with pytest.raises(ShapeError, match=r"A gradient has the shape of x, \(3,\); got \(1, 3\)\."):
        check_gradient(lambda: 0.0, np.zeros(3), np.zeros((1, 3)))


def test_nothing_to_check_is_no_error() -> None:
    assert check_gradient(lambda: 0.0, np.zeros(0), np.zeros(0)).error == 0
