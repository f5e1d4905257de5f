"""RunPanel without a browser."""

from __future__ import annotations

import math
from typing import Any

import pytest
from traitlets import TraitError

from mlwidgets.widgets.training.run_panel import STATES, RunPanel
from tests.widgets.wire import Wire


def test_it_starts_idle_and_empty() -> None:
    panel = RunPanel()
    assert (panel.value, panel.maximum, panel.text, panel.state) == (0.0, 1.0, "", "idle")


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_taken(state: str) -> None:
    assert RunPanel(state=state).state == state


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"value": -1}, r"The value of Training must be finite and at least 0; got -1\."),
        ({"value": math.nan}, "must be finite and at least 0; got nan"),
        ({"maximum": 0}, r"The maximum of Training must be finite and greater than 0; got 0\."),
        ({"maximum": math.inf}, "must be finite and greater than 0; got inf"),
        ({"state": "asleep"}, "asleep"),
    ],
)
def test_impossible_settings_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(TraitError, match=message):
        RunPanel(label="Training", **settings)


def test_several_changes_can_travel_as_one_small_message() -> None:
    panel = RunPanel(maximum=10)
    wire = Wire(panel)
    with panel.hold_sync():
        panel.value = 3
        panel.text = "epoch 3 of 10 · 12 s left"
        panel.state = "running"
    assert wire.updates() == [{"value": 3.0, "text": "epoch 3 of 10 · 12 s left", "state": "running"}]
