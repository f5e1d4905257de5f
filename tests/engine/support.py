"""What several tests of the engine need: a layer on its own, a small model, and data to train it with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine import Sequential
from mlwidgets.engine.arrays import to_engine, to_public
from mlwidgets.engine.layers import Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D
from mlwidgets.engine.tape import Tape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.layers import Layer

DROPOUT_SEED = 7


@dataclass
class LayerRun:
    """What one layer made of one batch; every array as at the public face."""

    output: AnyArray
    input_gradient: AnyArray
    weight_gradients: dict[str, AnyArray]
    kept: dict[str, AnyArray]


def built(layer: Layer, shape: tuple[int, ...], dtype: str = "float64", seed: int = 3) -> Layer:
    """Give a layer weights for inputs of this shape, none of them all alike."""
    model = Sequential([Input(shape), layer], seed=seed, dtype=dtype)
    model.build()
    rng = np.random.default_rng(seed)
    for name, weights in layer.weights.items():
        if "kernel" not in name:
            weights[...] = rng.normal(size=weights.shape)
        if name == "moving_variance":
            weights[...] = rng.uniform(0.5, 2, size=weights.shape)
    return layer


def run_layer(layer: Layer, x: AnyArray, upstream: AnyArray, *, training: bool = False) -> LayerRun:
    """Send a public batch through a built layer and ∂L/∂output back."""
    dtype = x.dtype
    tape = Tape()
    tape.training = training
    tape.rng = np.random.default_rng(DROPOUT_SEED)
    trained = [name for name, spec in layer.weight_specs(x.shape[1:]).items() if spec.trainable]
    tape.gradients = {name: np.full_like(layer.weights[name], np.nan) for name in trained}
    output = to_public(layer.forward(to_engine(x, dtype), tape))
    dx = layer.backward(to_engine(upstream, dtype), tape)
    assert dx is not None
    return LayerRun(output, to_public(dx), tape.gradients, tape.kept)


def blobs(n: int, *, features: int = 4, classes: int = 3, seed: int = 0) -> tuple[AnyArray, AnyArray]:
    """Make a table whose classes are clouds around different centres."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(classes, features)) * 2
    y = rng.integers(0, classes, n)
    return (centres[y] + rng.normal(size=(n, features))).astype(np.float32), y


def classifier(
    layers: Sequence[Layer | Input] | None = None,
    *,
    optimizer: object = "adam",
    metrics: object = ("accuracy",),
    **settings: Any,  # noqa: ANN401 - those of Sequential
) -> Sequential:
    """Make a small compiled classifier of three classes for rows of four numbers."""
    usual: list[Layer | Input] = [Input((4,)), Dense(6, "relu"), Dense(3, "softmax")]
    stack = usual if layers is None else layers
    model = Sequential(stack, **settings)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics)
    return model


def every_kind_of_layer() -> list[Layer | Input]:
    """Return a stack for pictures (8, 8, 2) with three outputs in which dropout and convolution take part."""
    return [
        Input((8, 8, 2)),
        Conv2D(4, 3, activation="relu"),
        MaxPooling2D(2),
        Conv2D(3, (2, 3), strides=(1, 2), padding="same", activation="tanh"),
        Dropout(0.25),
        Flatten(),
        Dense(5, "sigmoid"),
        Dense(3, "softmax"),
    ]


def pictures(n: int, seed: int = 0) -> tuple[AnyArray, AnyArray]:
    """Make pictures (8, 8, 2) with labels from 0 to 2."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 8, 8, 2)).astype(np.float32), rng.integers(0, 3, n)
