"""A network, a loss and settings to start with, for any data set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.plane.features import USUAL_FEATURES
from mlwidgets.engine import layers
from mlwidgets.engine.configurable import serialize
from mlwidgets.spec.optimizer_spec import OptimizerSpec

if TYPE_CHECKING:
    from mlwidgets.data import Dataset

ONE_OUTPUT = {
    "binary_crossentropy": "sigmoid",
    "hinge": "linear",
    "squared_hinge": "linear",
    "mean_squared_error": "tanh",
    "mean_absolute_error": "tanh",
    "huber": "tanh",
    "log_cosh": "tanh",
}
"""Losses that judge two classes by one output, and the activation that such an output usually has."""

_PICTURE_RANK = 3
_UPDATES = 900
_FEW_INPUTS, _FEW_CLASSES = 16, 8
_POOLED_TWICE = 10
"""A picture must be at least this many pixels a side for two 3 × 3 convolutions with pooling after each."""


def default_layers(dataset: Dataset, loss: str = "") -> list[dict[str, Any]]:
    """Return a stack that fits: two convolutions with pooling for pictures, hidden layers otherwise.

    Points of the plane get two small hidden layers, few enough to be read; other rows of numbers get one, a
    table with few columns and classes one of 8 units.
    """
    shape = dataset.input_shape
    stack: list[layers.Layer] = []
    if len(shape) == _PICTURE_RANK and min(shape[:2]) >= _POOLED_TWICE:
        for filters in (8, 16):
            stack += [layers.Conv2D(filters, 3, activation="relu"), layers.MaxPooling2D(2)]
        stack.append(layers.Flatten())
    elif dataset.in_plane:
        stack += [layers.Dense(4, activation="tanh"), layers.Dense(2, activation="tanh")]
    else:
        if len(shape) > 1:
            stack.append(layers.Flatten())
        stack.append(layers.Dense(_hidden_units(dataset), activation="relu"))
    return [serialize(layer) for layer in (*stack, output_layer(dataset, loss))]


def _hidden_units(dataset: Dataset) -> int:
    few = dataset.input_shape[0] <= _FEW_INPUTS and dataset.n_classes <= _FEW_CLASSES
    return 8 if dataset.prepared is not None and few else 16


def output_layer(dataset: Dataset, loss: str = "") -> layers.Dense:
    """Return the last layer that suits the data set's targets and the loss; see `output_shape`."""
    units = output_shape(dataset, loss)[-1]
    if not dataset.n_classes:
        return layers.Dense(units)
    return layers.Dense(units, activation="softmax" if units == dataset.n_classes else ONE_OUTPUT[loss])


def output_shape(dataset: Dataset, loss: str = "") -> tuple[int, ...]:
    """Return what a network must give for each example: one number a class, or those to predict.

    For two classes and a loss of `ONE_OUTPUT` it is one number.
    """
    if dataset.n_classes == 2 and loss in ONE_OUTPUT:  # noqa: PLR2004 - no and yes
        return (1,)
    if dataset.n_classes:
        return (dataset.n_classes,)
    return dataset.y_train.shape[1:] or (1,)


def default_loss(dataset: Dataset) -> str:
    """Return the loss that fits the data set's targets."""
    return "sparse_categorical_crossentropy" if dataset.n_classes else "mean_squared_error"


def suitable_losses(dataset: Dataset) -> tuple[str, ...]:
    """Return the losses that can judge by the data set's targets, the usual one first."""
    usual = default_loss(dataset)
    if dataset.n_classes == 2:  # noqa: PLR2004 - no and yes
        return (usual, *ONE_OUTPUT)
    return (usual,) if dataset.n_classes else (usual, "mean_absolute_error", "huber", "log_cosh")


def default_features(dataset: Dataset) -> tuple[str, ...]:
    """Return the point itself for points in the plane, and nothing for other data."""
    return USUAL_FEATURES if dataset.in_plane else ()


def default_settings(dataset: Dataset) -> dict[str, Any]:
    """Return the numbers among the settings of an `Experiment` that follow from the data set.

    Points are few, and a network for them is small: more epochs of smaller batches take less than a second.
    A table of any length gets about 900 updates, from batches that are a thirtieth to a fifteenth of its
    rows, 8 to 1,024: enough for the bundled ones to be learned, and few enough not to learn them by heart.
    """
    if dataset.in_plane:
        return {"learning_rate": 0.03, "batch_size": 10, "epochs": 100}
    if dataset.prepared is None:
        return {}
    rows = len(dataset.prepared.parts.train)
    batch = min(max(2 ** int(np.log2(rows / 15)), 8), 1024) if rows > 120 else 8  # noqa: PLR2004 - 8 · 15
    epochs = min(max(round(_UPDATES * batch / rows), 10), 100)
    return {"learning_rate": 0.003, "batch_size": batch, "epochs": epochs}


def usual_settings(dataset: Dataset) -> dict[str, Any]:
    """Return all numbers of a new experiment with this data set, and its optimizer without them.

    Whoever has not changed them gets those of other data together with the data.
    """
    usual = {"learning_rate": OptimizerSpec.of("adam").learning_rate, "batch_size": 32, "epochs": 20}
    return usual | default_settings(dataset)
