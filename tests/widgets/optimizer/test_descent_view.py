"""Gradient descent in one dimension without a browser: what is asked, answered and ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.session import Experiment
from mlwidgets.widgets.optimizer.descent_view import FIRST, DescentView
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

ASK: dict[str, Any] = {"kind": "ask", "asked": 7, **FIRST}


@pytest.fixture
def view() -> Generator[DescentView]:
    experiment = Experiment("xor")
    made = DescentView(experiment)
    yield made
    made.close()
    experiment.close()


def test_a_question_is_answered_in_one_message_of_some_kilobytes(view: DescentView) -> None:
    wire = Wire(view.chart)
    wire.say({**ASK, "start": -1.5, "learning_rate": 0.5, "momentum": 0.9})
    assert len(wire.messages) == 1
    assert sum(map(len, wire.buffers)) < 12_000
    frame = view.chart.frame
    assert (frame["asked"], frame["error"]) == (7, "")
    weights, losses, slopes, velocities = np.frombuffer(frame["path"], "<f4").reshape(4, -1)
    assert weights[0] == -1.5
    np.testing.assert_allclose(losses, weights**2 / 2, rtol=1e-5)
    np.testing.assert_allclose(slopes, weights, rtol=1e-5)
    np.testing.assert_allclose(np.diff(weights), velocities[1:], rtol=1e-3, atol=1e-6)
    assert frame["limit"] == pytest.approx(3.8)
    assert len(frame["basins"]) == 201
    assert frame["text"].endswith(".")


def test_only_the_bowl_has_a_limit_and_a_start_beyond_the_curve_is_brought_to_its_end(
    view: DescentView,
) -> None:
    Wire(view.chart).say({**ASK, "curve": "two_minima", "start": 6})
    assert view.chart.frame["limit"] is None
    assert view.chart.frame["start"] == 3.2
    assert [name for name, _ in view.chart.frame["rates"]] == ["too_small", "good", "too_large"]


@pytest.mark.parametrize(
    "changes",
    [
        {"learning_rate": 0},
        {"learning_rate": float("nan")},
        {"learning_rate": 10**400},
        {"learning_rate": "0.1"},
        {"momentum": 1.0},
        {"momentum": None},
        {"curvature": [1]},
        {"curve": "cliff"},
        {"curve": "x" * 10_000},
        {"curve": {}},
        {"start": float("inf")},
        {"start": True},
    ],
)
def test_what_cannot_be_is_told_and_what_is_shown_stays(view: DescentView, changes: dict[str, Any]) -> None:
    before = view.chart.frame
    Wire(view.chart).say({**ASK, **changes})
    after = view.chart.frame
    (name,) = changes
    assert after["error"].startswith(f"{name} must be")
    assert len(after["error"]) < 250
    assert {**after, "asked": before["asked"], "error": ""} == before
    assert after["asked"] == 7  # the page may ask again
    Wire(view.chart).say({**ASK, "asked": 8})
    assert (view.chart.frame["asked"], view.chart.frame["error"]) == (8, "")
    assert view.fault == ""


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"kind": "ask"},
        {"kind": "ask", "asked": 1, "curve": "bowl"},
        {**ASK, "asked": "7"},
        {**ASK, "more": 1},
        {**ASK, "kind": "tell"},
        [],
        None,
        "ask",
    ],
)
def test_a_message_of_another_form_is_ignored(view: DescentView, content: Any) -> None:  # noqa: ANN401 - anything
    before = view.chart.frame
    Wire(view.chart).say(content)
    assert view.chart.frame == before


def test_a_trait_that_the_page_sends_does_no_harm(view: DescentView) -> None:
    Wire(view.chart).arrive({"frame": {"asked": None}})
    Wire(view.chart).say(ASK)
    assert view.chart.frame["text"].startswith("Converged")
    Wire(view.chart).arrive({"frame": 5})
    assert view.chart.frame["text"].startswith("Converged")
