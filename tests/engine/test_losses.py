"""Losses: hand-worked numbers, extreme logits, and targets and predictions that cannot be."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import losses
from mlwidgets.engine.activations import get as activation
from mlwidgets.engine.losses import (
    LOSSES,
    BinaryCrossentropy,
    CategoricalCrossentropy,
    CategoricalHinge,
    CosineSimilarity,
    Hinge,
    Huber,
    KLDivergence,
    LogCosh,
    Loss,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    Poisson,
    SparseCategoricalCrossentropy,
    SquaredHinge,
    fused,
)
from mlwidgets.errors import ConfigurationError, DataError, ShapeError

E = math.e


@pytest.mark.parametrize(
    ("loss", "y", "prediction", "values", "gradient"),
    [
        # (1 − 3)² and (0 + 1)², averaged: 2.5; slopes 2 · (−2) / 2 and 2 · 1 / 2
        (MeanSquaredError(), [[3.0, -1.0]], [[1.0, 0.0]], [2.5], [[-2.0, 1.0]]),
        # −log ¾ and −log(1 − ½); slopes −1 / ¾ and 1 / ½
        (BinaryCrossentropy(), [1, 0], [[0.75], [0.5]], [math.log(4 / 3), math.log(2)], [[-4 / 3], [2.0]]),
        # z = 0 is a probability of ½
        (BinaryCrossentropy(from_logits=True), [1, 0], [[0.0], [0.0]], [math.log(2)] * 2, [[-0.5], [0.5]]),
        # −log ½; Σy / Σp − y / p = 1 − 2 at the true class and 1 elsewhere
        (CategoricalCrossentropy(), [[0, 1, 0]], [[0.25, 0.5, 0.25]], [math.log(2)], [[1.0, -1.0, 1.0]]),
        (SparseCategoricalCrossentropy(), [1], [[0.25, 0.5, 0.25]], [math.log(2)], [[1.0, -1.0, 1.0]]),
        # softmax(0, 1) = (1, e) / (1 + e)
        (
            SparseCategoricalCrossentropy(from_logits=True),
            [0],
            [[0.0, 1.0]],
            [math.log(1 + E)],
            [[-E / (1 + E), E / (1 + E)]],
        ),
        (
            CategoricalCrossentropy(from_logits=True),
            [[1.0, 0.0]],
            [[0.0, 1.0]],
            [math.log(1 + E)],
            [[-E / (1 + E), E / (1 + E)]],
        ),
        (MeanAbsoluteError(), [[3.0, -1.0]], [[1.0, 0.0]], [1.5], [[-0.5, 0.5]]),
        # 100 · 2/4 and 100 · 1/2, averaged; slopes 100/4/2 and −100/2/2
        (MeanAbsolutePercentageError(), [[4.0, -2.0]], [[6.0, -3.0]], [50.0], [[12.5, -25.0]]),
        # log 4 − log 2 = log 2; slope 2 log 2 / 4
        (MeanSquaredLogarithmicError(), [1.0], [[3.0]], [math.log(2) ** 2], [[math.log(2) / 2]]),
        # 0.5²/2 within δ; 3 − ½ beyond; with δ = 2: 2 · 3 − 2
        (Huber(), [[0.0, 0.0]], [[0.5, -3.0]], [(0.125 + 2.5) / 2], [[0.25, -0.5]]),
        (Huber(2.0), [0.0], [[3.0]], [4.0], [[2.0]]),
        # cosh(log 2) = (2 + ½) / 2 = 1.25; tanh(log 2) = 1.5 / 2.5
        (LogCosh(), [0.0], [[math.log(2)]], [math.log(1.25)], [[0.6]]),
        # margins −0.5, 0.5 and 2: losses 1.5, 0.5 and 0
        (Hinge(), [[-1, 1, 1]], [[0.5, 0.5, 2.0]], [2 / 3], [[1 / 3, -1 / 3, 0]]),
        (Hinge(), [[0, 1, 1]], [[0.5, 0.5, 2.0]], [2 / 3], [[1 / 3, -1 / 3, 0]]),
        (SquaredHinge(), [[-1, 1, 1]], [[0.5, 0.5, 2.0]], [2.5 / 3], [[1.0, -1 / 3, 0]]),
        # 1 + 0.75 − 0.5; and nothing: the true class leads by 3
        (
            CategoricalHinge(),
            [[0, 1, 0], [1, 0, 0]],
            [[0.75, 0.5, 0.25], [4.0, 1.0, 0.0]],
            [1.25, 0.0],
            [[1, -1, 0], [0, 0, 0]],
        ),
        # ½ log(½ / ¼) + ½ log(½ / ¾); slopes −½ / ¼ and −½ / ¾
        (KLDivergence(), [[0.5, 0.5]], [[0.25, 0.75]], [0.5 * math.log(4 / 3)], [[-2, -2 / 3]]),
        # 2 − 3 log 2 and 1 − 0; slopes 1 − 3/2 and 1 − 0 (less 1e-7)
        (
            Poisson(),
            [[3.0, 0.0]],
            [[2.0 - 1e-7, 1.0]],
            [(3 - 1e-7 - 3 * math.log(2)) / 2],
            [[-0.25, 0.5]],
        ),
        # (3, 4) · (1, 0) / 5; slope −((1, 0) − 0.6 · (0.6, 0.8)) / 5
        (CosineSimilarity(), [[2.0, 0.0]], [[3.0, 4.0]], [-0.6], [[-0.128, 0.096]]),
        # Targets ¾ and ¼, probabilities ½
        (BinaryCrossentropy(label_smoothing=0.5), [[1, 0]], [[0.5, 0.5]], [math.log(2)], [[-0.5, 0.5]]),
        # Targets ¾ and ¼, softmax ½ and ½
        (
            CategoricalCrossentropy(from_logits=True, label_smoothing=0.5),
            [[1.0, 0.0]],
            [[0.0, 0.0]],
            [math.log(2)],
            [[-0.25, 0.25]],
        ),
    ],
    ids=lambda value: repr(value) if isinstance(value, Loss) else "",
)
def test_by_hand(loss: Loss, y: Any, prediction: Any, values: Any, gradient: Any) -> None:  # noqa: ANN401
    np.testing.assert_allclose(loss.per_example(y, prediction), values, rtol=1e-12)
    np.testing.assert_allclose(loss.per_example_gradient(y, prediction), gradient, rtol=1e-12, atol=1e-15)
    assert loss(y, prediction) == pytest.approx(np.mean(values))


@pytest.mark.parametrize("name", LOSSES.names)
def test_every_loss_leaves_its_arguments_and_keeps_their_dtype(name: str) -> None:
    loss = losses.get(name)
    y = np.array([0, 1]) if name.startswith("sparse") else np.eye(2)
    prediction = np.array([[0.25, 0.75], [0.5, 0.5]], np.float32)
    kept, kept_y = prediction.copy(), y.copy()
    for result in (loss.per_example(y, prediction), loss.per_example_gradient(y, prediction)):
        assert result.dtype == np.float32
        assert np.isfinite(result).all()
    np.testing.assert_array_equal(prediction, kept)
    np.testing.assert_array_equal(y, kept_y)


@pytest.mark.parametrize("loss", ["huber", "log_cosh", "mean_absolute_error", "hinge", "categorical_hinge"])
def test_losses_that_grow_like_a_line_do_not_overflow(loss: str) -> None:
    y = np.eye(2)
    prediction = np.array([[1e30, -1e30], [1e30, -1e30]], np.float32)
    assert np.isfinite(losses.get(loss).per_example(y, prediction)).all()
    assert np.abs(losses.get(loss).per_example_gradient(y, prediction)).max() <= 1


def test_log_cosh_of_a_tiny_mistake_is_half_its_square() -> None:
    value = LogCosh().per_example([0.0], np.array([[1e-4]], np.float32))
    assert value[0] == pytest.approx(0.5e-8, rel=1e-5)


def test_a_smoothed_certainty_costs_something() -> None:
    for loss, y in ((BinaryCrossentropy, [[1.0, 0.0]]), (CategoricalCrossentropy, [[1.0, 0.0]])):
        certain = np.array([[50.0, -50.0]])
        plain, smooth = loss(from_logits=True), loss(from_logits=True, label_smoothing=0.1)
        assert plain(y, certain) < 1e-12
        assert smooth(y, certain) > 1


def test_a_vector_without_direction_has_no_cosine() -> None:
    loss = CosineSimilarity()
    assert loss([[0.0, 0.0], [1.0, 0.0]], [[1.0, 1.0], [0.0, 0.0]]) == 0
    assert np.isfinite(loss.per_example_gradient([[1.0, 0.0]], [[0.0, 0.0]])).all()


def test_pictures_have_one_loss_each() -> None:
    rng = np.random.default_rng(0)
    y, p = rng.random((2, 3, 4, 5)), rng.random((2, 3, 4, 5))
    for loss in (MeanAbsoluteError(), Huber(), KLDivergence(), Poisson(), CosineSimilarity()):
        values = loss.per_example(y, p)
        assert values.shape == (2,)
        pixels = loss.per_example(y.reshape(-1, 5), p.reshape(-1, 5))
        np.testing.assert_allclose(values, pixels.reshape(2, -1).mean(axis=1))
        slopes = loss.per_example_gradient(y.reshape(-1, 5), p.reshape(-1, 5)) / 12
        np.testing.assert_allclose(loss.per_example_gradient(y, p), slopes.reshape(y.shape))


def test_sparse_and_one_hot_targets_give_the_same_numbers() -> None:
    rng = np.random.default_rng(0)
    labels, z = rng.integers(0, 5, 20), rng.normal(size=(20, 5))
    for from_logits in (True, False):
        prediction = z if from_logits else activation("softmax").forward(z.T.copy()).T
        sparse = SparseCategoricalCrossentropy(from_logits=from_logits)
        one_hot = CategoricalCrossentropy(from_logits=from_logits)
        rows = np.eye(5)[labels]
        np.testing.assert_allclose(
            sparse.per_example(labels, prediction), one_hot.per_example(rows, prediction)
        )
        np.testing.assert_allclose(
            sparse.per_example_gradient(labels, prediction),
            one_hot.per_example_gradient(rows, prediction),
            atol=1e-14,
        )


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_logits_of_thousands_neither_overflow_nor_lose_the_loss(dtype: str) -> None:
    z = np.array([[1e4, 0.0], [-1e4, 0.0]], dtype)
    for y in (np.array([0, 1]), np.eye(2)):
        kind = SparseCategoricalCrossentropy if y.ndim == 1 else CategoricalCrossentropy
        loss = kind(from_logits=True)
        np.testing.assert_array_equal(loss.per_example(y, z), [0, 0])
        np.testing.assert_array_equal(loss.per_example(y[::-1], z), [1e4, 1e4])
        assert loss.per_example(y, z).dtype == dtype
    binary = BinaryCrossentropy(from_logits=True)
    np.testing.assert_array_equal(binary.per_example([0, 1], z[:, :1]), [1e4, 1e4])
    np.testing.assert_array_equal(binary.per_example([1, 0], z[:, :1]), [0, 0])


@pytest.mark.parametrize(
    "loss", [BinaryCrossentropy(), CategoricalCrossentropy(), SparseCategoricalCrossentropy()]
)
def test_certainty_in_the_wrong_class_costs_much_but_not_infinitely_much(loss: Loss) -> None:
    y = np.eye(2)[[0]] if not isinstance(loss, SparseCategoricalCrossentropy) else np.array([0])
    p = np.array([[0.0, 1.0]], np.float32)
    # Probabilities are kept 1e-7 away from 0 and 1, as in Keras: −log 1e-7 = 16.1
    assert loss.per_example(y, p)[0] == pytest.approx(16.118, rel=1e-2)
    assert np.isfinite(loss.per_example_gradient(y, p)).all()


def test_a_row_of_predictions_is_a_column() -> None:
    assert MeanSquaredError()([1.0, 2.0], [1.0, 4.0]) == 2
    gradient = MeanSquaredError().per_example_gradient([1.0, 2.0], [1.0, 4.0])
    np.testing.assert_array_equal(gradient, [0, 4])


def test_whole_numbers_are_computed_as_reals() -> None:
    assert MeanSquaredError()([0, 0], [1, 2]) == 2.5


def test_pictures_can_be_compared_too() -> None:
    y, p = np.zeros((2, 3, 4, 5)), np.ones((2, 3, 4, 5))
    np.testing.assert_array_equal(MeanSquaredError().per_example(y, p), [1, 1])
    np.testing.assert_allclose(MeanSquaredError().per_example_gradient(y, p), np.full(p.shape, 2 / 60))


@pytest.mark.parametrize(
    ("loss", "activation_name", "is_fused"),
    [
        ("binary_crossentropy", "sigmoid", True),
        ("binary_crossentropy", "softmax", False),
        ("categorical_crossentropy", "softmax", True),
        ("sparse_categorical_crossentropy", "softmax", True),
        ("sparse_categorical_crossentropy", "sigmoid", False),
        ("mean_squared_error", "linear", False),
        ("mean_squared_error", "softmax", False),
    ],
)
def test_which_pairs_are_taken_in_one_go(loss: str, activation_name: str, is_fused: bool) -> None:
    assert (fused(losses.get(loss), activation(activation_name)) is not None) == is_fused


def test_logits_are_taken_in_one_go_only_without_an_activation() -> None:
    loss = BinaryCrossentropy(from_logits=True)
    assert fused(loss, activation("linear")) is loss
    assert fused(loss, activation("sigmoid")) is None


@pytest.mark.parametrize(
    ("loss", "y", "error", "message"),
    [
        (
            "sparse_categorical_crossentropy",
            [0, 3],
            DataError,
            "Class numbers must be whole numbers from 0 to 2, because the network has 3 outputs; got values",
        ),
        ("sparse_categorical_crossentropy", [-1, 0], DataError, "got values from -1 to 0."),
        ("sparse_categorical_crossentropy", [0.5, 1.0], DataError, "got values from 0.5 to 1."),
        ("sparse_categorical_crossentropy", [True, 7], DataError, "got values from 1 to 7."),
        (
            "sparse_categorical_crossentropy",
            np.eye(3)[:2],
            ShapeError,
            "(n,); got targets of shape (2, 3). For one-hot rows use categorical_crossentropy.",
        ),
        (
            "categorical_crossentropy",
            [0, 1],
            ShapeError,
            "shape (). For class numbers such as 0 to 9 use sparse_categorical_crossentropy.",
        ),
        ("categorical_crossentropy", np.eye(3)[:2] * 2, DataError, "needs targets from 0 (no) to 1 (yes)"),
        ("binary_crossentropy", [[1, -1, 0]] * 2, DataError, "got values from -1 to 1."),
        ("hinge", [[1, 2, 0]] * 2, DataError, "−1 (no) and 1 (yes), or 0 and 1; got values from 0 to 2."),
        ("squared_hinge", [[1, -1, 0]] * 2, DataError, "got values from -1 to 1."),
        ("categorical_hinge", [[1, -1, 0]] * 2, DataError, "CategoricalHinge needs one-hot targets, 0 and 1"),
        (
            "kl_divergence",
            [[1, 3, 0]] * 2,
            DataError,
            "that are probabilities, from 0 to 1; got values from 0",
        ),
        (
            "poisson",
            [[1, -3, 0]] * 2,
            DataError,
            "targets that are counts, 0 or more; got values from -3 to 1.",
        ),
        ("mean_squared_error", [1.0, 2.0], ShapeError, "MeanSquaredError compares each output of shape (3,)"),
        ("mean_squared_error", [[1.0], [2.0]], ShapeError, "got targets of shape (1,)."),
        ("mean_squared_error", [[1.0, 2.0, 3.0]], ShapeError, "there are 2 examples and 1 targets."),
    ],
)
def test_targets_that_cannot_be(loss: str, y: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    prediction = np.full((2, 3), 1 / 3)
    with pytest.raises(error, match=re.escape(message)):
        losses.get(loss)(y, prediction)


def test_a_column_of_labels_is_welcome() -> None:
    loss, p = SparseCategoricalCrossentropy(), np.array([[0.5, 0.5], [0.25, 0.75]])
    assert loss([[0], [1]], p) == loss([0.0, 1.0], p) == loss(np.array([0, 1], np.uint8), p)


def test_class_numbers_need_a_flat_output() -> None:
    with pytest.raises(ShapeError, match=re.escape("whose output is flat, (classes,); got (3, 4, 2).")):
        SparseCategoricalCrossentropy()([0], np.zeros((1, 3, 4, 2)))


@pytest.mark.parametrize(
    ("loss", "y", "wanted"),
    [
        (BinaryCrossentropy(), [1, 0], "sigmoid"),
        (CategoricalCrossentropy(), [[1], [1]], "softmax"),
        (SparseCategoricalCrossentropy(), [0, 0], "softmax"),
    ],
)
def test_predictions_that_are_no_probabilities(loss: Loss, y: Any, wanted: str) -> None:  # noqa: ANN401
    message = (
        f"{type(loss).__name__} compares probabilities, numbers from 0 to 1; the predictions go from -0.3 to "
        f'2. End the network with activation="{wanted}", or give the loss from_logits=True.'
    )
    for ask in (loss.per_example, loss.per_example_gradient):
        with pytest.raises(ConfigurationError, match=re.escape(message)):
            ask(y, [[-0.3], [2.0]])


def test_predictions_that_the_loss_cannot_take() -> None:
    with pytest.raises(
        ConfigurationError, match=re.escape('go from -0.3 to 2. End the network with activation="soft')
    ):
        KLDivergence()([[0.5, 0.5]], [[-0.3, 2.0]])
    with pytest.raises(ConfigurationError, match=r"predictions of 0 or more; the smallest is -0\.3"):
        Poisson()([[0.5, 0.5]], [[-0.3, 2.0]])


def test_delta_and_smoothing_have_ranges() -> None:
    with pytest.raises(ConfigurationError, match=re.escape("delta must be a number in (0, 1e+06]; got 0.")):
        Huber(0)
    with pytest.raises(
        ConfigurationError, match=re.escape("label_smoothing must be a number in [0, 1]; got 2.")
    ):
        CategoricalCrossentropy(label_smoothing=2)


def test_names() -> None:
    assert isinstance(losses.get("mse"), MeanSquaredError)
    assert LOSSES.canonical("mse") == "mean_squared_error"
    with pytest.raises(ConfigurationError, match="Did you mean 'binary_crossentropy'"):
        losses.get("binary_cross_entropy")


def test_predictions_are_numbers() -> None:
    with pytest.raises(DataError, match="Predictions must be numbers; got an array of <U1"):
        MeanSquaredError()([1.0], ["a"])
