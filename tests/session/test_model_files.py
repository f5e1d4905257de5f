"""A model from outside in an experiment: what it takes the place of, what stays, and what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Dense, Dropout, Input
from mlwidgets.errors import ConfigurationError, SessionStateError, ShapeError
from mlwidgets.session import Experiment

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment("circle", seed=3, epochs=2)
    yield made
    made.close()


def two_classes() -> Sequential:
    return Sequential([Input((2,)), Dense(5, "tanh"), Dropout(0.1), Dense(2, "softmax")], seed=9)


def same(a: list[np.ndarray], b: list[np.ndarray]) -> bool:
    return len(a) == len(b) and all(np.array_equal(one, other) for one, other in zip(a, b, strict=True))


def test_layers_and_weights_are_one_step(experiment: Experiment) -> None:
    experiment.step_epoch()
    assert experiment.wait(20)
    before, optimizer, model = experiment.model.get_weights(), experiment.optimizer, two_classes()
    experiment.open_model(model, "the model file my.keras")
    assert not experiment.untrained
    assert experiment.transcript.lines[-1] == "# experiment.open_model(…)  ('the model file my.keras')"
    assert experiment.note == "Opened the model file my.keras."
    assert [layer["class_name"] for layer in experiment.layers] == ["Dense", "Dropout", "Dense"]
    assert same(experiment.model.get_weights(), model.get_weights())
    assert experiment.optimizer == optimizer
    assert experiment.wait(20)
    assert experiment.snapshot is not None
    assert experiment.snapshot.iteration == 0

    experiment.step_epoch()  # it can be trained on
    assert experiment.wait(20)
    trained = experiment.model.get_weights()
    assert not same(trained, model.get_weights())
    assert experiment.undo() == "Undone: Opened the model file my.keras."
    assert same(experiment.model.get_weights(), before)
    experiment.redo()
    assert same(experiment.model.get_weights(), trained)
    experiment.reset()
    assert not same(experiment.model.get_weights(), model.get_weights())


def test_the_same_layers_with_other_weights(experiment: Experiment) -> None:
    other = experiment.model_now()
    other.set_weights([weights + 1 for weights in other.get_weights()])
    before = experiment.model.get_weights()
    experiment.open_model(other)
    assert same(experiment.model.get_weights(), other.get_weights())
    experiment.undo()
    assert same(experiment.model.get_weights(), before)


def test_a_loss_that_suits_one_output_comes_along(experiment: Experiment) -> None:
    model = Sequential([Input((2,)), Dense(1, "tanh")])
    experiment.open_model(model)
    assert experiment.loss.name == "binary_crossentropy"
    experiment.undo()
    assert experiment.loss.name == "sparse_categorical_crossentropy"
    model.compile("sgd", "hinge")
    experiment.open_model(model)
    assert experiment.loss.name == "hinge"


def test_what_does_not_fit_changes_nothing(experiment: Experiment) -> None:
    before, weights = experiment.settings, experiment.model.get_weights()
    for model, sentence in (
        (
            Sequential([Input((3,)), Dense(2)]),
            r"takes inputs of the shape \(3,\), but the data set circle gives",
        ),
        (Sequential([Input((2,)), Dense(7)]), r"must have the shape \(2,\); got \(7,\)"),
    ):
        with pytest.raises(ShapeError, match=sentence):
            experiment.open_model(model)
    with pytest.raises(ConfigurationError, match="takes a Sequential; got 'x'"):
        experiment.open_model("x")  # type: ignore[arg-type]
    assert experiment.settings is before
    assert same(experiment.model.get_weights(), weights)
    assert not experiment.can_undo


def test_the_network_of_one_moment_while_it_trains(experiment: Experiment) -> None:
    experiment.epochs = 500
    experiment.run()
    one = experiment.model_now()
    experiment.pause()
    assert experiment.wait(20)
    assert one.optimizer is not None
    assert one.optimizer is not experiment.model.optimizer
    assert [layer.class_name for layer in one.layers] == [
        layer.class_name for layer in experiment.model.layers
    ]


def test_a_closed_experiment(experiment: Experiment) -> None:
    experiment.close()
    with pytest.raises(SessionStateError, match="closed"):
        experiment.open_model(two_classes())
