"""Class weights as a setting of an experiment: checked, trained with, undone, written down."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import Dataset
from mlwidgets.engine import Sequential, Trainer, layers
from mlwidgets.engine.layers import Input
from mlwidgets.errors import ConfigurationError
from mlwidgets.session import Experiment
from tests.session.support import numbers, settled, table

if TYPE_CHECKING:
    from tests.session.conftest import Make


def two_classes(names: tuple[str, str] = ("no", "yes")) -> Dataset:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(60, 2)).astype(np.float32)
    y = (x[:, 0] > 0.8).astype(np.int64)
    parts: dict[str, Any] = {"x_train": x[:40], "y_train": y[:40], "x_test": x[40:], "y_test": y[40:]}
    return Dataset(name="rare", class_names=names, source="a test", licence="BSD-3-Clause", **parts)


@pytest.mark.parametrize("chosen", [{0: 3.0, 2: 0.25}, "balanced"])
def test_the_run_is_the_engines_with_these_weights(make: Make, chosen: Any) -> None:  # noqa: ANN401
    experiment = make(epochs=2, optimizer="sgd", class_weight=chosen)
    split = experiment.split
    model = Sequential([Input((4,)), *map(layers.get, experiment.layers)], seed=0)
    model.compile(experiment.optimizer.make(), "sparse_categorical_crossentropy")
    weights = dict(enumerate(experiment.weights_by_class()))
    if chosen == "balanced":
        counts = np.bincount(split.y_train)
        assert weights == pytest.approx({number: 80 / (3 * counts[number]) for number in range(3)})
    twin = Trainer(model, split.x_train, split.y_train, epochs=2, batch_size=32, class_weight=weights)
    for _ in twin:
        pass
    experiment.run()
    settled(experiment)
    np.testing.assert_array_equal(experiment.model.vector, model.vector)
    plain = make(epochs=2, optimizer="sgd")
    plain.run()
    settled(plain)
    assert not np.array_equal(plain.model.vector, model.vector)


@pytest.mark.parametrize("loss", ["binary_crossentropy", "hinge", "mean_squared_error"])
def test_two_classes_with_one_output_are_weighed_by_their_targets(make: Make, loss: str) -> None:
    experiment = make(two_classes(), loss=loss, class_weight={1: 4.0})
    weights = experiment._build().weights
    assert weights is not None
    np.testing.assert_array_equal(weights, np.where(experiment.split.y_train == 1, 4.0, 1.0))


def test_a_change_restarts_says_so_and_is_undone(make: Make) -> None:
    experiment = make(epochs=1)
    experiment.step_batch()
    before = settled(experiment)
    trained = experiment.model.vector.copy()
    experiment.class_weight = {1: 5}
    assert experiment.note == "Changed class weights to 5 for class 1: press Run to train from the start."
    assert settled(experiment).iteration == 0
    assert experiment.class_weight == {1: 5.0}
    experiment.class_weight[1] = 7.0  # a copy: no door into the experiment
    assert experiment.class_weight == {1: 5.0}
    said = experiment.undo()
    assert "class weights" in said
    assert experiment.class_weight is None
    assert settled(experiment).iteration == before.iteration
    np.testing.assert_array_equal(experiment.model.vector, trained)
    experiment.redo()
    assert experiment.class_weight == {1: 5.0}


def test_they_are_written_down_only_if_there_are_any_and_read_again(make: Make) -> None:
    experiment = make()
    assert "class_weight" not in experiment.to_dict()
    mnist = Experiment("mnist", class_weight={3: 2.0})
    again = Experiment.from_dict(json.loads(json.dumps(mnist.to_dict())))
    assert again.class_weight == {3: 2.0}
    for one in (mnist, again):
        one.close()


@pytest.mark.parametrize(
    ("dataset", "value", "message"),
    [
        (table(), {3: 1.0}, "class_weight may name only classes of the data set clouds, 0 to 2; got class 3"),
        (
            numbers(),
            "balanced",
            "class_weight needs classes, and the data set numbers has numbers to predict",
        ),
        (numbers(), {0: 2.0}, "class_weight needs classes"),
        (table(), {0: -1.0}, "class_weight must be a number in [0, 1e+06]; got -1.0."),
    ],
)
def test_what_does_not_fit_the_data_is_refused(
    make: Make,
    dataset: Dataset,
    value: Any,  # noqa: ANN401 - right and wrong ones
    message: str,
) -> None:
    experiment = make(dataset)
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        experiment.class_weight = value
    assert experiment.class_weight is None


def test_other_classes_forget_the_weights_of_single_ones(make: Make) -> None:
    experiment = make(two_classes(), class_weight={1: 4.0})
    experiment.dataset = two_classes()
    assert experiment.class_weight == {1: 4.0}
    experiment.dataset = two_classes(("cat", "dog"))
    assert experiment.class_weight is None
    experiment.class_weight = "balanced"
    experiment.dataset = table()
    assert experiment.class_weight == "balanced"
    experiment.dataset = numbers()
    assert experiment.class_weight is None
    assert experiment.weights_by_class() == ()
