"""Settings as traits: each can be observed and assigned, and all of them are one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.data import load, points
from mlwidgets.errors import ConfigurationError, SessionStateError
from mlwidgets.spec import OptimizerSpec
from tests.session.support import table

if TYPE_CHECKING:
    from tests.session.conftest import Make


def test_a_data_set_is_taken_as_it_is_by_its_name_or_from_its_settings(make: Make) -> None:
    experiment = make(load("xor"))
    assert experiment.dataset is load("xor")
    experiment.dataset = "mnist"
    assert experiment.dataset is load("mnist")
    experiment.dataset = {"name": "spiral", "noise": 3}
    assert experiment.dataset.config == points("spiral", noise=3).config


def test_a_data_set_of_the_same_settings_is_no_change(make: Make) -> None:
    experiment = make(load("xor"))
    seen: list[object] = []
    experiment.observe(seen.append, "dataset")
    experiment.dataset = {"name": "spiral", "noise": 3}
    kept = experiment.dataset
    experiment.dataset = points("spiral", noise=3)
    assert experiment.dataset is kept
    experiment.dataset = points("spiral", noise=4)
    assert len(seen) == 2


@pytest.mark.parametrize(
    "value",
    [
        "sgd",
        "SGD",
        {"class_name": "SGD"},
        {"class_name": "sgd", "config": {"momentum": 0.0}},
        OptimizerSpec.of("sgd"),
    ],
)
def test_an_optimizer_is_taken_in_every_form(make: Make, value: object) -> None:
    experiment = make()
    experiment.optimizer = value
    assert experiment.optimizer == OptimizerSpec.of("sgd")
    assert experiment.optimizer.name == "sgd"
    assert experiment.learning_rate == 0.1, "the rate with which it learns well"


def test_every_setting_of_the_optimizer_is_held_and_used(make: Make) -> None:
    config = {"learning_rate": 0.03, "beta_1": 0.8, "beta_2": 0.99, "epsilon": 1.0, "global_clipnorm": 2.0}
    experiment = make(optimizer={"class_name": "Adam", "config": config})
    assert config.items() <= experiment.optimizer.config.items()
    assert config.items() <= experiment.model.optimizer.get_config().items()  # type: ignore[union-attr]


def test_a_number_takes_the_place_of_a_schedule(make: Make) -> None:
    experiment = make()
    wave = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.2, "decay_steps": 100}}
    experiment.learning_rate = wave
    assert experiment.learning_rate == 0.2
    assert experiment.optimizer.schedule_title == "Cosine decay"
    experiment.learning_rate = 0.1
    assert (experiment.learning_rate, experiment.optimizer.schedule) == (0.1, None)


def test_observers_are_told_once_when_everything_is_in_place(make: Make) -> None:
    experiment = make(load("spiral"))
    told: list[tuple[str, object]] = []

    def look(change: dict[str, Any]) -> None:
        assert experiment.dataset is clouds
        experiment.task.check_stack(experiment.settings.layers)
        told.append((change["name"], change["new"]))

    clouds = table()
    experiment.observe(look, ["dataset", "features", "layers", "loss", "settings", "restarts"])
    experiment.dataset = clouds
    assert [name for name, _ in told] == ["dataset", "features", "layers", "settings", "restarts"]
    assert told[-2][1] is experiment.settings


def test_a_change_that_is_none_tells_nobody(make: Make) -> None:
    experiment = make()
    told: list[object] = []
    experiment.observe(told.append)
    experiment.learning_rate = experiment.learning_rate
    experiment.layers = experiment.layers
    experiment.optimizer = experiment.optimizer.to_dict()
    assert told == []


def test_several_settings_change_together_or_not_at_all(make: Make) -> None:
    experiment = make()
    before = experiment.settings
    with pytest.raises(ConfigurationError, match="epochs must be a whole number"):
        experiment.change(batch_size=8, epochs=0)
    assert experiment.settings is before
    experiment.change(batch_size=8, epochs=3)
    assert (experiment.batch_size, experiment.epochs) == (8, 3)


def test_the_settings_as_a_whole_are_not_assigned(make: Make) -> None:
    experiment = make()
    with pytest.raises((ConfigurationError, SessionStateError)):
        experiment.settings = experiment.settings
