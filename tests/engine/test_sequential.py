"""The face of Keras: compile, fit, evaluate, and what they refuse."""

from __future__ import annotations

import re
import threading
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D
from mlwidgets.engine.metrics import SparseCategoricalAccuracy
from mlwidgets.engine.optimizers import Adam, RMSprop
from mlwidgets.errors import ConfigurationError, DataError, SessionStateError, ShapeError
from tests.engine.support import blobs, classifier, every_kind_of_layer, pictures


def test_a_layer_added_later_leaves_the_weights_of_the_others_alone() -> None:
    x, y = blobs(60)
    model = classifier([Input((4,)), Dense(6, "relu"), Dense(5, "relu")], metrics=())
    model.build()
    trained = [weights + 1 for weights in model.get_weights()]
    model.set_weights(trained)
    model.add(Dense(3, "softmax"))
    for got, wanted in zip(model.get_weights(), trained, strict=False):
        np.testing.assert_array_equal(got, wanted)
    assert len(model.get_weights()) == 6
    model.fit(x, y, verbose=False)


def test_a_layer_added_after_training_makes_the_optimizer_start_anew() -> None:
    x, y = blobs(60)
    model = classifier([Input((4,)), Dense(3)])
    model.compile(Adam(), {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}})
    model.fit(x, y, verbose=False)
    model.add(Dense(3))
    model.fit(x, y, verbose=False)
    assert model.optimizer is not None
    assert model.optimizer.state["m"].shape == model.parameters.shape
    assert model.optimizer.iterations == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"optimizer": "adma", "loss": "mse"}, "There is no optimizer called 'adma'."),
        ({"optimizer": "adam", "loss": "mes"}, "There is no loss called 'mes'."),
        ({"optimizer": "adam"}, "compile needs a loss, for example"),
        ({"loss": "mse", "metrics": {"out": ["mae"]}}, 'metrics is a list such as ["accuracy"]; got'),
        ({"loss": "mse", "metrics": 3}, 'metrics is a list such as ["accuracy"]; got 3.'),
        ({"loss": "mse", "metrics": {"mae": 1}}, 'metrics is a list such as ["accuracy"]; got'),
        ({"loss": "mse", "metrics": ["accuracy"]}, "Accuracy counts right answers"),
        ({"loss": "mse", "metrics": ["mean_absolut_error"]}, "Did you mean 'mean_absolute_error'?"),
    ],
)
def test_a_compile_that_fails_changes_nothing(arguments: dict[str, Any], message: str) -> None:
    model = classifier()
    before = (model.optimizer, model.loss, model.metrics)
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        model.compile(**arguments)
    assert (model.optimizer, model.loss, model.metrics) == before


def test_a_single_metric_may_be_named_alone() -> None:
    x, y = blobs(10)
    for alone in ("accuracy", SparseCategoricalAccuracy()):
        assert list(classifier(metrics=alone).evaluate(x, y)) == ["loss", "accuracy"]
    assert list(classifier(metrics=None).evaluate(x, y)) == ["loss"]


@pytest.mark.parametrize("method", ["fit", "evaluate", "train_on_batch"])
def test_compile_comes_first(method: str) -> None:
    x, y = blobs(10)
    with pytest.raises(SessionStateError, match="Call compile first, for example"):
        getattr(Sequential([Dense(3)]), method)(x, y)


@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (np.zeros((0, 4)), DataError, "There must be at least one example; got none."),
        (np.zeros(4), ShapeError, "put it into a batch of one: x[np.newaxis]."),
        ([["a"] * 4], DataError, "Examples must be numbers; got an array of <U1."),
        ([[1, 2, 3, 4], [1]], DataError, "Examples must all be of the same length"),
    ],
)
@pytest.mark.parametrize("method", ["fit", "evaluate", "train_on_batch", "predict"])
def test_examples_that_cannot_be_used(method: str, x: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    arguments = (x,) if method == "predict" else (x, [0])
    with pytest.raises(error, match=re.escape(message)):
        getattr(classifier(), method)(*arguments)


@pytest.mark.parametrize("size", [0, -1, 2.5, "32", True, None])
def test_batch_sizes_that_are_none(size: Any) -> None:  # noqa: ANN401
    x, y = blobs(10)
    model = classifier()
    for ask in (model.fit, model.evaluate):
        with pytest.raises(
            ConfigurationError, match=re.escape("batch_size must be a whole number in [1, 100,000]")
        ):
            ask(x, y, batch_size=size)
    with pytest.raises(ConfigurationError, match="batch_size"):
        model.predict(x, batch_size=size)


def test_evaluate_is_the_mean_over_all_examples_whatever_the_slices() -> None:
    x, y = blobs(50)
    model = classifier()
    p = model.predict(x)
    wanted = {"loss": -np.log(p[np.arange(50), y]).mean(), "accuracy": (p.argmax(axis=1) == y).mean()}
    for size in (7, 50, 256):
        assert model.evaluate(x, y, batch_size=size) == pytest.approx(wanted, rel=1e-5)
    measured = model.measure(x, y)
    np.testing.assert_allclose(measured.output, p, rtol=1e-6)


def test_dropout_sleeps_while_predicting_and_measuring() -> None:
    x, y = blobs(50)
    model = classifier([Input((4,)), Dropout(0.9), Dense(3, "softmax")])
    np.testing.assert_array_equal(model.predict(x), model.predict(x))
    assert model.evaluate(x, y) == model.evaluate(x, y)


def test_train_on_batch_is_one_update_and_tells_the_loss_before_it() -> None:
    x, y = blobs(20)
    model = classifier(optimizer="sgd")
    before = model.evaluate(x, y)
    logs = model.train_on_batch(x, y)
    assert logs == pytest.approx(before, rel=1e-6)
    assert model.optimizer is not None
    assert model.optimizer.iterations == 1
    assert model.evaluate(x, y)["loss"] < before["loss"]


def test_train_on_batch_repeated_is_training_without_shuffling() -> None:
    x, y = blobs(40)
    fitted = classifier([Input((4,)), Dropout(0.5), Dense(3, "softmax")])
    fitted.fit(x, y, batch_size=10, shuffle=False, verbose=False)
    stepped = classifier([Input((4,)), Dropout(0.5), Dense(3, "softmax")])
    for start in range(0, 40, 10):
        stepped.train_on_batch(x[start : start + 10], y[start : start + 10])
    np.testing.assert_array_equal(stepped.parameters, fitted.parameters)


def test_a_network_without_weights_can_be_measured_and_trained() -> None:
    model = Sequential([Input((2, 2, 1)), Flatten()])
    model.compile("adam", "mse", ["mae"])
    history = model.fit(np.ones((6, 2, 2, 1)), np.zeros((6, 4)), verbose=False)
    assert history.history == {"loss": [1], "mean_absolute_error": [1]}
    assert model.count_params() == 0


def test_pictures_may_be_predicted_as_numbers() -> None:
    model = Sequential([Input((4, 4, 1)), Conv2D(2, 3, padding="same")])
    model.compile("sgd", "mse")
    x = np.random.default_rng(0).normal(size=(10, 4, 4, 1))
    y = np.concatenate([x, -x], axis=-1)
    history = model.fit(x, y, epochs=3, verbose=False)
    assert history.history["loss"][-1] < history.history["loss"][0]


def test_predictions_in_one_thread_while_another_trains() -> None:
    x, y = pictures(64)
    model = classifier(every_kind_of_layer())
    model.build()
    training, faults = threading.Event(), []

    def train() -> None:
        training.set()
        model.fit(x, y, batch_size=4, epochs=6, verbose=False)

    def ask() -> None:
        training.wait(10)
        for _ in range(40):
            output = model.predict(x)
            if output.shape != (64, 3) or not np.isfinite(output).all() or abs(output.sum() - 64) > 0.01:
                faults.append(output)

    threads = [threading.Thread(target=target) for target in (train, ask, ask)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert faults == []


def test_predicting_while_training_does_not_disturb_the_training() -> None:
    x, y = pictures(32)
    alone, watched = classifier(every_kind_of_layer()), classifier(every_kind_of_layer())
    alone.fit(x, y, epochs=2, batch_size=8, verbose=False)
    for _ in Trainer(watched, x, y, epochs=2, batch_size=8):
        watched.predict(x[:3])
        watched.evaluate(x[:5], y[:5])
    np.testing.assert_array_equal(alone.parameters, watched.parameters)


def test_the_optimizer_of_keras_is_the_default() -> None:
    model = Sequential([Input((4, 4, 1)), MaxPooling2D(), Flatten(), Dense(1)])
    model.compile(loss="mse")
    assert isinstance(model.optimizer, RMSprop)
