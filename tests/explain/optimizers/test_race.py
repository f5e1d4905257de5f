"""A race as it is set up, and its results in words."""

from __future__ import annotations

import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.optimizers.formula import FormulaSurface
from mlwidgets.explain.optimizers.paths import MOST_RACERS, Stop, race_paths
from mlwidgets.explain.optimizers.race import Race, Racer, usual_racers
from mlwidgets.explain.optimizers.results import Result, distinct_labels, result_of, results_text
from mlwidgets.explain.optimizers.surfaces import SURFACES
from mlwidgets.spec import OptimizerSpec


def results_of(race: Race) -> list[Result]:
    paths = race_paths(race.surface, [one.spec for one in race.racers], race.start, race.steps)
    return [result_of(race.surface, path) for path in paths]


def test_the_first_race_tells_a_story() -> None:
    race = Race.first()
    assert [one.label for one in race.racers] == ["SGD", "SGD with momentum 0.9", "RMSprop", "Adam"]
    assert [one.rate for one in race.racers] == ["η = 0.001", "η = 0.001", "η = 0.01", "η = 0.2"]
    results = results_of(race)
    assert [one.reached is not None for one in results] == [False, True, False, True]
    assert all(one.stop is Stop.NONE for one in results)
    text = results_text(race, results)
    assert text.startswith(
        f"Adam reached a minimum first, after {results[3].reached} updates; SGD with momentum"
    )
    assert "Lowest after 600 updates: Adam, z = 0.0000" in text


@pytest.mark.parametrize("surface", SURFACES)
def test_the_usual_racers_stay_on_every_surface(surface: str) -> None:
    race = Race.first().on(surface)
    assert race.start == SURFACES[surface].start
    assert race.racers == usual_racers(SURFACES[surface])
    results = results_of(race)
    assert all(one.stop is Stop.NONE for one in results)
    assert surface == "rastrigin" or any(one.reached is not None for one in results)


def test_two_minima_show_that_momentum_and_the_start_decide() -> None:
    race = Race.first().on("two_minima")
    results = results_of(race)
    assert [one.minimum for one in results] == [1, 0, 1, 1]
    assert "SGD, RMSprop and Adam ended in the higher, local minimum." in results_text(race, results)
    # From the other side momentum carries SGD over the hill, too, and there into the worse minimum.
    assert [one.minimum for one in results_of(race.starting_at((-1.8, 1.2)))] == [0, 1, 0, 0]


def test_racers_that_someone_has_changed_are_kept_on_another_surface() -> None:
    race = Race.first().changed(0, OptimizerSpec.of("adagrad"))
    assert race.on("bowl").racers == race.racers
    assert race.racer(0).spec.name == "adagrad"


def test_racers_are_added_and_removed_and_keep_their_numbers() -> None:
    race = Race.first().without(1)
    assert [one.number for one in race.racers] == [0, 2, 3]
    race = race.with_racer(OptimizerSpec.of("adamax"))
    assert [one.number for one in race.racers] == [0, 2, 3, 1]
    while len(race.racers) < MOST_RACERS:
        race = race.with_racer(OptimizerSpec.of("sgd"))
    with pytest.raises(ConfigurationError, match="At most 8 optimizers can race"):
        race.with_racer(OptimizerSpec.of("sgd"))
    with pytest.raises(ConfigurationError, match="no racer 9"):
        race.without(9)
    for one in race.racers:
        race = race.without(one.number)
    assert results_text(race, []) == "Nobody races. Add an optimizer."


def test_a_label_says_what_differs_from_the_defaults() -> None:
    spec = OptimizerSpec.of("adam").with_(amsgrad=True, beta_1=0.5, clipnorm=1.0)
    assert Racer(0, spec).label == "Adam with momentum β₁ 0.5, AMSGrad, clip each norm 1"
    nesterov = OptimizerSpec.of("sgd").with_(momentum=0.9, nesterov=True)
    assert Racer(0, nesterov).label == "SGD with momentum 0.9, Nesterov momentum"
    wave = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.05, "decay_steps": 60}}
    assert Racer(0, OptimizerSpec.of("sgd").with_(learning_rate=wave)).rate == "η: cosine decay"


def test_racers_with_the_same_settings_are_told_apart_by_their_rate() -> None:
    race = Race.first().with_racer(OptimizerSpec.of("adam").with_(learning_rate=0.05))
    assert distinct_labels(race)[3:] == ["Adam (η = 0.2)", "Adam (η = 0.05)"]


def test_one_that_diverges_or_falls_into_a_hole_is_named() -> None:
    race = Race.first().changed(0, OptimizerSpec.of("sgd").with_(learning_rate=10.0))
    results = results_of(race)
    assert results[0].stop is Stop.DIVERGED
    assert f"SGD diverged after {results[0].updates} update" in results_text(race, results)
    holed = Race(
        FormulaSurface.of("sqrt(x)"),
        (Racer(0, OptimizerSpec.of("sgd").with_(learning_rate=5.0)),),
        (0.5, 0),
        9,
    )
    text = results_text(holed, results_of(holed))
    assert text == (
        "SGD stopped after 0 updates: its next step leads to a hole, where the surface has no height or no "
        "gradient."
    )


def test_without_known_minima_only_the_height_counts() -> None:
    race = Race.first().on(FormulaSurface.of("x^2 + 2y^2"))
    assert results_text(race, results_of(race)).startswith("Lowest after 600 updates: ")


@pytest.mark.parametrize("steps", [0, 1001, 1.5, None, "many", float("inf"), 10**400])
def test_a_race_has_one_to_a_thousand_updates(steps: object) -> None:
    assert Race.first().lasting(1000).steps == 1000
    with pytest.raises(ConfigurationError, match="steps must be a whole number"):
        Race.first().lasting(steps)


def test_racers_with_the_same_settings_and_rate_get_numbers() -> None:
    race = Race.first()
    for number in (3, 3, 1, 1):
        race = race.with_racer(race.racer(number).spec)
    names = ["Adam", "Adam 2", "Adam 3", "SGD 2 with momentum 0.9", "SGD 3 with momentum 0.9"]
    assert distinct_labels(race)[3:] == names
    faster = race.changed(3, race.racer(3).spec.with_(learning_rate=0.3))
    assert distinct_labels(faster)[3:6] == ["Adam (η = 0.3)", "Adam (η = 0.2)", "Adam 2"]


def test_one_that_leaves_the_picture_is_named_and_a_height_is_as_precise_as_on_the_page() -> None:
    race = Race.first().on(FormulaSurface.of("x^2 - y^2")).lasting(100)
    text = results_text(race, results_of(race))
    assert "SGD, SGD with momentum 0.9, RMSprop and Adam left the picture." in text
    text = results_text(race.lasting(600), results_of(race.lasting(600)))
    assert "SGD with momentum 0.9 fell ever lower, out of the picture: there is no minimum." in text
    race = Race.first().on(FormulaSurface.of("exp(100x)"))
    assert ", z = 0." in results_text(race, results_of(race))
