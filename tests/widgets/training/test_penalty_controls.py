"""The penalty of the whole network on the page, for convolutions as for the playground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets.engine.layers import Dense
from mlwidgets.session import Experiment
from mlwidgets.session.stack.penalty import Penalty
from mlwidgets.widgets.training.penalty_controls import PenaltyControls
from tests.session.support import pictures
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def controls() -> Generator[PenaltyControls]:
    experiment = Experiment(pictures())
    made = PenaltyControls(experiment)
    yield made
    made.close()
    experiment.close()


def test_kind_and_rate_reach_every_layer_and_an_undo_is_followed(controls: PenaltyControls) -> None:
    experiment = controls.experiment
    menu, rate = controls.children
    assert rate.disabled
    Wire(menu).arrive({"value": "l1"})
    assert Penalty.read(experiment.layers) == Penalty("l1", 0.003)
    assert not rate.disabled
    Wire(rate).arrive({"value": 0.1})
    assert Penalty.read(experiment.layers) == Penalty("l1", 0.1)
    experiment.undo()  # so quickly after each other both are one step
    assert (menu.value, rate.disabled) == ("none", True)
    assert controls.fault == ""


def test_layers_that_differ_are_shown_as_such_and_one_choice_makes_them_alike(
    controls: PenaltyControls,
) -> None:
    experiment = controls.experiment
    menu = controls.children[0]
    *rest, last = experiment.layers
    experiment.layers = [*rest, Dense(last["config"]["units"], "softmax", kernel_regularizer="l2")]
    assert menu.value == "other"
    before = experiment.layers
    Wire(menu).arrive({"value": "other"})
    assert experiment.layers == before
    Wire(menu).arrive({"value": "none"})
    assert Penalty.read(experiment.layers) == Penalty()
    assert [value for _, value in menu.options] == ["none", "l1", "l2"]


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), "much", None, 10**400])
def test_a_rate_that_cannot_be_is_refused(controls: PenaltyControls, rate: object) -> None:
    Wire(controls.children[0]).arrive({"value": "l2"})
    Wire(controls.children[1]).arrive({"value": rate})
    assert Penalty.read(controls.experiment.layers) == Penalty("l2", 0.003)
