"""Checks of what has been chosen, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.data import load
from mlwidgets.data.registry import names
from tests.lessons.checks.support import judged

if TYPE_CHECKING:
    from tests.session.conftest import Make


@pytest.mark.parametrize(
    ("name", "given", "holds"),
    [
        ("dataset_is", {"name": "spiral"}, True),
        ("dataset_is", {"name": "circle"}, False),
        ("loss_is", {"class_name": "sparse_categorical_crossentropy"}, True),
        ("loss_is", {"class_name": "Hinge"}, False),
        ("optimizer", {"class_name": "sgd"}, True),
        ("optimizer", {"class_name": "Adam"}, False),
        ("learning_rate", {"at_least": 0.2, "at_most": 0.2}, True),
        ("learning_rate", {"at_least": 0.3}, False),
        ("setting", {"name": "batch_size", "at_most": 16}, True),
        ("setting", {"name": "batch_size", "at_most": 15}, False),
        ("setting", {"name": "seed", "at_least": 3, "at_most": 3}, True),
        ("setting", {"name": "validation_split", "below": 0.2}, False),
        ("setting", {"name": "epochs", "at_least": 7}, True),
    ],
)
def test_both_ways(make: Make, name: str, given: dict[str, Any], holds: bool) -> None:
    experiment = make(load({"name": "spiral", "samples": 60}), batch_size=16, seed=3, epochs=7)
    experiment.optimizer = {"class_name": "SGD", "config": {"learning_rate": 0.2}}
    finding = judged(name, experiment, **given)
    assert finding.holds is holds, finding.why


def test_sentences_name_what_was_chosen_and_what_should_be(make: Make) -> None:
    experiment = make(load({"name": "spiral", "samples": 60}), learning_rate=0.03)
    assert judged("optimizer", experiment, class_name="SGD").why.startswith(
        "Your optimizer is Adam; it must be SGD"
    )
    assert judged("learning_rate", experiment, at_least=0.1).why == (
        "Your learning rate is 0.03; it must be at least 0.1. Raise it, then check again."
    )
    assert judged("dataset_is", experiment, name="plane").why.startswith(
        "Your data set is spiral; it must be plane."
    )


def test_of_a_schedule_the_first_rate_counts(make: Make) -> None:
    experiment = make()
    wave = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.25, "decay_steps": 100}}
    experiment.optimizer = experiment.optimizer.with_(learning_rate=wave)
    assert judged("learning_rate", experiment, at_least=0.25, at_most=0.25).holds


@pytest.mark.parametrize("name", names())
def test_every_data_set_of_the_menu_can_be_named(make: Make, name: str) -> None:
    assert judged("dataset_is", make(load(name)), name=name).holds


def test_a_bundled_data_set_is_not_one_of_the_same_kind_with_another_name(make: Make) -> None:
    assert not judged("dataset_is", make(), name="spiral").holds
