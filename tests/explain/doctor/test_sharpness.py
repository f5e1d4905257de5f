"""Sharpness against the Hessian of a loss that is known in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Sequential, losses
from mlwidgets.engine.arrays import to_engine
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.explain.doctor.sharpness import Sharpness, stability_limit


def test_linear_regression_has_the_curvature_of_its_inputs() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(80, 3)) * [1.0, 3.0, 0.5]
    y = x @ [[1.0], [2.0], [3.0]]
    model = Sequential([Input((3,)), Dense(1, use_bias=False)], seed=1, dtype="float64")
    loss = losses.get("mse")
    target = loss.prepare(y, (1,), np.float64)
    sharpness = Sharpness(model, to_engine(x, np.float64), target, loss)
    before = model.vector.copy()
    for _ in range(6):  # each goes on where the last has ended
        found = sharpness.measure()
    hessian = 2 * x.T @ x / len(x)
    assert found == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-3)
    np.testing.assert_array_equal(model.vector, before)


def test_gradient_descent_settles_below_the_limit_and_not_above() -> None:
    for momentum, nesterov in ((0.0, False), (0.9, False), (0.9, True)):
        limit = stability_limit(0.1, momentum, nesterov=nesterov)
        for curvature, settles in ((0.98 * limit, True), (1.02 * limit, False)):
            w, v = 1.0, 0.0
            for _ in range(3000):
                slope = curvature * w
                v = momentum * v - 0.1 * slope
                w += momentum * v - 0.1 * slope if nesterov else v
                if abs(w) > 1e6:
                    break
            assert (abs(w) < 1) is settles, (momentum, nesterov, curvature)


def test_where_nothing_is_curved_nothing_is_told() -> None:
    model = Sequential([Input((2,)), Dense(1, kernel_initializer="zeros")])
    loss = losses.get("mse")
    x = to_engine(np.zeros((4, 2)), np.float32)
    assert Sharpness(model, x, loss.prepare(np.zeros((4, 1)), (1,), np.float32), loss).measure() is None
