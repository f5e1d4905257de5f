"""Networks and losses to start with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets.data import load
from mlwidgets.engine.losses import LOSSES
from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.session.defaults import (
    ONE_OUTPUT,
    default_layers,
    default_loss,
    default_settings,
    output_layer,
    output_shape,
)
from mlwidgets.session.run.snapshot import Status
from mlwidgets.spec import OPTIMIZER_ROWS, OptimizerSpec
from tests.session.support import numbers, pictures, settled, table

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from tests.session.conftest import Make


@pytest.mark.parametrize(
    ("dataset", "kinds", "output", "loss"),
    [
        (table(), ["Dense", "Dense"], (3,), "sparse_categorical_crossentropy"),
        (numbers(), ["Dense", "Dense"], (1,), "mean_squared_error"),
        (numbers(targets=4), ["Dense", "Dense"], (4,), "mean_squared_error"),
        (
            pictures(),
            ["Conv2D", "MaxPooling2D", "Conv2D", "MaxPooling2D", "Flatten", "Dense"],
            (2,),
            "sparse_categorical_crossentropy",
        ),
        (pictures(side=9), ["Flatten", "Dense", "Dense"], (2,), "sparse_categorical_crossentropy"),
        (load("spiral"), ["Dense", "Dense", "Dense"], (2,), "sparse_categorical_crossentropy"),
        (load("plane"), ["Dense", "Dense", "Dense"], (1,), "mean_squared_error"),
    ],
)
def test_stacks(dataset: Dataset, kinds: list[str], output: tuple[int, ...], loss: str) -> None:
    stack = default_layers(dataset)
    assert [spec["class_name"] for spec in stack] == kinds
    assert stack[-1]["config"]["units"] == output[-1]
    assert stack[-1]["config"]["activation"] == ("softmax" if dataset.n_classes else "linear")
    assert output_shape(dataset) == output
    assert default_loss(dataset) == loss


@pytest.mark.parametrize("loss", ONE_OUTPUT)
def test_two_classes_may_have_one_output(loss: str) -> None:
    assert loss in LOSSES.names
    for dataset in (load("spiral"), pictures()):
        assert output_shape(dataset, loss) == (1,)
        last = default_layers(dataset, loss)[-1]["config"]
        assert (last["units"], last["activation"]) == (1, ONE_OUTPUT[loss])
    for dataset in (table(), load("plane"), numbers(targets=4)):
        assert output_shape(dataset, loss) == output_shape(dataset)
        assert output_layer(dataset, loss).get_config() == output_layer(dataset).get_config()


def test_points_are_trained_in_small_batches_and_other_data_as_usual(make: Make) -> None:
    assert default_settings(table()) == {}
    assert set(default_settings(load("xor"))) == {"learning_rate", "batch_size", "epochs"}
    experiment = make(load("xor"), epochs=7)
    assert (experiment.learning_rate, experiment.batch_size, experiment.epochs) == (0.03, 10, 7)


def test_every_optimizer_has_a_usual_learning_rate() -> None:
    for row in OPTIMIZER_ROWS:
        assert OptimizerSpec.of(row.name).learning_rate == row.option("learning_rate").start


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_every_optimizer_learns_with_its_usual_rate(make: Make, name: str) -> None:
    experiment = make(optimizer=name, epochs=60, batch_size=8)
    experiment.run()
    snapshot = settled(experiment)
    assert snapshot.status is Status.FINISHED, snapshot.error
    losses = snapshot.history.history["loss"]
    assert losses[-1] < losses[0] / 2
