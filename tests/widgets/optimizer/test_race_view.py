"""The race without a browser: what controls and page do to it, and what is sent back."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances

from mlwidgets.explain.optimizers.formula import FORMULA
from mlwidgets.explain.optimizers.sampled_surface import SampledSurface
from mlwidgets.explain.optimizers.surfaces import SURFACES
from mlwidgets.session import Experiment
from mlwidgets.spec import OPTIMIZER_ROWS
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.optimizer import texts
from mlwidgets.widgets.optimizer.formula_field import FormulaField
from mlwidgets.widgets.optimizer.optimizer_lab import OptimizerLab
from mlwidgets.widgets.optimizer.race_view import RaceView
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import ipywidgets

    from mlwidgets.explain.optimizers.race import Race

BYTES_AT_MOST = 700_000
"""Of a race of eight optimizers and a thousand updates."""


@pytest.fixture
def view() -> Generator[RaceView]:
    experiment = Experiment("circle")
    made = RaceView(experiment)
    yield made
    made.close()
    experiment.close()


def parts(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


def control(view: RaceView, label: str) -> Any:  # noqa: ANN401 - a number, a menu or a field
    kinds = (NumberControl, ChoiceControl, FormulaField)
    return next(part for part in parts(view) if isinstance(part, kinds) and part.label == label)


def labels(view: RaceView) -> list[str]:
    return [
        part.label for part in parts(view) if isinstance(part, (NumberControl, ChoiceControl, FormulaField))
    ]


def race_of(view: RaceView) -> Race:
    race: Race = view.experiment.surface_race.race
    return race


def say(view: RaceView, content: Any) -> None:  # noqa: ANN401 - whatever a page may send
    Wire(view.board).say(content)


def numbers_of(view: RaceView, racer: int) -> np.ndarray:
    sent = view.board.race["racers"][racer]
    numbers = np.frombuffer(view.board.race["numbers"], "<f4")
    return numbers[sent["offset"] :][: sent["rows"] * sent["columns"]].reshape(sent["rows"], sent["columns"])


def test_the_page_gets_the_surface_and_all_paths_in_one_buffer(view: RaceView) -> None:
    surface, race = view.board.surface, view.board.race
    assert (surface["title"], surface["formula"]) == ("Rosenbrock", "z = (1 − x)² + 100(y − x²)²")
    assert len(surface["heights"]) == 4 * surface["size"] ** 2
    assert [one["label"] for one in race["racers"]] == ["SGD", "SGD with momentum 0.9", "RMSprop", "Adam"]
    assert (race["steps"], race["start"]) == (600, [-1.2, 1.0])
    start, width = race["racers"][3]["fields"]["theta"]
    assert numbers_of(view, 3)[0, start : start + width].tolist() == [np.float32(-1.2), 1.0]
    assert race["racers"][3]["rule"][0] == {
        "name": "m",
        "symbol": "m",
        "law": "m ← β₁ m + (1 − β₁) g",
        "parts": ["0.9·", "m_before", " + 0.1·", "g", ""],
    }
    assert race["results"].startswith("Adam reached a minimum first")
    assert view.board.chosen == 3


def test_eight_racers_and_a_thousand_updates_are_less_than_a_megabyte(view: RaceView) -> None:
    for _ in range(4):
        say(view, {"kind": "add"})
    control(view, "Updates").value = 1000.0
    assert len(view.board.race["racers"]) == 8
    assert not view.board.can_add
    assert len(view.board.race["numbers"]) < BYTES_AT_MOST
    say(view, {"kind": "add"})
    assert view.fault.startswith("At most 8 optimizers can race")


def test_a_start_is_answered_once_with_its_paths(view: RaceView) -> None:
    wire = Wire(view.board)
    wire.say({"kind": "start", "start": [1, -0.5], "serial": 17})
    assert race_of(view).start == (1.0, -0.5)
    (update,) = wire.updates()
    assert (update["answered"], update["race"]["start"]) == (17, [1.0, -0.5])
    assert "surface" not in update, "the surface is sent once"


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ([9, 0], "The start must lie on the surface"),
        ([10**400, 0], "A start is two numbers"),
        ([0, -3], "x from"),
    ],
)
def test_a_start_outside_is_answered_with_a_sentence(view: RaceView, start: list[float], said: str) -> None:
    say(view, {"kind": "start", "start": start, "serial": 5})
    assert said in view.board.message
    assert (view.board.answered, race_of(view).start) == (5, (-1.2, 1.0))
    say(view, {"kind": "start", "start": [0, 0], "serial": 6})
    assert view.board.message == ""


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"kind": None},
        {"kind": "start"},
        {"kind": "start", "start": None, "serial": 1},
        {"kind": "start", "start": [1], "serial": 1},
        {"kind": "start", "start": ["1", 2], "serial": 1},
        {"kind": "start", "start": [1, 2, 3], "serial": 1},
        {"kind": "start", "start": [0, 0], "serial": "one"},
        {"kind": "eject"},
        {"kind": ["add"]},
        "add",
        None,
        ["kind"],
        {"kind": "x" * 10_000},
    ],
)
def test_a_malformed_message_does_nothing(view: RaceView, content: Any) -> None:  # noqa: ANN401
    before = race_of(view)
    say(view, content)
    assert race_of(view) is before
    assert view.fault == ""


def test_racers_are_added_duplicated_removed_and_brought_back(view: RaceView) -> None:
    say(view, {"kind": "duplicate"})
    assert [one.label for one in race_of(view).racers][3:] == ["Adam", "Adam"]
    assert view.board.chosen == 4
    say(view, {"kind": "remove"})
    say(view, {"kind": "add"})
    assert race_of(view).racers[-1].spec.name == "adagrad", "the first that is not in the race yet"
    say(view, {"kind": "remove"})
    for _ in range(9):  # more than there are
        say(view, {"kind": "remove"})
    assert race_of(view).racers == ()
    assert view.board.race["results"] == "Nobody races. Add an optimizer."
    assert "Learning rate" not in labels(view)
    say(view, {"kind": "duplicate"})  # of nobody
    for _ in range(30):
        say(view, {"kind": "undo"})
    assert [one.label for one in race_of(view).racers] == ["SGD", "SGD with momentum 0.9", "RMSprop", "Adam"]
    assert not view.board.can_undo
    assert view.fault == ""


def test_controls_show_and_change_the_racer_that_is_looked_at(view: RaceView) -> None:
    assert control(view, "Learning rate").value == 0.2
    assert "Momentum" not in labels(view)
    Wire(view.board).arrive({"chosen": 1})
    assert (control(view, "Learning rate").value, control(view, "Momentum").value) == (0.001, 0.9)
    control(view, "Momentum").value = 0.5
    control(view, "Learning rate").value = 0.002
    assert race_of(view).racer(1).label == "SGD with momentum 0.5"
    assert view.board.race["racers"][1]["rate"] == "η = 0.002"
    assert race_of(view).racer(0).spec.learning_rate == 0.001, "nobody else has changed"
    control(view, "Optimizer").value = "adamax"
    assert race_of(view).racer(1).spec.name == "adamax"


def test_every_setting_of_every_optimizer_can_be_set(view: RaceView) -> None:
    section = next(part for part in parts(view) if isinstance(part, Section))
    section.head.opened = True
    for row in OPTIMIZER_ROWS:
        control(view, "Optimizer").value = row.name
        assert {option.label for option in row.options} <= set(labels(view)), row.name
    control(view, "Optimizer").value = "adam"
    control(view, "AMSGrad").value = "on"
    assert race_of(view).racers[-1].spec.config["amsgrad"] is True
    assert "v_hat" in view.board.race["racers"][-1]["fields"]
    control(view, "Clip each value").value = "on"
    control(view, "Clip each norm").value = "on"
    assert "clipped in one way only" in control(view, "Clip each norm").error
    assert race_of(view).racers[-1].spec.config["clipnorm"] is None


def test_a_schedule_is_chosen_for_a_racer_and_lasts_as_long_as_the_race(view: RaceView) -> None:
    section = next(part for part in parts(view) if isinstance(part, Section))
    section.head.opened = True
    control(view, "Schedule").value = "cosine_decay"
    spec = race_of(view).racers[-1].spec
    schedule: Any = spec.schedule
    assert schedule["class_name"] == "CosineDecay"
    assert (schedule["config"]["decay_steps"], spec.learning_rate) == (600, 0.2)
    assert control(view, "Learning rate").disabled
    start, _ = view.board.race["racers"][-1]["fields"]["rate"]
    rates = numbers_of(view, 3)[:, start]
    assert (rates[0], rates[300], rates[600]) == (np.float32(0.2), np.float32(0.1), 0)
    control(view, "Decay steps").value = 100.0
    schedule = race_of(view).racers[-1].spec.schedule
    assert schedule["config"]["decay_steps"] == 100
    control(view, "Schedule").value = "constant"
    assert race_of(view).racers[-1].spec.schedule is None
    assert not control(view, "Learning rate").disabled


def test_another_surface_brings_its_start_and_its_rates(view: RaceView) -> None:
    control(view, "Surface").value = "ravine"
    assert view.board.surface["title"] == "Ravine"
    assert race_of(view).start == SURFACES["ravine"].start
    assert control(view, "Learning rate").value == 0.1
    say(view, {"kind": "undo"})
    assert control(view, "Surface").value == "rosenbrock"


def test_a_formula_is_taken_and_one_that_is_refused_changes_nothing(view: RaceView) -> None:
    assert "z =" not in labels(view)
    control(view, "Surface").value = FORMULA
    field = control(view, "z =")
    Wire(field).arrive({"value": "x^2 + 3y^2"})
    good = race_of(view)
    assert view.board.surface["formula"] == "z = x^2 + 3y^2"
    for text in ("import os", "x.real", "9^9^9^9", "1/0", "x" * 10_000, "(" * 200, "٣", "", "sin"):
        Wire(field).arrive({"value": text})
        assert field.error.endswith((".", "?")), text
        assert race_of(view) is good, text
    Wire(field).arrive({"value": "x^2 + 4y^2"})
    assert (field.error, view.board.surface["formula"]) == ("", "z = x^2 + 4y^2")
    control(view, "Surface").value = "bowl"
    control(view, "Surface").value = FORMULA
    assert control(view, "z =").value == "x^2 + 4y^2", "what was typed last is there again"


def test_a_surface_from_elsewhere_is_shown_and_named(view: RaceView) -> None:
    heights = np.add.outer(np.linspace(-1, 1, 21) ** 2, np.linspace(-1, 1, 21) ** 2)
    surface = SampledSurface.of(heights, (-1, 1, -1, 1), name="loss_slice", title="A slice of your loss")
    state = view.experiment.surface_race
    state.change(state.race.on(surface), "surface")
    assert view.board.surface["title"] == "A slice of your loss"
    assert ("A slice of your loss", "") in control(view, "Surface").options
    control(view, "Surface").value = "bowl"
    assert ("A slice of your loss", "") not in control(view, "Surface").options


@pytest.mark.parametrize("steps", [1e300, -1, 2.5, float("nan"), "many", None])
def test_a_number_of_updates_that_cannot_be_is_refused(view: RaceView, steps: Any) -> None:  # noqa: ANN401
    Wire(control(view, "Updates")).arrive({"value": steps})
    assert race_of(view).steps == 600
    assert view.fault == ""


@pytest.mark.parametrize("state", [{"chosen": 99}, {"chosen": -1}, {"chosen": "Adam"}, {"three_d": "yes"}])
def test_traits_that_cannot_be_are_put_right(view: RaceView, state: dict[str, Any]) -> None:
    Wire(view.board).arrive(state)
    assert (view.board.chosen, view.board.three_d) == (3, False)


def test_one_that_diverges_is_told_and_its_last_finite_place_is_kept(view: RaceView) -> None:
    Wire(view.board).arrive({"chosen": 0})
    control(view, "Learning rate").value = 10.0
    sent = view.board.race["racers"][0]
    assert (sent["stop"], sent["reached"]) == ("diverged", None)
    assert "SGD diverged after" in view.board.race["results"]
    assert np.isfinite(numbers_of(view, 0)[:, :3]).all()


def test_three_dimensions_are_made_when_asked_for_and_follow_the_race(view: RaceView) -> None:
    board = view.board
    solid = view.children[2]
    assert solid.children == ()
    board.three_d = True
    (chart,) = solid.children
    assert [trace["type"] for trace in chart.data] == ["surface", *["scatter3d"] * 4]
    assert chart.alt.startswith("Rosenbrock in three dimensions")
    control(view, "Surface").value = "bowl"
    assert chart.alt.startswith("Bowl in three dimensions")
    board.three_d = False
    assert solid.children == ()
    board.three_d = True
    assert solid.children == (chart,)


def test_the_lab_keeps_its_race_when_the_data_change_and_frees_everything() -> None:
    before = set(_instances)
    experiment = Experiment("circle")
    lab = OptimizerLab(experiment)
    at = list(lab.panes.bar.titles).index(texts.RACE_TITLE)
    lab.panes.selected = at
    next(part for part in parts(lab) if isinstance(part, RaceView)).board.three_d = True
    state = experiment.surface_race
    state.change(state.race.on("beale"), "surface")
    experiment.dataset = "xor"
    assert (lab.panes.selected, lab.header.task) == (at, texts.RACE_TASK), "the same pane is open"
    boards = [part for part in parts(lab) if isinstance(part, RaceView)]
    assert [one.board.surface["title"] for one in boards] == ["Beale"]
    lab.close()
    experiment.close()
    assert set(_instances) <= before


def test_plotly_is_not_loaded_for_contour_lines() -> None:
    code = (
        "import sys; from mlwidgets import OptimizerLab; "
        "OptimizerLab('circle'); print('plotly' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own text
    assert done.stdout.strip() == "False"
