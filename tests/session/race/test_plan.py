"""A race is planned: who, how often, how long, with which learning rates."""

from __future__ import annotations

from typing import Any

import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.session import Experiment
from mlwidgets.session.race.heats import best_rate, race_jobs, trial_jobs, trial_updates, tried_rates
from mlwidgets.session.race.plan import Entrant, RacePlan, usual_entrants
from mlwidgets.session.race.state import Trial
from mlwidgets.spec import OptimizerSpec

INFINITE = float("inf")


def test_the_usual_race_is_of_sgd_sgd_with_momentum_and_adam() -> None:
    plan = RacePlan(usual_entrants())
    assert [one.name for one in plan.entrants] == ["SGD", "SGD with momentum 0.9", "Adam"]
    assert [one.optimizer.learning_rate for one in plan.entrants] == [0.1, 0.01, 0.002]
    assert (plan.seeds, plan.rates) == (3, "own")


def test_optimizers_of_the_same_name_are_told_apart() -> None:
    plan = RacePlan(("adam", "Adam", {"class_name": "Adam", "config": {"learning_rate": 0.1}}))  # type: ignore[arg-type]
    assert [one.name for one in plan.entrants] == ["Adam", "Adam (2)", "Adam (3)"]
    again = RacePlan(plan.entrants)
    assert again.entrants == plan.entrants
    long = RacePlan((Entrant("x" * 10_000, OptimizerSpec.of("sgd")), Entrant("  ", OptimizerSpec.of("sgd"))))
    assert [len(one.name) for one in long.entrants] == [40, 3]


def test_an_entrant_is_a_name_and_an_optimizer() -> None:
    assert Entrant("mine", "sgd").optimizer == OptimizerSpec.of("sgd")  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=r"^The name of an optimizer in a race is a text; got 5\.$"):
        Entrant(5, OptimizerSpec.of("sgd"))  # type: ignore[arg-type]
    for bad in (5, None, "adan"):
        with pytest.raises(ConfigurationError, match=r"\w.*\."):
            Entrant("mine", bad)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "bad",
    [
        {"entrants": ()},
        {"entrants": ("adam",) * 9},
        {"entrants": "adam"},
        {"entrants": ("adan",)},
        {"entrants": (None,)},
        {"entrants": (3,)},
        {"seeds": 0},
        {"seeds": 11},
        {"seeds": 2.5},
        {"seeds": 10**400},
        {"epochs": float("nan")},
        {"epochs": True},
        {"updates": 0},
        {"updates": "many"},
        {"rates": "fair"},
        {"rates": None},
        {"learning_rate": INFINITE},
        {"learning_rate": 0},
    ],
)
def test_a_plan_that_cannot_be_is_explained(bad: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"\w.*\."):
        RacePlan(**{"entrants": usual_entrants(), **bad})


def test_updates_follow_from_epochs_or_are_given() -> None:
    settings = Experiment("moons", batch_size=10).settings
    plan = RacePlan(usual_entrants(), epochs=2)
    assert plan.updates_of(settings, 105) == 22
    assert plan.with_(updates=7).updates_of(settings, 105) == 7


def test_every_entrant_of_a_seed_gets_the_same_seed_and_trials_get_one_of_their_own() -> None:
    settings = Experiment("moons", seed=2**32 - 2).settings
    plan = RacePlan(usual_entrants(), seeds=2)
    jobs = race_jobs("key", plan, settings, 40, [0.5, 0.05, 0.005])
    assert [(job.entrant, job.seed) for job in jobs] == [
        (entrant, seed) for seed in (2**32 - 2, 2**32 - 1) for entrant in range(3)
    ]
    assert {job.seed for job in trial_jobs("key", plan, settings, 40)} == {0}


def test_rates_are_own_with_their_schedules_equal_or_tuned() -> None:
    settings = Experiment("moons").settings
    wave = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.2, "decay_steps": 100}}
    plan = RacePlan((Entrant.of(OptimizerSpec.of("sgd").with_(learning_rate=wave)),))
    assert race_jobs("key", plan, settings, 9, [0.2])[0].optimizer.schedule is not None
    equal = plan.with_(rates="equal")
    assert race_jobs("key", equal, settings, 9, [0.3])[0].optimizer.config["learning_rate"] == 0.3


def test_tried_rates_lie_around_the_optimizers_own_and_within_its_range() -> None:
    assert tried_rates(Entrant.of("adam")) == pytest.approx([0.002 / 9, 0.002 / 3, 0.002, 0.006, 0.018])
    assert max(tried_rates(Entrant.of("adadelta"))) == 9.0
    assert max(tried_rates(Entrant.of(OptimizerSpec.of("sgd").with_(learning_rate=10.0)))) == 10.0


def test_the_best_rate_is_that_of_the_lowest_loss() -> None:
    assert best_rate([Trial(0.1, 2.0), Trial(0.2, 1.0), Trial(0.3, INFINITE)], own=0.5) == 0.2
    assert best_rate([Trial(0.1, INFINITE)], own=0.5) == 0.5
    assert best_rate([], own=0.5) == 0.5


def test_a_trial_is_a_quarter_of_a_run_and_never_longer_than_one() -> None:
    assert [trial_updates(updates) for updates in (5, 20, 50, 400)] == [5, 20, 20, 100]
