"""Weights changed by hand, at rest and in the middle of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Dense, Dropout, Input
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.session import Status
from mlwidgets.session.run.weight_edit import WeightEdit
from tests.session.support import Watch, settled

if TYPE_CHECKING:
    from tests.session.conftest import Make


def model() -> Sequential:
    """Make a network of two fully connected layers with a dropout between."""
    return Sequential([Input((2,)), Dense(3), Dropout(0.1), Dense(1, use_bias=False)])


def test_one_number_changes_and_no_other() -> None:
    one = model()
    before = one.vector.copy()
    WeightEdit.checked(one, 0, "kernel", (1, 2), -4.5).apply(one)
    assert one.layers[0].weights["kernel"][1, 2] == -4.5
    assert (one.vector != before).sum() == 1
    WeightEdit.checked(one, 0, "bias", [1], 2).apply(one)
    assert one.layers[0].weights["bias"].tolist() == [0, 2, 0]


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ((2, "bias", (0,)), "There is no 'bias' in layer 2 of 3, counted from 0. That layer has kernel."),
        (
            (1, "kernel", (0,)),
            "There is no 'kernel' in layer 1 of 3, counted from 0. That layer has no weights.",
        ),
        ((9, "kernel", (0, 0)), "There is no 'kernel' in layer 9 of 3"),
        ((-1, "kernel", (0, 0)), "There is no 'kernel' in layer -1 of 3"),
        ((0, "kernel", (0,)), r"The kernel of layer 0 has the shape \(2, 3\)"),
        ((0, "kernel", (2, 0)), r"counted from 0; got the index \(2, 0\)"),
        ((0, "kernel", (-1, 0)), r"counted from 0; got the index \(-1, 0\)"),
        ((0, "kernel", (0.5, 0)), r"counted from 0; got the index \(0.5, 0\)"),
    ],
)
def test_a_weight_that_is_not_there(place: Any, message: str) -> None:  # noqa: ANN401 - hostile on purpose
    with pytest.raises(ShapeError, match=message):
        WeightEdit.checked(model(), place[0], place[1], place[2], 1.0)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2e6, "1", None, True])
def test_a_value_that_is_no_weight(value: Any) -> None:  # noqa: ANN401 - hostile on purpose
    with pytest.raises(ConfigurationError, match="weight must be a number in"):
        WeightEdit.checked(model(), 0, "bias", (0,), value)


def test_at_rest_everybody_sees_it_at_once(make: Make) -> None:
    experiment = make()
    watch = Watch(experiment)
    experiment.set_weight(0, "bias", (1,), 3)
    snapshot = settled(experiment)
    assert (snapshot.status, snapshot.iteration, len(watch.snapshots)) == (Status.READY, 0, 1)
    assert experiment.model.layers[0].weights["bias"][1] == 3
    assert experiment.ask(lambda copy: float(copy.layers[0].weights["bias"][1])) == 3
    experiment.reset()
    settled(experiment)
    assert experiment.model.layers[0].weights["bias"][1] == 0


def test_a_run_goes_on_with_it(make: Make) -> None:
    experiment = make(batch_size=1, epochs=10_000, learning_rate=1e-9, optimizer="sgd")
    watch = Watch(experiment)
    experiment.run()
    watch.until_iteration(1)
    experiment.set_weight(0, "bias", (1,), 3)
    place = int(np.prod(experiment.model.layers[0].weights["kernel"].shape)) + 1
    watch.until(lambda: bool(abs(watch.snapshots[-1].parameters[place] - 3) < 1e-3))  # type: ignore[index]
    assert experiment.status is Status.RUNNING
    before = watch.snapshots[-1].iteration
    watch.until_iteration(before + 1)
    experiment.pause()
    assert settled(experiment).status is Status.PAUSED


def test_what_cannot_be_is_told_by_the_call_and_changes_nothing(make: Make) -> None:
    experiment = make()
    before = experiment.model.vector.copy()
    with pytest.raises(ShapeError):
        experiment.set_weight(5, "bias", (0,), 1)
    with pytest.raises(ConfigurationError):
        experiment.set_weight(0, "bias", (0,), float("nan"))
    np.testing.assert_array_equal(experiment.model.vector, before)
