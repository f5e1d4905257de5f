"""The race as someone sets it up, and its undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.session import Experiment
from mlwidgets.session.surface_race import SurfaceRace
from mlwidgets.session.undo import MOST_STEPS

if TYPE_CHECKING:
    import pytest


def test_a_change_is_told_and_taken_back() -> None:
    state, told = SurfaceRace(), []
    first = state.race
    state.observe(lambda change: told.append(change["name"]), ["race", "chosen", "can_undo"])
    assert state.racer is not None
    assert state.racer.label == "Adam"
    state.change(first.without(3), "")
    assert sorted(told) == ["can_undo", "chosen", "race"]
    assert (state.chosen, state.can_undo) == (0, True), "somebody else is looked at"
    state.undo()
    assert (state.race, state.chosen, state.can_undo) == (first, 3, False)
    state.undo()  # nothing left
    assert state.race is first


def test_a_drag_is_one_step_of_the_undo(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("mlwidgets.session.surface_race.monotonic", lambda: now[0])
    state = SurfaceRace()
    first = state.race
    for x in range(10):
        now[0] += 0.1
        state.change(state.race.starting_at((x / 10, 1.0)), "start")
    now[0] += 5
    state.change(state.race.starting_at((2.0, 2.0)), "start")
    state.undo()
    assert state.race.start == (0.9, 1.0)
    state.undo()
    assert state.race is first
    assert not state.can_undo


def test_changes_without_a_name_are_steps_of_their_own_and_the_oldest_are_forgotten() -> None:
    state = SurfaceRace()
    for steps in range(1, MOST_STEPS + 20):
        state.change(state.race.lasting(steps), "")
    for _ in range(MOST_STEPS + 20):
        state.undo()
    assert state.race.steps == 19


def test_without_racers_nobody_is_looked_at() -> None:
    state = SurfaceRace()
    for one in state.race.racers:
        state.change(state.race.without(one.number), "")
    assert (state.racer, state.chosen) == (None, 0)


def test_an_experiment_keeps_its_race() -> None:
    experiment = Experiment("circle")
    race = experiment.surface_race
    race.change(race.race.lasting(7), "")
    experiment.dataset = "xor"
    assert experiment.surface_race.race.steps == 7
    experiment.close()
