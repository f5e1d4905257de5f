"""A network and a loss to start with, for any data set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine import layers
from mlwidgets.engine.configurable import serialize

if TYPE_CHECKING:
    from mlwidgets.data import Dataset

USUAL_LEARNING_RATES = {
    "sgd": 0.1,
    "adagrad": 0.1,
    "adadelta": 1.0,
    "rmsprop": 0.002,
    "adam": 0.002,
    "adamax": 0.005,
    "adamw": 0.002,
}
"""Rates with which each optimizer learns small networks well: what suits Adam hardly moves SGD."""

_PICTURE_RANK = 3
_POOLED_TWICE = 10
"""A picture must be at least this many pixels a side for two 3 × 3 convolutions with pooling after each."""


def default_layers(dataset: Dataset) -> list[dict[str, Any]]:
    """Return a stack that fits: two convolutions with pooling for pictures, one hidden layer otherwise."""
    outputs = output_shape(dataset)[-1]
    shape = dataset.input_shape
    stack: list[layers.Layer] = []
    if len(shape) == _PICTURE_RANK and min(shape[:2]) >= _POOLED_TWICE:
        for filters in (8, 16):
            stack += [layers.Conv2D(filters, 3, activation="relu"), layers.MaxPooling2D(2)]
        stack.append(layers.Flatten())
    else:
        if len(shape) > 1:
            stack.append(layers.Flatten())
        stack.append(layers.Dense(16, activation="relu"))
    stack.append(layers.Dense(outputs, activation="softmax" if dataset.n_classes else None))
    return [serialize(layer) for layer in stack]


def output_shape(dataset: Dataset) -> tuple[int, ...]:
    """Return what a network must give for each example: a share for each class, or the numbers to predict."""
    if dataset.n_classes:
        return (dataset.n_classes,)
    return dataset.y_train.shape[1:] or (1,)


def default_loss(dataset: Dataset) -> str:
    """Return the loss that fits the data set's targets."""
    return "sparse_categorical_crossentropy" if dataset.n_classes else "mean_squared_error"
