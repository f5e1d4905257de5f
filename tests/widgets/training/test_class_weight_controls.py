"""Class weights on the page: none, balanced, or a number for each class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.session import Experiment
from mlwidgets.widgets.training.class_weight_controls import ClassWeightControls
from tests.session.support import numbers, table
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def controls() -> Generator[ClassWeightControls]:
    experiment = Experiment(table())
    made = ClassWeightControls(experiment)
    yield made
    made.close()
    experiment.close()


def values(controls: ClassWeightControls) -> dict[str, Any]:
    return {child.label: child.value for child in controls.children}


def test_from_equal_to_balanced_to_own_numbers_and_back(controls: ClassWeightControls) -> None:
    experiment = controls.experiment
    assert values(controls) == {"Class weights": "equal"}
    menu = Wire(controls.children[0])
    menu.arrive({"value": "balanced"})
    assert experiment.class_weight == "balanced"
    assert re.search(r"Balanced by the training examples: .* for class 0, ", controls.children[0].help)
    menu.arrive({"value": "own"})
    balanced = dict(enumerate(experiment.weights_by_class()))
    assert experiment.class_weight == balanced
    labels = [f"Weight of class {number}" for number in range(3)]
    assert values(controls) == {"Class weights": "own", **dict(zip(labels, balanced.values(), strict=True))}
    Wire(controls.children[2]).arrive({"value": 7.5})
    assert experiment.class_weight == {**balanced, 1: 7.5}
    menu.arrive({"value": "equal"})
    assert experiment.class_weight is None
    assert values(controls) == {"Class weights": "equal"}
    assert controls.fault == ""


def test_own_numbers_that_are_all_1_change_nothing_until_one_of_them_moves(
    controls: ClassWeightControls,
) -> None:
    experiment = controls.experiment
    restarts = experiment.restarts
    Wire(controls.children[0]).arrive({"value": "own"})
    assert len(controls.children) == 4
    assert experiment.class_weight is None
    assert experiment.restarts == restarts
    Wire(controls.children[1]).arrive({"value": 2.0})
    assert experiment.class_weight == {0: 2.0, 1: 1.0, 2: 1.0}
    Wire(controls.children[1]).arrive({"value": 1.0})
    assert experiment.class_weight is None
    assert len(controls.children) == 4


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf"), "many", None, 10**400, 1e7])
def test_a_number_that_cannot_be_a_weight_is_refused(controls: ClassWeightControls, value: object) -> None:
    Wire(controls.children[0]).arrive({"value": "own"})
    Wire(controls.children[1]).arrive({"value": value})
    assert controls.experiment.class_weight is None
    assert controls.children[1].value == 1.0


def test_python_undo_and_other_data_are_followed(controls: ClassWeightControls) -> None:
    experiment = controls.experiment
    experiment.class_weight = {2: 4.0}
    assert values(controls)["Weight of class 2"] == 4.0
    experiment.undo()
    assert values(controls)["Class weights"] in ("equal", "own")
    experiment.class_weight = "balanced"
    assert values(controls) == {"Class weights": "balanced"}
    experiment.dataset = table(classes=4, features=3)
    assert values(controls) == {"Class weights": "balanced"}
    experiment.dataset = numbers()
    assert values(controls) == {}
    assert controls.fault == ""
