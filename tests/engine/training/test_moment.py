"""A moment of a run: put back, everything goes on bit by bit as it did."""

from __future__ import annotations

import dataclasses
import itertools
import re
from typing import Any

import numpy as np
import pytest

from mlwidgets import data
from mlwidgets.engine import Moment, Sequential, Trainer
from mlwidgets.engine.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D
from mlwidgets.engine.optimizers import OPTIMIZERS, SGD, Adam
from mlwidgets.engine.schedules import CosineDecay, ExponentialDecay
from mlwidgets.engine.training.early_stopping import EarlyStopping
from mlwidgets.engine.training.moment import Position
from mlwidgets.errors import ConfigurationError, DivergenceError, ShapeError
from tests.engine.support import blobs, classifier, every_kind_of_layer, pictures

X, Y = blobs(50)
VALIDATION = blobs(600, seed=1)


def digits_run() -> Trainer[Sequential]:
    """Return a run with everything that changes on the way: averages, dropout, a schedule, sums."""
    digits = data.load("mnist")
    model = Sequential(
        [
            Input((28, 28, 1)),
            Conv2D(4, 3, activation="relu"),
            BatchNormalization(),
            MaxPooling2D(2),
            Dropout(0.3),
            Flatten(),
            Dense(10, activation="softmax"),
        ],
        seed=5,
    )
    model.compile(
        Adam(CosineDecay(0.0, 200, warmup_target=0.003, warmup_steps=20), amsgrad=True),
        "sparse_categorical_crossentropy",
        ["accuracy", "f1_score"],
    )
    return Trainer(
        model,
        digits.x_train[:400],
        digits.y_train[:400],
        batch_size=16,
        epochs=5,
        validation_data=(digits.x_test[:300], digits.y_test[:300]),
    )


def run_of(optimizer: object = "adam", **settings: Any) -> Trainer[Sequential]:  # noqa: ANN401 - Trainer's
    model = classifier(
        [Input((4,)), Dense(6, "relu"), Dropout(0.2), Dense(3, "softmax")], optimizer=optimizer
    )
    return Trainer(model, X, Y, **{"batch_size": 7, "epochs": 4, **settings})


def steps(run: Trainer[Sequential], count: int) -> list[Any]:
    """Return what the next steps tell, and all weights after each."""
    return [
        (step.kind, step.epoch, step.logs, run.model.vector.tobytes())
        for step in itertools.islice(run, count)
    ]


def test_a_digits_network_goes_on_bit_by_bit_from_the_middle_of_an_epoch() -> None:
    run = digits_run()
    steps(run, 34)  # 25 updates, 3 slices of validation, 6 updates
    moment = run.moment()
    assert moment.position == Position(epoch=1, start=96, iteration=31)
    first = steps(run, 50)
    later = run.moment()
    assert later != moment
    run.restore(moment)
    assert run.moment() == moment
    assert steps(run, 50) == first
    assert run.moment() == later


@pytest.mark.parametrize("place", range(12))
def test_it_may_be_any_step_the_middle_of_the_validation_among_them(place: int) -> None:
    run = run_of(validation_data=VALIDATION)
    steps(run, place)
    moment = run.moment()
    rest, history = steps(run, 100), run.history.copy()
    run.restore(moment)
    assert steps(run, 100) == rest
    assert run.history == history


@pytest.mark.parametrize("name", OPTIMIZERS.names)
@pytest.mark.parametrize("clipping", [{}, {"clipnorm": 0.5}])
def test_every_optimizer_goes_on_bit_by_bit(name: str, clipping: dict[str, float]) -> None:
    run = run_of(OPTIMIZERS.find(name).from_config({"learning_rate": 0.05, **clipping}))
    start = run.moment()
    steps(run, 11)
    moment = run.moment()
    rest = steps(run, 20)
    run.restore(moment)
    assert steps(run, 20) == rest
    run.restore(start)
    steps(run, 11)
    assert run.moment() == moment


def test_a_moment_fits_another_run_of_the_same_network() -> None:
    one, two = digits_run(), digits_run()
    steps(one, 20)
    moment = one.moment()
    two.restore(moment)
    assert two.moment() == moment
    assert steps(two, 30) == steps(one, 30)


def test_settings_changed_later_are_put_back() -> None:
    run = run_of(Adam(ExponentialDecay(0.05, 5, 0.5), clipvalue=1.0))
    steps(run, 5)
    moment = run.moment()
    rest = steps(run, 100)
    run.restore(moment)
    settings = run.optimizer.get_config()
    steps(run, 2)
    run.batch_size, run.epochs = 20, 9
    run.optimizer.learning_rate = 0.001
    run.optimizer.clipvalue = None
    run.optimizer.clipnorm = 0.1
    steps(run, 3)
    assert run.history.marks
    run.restore(moment)
    assert (run.batch_size, run.epochs, run.history.marks) == (7, 4, [])
    assert run.optimizer.get_config() == settings
    assert steps(run, 100) == rest
    assert run.history.marks == []


@pytest.mark.parametrize("place", [6, 20, 30])
def test_early_stopping_goes_on_too(place: int) -> None:
    def make() -> Trainer[Sequential]:
        stopping = EarlyStopping("val_loss", patience=3, restore_best_weights=True)
        return run_of(SGD(0.5), epochs=30, validation_data=VALIDATION, callbacks=[stopping])

    run = make()
    steps(run, place)
    moment = run.moment()
    rest = steps(run, 1000)
    assert run.stop_training
    end = run.moment()
    run.restore(moment)
    assert not run.stop_training
    assert steps(run, 1000) == rest
    assert run.moment() == end
    other = make()
    other.restore(end)
    assert other.finished


def test_nothing_that_happens_later_changes_a_moment_and_nobody_can() -> None:
    run, same = digits_run(), digits_run()
    steps(run, 30)
    steps(same, 30)
    moment, twin = run.moment(), same.moment()
    assert moment == twin
    run.model.vector[...] = 0
    assert run.optimizer.state["m"].any()
    run.optimizer.state["m"][...] = 0
    run.optimizer.iterations = 0
    steps(run, 40)
    run.history.batch_epochs.clear()
    assert moment == twin
    with pytest.raises(ValueError, match="read-only"):
        moment.weights[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        moment.optimizer.state["m"][0] = 1
    with pytest.raises(ValueError, match="read-only"):
        moment.totals.seen[0][1][...] = 1
    for mapping in (
        moment.optimizer.settings,
        moment.optimizer.state,
        moment.totals.sums,
        moment.history.history,
    ):
        with pytest.raises(TypeError):
            mapping["loss"] = 1.0  # type: ignore[index]  # that is the point
    with pytest.raises(dataclasses.FrozenInstanceError):
        moment.position = Position()  # type: ignore[misc]  # that is the point
    run.restore(moment)
    steps(run, 5)  # what was restored is a copy
    assert moment == twin


def test_every_number_counts_for_equality() -> None:
    run = run_of(validation_data=VALIDATION)
    steps(run, 9)  # in the middle of the validation
    moment = run.moment()
    assert moment.validation is not None
    weights = moment.weights.copy()
    weights[3] = np.nextafter(weights[3], 9)
    others = [
        dataclasses.replace(moment, weights=weights),
        dataclasses.replace(moment, weights=moment.weights.astype(np.float64)),
        dataclasses.replace(moment, position=Position()),
        dataclasses.replace(moment, settings=dataclasses.replace(moment.settings, seed=9)),
        dataclasses.replace(moment, validation=None),
        dataclasses.replace(moment, optimizer=dataclasses.replace(moment.optimizer, state={})),
        dataclasses.replace(moment, totals=dataclasses.replace(moment.totals, sums={"loss": 1.0})),
        dataclasses.replace(moment, callbacks=({},)),
    ]
    assert all(other != moment for other in others)
    assert dataclasses.replace(moment, weights=moment.weights.copy()) == moment
    assert moment != "a moment"
    with pytest.raises(TypeError, match="unhashable"):
        hash(moment)


def test_its_size_is_that_of_its_arrays_and_record() -> None:
    run = run_of(SGD(0.1))
    parameters = run.model.parameters.nbytes
    assert parameters < run.moment().nbytes < parameters + 500
    adam = run_of("adam")
    steps(adam, 1)
    one = adam.moment()
    assert 3 * parameters < one.nbytes < 3 * parameters + 700
    steps(adam, 5)
    assert adam.moment().nbytes == one.nbytes + 5 * 3 * 8  # epoch, loss and accuracy of five updates


def test_after_a_restore_a_divergence_goes_back_to_the_restored_moment() -> None:
    run = run_of(SGD(0.1))
    steps(run, 12)
    moment = run.moment()
    steps(run, 5)
    run.restore(moment)
    run.model.layers[0].weights["kernel"][...] = np.inf
    with pytest.raises(DivergenceError, match="already before update 13"):
        next(run)
    assert run.moment() == moment


@pytest.mark.parametrize(
    ("other", "error", "message"),
    [
        (
            lambda: Trainer(classifier([Input((4,)), Dense(3)]), X, Y),
            ShapeError,
            "The moment holds 51 weights in float32; the model of this run has 15 in float32.",
        ),
        (
            lambda: run_of("sgd"),
            ConfigurationError,
            "a run with Adam; this run has SGD. Compile the model with Adam",
        ),
        (
            lambda: run_of(callbacks=[EarlyStopping("loss")]),
            ConfigurationError,
            "a run with 0 callbacks; this one has 1.",
        ),
        (
            lambda: Trainer(run_of().model, X[:20], Y[:20]),
            ShapeError,
            "stands after 35 examples of an epoch; this run has only 20.",
        ),
    ],
)
def test_a_moment_that_does_not_fit_is_refused_and_changes_nothing(
    other: Any,  # noqa: ANN401 - a function that makes a run
    error: type[Exception],
    message: str,
) -> None:
    run = run_of()
    steps(run, 5)
    moment, fresh = run.moment(), other()
    before: Moment = fresh.moment()
    with pytest.raises(error, match=re.escape(message)):
        fresh.restore(moment)
    assert fresh.moment() == before


@pytest.mark.parametrize("metric", ["precision", "roc_auc"])
def test_metrics_of_all_examples_go_on_with_what_they_had_seen(metric: str) -> None:
    x, y = pictures(40)

    def run() -> Trainer[Sequential]:
        model = classifier(every_kind_of_layer(), metrics=[metric])
        return Trainer(model, x, y, batch_size=8, epochs=2)

    straight, restored = run(), run()
    list(straight)
    steps(restored, 3)
    moment = restored.moment()
    steps(restored, 4)
    restored.restore(moment)
    list(restored)
    assert restored.history == straight.history
