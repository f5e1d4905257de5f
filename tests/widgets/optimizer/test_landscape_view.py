"""The slice of one's own loss on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.session import Experiment
from mlwidgets.session.background import WorkStatus
from mlwidgets.widgets.optimizer.landscape_view import NAME, LandscapeView
from mlwidgets.widgets.optimizer.optimizer_lab import OptimizerLab
from mlwidgets.widgets.optimizer.race_controls import SurfaceControls
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENT = 60


@pytest.fixture(autouse=True)
def no_breath(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlwidgets.session.background.BREATH_SECONDS", 0)


@pytest.fixture
def view() -> Iterator[LandscapeView]:
    experiment = Experiment("moons", batch_size=8)
    made = LandscapeView(experiment)
    yield made
    made.close()
    experiment.close()


def compute(view: LandscapeView) -> None:
    view._start.click()
    assert view.slice.wait(PATIENT), view.fault
    assert view.slice.state.status is WorkStatus.FINISHED


def test_a_slice_is_computed_shown_and_said(view: LandscapeView) -> None:
    assert view.board.frame["said"].startswith("Press Compute")
    assert "heights" not in view.board.frame
    assert view._race.disabled
    compute(view)
    frame = view.board.frame
    heights = np.frombuffer(frame["heights"], "<f4").reshape(frame["size"], frame["size"])
    wanted = view.slice.state.heights
    assert wanted is not None
    np.testing.assert_allclose(heights[::2, ::2], wanted, rtol=1e-5)  # the picture goes through every point
    assert frame["said"] == "All 1,681 points are computed."
    assert "after 0 updates" in frame["about"]
    assert "Measured on all" in frame["about"]
    assert frame["alt"].startswith("The loss over two directions")
    assert frame["path"] == b""


def test_the_first_slice_begins_when_somebody_looks_and_the_next_ones_when_somebody_asks(
    view: LandscapeView,
) -> None:
    wire = Wire(view.board)
    wire.arrive({"visible": True})
    assert view.slice.wait(PATIENT)
    first = view.slice.state
    assert first.status is WorkStatus.FINISHED
    wire.arrive({"visible": False})
    wire.arrive({"visible": True})
    assert view.slice.state is first


def test_optimizers_race_on_it(view: LandscapeView) -> None:
    view._race.click()  # there is nothing yet
    assert view.experiment.surface_race.race.surface.name != NAME
    compute(view)
    view._race.click()
    surface = view.experiment.surface_race.race.surface
    assert surface.name == NAME
    assert "smooth surface through its 41 × 41 points" in surface.sentence
    state = view.slice.state
    assert state.heights is not None
    middle = surface.height(np.array([0.0]), np.array([0.0]))[0]
    assert middle == pytest.approx(state.heights[20, 20], rel=1e-6)
    assert middle == pytest.approx(state.center, rel=1e-4)
    assert "Race" in view.said
    controls = SurfaceControls(view.experiment)  # the other tab, opened only now
    assert controls.surface.options[-1] == ("Your own loss: random directions", "")
    controls.close()
    view.experiment.surface_race.undo()
    assert view.experiment.surface_race.race.surface.name != NAME


def test_other_directions_give_another_slice(view: LandscapeView) -> None:
    compute(view)
    before = view.slice.state.heights
    view._other.click()
    assert view.slice.wait(PATIENT)
    after = view.slice.state.heights
    assert before is not None
    assert after is not None
    assert not np.array_equal(before, after)
    assert view.slice.state.center == pytest.approx(float(after[20, 20]), rel=1e-6)


def test_two_weights_are_chosen_by_their_places_and_named(view: LandscapeView) -> None:
    assert view._places[0].layout.display == "none"
    view._kind.value = "weights"
    assert view.slice.wait(PATIENT)
    assert view._places[0].layout.display is None
    assert view._other.layout.display == "none"
    theta = np.abs(view.experiment.model.parameters)
    chosen = [int(one.value) for one in view._places]
    assert theta[chosen[0]] >= theta[chosen[1]] > np.median(theta)  # those that matter, to begin with
    view._places[0].value, view._places[1].value = 0.0, 3.0
    compute(view)
    assert (
        "across, kernel (0, 0) of layer 1 (Dense); up, kernel (0, 3) of layer 1 (Dense)"
        in (view.board.frame["about"])
    )
    view._places[1].value = 0.0
    view._start.click()
    assert "two different weights" in view.board.frame["said"]


def test_without_a_run_there_is_no_path_and_the_next_action_takes_the_reason_away(
    view: LandscapeView,
) -> None:
    def said() -> str:
        return str(view.board.frame["said"])

    compute(view)
    view._kind.value = "path"
    assert "Train for a while" in said()
    assert (view._kind.error, view.fault) == ("", "")
    assert view._kind.value == "random"
    view._race.click()
    assert said() == "All 1,681 points are computed."
    view._kind.value = "path"
    assert "Train for a while" in said()
    view.experiment.step_updates(5)
    assert view.experiment.wait(PATIENT)
    assert "have changed since" in said()
    view.experiment.step_updates(100)
    assert view.experiment.wait(PATIENT)
    view._kind.value = "path"
    assert view.slice.wait(PATIENT)
    assert view._kind.value == "path"


def test_the_lab_opens_the_race_that_is_on_it_now() -> None:
    lab = OptimizerLab("moons")
    lab.panes.selected = 3
    view = lab.panes.pane(3)
    assert isinstance(view, LandscapeView)
    lab.experiment.step_updates(2)
    assert lab.experiment.wait(PATIENT)
    lab.experiment.reset()
    compute(view)
    view._race.click()
    assert lab.header.note.startswith("Race on a surface is on your own loss now")
    assert not lab.header.offers_undo  # that would bring back the run
    assert lab.panes.bar.titles[lab.panes.selected] == "Race on a surface"
    assert lab.header.task.startswith("Press Play")
    lab.experiment.dataset = "circle"  # built anew
    lab.panes.selected = 3
    view = lab.panes.pane(3)
    assert isinstance(view, LandscapeView)
    compute(view)
    view._race.click()
    assert lab.panes.selected == 1
    lab.close()


def test_it_says_when_the_loss_weighs_classes_otherwise(view: LandscapeView) -> None:
    compute(view)
    view.experiment.class_weight = {0: 1.0, 1: 5.0}
    assert "have changed since" in view.board.frame["said"]


def test_it_says_when_the_network_has_changed_since(view: LandscapeView) -> None:
    compute(view)
    view.experiment.step_batch()
    assert view.experiment.wait(PATIENT)
    assert "have changed since" in view.board.frame["said"]
    compute(view)
    assert "changed" not in view.board.frame["said"]
    assert "after 1 update," in view.board.frame["about"]


def test_another_network_has_other_places(view: LandscapeView) -> None:
    view.experiment.layers = [{"class_name": "Dense", "config": {"units": 2, "activation": "softmax"}}]
    last = view.experiment.model.count_params() - 1
    assert [one.maximum for one in view._places] == [last, last]
    assert all(one.value <= last for one in view._places)
    compute(view)


@pytest.mark.parametrize("content", [{}, [], None, "x", 3, {"kind": "painted", "serial": "0"}])
def test_messages_that_mean_nothing_change_nothing(view: LandscapeView, content: object) -> None:
    view.board._handle_custom_msg(content, [])
    assert view.fault == ""


def test_a_closed_view_stops_its_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlwidgets.session.background.BREATH_SECONDS", 0.02)
    experiment = Experiment("moons")
    view = LandscapeView(experiment)
    view._start.click()
    view.close()
    assert experiment.loss_slice.state.status is WorkStatus.STOPPED
    experiment.close()
