"""How well a network does on points, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.explain.plane.results import answer, gives_probabilities, results


@pytest.fixture
def line() -> Sequential:
    """Return y = 2x + 1."""
    model = Sequential([Input((1,)), Dense(1)])
    model.set_weights([[[2.0]], [1.0]])
    model.compile("sgd", "mean_squared_error", ["mean_absolute_error"])
    return model


def test_each_part_has_its_loss_and_its_metric(line: Sequential) -> None:
    x = np.array([[0.0], [1.0]], np.float32)
    found = results(line, {"train": (x, 2 * x + 1), "test": (x, 2 * x + 4)})
    assert (found["train"].loss, found["train"].metric) == (0, 0)
    assert (found["test"].loss, found["test"].metric) == (9, 3)


def test_a_number_is_said_with_its_loss_if_the_truth_is_known(line: Sequential) -> None:
    x = np.array([[3.0]], np.float32)
    assert answer(line, x, lambda _: None) == {"number": 7}
    assert answer(line, x, lambda _: None, np.array([[5.0]], np.float32)) == {"number": 7, "loss": 4}
    assert answer(line, x, lambda out: out / 28) == {"shares": [0.25]}


def test_what_is_not_finite_is_nothing(line: Sequential) -> None:
    line.vector.fill(np.nan)
    with np.errstate(all="ignore"):
        assert answer(line, np.ones((1, 1), np.float32), lambda _: None) == {"number": None}


@pytest.mark.parametrize(("activation", "wanted"), [("sigmoid", True), ("softmax", True), ("tanh", False)])
def test_probabilities(activation: str, wanted: bool) -> None:
    assert gives_probabilities(Sequential([Input((1,)), Dense(2, activation)])) is wanted
