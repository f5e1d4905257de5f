"""When nothing has been learned, and which layer keeps it from being learned."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.explain.network.chance import at_chance, silent_layer

Y = np.array([0, 0, 0, 1])


@pytest.mark.parametrize(("accuracy", "chance"), [(0.1, 0.75), (0.75, 0.75), (0.9, None), (None, None)])
def test_guessing_means_the_most_frequent_class(accuracy: float | None, chance: float | None) -> None:
    assert at_chance(accuracy, Y) == chance
    assert at_chance(accuracy, Y[:0]) is None


def test_the_first_silent_layer_is_named() -> None:
    model = Sequential(
        [Input((2,)), Dense(3, activation="tanh"), Dense(3, activation="relu"), Dense(2)], seed=0
    )
    model.build()
    x = np.random.default_rng(0).normal(size=(40, 2)).astype(np.float32)
    assert silent_layer(model, x) is None
    model.layers[1].weights["bias"][...] = -100
    assert silent_layer(model, x) == (2, "Dense")
