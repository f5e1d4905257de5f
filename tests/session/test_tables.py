"""Tables go straight to a network: layers, loss and numbers suit them, and undo brings back what was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data import load
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.prepare.plan import Plan
from mlwidgets.data.relabelled import relabelled
from mlwidgets.data.tables.bundled import bundled_table, bundled_tables
from mlwidgets.session import Experiment
from mlwidgets.session.defaults import default_settings
from tests.data.prepare.makers import penguins, prices

if TYPE_CHECKING:
    from tests.session.conftest import Make

WORTH = {
    "penguins": 0.95,
    "iris": 0.9,
    "wine": 0.95,
    "breast_cancer": 0.93,
    "phishing": 0.9,
}
"""What accuracy on validation rows the defaults must reach."""


def units(experiment: Experiment) -> list[int]:
    """Return the units of each layer."""
    return [layer["config"]["units"] for layer in experiment.layers]


@pytest.mark.parametrize("name", bundled_tables())
def test_the_defaults_succeed_in_seconds(make: Make, name: str) -> None:
    experiment = make(load(name))
    experiment.run()
    assert experiment.wait(20)
    assert experiment.snapshot is not None
    assert 700 < experiment.snapshot.iteration < 1600
    assert experiment.snapshot.validation is not None
    logs = experiment.snapshot.validation.evaluation.logs
    if name in WORTH:
        assert logs["accuracy"] >= WORTH[name]
    else:
        assert logs["loss"] < 0.65  # of the variance, which is 1


def test_of_a_long_table_there_are_ten_epochs_of_large_batches() -> None:
    made = prepared_dataset(bundled_table("phishing"))
    assert default_settings(made) == {"learning_rate": 0.003, "batch_size": 256, "epochs": 32}
    assert default_settings(prepared_dataset(penguins(60)))["batch_size"] == 8
    assert default_settings(prepared_dataset(penguins(100_000))) == {
        "learning_rate": 0.003,
        "batch_size": 1024,
        "epochs": 14,
    }


def test_what_nobody_has_chosen_follows_the_table(make: Make) -> None:
    experiment = make(load("mnist"))
    experiment.dataset = "penguins"
    assert (units(experiment), experiment.loss.name) == ([8, 3], "sparse_categorical_crossentropy")
    assert (experiment.batch_size, experiment.epochs, experiment.learning_rate) == (8, 32, 0.003)
    experiment.dataset = "diabetes"
    assert (units(experiment), experiment.loss.name) == ([8, 1], "mean_squared_error")
    assert (experiment.batch_size, experiment.epochs) == (16, 50)
    experiment.dataset = "mnist"
    assert (experiment.batch_size, experiment.epochs, len(experiment.layers)) == (32, 20, 6)
    assert experiment.learning_rate == make(load("mnist")).learning_rate


def test_what_somebody_has_chosen_stays(make: Make) -> None:
    experiment = make(load("penguins"))
    experiment.change(batch_size=5, optimizer="sgd")
    experiment.layers = [
        {"class_name": "Dense", "config": {"units": 4, "activation": "tanh"}},
        {"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}},
    ]
    rate = experiment.learning_rate
    experiment.dataset = "phishing"
    assert (units(experiment), experiment.batch_size) == ([4, 2], 5)
    assert (experiment.optimizer.name, experiment.learning_rate) == ("sgd", rate)
    experiment.change(dataset="iris", epochs=3)
    assert experiment.epochs == 3


def test_another_plan_changes_no_number(make: Make) -> None:
    experiment = make(prepared_dataset(penguins(130)))
    before = experiment.batch_size, experiment.epochs
    plan = Plan.suggested(penguins(130)).with_split(test=0.5)
    assert experiment.dataset.prepared is not None
    experiment.dataset = prepared_dataset(experiment.dataset.prepared.table, plan)
    assert (experiment.batch_size, experiment.epochs) == before


def test_one_more_level_changes_the_input_and_keeps_the_network(make: Make) -> None:
    made = penguins()
    experiment = make(prepared_dataset(made))
    assert experiment.model.input_shape == (6,)
    experiment.dataset = prepared_dataset(made, Plan.suggested(made).with_column("island", role="ignored"))
    assert experiment.model.input_shape == (2,)
    assert units(experiment) == [8, 3]


def test_undo_brings_back_table_numbers_and_network(make: Make) -> None:
    experiment = make(load("mnist"))
    before = experiment.settings
    experiment.dataset = "penguins"
    experiment.undo()
    assert experiment.settings == before
    experiment.redo()
    assert experiment.dataset is load("penguins")
    assert experiment.epochs == 32


def test_an_experiment_is_written_down_and_read_again(make: Make) -> None:
    made = penguins(name="own")
    plan = Plan.suggested(made).with_split(seed=4, validation=0.1)
    data = prepared_dataset(made, plan)
    changed = relabelled(data, {0: (int(data.y_train[0]) + 1) % 3})
    for dataset in (load("phishing"), data, changed):
        first = make(dataset)
        again = Experiment.from_dict(json.loads(json.dumps(first.to_dict())))
        assert again.to_dict() == first.to_dict()
        np.testing.assert_array_equal(again.split.y_train, first.split.y_train)
        assert again.dataset.prepared is not None
        again.close()


def test_the_plan_divides_and_not_the_settings(make: Make) -> None:
    experiment = make(load("penguins"))
    first = experiment.split.validation_index.tolist()
    experiment.change(validation_split=0.5, seed=7)
    assert experiment.split.validation_index.tolist() == first
    assert experiment.settings.validates
    experiment.validation_split = 0
    assert experiment.settings.validates
    made = penguins()
    experiment.dataset = prepared_dataset(made, Plan.suggested(made).with_split(validation=0))
    assert not experiment.settings.validates


def test_the_same_settings_of_another_reading_are_another_table(make: Make) -> None:
    experiment = make(prepared_dataset(prices(seed=0)))
    other = prepared_dataset(prices(seed=1))  # with the same config, as if it had been read in another way
    experiment.dataset = other
    assert experiment.dataset is other
