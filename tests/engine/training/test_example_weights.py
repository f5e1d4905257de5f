"""Weighted examples, by class or one by one."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.engine.optimizers import SGD
from mlwidgets.engine.training.example_weights import example_weights
from mlwidgets.errors import ConfigurationError, DataError, ShapeError
from tests.engine.support import blobs, classifier


def line(rate: float = 0.1) -> Sequential:
    """Make the model ŷ = 2 x."""
    model = Sequential([Input((1,)), Dense(1, use_bias=False)])
    model.compile(SGD(rate), "mse", ["mae"])
    model.set_weights([[[2.0]]])
    return model


def test_the_loss_is_the_sum_of_weighted_losses_over_the_number_of_examples() -> None:
    # ŷ = 2 and 4, mistakes 1 and 2, losses 1 and 4: (3 · 1 + 0.5 · 4) / 2; metrics count each example once.
    logs = line().evaluate([[1.0], [2.0]], [1.0, 2.0], sample_weight=[3.0, 0.5])
    assert logs == pytest.approx({"loss": 2.5, "mean_absolute_error": 1.5})


def test_the_weighted_loss_is_descended() -> None:
    model = line()
    logs = model.train_on_batch([[1.0], [2.0]], [1.0, 2.0], sample_weight=[3.0, 0.5])
    assert logs["loss"] == pytest.approx(2.5)
    # slopes 2 · 1 · 1 and 2 · 2 · 2: (3 · 2 + 0.5 · 8) / 2 = 5
    assert model.get_weights()[0][0, 0] == pytest.approx(2 - 0.1 * 5)


@pytest.mark.parametrize("loss", ["sparse_categorical_crossentropy", "hinge"])
def test_a_weight_of_two_is_an_example_given_twice(loss: str) -> None:
    x, y = blobs(8)
    targets = y if loss != "hinge" else np.eye(3)[y]
    weights = np.array([2.0, 1, 1, 1, 0, 1, 1, 1])
    twice = np.array([0, 0, 1, 2, 3, 5, 6, 7])
    models = [classifier(), classifier()]
    for model in models:
        model.compile(SGD(0.1), loss)
    logs = [
        models[0].train_on_batch(x, targets, sample_weight=weights),
        models[1].train_on_batch(x[twice], targets[twice]),
    ]
    assert logs[0] == pytest.approx(logs[1], rel=1e-6)
    np.testing.assert_allclose(models[0].parameters, models[1].parameters, rtol=1e-5, atol=1e-7)


def test_class_weights_are_sample_weights() -> None:
    x, y = blobs(40)
    kept = []
    for settings in (
        {"class_weight": {0: 3.0, 2: 0.5}},
        {"sample_weight": np.array([3.0, 1.0, 0.5])[y]},
    ):
        model = classifier()
        history = model.fit(x, y, batch_size=16, epochs=2, verbose=False, **settings)
        kept.append((model.parameters.copy(), history.history))
    np.testing.assert_array_equal(kept[0][0], kept[1][0])
    assert kept[0][1] == kept[1][1]


def test_each_example_keeps_its_weight_in_whatever_order_it_comes() -> None:
    x, y = np.arange(1.0, 11)[:, np.newaxis], np.zeros(10)
    run = Trainer(line(1e-12), x, y, batch_size=3, sample_weight=np.arange(10.0))
    list(run)
    assert run.history.history["loss"][0] == pytest.approx(np.mean(np.arange(10) * (2 * x[:, 0]) ** 2))


def test_validation_counts_all_examples_the_same() -> None:
    x, y = blobs(20)
    model = classifier()
    history = model.fit(x, y, validation_data=(x, y), class_weight={0: 9.0}, verbose=False)
    assert history.history["val_loss"][0] == pytest.approx(model.evaluate(x, y)["loss"])


@pytest.mark.parametrize(
    ("y", "output_shape", "class_weight", "wanted"),
    [
        ([0, 1, 2, 0], (3,), {0: 5, 2: 2.0}, [5, 1, 2, 5]),
        ([[0.0], [1.0], [2.0], [0.0]], (3,), {0: 5, np.int64(2): 2.0}, [5, 1, 2, 5]),
        (np.eye(3)[[0, 1, 2, 0]], (3,), {0: 5, 2: 2.0}, [5, 1, 2, 5]),
        ([-1, 1, -1, 1], (1,), {-1: 4}, [4, 1, 4, 1]),
        ([7, 9, 7], (1,), {9: 4}, [1, 4, 1]),
        ([0, 1, 2], (3,), {}, [1, 1, 1]),
        # A batch need not have an example of each class.
        ([0, 0], (3,), {2: 4, 0: 3}, [3, 3]),
        ([1, 1], (1,), {0: 4, 1: 3}, [3, 3]),
        ([1, 1], (1,), {-1: 4, 1: 3}, [3, 3]),
        ([-1, -1], (1,), {-1: 4, 1: 3}, [4, 4]),
        ([0, 0], (1,), {0: 4, 1: 3}, [4, 4]),
        ([[1, 0, 0]], (3,), {2: 4, 0: 3}, [3]),
    ],
)
def test_the_class_of_an_example(
    y: Any,  # noqa: ANN401
    output_shape: tuple[int, ...],
    class_weight: dict[int, float],
    wanted: list[float],
) -> None:
    weights = example_weights(np.asarray(y), output_shape, class_weight=class_weight)
    assert weights is not None
    assert weights.tolist() == wanted


def test_without_weights() -> None:
    assert example_weights(np.zeros(3), (1,)) is None


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        (
            {"sample_weight": [1, 1, 1], "class_weight": {0: 1}},
            ConfigurationError,
            "sample_weight and class_weight cannot be given together.",
        ),
        ({"sample_weight": [1, 2]}, ShapeError, "one number for each example, shape (3,); got an array of"),
        ({"sample_weight": [[1], [2], [3]]}, ShapeError, "got an array of shape (3, 1)."),
        ({"sample_weight": [1, -2, 1]}, DataError, "must be 0 or more, because a negative one would reward"),
        ({"sample_weight": [1, np.nan, 1]}, DataError, "The sample weights hold a NaN"),
        ({"sample_weight": ["a"] * 3}, DataError, "Sample weights must be numbers; got an array of <U1."),
        (
            {"class_weight": [1, 2]},
            ConfigurationError,
            "class_weight is a dictionary such as {0: 1.0, 1: 5.0}",
        ),
        ({"class_weight": {"a": 1}}, ConfigurationError, "got 'a' as a class."),
        ({"class_weight": {True: 1}}, ConfigurationError, "got True as a class."),
        ({"class_weight": {0.0: 1}}, ConfigurationError, "got 0.0 as a class."),
        ({"class_weight": {np.nan: 1}}, ConfigurationError, "got nan as a class."),
        ({"class_weight": {(0, 1): 1}}, ConfigurationError, "got (0, 1) as a class."),
        ({"class_weight": {3: 1}}, ConfigurationError, "classes that exist, 0 to 2 here; got 3 as a"),
        ({"class_weight": {0: 1, -1: 1}}, ConfigurationError, "0 to 2 here; got -1 as a class."),
        ({"class_weight": {0: np.nan}}, ConfigurationError, "class_weight must be a number in [0, 1e+06]"),
        ({"class_weight": {0: "2"}}, ConfigurationError, "[0, 1e+06]; got '2'."),
        ({"class_weight": {0: True}}, ConfigurationError, "[0, 1e+06]; got True."),
        ({"class_weight": {0: None}}, ConfigurationError, "[0, 1e+06]; got None."),
        (
            {"class_weight": {0: -1}},
            ConfigurationError,
            "class_weight must be a number in [0, 1e+06]; got -1.",
        ),
    ],
    ids=str,
)
def test_weights_that_cannot_be(settings: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    with pytest.raises(error, match=re.escape(message)):
        example_weights(np.array([0, 1, 2]), (3,), **settings)


def test_class_weights_need_classes() -> None:
    with pytest.raises(DataError, match="class_weight needs targets that are classes"):
        example_weights(np.array([0.5, 1.0]), (1,), class_weight={0: 1})
    with pytest.raises(DataError, match=re.escape("one class for each example; got targets of shape (2, 2)")):
        example_weights(np.zeros((3, 2, 2)), (2, 2), class_weight={0: 1})


@pytest.mark.parametrize(
    ("y", "output_shape", "key", "known"),
    [
        (np.eye(3)[[0, 1]], (3,), 3, "0 to 2"),
        ([0, 1], (1,), 2, "0 and 1"),
        ([-1, 1], (1,), 0, "-1 and 1"),
        ([5, 5], (1,), 4, "5"),
        ([2, 5, 9], (1,), 4, "2, 5 and 9"),
        (np.arange(0, 40, 2), (1,), 5, "0, 2, 4, 6, 8, 10, 12, 14, … and 38"),
    ],
)
def test_a_key_that_is_no_class_is_refused(
    y: Any,  # noqa: ANN401
    output_shape: tuple[int, ...],
    key: int,
    known: str,
) -> None:
    message = f"class_weight may name only classes that exist, {known} here; got {key} as a class. Remove it"
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        example_weights(np.asarray(y), output_shape, class_weight={key: 2.0})


@pytest.mark.parametrize("method", ["fit", "train_on_batch"])
def test_fit_refuses_a_class_weight_that_the_network_has_no_class_for(method: str) -> None:
    x, y = blobs(20)
    with pytest.raises(ConfigurationError, match="0 to 2 here; got 7 as a class"):
        getattr(classifier(), method)(x, y, class_weight={7: 5.0})
