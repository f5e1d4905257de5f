"""What data, features and loss ask of a network, and how its outputs are read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import load
from mlwidgets.data.plane.features import FEATURES
from mlwidgets.engine.layers import Activation, Dense, Dropout, Flatten
from mlwidgets.engine.losses import LOSSES
from mlwidgets.engine.metrics import BinaryAccuracy
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.explain.network.answers import OneOutput
from mlwidgets.session.defaults import ONE_OUTPUT, default_features, default_layers, default_loss
from mlwidgets.session.task import Task, checked_features, reconciled, with_output_layer
from mlwidgets.spec import LayerSpec, LossSpec
from tests.session.support import numbers, pictures, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.data import Dataset
    from mlwidgets.engine.layers import Layer

HIDDEN = Dense(5, "tanh")


def task(dataset: Dataset, *stack: Layer, loss: str = "", features: tuple[str, ...] | None = None) -> Task:
    """Return a task with what is usual where nothing is given."""
    return Task(
        dataset,
        default_features(dataset) if features is None else features,
        LossSpec.of(loss or default_loss(dataset)),
        tuple(map(LayerSpec.of, stack or default_layers(dataset, loss))),
    )


def ending(stack: Sequence[LayerSpec | dict[str, Any]]) -> tuple[int, str]:
    """Return units and activation of a stack's last layer."""
    config = LayerSpec.of(stack[-1]).config
    return config["units"], config["activation"]


# ---- shapes ----


def test_features_are_the_inputs_of_points_and_of_nothing_else() -> None:
    spiral = load("spiral")
    assert task(spiral).input_shape == (2,)
    seven = task(spiral, features=FEATURES)
    assert seven.input_shape == (7,)
    assert seven.inputs(spiral.x_train).shape == (250, 7)
    assert task(table()).input_shape == (4,)
    assert task(table()).inputs(table().x_train).shape == (100, 4)


@pytest.mark.parametrize("loss", LOSSES.names)
def test_every_loss_for_two_classes_is_taken_or_refused_with_what_to_choose(loss: str) -> None:
    spiral = load("spiral")
    one = task(spiral, loss=loss)
    if loss in ONE_OUTPUT:
        one.check_loss()
        assert one.output_shape == (1,)
        assert ending(default_layers(spiral, loss)) == (1, ONE_OUTPUT[loss])
    elif loss == "sparse_categorical_crossentropy":
        one.check_loss()
        assert one.output_shape == (2,)
    else:
        with pytest.raises(ShapeError, match=f"^The loss {loss} does not suit the data set spiral") as caught:
            one.check_loss()
        assert "Choose sparse_categorical_crossentropy or binary_crossentropy or hinge" in str(caught.value)


def test_one_output_is_for_two_classes_only() -> None:
    three = task(load({"name": "spiral", "classes": 3}), loss="binary_crossentropy")
    assert three.output_shape == (3,)
    assert three.one_output is None
    message = (
        "The loss binary_crossentropy does not suit the data set spiral, whose targets are the numbers of "
        "its 3 classes. Choose sparse_categorical_crossentropy."
    )
    with pytest.raises(ShapeError, match=f"^{re.escape(message)}$"):
        three.check_loss()


@pytest.mark.parametrize(
    ("dataset", "loss", "last", "message"),
    [
        (
            "spiral",
            "",
            Dense(1, "sigmoid"),
            (
                'must have the shape (2,); got (1,). End the stack with Dense(2, activation="softmax"), or '
                "choose a loss for one output first, such as binary_crossentropy."
            ),
        ),
        (
            "spiral",
            "binary_crossentropy",
            Dense(2, "softmax"),
            (
                "has 2 classes, and binary_crossentropy judges them by one output, so the network's output "
                'must have the shape (1,); got (2,). End the stack with Dense(1, activation="sigmoid").'
            ),
        ),
        (
            "spiral",
            "hinge",
            Dense(3),
            'got (3,). End the stack with Dense(1, activation="linear").',
        ),
        ("plane", "", Dense(2), "The data set plane has 1 number to predict, so the network's output must"),
    ],
)
def test_a_wrong_output(dataset: str, loss: str, last: Dense, message: str) -> None:
    asked = task(load(dataset), loss=loss)
    with pytest.raises(ShapeError, match=re.escape(message)):
        asked.check_stack(tuple(map(LayerSpec.of, [HIDDEN, last])))


# ---- targets and answers ----


@pytest.mark.parametrize(
    ("loss", "activation", "expected"),
    [
        ("binary_crossentropy", "sigmoid", OneOutput(0, 1)),
        ("binary_crossentropy", "tanh", OneOutput(0, 1)),
        ("hinge", "linear", OneOutput(-1, 1)),
        ("squared_hinge", "tanh", OneOutput(-1, 1)),
        ("mean_squared_error", "tanh", OneOutput(-1, 1)),
        ("mean_squared_error", "softsign", OneOutput(-1, 1)),
        ("mean_squared_error", "sigmoid", OneOutput(0, 1)),
        ("mean_squared_error", "linear", OneOutput(0, 1)),
        ("huber", "tanh", OneOutput(-1, 1)),
    ],
)
def test_targets_lie_where_the_output_can_reach_them(loss: str, activation: str, expected: OneOutput) -> None:
    spiral = load("spiral")
    for stack in ([HIDDEN, Dense(1, activation)], [HIDDEN, Dense(1), Activation(activation)]):
        asked = task(spiral, *stack, loss=loss)
        assert asked.one_output == expected
        assert asked.targets(spiral.y_train[:4]).tolist() == [
            [expected.no, expected.yes][label] for label in spiral.y_train[:4]
        ]
        (metric,) = asked.metrics()
        assert not isinstance(metric, str)
        assert metric.name == "accuracy"
        assert metric.get_config() == {"threshold": expected.threshold}


def test_classes_with_an_output_each_and_numbers_are_left_as_they_are() -> None:
    for dataset in (load("spiral"), load("plane"), table(), numbers(), pictures()):
        asked = task(dataset)
        assert asked.one_output is None
        assert asked.targets(dataset.y_train) is dataset.y_train
        assert asked.metrics() == ["accuracy" if dataset.n_classes else "mean_absolute_error"]


def test_shares_of_logits_are_probabilities_and_a_logit_of_0_is_the_middle() -> None:
    def logits(name: str, units: int) -> Task:
        loss = LossSpec.of({"class_name": name, "config": {"from_logits": True}})
        return replace(task(load("spiral"), Dense(units), loss=LossSpec.of(name).name), loss=loss)

    two = logits("SparseCategoricalCrossentropy", 2).shares(np.array([[0.0, 0.0], [0.0, np.log(3.0)]]))
    assert two == pytest.approx(np.array([[0.5, 0.5], [0.25, 0.75]]))
    task_of_one = logits("BinaryCrossentropy", 1)
    one = task_of_one.shares(np.array([[0.0], [np.log(3.0)], [-800.0]], np.float32))
    assert one == pytest.approx(np.array([[0.5, 0.5], [0.25, 0.75], [1.0, 0.0]]))
    (accuracy,) = task_of_one.metrics()
    assert isinstance(accuracy, BinaryAccuracy)
    assert accuracy.threshold == 0  # 0.3 is class 1: its probability is 0.57


def test_shares() -> None:
    two = np.array([[0.25, 0.75]])
    assert task(load("spiral")).shares(two) is two
    assert task(load("plane")).shares(np.array([[0.3]])) is None
    one = task(load("spiral"), loss="hinge")
    shares = one.shares(np.array([[0.5]]))
    assert shares is not None
    assert shares.tolist() == [[0.25, 0.75]]
    # Of the network before, whose last snapshot a view may still hold.
    assert one.shares(two) is two
    stale = task(load("spiral")).shares(np.array([[0.25]]))
    assert stale is not None
    assert stale.tolist() == [[0.75, 0.25]]


# ---- features of a data set ----


def test_which_features_a_data_set_takes() -> None:
    assert checked_features(load("spiral"), ["x1^2", "x2"]) == ("x1^2", "x2")
    assert checked_features(table(), ()) == checked_features(table(), []) == ()
    with pytest.raises(ConfigurationError, match="Choose at least one feature"):
        checked_features(load("spiral"), ())
    message = (
        "features are computed from points in the plane, and the data set clouds has none: its examples have "
        "the shape (4,). Leave features empty; got ('x1',)."
    )
    with pytest.raises(ConfigurationError, match=f"^{re.escape(message)}$"):
        checked_features(table(), ("x1",))
    values: tuple[Any, ...] = (None, "", "x1", 0, {})
    for value in values:
        with pytest.raises(ConfigurationError, match="Leave features empty; got "):
            checked_features(table(), value)


# ---- what follows from a change ----


def test_what_fits_stays() -> None:
    before = task(load("spiral"), HIDDEN, Dropout(0.1), Dense(2, "softmax"))
    after = reconciled(replace(before, dataset=load("xor")), load("spiral"))
    assert (after.features, after.loss, after.stack) == (before.features, before.loss, before.stack)


def test_more_classes_change_the_last_layer_only() -> None:
    before = task(load("spiral"), HIDDEN, Dense(2, "softmax", use_bias=False))
    after = reconciled(replace(before, dataset=load({"name": "spiral", "classes": 4})), load("spiral"))
    assert after.stack[0] == before.stack[0]
    assert ending(after.stack) == (4, "softmax")
    assert after.stack[-1].config["use_bias"] is False


def test_more_classes_than_one_output_can_tell_apart_take_the_usual_loss() -> None:
    before = task(load("spiral"), HIDDEN, Dense(1, "sigmoid"), loss="binary_crossentropy")
    after = reconciled(replace(before, dataset=load({"name": "spiral", "classes": 3})), load("spiral"))
    assert after.loss.name == "sparse_categorical_crossentropy"
    assert ending(after.stack) == (3, "softmax")
    assert after.stack[0] == before.stack[0]


def test_numbers_in_the_place_of_classes_take_a_linear_output_and_the_other_way_round() -> None:
    playground = task(load("spiral"), HIDDEN, Dense(1, "tanh"), loss="mean_squared_error")
    after = reconciled(replace(playground, dataset=load("plane")), load("spiral"))
    assert after.loss.name == "mean_squared_error"
    assert ending(after.stack) == (1, "linear")
    back = reconciled(replace(after, dataset=load("xor")), load("plane"))
    assert back.loss.name == "sparse_categorical_crossentropy"
    assert ending(back.stack) == (2, "softmax")
    assert back.stack[0] == LayerSpec.of(HIDDEN)


def test_a_stack_that_cannot_take_the_data_is_replaced() -> None:
    points, images = load("spiral"), pictures()
    after = reconciled(replace(task(images), dataset=points), images)
    assert (after.features, after.stack) == (("x1", "x2"), tuple(map(LayerSpec.of, default_layers(points))))
    back = reconciled(replace(after, dataset=images), points)
    assert (back.features, back.stack) == ((), tuple(map(LayerSpec.of, default_layers(images))))


@pytest.mark.parametrize("loss", ONE_OUTPUT)
def test_a_new_loss_for_classes_brings_its_last_layer(loss: str) -> None:
    before = task(load("spiral"), HIDDEN, Dense(2, "softmax"))
    after = reconciled(replace(before, loss=LossSpec.of(loss)), new_loss=True)
    assert ending(after.stack) == (1, ONE_OUTPUT[loss])
    back = reconciled(replace(after, loss=LossSpec.of("sparse_categorical_crossentropy")), new_loss=True)
    assert back.stack == before.stack


def test_a_new_loss_for_numbers_leaves_the_stack() -> None:
    before = task(load("plane"), HIDDEN, Dense(1, "tanh"))
    assert reconciled(replace(before, loss=LossSpec.of("huber")), new_loss=True).stack == before.stack


@pytest.mark.parametrize(
    ("stack", "kept"),
    [
        ([HIDDEN, Dense(2), Activation("softmax")], 1),
        ([HIDDEN, Dense(2), Activation("relu"), Activation("softmax")], 1),
        ([HIDDEN, Dense(2, "softmax"), Dropout(0.5)], 3),
        ([Dense(2, "softmax")], 0),
        ([HIDDEN, Flatten()], 2),
        ([Activation("tanh")], 0),
    ],
)
def test_what_the_new_last_layer_takes_the_place_of(stack: list[Layer], kept: int) -> None:
    asked = task(load("spiral"), *stack, loss="binary_crossentropy")
    made = with_output_layer(asked)
    assert made[:kept] == tuple(map(LayerSpec.of, stack[:kept]))
    assert len(made) == kept + 1
    assert ending(made) == (1, "sigmoid")
    asked.check_stack(made)
