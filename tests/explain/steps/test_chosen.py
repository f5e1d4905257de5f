"""Choosing a weight."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Trainer
from mlwidgets.engine.layers import BatchNormalization, Conv2D, Dense, Flatten, Input
from mlwidgets.errors import ShapeError
from mlwidgets.explain.steps.chosen import choose, steepest, weight_arrays
from tests.engine.support import blobs, classifier, pictures


def test_arrays_that_are_trained() -> None:
    model = classifier([Input((8, 8, 2)), Conv2D(4, 3), BatchNormalization(), Flatten(), Dense(3, "softmax")])
    arrays = weight_arrays(model)
    assert [array.title for array in arrays] == [
        "Layer 1, Conv2D: kernel",
        "Layer 1, Conv2D: bias",
        "Layer 2, BatchNormalization: gamma",
        "Layer 2, BatchNormalization: beta",
        "Layer 4, Dense: kernel",
        "Layer 4, Dense: bias",
    ]
    assert arrays[0].axes == ("row", "column", "input map", "filter")
    assert arrays[2].axes == ("channel",)
    chosen = choose(model, 3, "kernel", (5, 2))
    model.layers[3].weights["kernel"][5, 2] = 42
    assert model.parameters[chosen.place] == 42


@pytest.mark.parametrize(
    ("layer", "name", "index"),
    [
        (5, "kernel", (0, 0)),
        (-1, "kernel", (0, 0)),
        ("0", "kernel", (0, 0)),
        (True, "kernel", (0, 0)),
        (0, "moving_mean", (0,)),
        (0, None, (0, 0)),
        (0, ["kernel"], (0, 0)),
        (0, "kernel", (0,)),
        (0, "kernel", (4, 0)),
        (0, "kernel", (0, -1)),
        (0, "kernel", (0.0, 0)),
        (0, "kernel", (float("nan"), 0)),
        (0, "kernel", (10**400, 0)),
        (0, "kernel", ("0", None)),
        (0, "kernel" * 2000, (0, 0)),
    ],
)
def test_a_weight_that_is_not_there(layer: object, name: object, index: tuple[object, ...]) -> None:
    with pytest.raises(ShapeError) as caught:
        choose(classifier(), layer, name, index)
    assert len(str(caught.value)) < 400


def test_the_steepest_is_no_bias_if_there_is_something_else() -> None:
    x, y = blobs(20)
    model = classifier()
    preview = Trainer(model, x, y).preview()
    chosen = steepest(preview)
    assert chosen is not None
    kernels = np.concatenate([preview.gradient[:24], preview.gradient[30:48]])
    assert abs(preview.gradient[chosen.place]) == np.abs(kernels).max()
    assert chosen.name == "kernel"
    nothing = classifier([Input((8, 8, 2)), Flatten()])
    nothing.compile("sgd", "mse")
    assert weight_arrays(nothing) == []
    assert steepest(Trainer(nothing, pictures(4)[0], pictures(4)[0].reshape(4, -1)).preview()) is None
