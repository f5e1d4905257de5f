"""The health table: verdicts only where something is unusual."""

from __future__ import annotations

from typing import Any

import pytest

from mlwidgets.explain.doctor.health import health
from mlwidgets.explain.doctor.vitals import LayerVitals, Vitals


def row(iteration: int = 100, **numbers: Any) -> Any:  # noqa: ANN401 - a row of the table
    layer = LayerVitals(1, "Dense", "relu", 8, parameters=10, **numbers)
    end = LayerVitals(2, "Dense", "sigmoid", 1, parameters=9, saturated=0.99)
    return health(Vitals(iteration, 0.1, 64, (layer, end)))[0]


@pytest.mark.parametrize(
    ("gradient", "text", "verdict"),
    [
        (0.0321, "0.032", ""),
        (0.0, "0", "none passes"),
        (1e-9, "1e−9", "tiny"),
        (5e4, "50,000", "huge"),
        (float("nan"), "NaN", "huge"),
        (None, "", ""),
    ],
)
def test_gradients(gradient: float | None, text: str, verdict: str) -> None:
    cell = row(gradient=gradient).gradient
    assert (cell.text, cell.verdict) == (text, verdict)


def test_long_steps_are_usual_at_the_start() -> None:
    assert row(step=0.3).step.verdict == "long"
    assert row(iteration=4, step=0.3).step.verdict == ""
    assert row(step=1e-7).step.verdict == "tiny"
    assert row(step=0.001).step.verdict == ""


def test_shares_and_an_output_that_is_sure() -> None:
    assert row(dead=0.125).units.text == "12.5% dead"
    assert row(dead=0.5).units.verdict == "high"
    assert row(saturated=0.95).units.verdict == "high"
    end = health(Vitals(1, 0.1, 64, (LayerVitals(1, "Dense", "sigmoid", 1, parameters=2, saturated=0.99),)))[
        0
    ]
    assert (end.units.text, end.units.verdict) == ("99.0% saturated", "")
