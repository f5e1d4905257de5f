"""Metrics by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, losses, metrics
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.engine.losses import BinaryCrossentropy
from mlwidgets.engine.metrics import (
    BinaryAccuracy,
    CategoricalAccuracy,
    MeanAbsoluteError,
    SparseCategoricalAccuracy,
    confusion_matrix,
)
from mlwidgets.errors import ConfigurationError, DataError

# The engine's layout: a column for each example.
P = np.array([[0.2, 0.6, 0.1], [0.5, 0.3, 0.1], [0.3, 0.1, 0.8]], np.float32)


def test_sparse_and_categorical_accuracy() -> None:
    labels = np.array([1, 0, 0])
    for values in (
        SparseCategoricalAccuracy().values(labels, P),
        CategoricalAccuracy().values(np.eye(3)[labels].T, P),
    ):
        assert values.tolist() == [1, 1, 0]
        assert values.dtype == np.float32


def test_binary_accuracy_averages_the_outputs_of_an_example() -> None:
    y = np.array([[0, 1, 0], [0, 1, 0]])
    p = np.array([[0.4, 0.6, 0.5], [0.6, 0.9, 0.51]])
    assert BinaryAccuracy().values(y, p).tolist() == [0.5, 1, 0.5]  # exactly 0.5 means no


def test_mean_absolute_error() -> None:
    values = MeanAbsoluteError().values(
        np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[2.0, 2.0], [0.0, 1.0]])
    )
    assert values.tolist() == [2, 0.5]


@pytest.mark.parametrize(
    ("loss", "kind"),
    [
        ("binary_crossentropy", BinaryAccuracy),
        ("categorical_crossentropy", CategoricalAccuracy),
        ("sparse_categorical_crossentropy", SparseCategoricalAccuracy),
    ],
)
def test_accuracy_means_the_kind_that_fits_the_loss(loss: str, kind: type) -> None:
    metric = metrics.get("accuracy", losses.get(loss))
    assert type(metric) is kind
    assert metric.name == "accuracy"


def test_the_threshold_of_logits_is_0() -> None:
    logits = np.array([[0.3, -0.3]])
    y = np.array([[1, 0]])
    for from_logits, wanted in ((True, [1, 1]), (False, [0, 1])):
        metric = metrics.get("accuracy", BinaryCrossentropy(from_logits=from_logits))
        assert metric.values(y, logits).tolist() == wanted
    model = Sequential([Input((1,)), Dense(1)])
    model.compile("sgd", BinaryCrossentropy(from_logits=True), ["accuracy"])
    model.set_weights([[[1.0]], [0.0]])  # the logit is the input itself
    assert model.evaluate([[0.3], [-0.3]], [1, 0])["accuracy"] == 1


def test_accuracy_needs_classes() -> None:
    with pytest.raises(
        ConfigurationError,
        match=re.escape(
            "Accuracy counts right answers, so it needs a loss for classes; got MeanSquaredError. To predict "
            'a number use "mean_absolute_error".'
        ),
    ):
        metrics.get("accuracy", losses.get("mse"))


@pytest.mark.parametrize("spec", ["acuracy", 3, None])
def test_unknown_metric(spec: object) -> None:
    with pytest.raises(ConfigurationError, match="metric"):
        metrics.get(spec, losses.get("mse"))


def test_confusion_matrix_by_hand() -> None:
    counts = confusion_matrix([0, 0, 1, 2, 2, 2], [0, 1, 1, 2, 0, 2], 3)
    assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 2]]
    assert confusion_matrix([], [], 2).tolist() == [[0, 0], [0, 0]]


def test_small_integers_do_not_overflow() -> None:
    labels = np.arange(40, dtype=np.uint8)
    np.testing.assert_array_equal(confusion_matrix(labels, labels, 40), np.eye(40, dtype=int))
    np.testing.assert_array_equal(confusion_matrix(labels.astype(float), labels, 40), np.eye(40, dtype=int))


@pytest.mark.parametrize(
    ("y_true", "y_pred", "message"),
    [
        ([0, 1], [0], "two rows of class numbers of the same length; got shapes (2,) and (1,)."),
        ([[0, 1]], [[0, 1]], "got shapes (1, 2) and (1, 2)."),
        (
            [-1, 0],
            [0, 0],
            "y_true must hold class numbers, whole numbers from 0 to 2; got values from -1 to 0.",
        ),
        (
            [0, 0],
            [0, 3],
            "y_pred must hold class numbers, whole numbers from 0 to 2; got values from 0 to 3.",
        ),
        ([0.5, 0], [0, 0], "y_true must hold class numbers"),
        (["a"], [0], "Class numbers must be numbers; got an array of <U1."),
    ],
)
def test_labels_that_cannot_be(y_true: Any, y_pred: Any, message: str) -> None:  # noqa: ANN401
    with pytest.raises(DataError, match=re.escape(message)):
        confusion_matrix(y_true, y_pred, 3)
