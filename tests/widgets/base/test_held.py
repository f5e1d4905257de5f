"""What waits on the page: every button that starts a training says why, and does nothing until it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets.session import Experiment
from mlwidgets.session.held import Held
from mlwidgets.widgets.predict.flow_view import FlowView
from mlwidgets.widgets.steps.step_cards import StepCards
from mlwidgets.widgets.training.run_bar import RunBar
from mlwidgets.widgets.training.run_panel import PRESSES, STARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.widgets.base.view import View

WHY = "Choose an answer first."
SECONDS = 60.0


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment(epochs=1)
    yield made
    made.close()


def held_view(view: View) -> tuple[str, str]:
    """Return what the page is told, and what is said to who presses all the same."""
    match view:
        case RunBar():
            view.panel._handle_custom_msg({"kind": "press", "button": "run"}, [])
            return view.panel.held, view.fault
        case StepCards():
            view.board._handle_custom_msg({"kind": "make", "grain": "batch", "count": 1}, [])
            return view.board.held, view.fault
        case FlowView():
            view._flow._handle_custom_msg({"kind": "run", "command": "train"}, [])
            return view._flow.held, view.fault
    raise AssertionError(view)


@pytest.mark.parametrize("kind", [RunBar, StepCards, FlowView])
def test_a_button_that_starts_a_training_waits(
    kind: type[RunBar | StepCards | FlowView], experiment: Experiment
) -> None:
    experiment.held = Held(why=WHY, training=True)
    view = kind(experiment)  # one that is built while something waits knows it, too
    assert held_view(view) == (WHY, WHY)
    assert experiment.newest == 0
    experiment.held = Held(why=WHY, controls=("seed",))
    view.forget_messages()
    assert held_view(view) == ("", "")
    experiment.pause()
    assert experiment.wait(SECONDS)
    view.close()


def test_what_starts_nothing_does_not_wait(experiment: Experiment) -> None:
    bar = RunBar(experiment)
    experiment.held = Held(why=WHY, training=True)
    for press in sorted(set(PRESSES) - {*STARTS, "back"}):
        bar.panel._handle_custom_msg({"kind": "press", "button": press}, [])
        assert bar.fault == ""
    bar.close()
