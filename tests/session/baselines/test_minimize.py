"""L-BFGS finds the minimum of convex functions."""

from __future__ import annotations

import numpy as np

from mlwidgets.session.baselines.minimize import MOST_STEPS, minimized


def test_a_badly_scaled_bowl() -> None:
    scale = np.logspace(0, 4, 12)
    centre = np.arange(12.0)
    *_, last = minimized(
        lambda at: (float((scale * (at - centre) ** 2).sum()), 2 * scale * (at - centre)), np.zeros(12)
    )
    assert last.converged
    assert last.steps < MOST_STEPS / 4
    np.testing.assert_allclose(last.at, centre, atol=1e-4)


def test_every_step_goes_down() -> None:
    values = [
        one.value for one in minimized(lambda at: (float(np.cosh(at).sum()), np.sinh(at)), np.full(3, 4.0))
    ]
    assert values == sorted(values, reverse=True)
    np.testing.assert_allclose(values[-1], 3)


def test_the_minimum_at_the_start_needs_no_step() -> None:
    (only,) = minimized(lambda at: (float(at @ at), 2 * at), np.zeros(2))
    assert only.converged
    assert only.steps == 0
