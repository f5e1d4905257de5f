"""Metrics by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer, losses, metrics
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.engine.losses import BinaryCrossentropy
from mlwidgets.engine.metrics import (
    METRICS,
    BinaryAccuracy,
    CategoricalAccuracy,
    F1Score,
    MeanAbsoluteError,
    PrAuc,
    Precision,
    R2Score,
    Recall,
    RocAuc,
    RootMeanSquaredError,
    SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy,
    Specificity,
    TopKCategoricalAccuracy,
    average_precision,
    confusion_matrix,
    precision_recall_curve,
    roc_auc,
    roc_curve,
)
from mlwidgets.engine.optimizers import SGD
from mlwidgets.errors import ConfigurationError, DataError, DivergenceError
from tests.engine.support import blobs, classifier

NUMBERS = (
    "mean_absolute_error",
    "mean_squared_error",
    "root_mean_squared_error",
    "r2_score",
    "binary_accuracy",
)

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
        ("hinge", BinaryAccuracy),
        ("squared_hinge", BinaryAccuracy),
        ("categorical_crossentropy", CategoricalAccuracy),
        ("categorical_hinge", CategoricalAccuracy),
        ("kl_divergence", CategoricalAccuracy),
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
        assert isinstance(metric, BinaryAccuracy)
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


@pytest.mark.parametrize("name", METRICS.names)
def test_every_name_can_be_compiled(name: str) -> None:
    model = Sequential([Input((2,)), Dense(3, "softmax")])
    loss = "categorical_crossentropy" if "categorical" in name and "sparse" not in name else None
    loss = loss or ("mse" if name in NUMBERS else "sparse_categorical_crossentropy")
    model.compile("sgd", loss, [name])
    x, y = np.random.default_rng(0).normal(size=(9, 2)), np.arange(9) % 3
    logs = model.evaluate(x, y if loss.startswith("sparse") else np.eye(3)[y], batch_size=4)
    assert list(logs) == ["loss", model.metrics[0].name]
    assert np.isfinite(logs[model.metrics[0].name])


def test_top_k_takes_the_kind_that_fits_the_loss() -> None:
    for loss, kind in (
        ("categorical_crossentropy", TopKCategoricalAccuracy),
        ("sparse_categorical_crossentropy", SparseTopKCategoricalAccuracy),
    ):
        metric = metrics.get("top_k_accuracy", losses.get(loss))
        assert type(metric) is kind
        assert metric.get_config() == {"k": 5}


def test_top_k_by_hand() -> None:
    output = np.array([[0.5, 0.4], [0.3, 0.4], [0.2, 0.2]])
    labels = np.array([1, 2])
    assert SparseTopKCategoricalAccuracy(1).values(labels, output).tolist() == [0, 0]
    assert SparseTopKCategoricalAccuracy(2).values(labels, output).tolist() == [1, 0]
    assert SparseTopKCategoricalAccuracy(3).values(labels, output).tolist() == [1, 1]
    # The first two of the second example are equal: neither pushes the other out.
    assert SparseTopKCategoricalAccuracy(1).values(np.array([0, 1]), output).tolist() == [1, 1]


def test_scores_by_hand() -> None:
    # Called yes: the first three; are so: the first two and the last.
    y, output = np.array([[1.0, 1, 0, 0, 1]]), np.array([[0.9, 0.8, 0.7, 0.5, 0.1]])
    assert Precision().compute(y, output) == pytest.approx(2 / 3)
    assert Recall().compute(y, output) == pytest.approx(2 / 3)
    assert Specificity().compute(y, output) == pytest.approx(1 / 2)
    assert F1Score().compute(y, output) == pytest.approx(2 / 3)
    assert Recall(threshold=0.0).compute(y, output) == 1


def test_scores_of_several_flags_take_each_output_on_its_own() -> None:
    y, output = np.array([[1.0, 0], [1, 1]]), np.array([[0.9, 0.8], [0.6, 0.2]])
    metric = metrics.get("recall", BinaryCrossentropy())
    assert isinstance(metric, Recall)
    assert metric.threshold == 0.5
    assert metric.per_class(y, output).tolist() == [1, 0.5]
    assert metric.compute(y, output) == 0.75
    assert Recall(threshold=0.5, average="micro").compute(y, output) == pytest.approx(2 / 3)
    logits = metrics.get("precision", BinaryCrossentropy(from_logits=True))
    assert isinstance(logits, Precision)
    assert logits.threshold == 0


@pytest.mark.parametrize("kind", [Precision, Recall, Specificity, F1Score, RocAuc, PrAuc])
def test_what_is_undefined_is_0(kind: Any) -> None:  # noqa: ANN401 - any of these classes
    nothing, everything = np.zeros((1, 3)), np.ones((1, 3))
    assert Precision().compute(everything, nothing) == 0
    assert Recall().compute(nothing, everything) == 0
    assert Specificity().compute(everything, nothing) == 0
    assert F1Score().compute(nothing, nothing) == 0
    for y in (nothing, everything):
        assert 0 <= kind().compute(y, nothing) <= 1
    for area in (RocAuc, PrAuc):
        assert area().compute(nothing, nothing) == area().compute(everything, nothing) == 0


def test_names_tell_averages_and_classes_apart() -> None:
    assert [Precision().name, Precision(average="micro").name, Precision(class_id=2).name] == [
        "precision",
        "precision_micro",
        "precision_2",
    ]
    with pytest.raises(ConfigurationError, match="Two metrics are called 'precision', and a history has one"):
        metrics.get_all([Precision(), "precision"], losses.get("categorical_crossentropy"))


def test_a_class_that_the_network_does_not_have() -> None:
    with pytest.raises(ConfigurationError, match="number of an output, from 0 to 2; got 3"):
        Precision(class_id=3).compute(np.array([0]), P[:, :1])


def test_areas_by_hand() -> None:
    # Pairs of a positive and a negative: 0.8 > 0.4, 0.8 > 0.1, 0.4 = 0.4, 0.4 > 0.1: 3½ of 4.
    y, scores = [0, 1, 0, 1], [0.1, 0.4, 0.4, 0.8]
    assert roc_auc(y, scores) == pytest.approx(3.5 / 4)
    assert average_precision(y, scores) == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)
    assert roc_auc(y, [0.5] * 4) == 0.5
    assert average_precision(y, [0.5] * 4) == 0.5
    assert roc_curve(y, scores).thresholds.tolist() == [np.inf, 0.8, 0.4, 0.1]
    assert precision_recall_curve(y, scores).thresholds.tolist() == [0.8, 0.4, 0.1]
    assert roc_auc([-1, 1, -1, 1], scores) == roc_auc(y, scores)


def test_classes_without_an_area_are_left_out() -> None:
    y, output = (
        np.array([0, 1, 0, 1]),
        np.array([[0.5, 0.2, 0.6, 0.3], [0.4, 0.5, 0.3, 0.6], [0.1, 0.3, 0.1, 0.1]]),
    )
    assert RocAuc().compute(y, output) == PrAuc().compute(y, output) == 1
    assert RocAuc().per_class(y, output).tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("y", "scores", "message"),
    [
        ([0, 1], [0.5], "got shapes (2,) and (1,)."),
        ([], [], "with at least one example; got shapes (0,) and (0,)."),
        ([[0, 1]], [[0.1, 0.2]], "got shapes (1, 2) and (1, 2)."),
        ([0, 1], [0.5, np.nan], "The scores hold a NaN"),
    ],
)
def test_curves_of_what_has_none(y: Any, scores: Any, message: str) -> None:  # noqa: ANN401
    with pytest.raises(DataError, match=re.escape(message)):
        roc_curve(y, scores)


def test_r2_by_hand() -> None:
    # Spread 2 around the mean 2; mistakes 0.5² + 0 + 0.5²
    assert R2Score().compute(np.array([[1.0, 2, 3]]), np.array([[1.5, 2, 2.5]])) == pytest.approx(0.75)
    assert R2Score().compute(np.ones((1, 3)), np.ones((1, 3))) == 1
    assert R2Score().compute(np.ones((1, 3)), np.zeros((1, 3))) == 0
    assert RootMeanSquaredError().compute(np.zeros((1, 2)), np.array([[3.0, 4.0]])) == pytest.approx(
        12.5**0.5
    )


def test_an_epochs_whole_metric_is_of_all_outputs_and_not_the_mean_of_the_batches() -> None:
    x, y = blobs(50)
    # A rate too small to move anything: the outputs of the epoch are those of the model.
    model = classifier(metrics=["f1_score", "roc_auc", "accuracy"], optimizer=SGD(1e-12))
    history = model.fit(x, y, batch_size=20, validation_data=(x[:30], y[:30]), verbose=False)
    whole, validation = model.evaluate(x, y), model.evaluate(x[:30], y[:30])
    for name in ("f1_score", "roc_auc", "accuracy"):
        assert history.history[name] == pytest.approx([whole[name]])
        assert history.history[f"val_{name}"] == pytest.approx([validation[name]])
        assert len(history.batch_logs[name]) == 3
    mean = np.average(history.batch_logs["f1_score"], weights=[20, 20, 10])
    assert history.history["f1_score"][0] != pytest.approx(mean, rel=1e-6)


def test_a_whole_metric_does_not_depend_on_the_size_of_the_slices() -> None:
    x, y = blobs(50)
    model = classifier(metrics=["precision", "pr_auc"])
    logs = [model.evaluate(x, y, batch_size=size) for size in (7, 50)]
    assert logs[0] == pytest.approx(logs[1], rel=1e-6)


def test_after_a_divergence_the_epochs_metric_counts_each_example_once() -> None:
    x, y = blobs(60)
    wanted = classifier(metrics=["f1_score"], optimizer=SGD(1e-12))
    measured = wanted.evaluate(x, y)["f1_score"]
    for at in (1, 2, 3):
        model = classifier(metrics=["f1_score"], optimizer=SGD(1e-12))
        run = Trainer(model, x, y, batch_size=20, epochs=2, shuffle=False)
        for _ in range(at):
            next(run)
        model.layers[0].weights["kernel"][...] = np.nan
        with pytest.raises(DivergenceError):
            next(run)
        list(run)
        assert run.history.history["f1_score"] == pytest.approx([measured] * 2)


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


def test_a_misspelt_accuracy_is_recognised() -> None:
    loss = losses.get("binary_crossentropy")
    assert metrics.get("acc", loss).name == metrics.get("accuracy", loss).name == "accuracy"
    with pytest.raises(ConfigurationError, match=r"Choose one of: accuracy, .*Did you mean 'accuracy'\?"):
        metrics.get("acuracy", loss)
