"""The four classification problems of TensorFlow Playground, with networks that its users would choose."""

from __future__ import annotations

import pytest

from mlwidgets.session import Experiment
from mlwidgets.session.stack.plain import PlainStack

GOAL = 0.05

SINES = ("x1", "x2", "sin(x1)", "sin(x2)")


@pytest.mark.parametrize("loss", ["mean_squared_error", "sparse_categorical_crossentropy"])
@pytest.mark.parametrize(
    ("kind", "features", "sizes"),
    [
        ("circle", ("x1", "x2"), (4, 2)),
        ("xor", ("x1", "x2"), (4, 2)),
        ("gauss", ("x1", "x2"), (4, 2)),
        ("spiral", SINES, (8, 8)),
    ],
)
def test_it_is_learned(kind: str, features: tuple[str, ...], sizes: tuple[int, ...], loss: str) -> None:
    experiment = Experiment(kind, loss=loss, features=features, epochs=150, validation_split=0.0)
    if kind == "spiral":
        experiment.learning_rate = 0.01  # at the playground's own 0.03 the steps are too long for its arms
    experiment.layers = PlainStack(sizes, "tanh").written(experiment.task)
    experiment.run()
    assert experiment.wait(60)
    assert experiment.measure_test().logs["loss"] < GOAL
    experiment.close()


def test_a_plain_stack_is_read_back_as_it_was_written() -> None:
    experiment = Experiment("spiral")
    for plain in (
        PlainStack(()),
        PlainStack((8, 8, 8), "relu", "l1", 0.003),
        PlainStack((1,), "sigmoid", "l2", 10.0),
    ):
        experiment.layers = plain.written(experiment.task)
        assert PlainStack.read(experiment.layers) == plain
    experiment.close()


@pytest.mark.parametrize(
    "stack",
    [
        [{"class_name": "Dropout", "config": {"rate": 0.1}}, {"class_name": "Dense", "config": {"units": 2}}],
        [
            {"class_name": "Dense", "config": {"units": 2, "activation": "relu"}},
            {"class_name": "Dense", "config": {"units": 2, "activation": "tanh"}},
            {"class_name": "Dense", "config": {"units": 2}},
        ],
        [
            {"class_name": "Dense", "config": {"units": 2, "kernel_regularizer": "l1"}},
            {"class_name": "Dense", "config": {"units": 2}},
        ],
        [{"class_name": "Dense", "config": {"units": 2, "kernel_regularizer": "l1_l2"}}],
    ],
)
def test_what_is_no_plain_stack_is_not_taken_for_one(stack: list[dict[str, object]]) -> None:
    assert PlainStack.read(stack) is None
