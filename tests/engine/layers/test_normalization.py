"""BatchNormalization and LayerNormalization by hand, and the moving averages through training."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import BatchNormalization, Dense, Input, LayerNormalization
from mlwidgets.errors import ConfigurationError, ShapeError
from tests.engine.support import blobs, run_layer


def fresh(layer: BatchNormalization | LayerNormalization, shape: tuple[int, ...]) -> Sequential:
    """Build a layer with its own starting values."""
    model = Sequential([Input(shape), layer], dtype="float64")
    model.build()
    return model


def test_a_batch_in_training_by_hand() -> None:
    layer = BatchNormalization(epsilon=0.25)
    fresh(layer, (2,))
    layer.gamma, layer.beta = [3, 1], [10, 0]
    x = np.array([[1.0, 5], [4, 5]])  # means 2.5 and 5, variances 2.25 and 0
    run = run_layer(layer, x, x, training=True)
    shift = 3 * 1.5 / np.sqrt(2.5)
    np.testing.assert_allclose(run.output, [[10 - shift, 0], [10 + shift, 0]], rtol=1e-14)
    np.testing.assert_allclose(run.weight_gradients["beta"], [5, 10])
    assert set(run.weight_gradients) == {"gamma", "beta"}
    np.testing.assert_allclose(run.kept["moving_mean"], [0.025, 0.05])
    np.testing.assert_allclose(run.kept["moving_variance"], [0.99 + 0.0225, 0.99])


def test_prediction_uses_the_moving_averages_and_keeps_nothing() -> None:
    layer = BatchNormalization(epsilon=0.25)
    model = fresh(layer, (2,))
    layer.moving_mean, layer.moving_variance = [1, 2], [3.75, 15.75]
    assert model.predict([[3, 6], [1, -2]]).tolist() == [[1, 1], [0, -1]]
    assert run_layer(layer, np.ones((2, 2)), np.ones((2, 2))).kept == {}


def test_a_fresh_one_changes_nothing_at_prediction_but_by_epsilon() -> None:
    x = np.random.default_rng(0).normal(size=(3, 4, 4, 2))
    np.testing.assert_allclose(
        fresh(BatchNormalization(), (4, 4, 2)).predict(x), x / np.sqrt(1.001), rtol=1e-12
    )


@pytest.mark.parametrize(("axis", "over"), [(-1, (0, 1, 2)), (3, (0, 1, 2)), (1, (0, 2, 3)), (-2, (0, 1, 3))])
def test_channels_lie_along_the_axis(axis: int, over: tuple[int, ...]) -> None:
    layer = BatchNormalization(axis)
    fresh(layer, (5, 4, 3))
    x = np.random.default_rng(1).normal(3, 5, size=(6, 5, 4, 3))
    output = run_layer(layer, x, x, training=True).output
    np.testing.assert_allclose(output.mean(axis=over), 0, atol=1e-12)
    np.testing.assert_allclose(output.var(axis=over), 1, rtol=1e-3)


def test_training_moves_the_averages_towards_the_data_and_no_optimizer_touches_them() -> None:
    x, y = blobs(64)
    layer = BatchNormalization(momentum=0.5)
    model = Sequential([Input((4,)), layer, Dense(3, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.fit(x, y, batch_size=64, epochs=1, verbose=False)
    np.testing.assert_allclose(layer.moving_mean, 0.5 * x.mean(axis=0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(layer.moving_variance, 0.5 + 0.5 * x.var(axis=0), rtol=1e-4)
    model.fit(x, y, batch_size=64, epochs=30, verbose=False)
    np.testing.assert_allclose(layer.moving_mean, x.mean(axis=0), rtol=1e-4, atol=1e-5)
    assert len(model.parameters) == 4 + 4 + 4 * 3 + 3
    assert len(model.vector) == len(model.parameters) + 8


def test_what_was_learned_holds_at_prediction() -> None:
    x, y = blobs(300)
    model = Sequential([Input((4,)), BatchNormalization(), Dense(8, "relu"), Dense(3, "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    history = model.fit(x * 50 + 1000, y, epochs=60, batch_size=30, verbose=False).history
    assert history["accuracy"][-1] > 0.9
    assert model.evaluate(x * 50 + 1000, y)["accuracy"] == pytest.approx(history["accuracy"][-1], abs=0.05)


def test_a_layer_normalization_by_hand() -> None:
    layer = LayerNormalization(epsilon=0.25)
    model = fresh(layer, (2,))
    layer.gamma, layer.beta = [3, 1], [10, 0]
    shift = 1.5 / np.sqrt(2.5)
    np.testing.assert_allclose(
        model.predict([[1, 4], [5, 5]]), [[10 - 3 * shift, shift], [10, 0]], rtol=1e-14
    )


@pytest.mark.parametrize("axis", [-1, 3, 1, (1, 2, 3), [3, 1], (-1, -2)])
def test_each_example_is_normalized_over_the_axes(axis: Any) -> None:  # noqa: ANN401
    x = np.random.default_rng(1).normal(3, 5, size=(6, 5, 4, 3))
    output = fresh(LayerNormalization(axis, epsilon=1e-9), (5, 4, 3)).predict(x)
    over = tuple(axis) if isinstance(axis, (tuple, list)) else axis
    np.testing.assert_allclose(output.mean(axis=over), 0, atol=1e-9)
    np.testing.assert_allclose(output.var(axis=over), 1, rtol=1e-5)


def test_parameters() -> None:
    assert BatchNormalization().parameter_arithmetic((28, 28, 8)) == "8 + 8 + 8 + 8 = 32"
    assert BatchNormalization(center=False, scale=False).parameter_arithmetic((9,)) == "9 + 9 = 18"
    assert LayerNormalization([1, 3]).parameter_arithmetic((28, 28, 8)) == "28 × 8 + 28 × 8 = 448"
    assert LayerNormalization(center=False).parameter_arithmetic((1500,)) == "1,500"
    assert LayerNormalization(center=False, scale=False).parameter_arithmetic((9,)) == "0"
    names = list(BatchNormalization().weight_specs((9,)))
    assert names == ["gamma", "beta", "moving_mean", "moving_variance"]  # the order of Keras


def test_the_defaults_of_keras() -> None:
    assert BatchNormalization().get_config() == {
        "axis": -1,
        "momentum": 0.99,
        "epsilon": 1e-3,
        "center": True,
        "scale": True,
        "beta_initializer": "zeros",
        "gamma_initializer": "ones",
        "moving_mean_initializer": "zeros",
        "moving_variance_initializer": "ones",
        "beta_regularizer": None,
        "gamma_regularizer": None,
        "beta_constraint": None,
        "gamma_constraint": None,
    }
    assert LayerNormalization().get_config()["axis"] == -1
    assert LayerNormalization().epsilon == 1e-3


@pytest.mark.parametrize(("kind", "axis"), [(BatchNormalization, 3), (LayerNormalization, [1, -3])])
def test_axes_that_the_input_does_not_have(
    kind: type[BatchNormalization | LayerNormalization],
    axis: Any,  # noqa: ANN401
) -> None:
    wrong = axis[-1] if isinstance(axis, list) else axis
    message = (
        f"{kind.__name__} has axis={wrong}, but an input of shape (4, 5) has the axes 1 to 2, or -1 to -2"
    )
    with pytest.raises(ShapeError, match=re.escape(message)):
        Sequential([Input((4, 5)), kind(axis)])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: BatchNormalization(0), "axis 0 is the batch; choose 1 for the first axis of an example"),
        (lambda: LayerNormalization([1, 0]), "axis 0 is the batch"),
        (lambda: LayerNormalization(()), "axis must name at least one axis; got ()."),
        (lambda: BatchNormalization(5), "axis must be a whole number in [-4, 4]; got 5."),
        (lambda: BatchNormalization(momentum=1.0), "momentum must be a number in [0, 1); got 1.0."),
        (lambda: LayerNormalization(epsilon=0), "epsilon must be a number in (0, 1]; got 0."),
        (lambda: BatchNormalization(center="no"), "center must be True or False; got 'no'."),  # type: ignore[arg-type]
        (lambda: LayerNormalization(gamma_initializer="sevens"), "There is no initializer called 'sevens'."),
    ],
)
def test_settings_out_of_range(make: Any, message: str) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        make()
