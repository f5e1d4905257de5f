"""A network in columns of neurons: which neurons there are, where their weights come from, what they show."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import (
    Activation,
    BatchNormalization,
    Conv1D,
    Dense,
    Dropout,
    Flatten,
    Input,
    Layer,
    Reshape,
)
from mlwidgets.errors import ShapeError
from mlwidgets.explain.network.neuron_columns import MOST_NEURONS, network_columns, neuron_name
from mlwidgets.explain.plane.neurons import plane_grid

XY = ("x1", "x2")


def stack(*layers: Layer, inputs: int = 2) -> Sequential:
    """Make a network with biases that are not 0."""
    model = Sequential([Input((inputs,)), *layers], seed=5)
    rng = np.random.default_rng(2)
    model.set_weights([rng.uniform(0.1, 1, weights.shape) for weights in model.get_weights()])
    return model


def test_features_then_every_layer() -> None:
    model = stack(Dense(3, activation="relu"), Dense(2, activation="softmax"))
    features, hidden, output = network_columns(model, XY)
    assert (features.layer, features.names, features.total, features.source) == (None, ("x₁", "x₂"), 2, None)
    assert features.bias is None
    assert (hidden.layer, hidden.title, hidden.activation, hidden.total) == (0, "Dense 3", "relu", 3)
    assert hidden.names == ("a₁⁽¹⁾", "a₂⁽¹⁾", "a₃⁽¹⁾")
    assert (hidden.source, output.source) == (0, 1)
    np.testing.assert_array_equal(hidden.kernel, model.layers[0].weights["kernel"])
    np.testing.assert_array_equal(output.bias, model.layers[1].weights["bias"])
    assert hidden.maps.shape == (3, 20, 20)
    np.testing.assert_allclose(output.maps.sum(axis=0), 1, rtol=1e-6)


def test_the_weights_are_copies() -> None:
    model = stack(Dense(2), Dense(1))
    column = network_columns(model, XY)[1]
    before = column.kernel.copy()
    model.vector[:] = 7
    np.testing.assert_array_equal(column.kernel, before)


def test_of_a_wide_layer_the_first_sixteen_are_shown() -> None:
    columns = network_columns(stack(Dense(40), Dense(20), Dense(1)), XY)
    assert [(len(one.names), one.total) for one in columns] == [(2, 2), (16, 40), (16, 20), (1, 1)]
    assert [one.kernel.shape for one in columns[1:]] == [(2, 16), (16, 16), (16, 1)]
    assert columns[1].maps.shape[0] == MOST_NEURONS


def test_layers_between_have_no_neurons_and_the_weights_go_through_them() -> None:
    model = stack(Dense(3), BatchNormalization(), Activation("relu"), Dropout(0.5), Dense(1))
    columns = network_columns(model, XY)
    titles = ["", "Dense 3", "BatchNormalization", "Activation", "Dropout 0.5", "Dense 1"]
    assert [one.title for one in columns] == titles
    assert [one.source for one in columns] == [None, 0, None, None, None, 1]
    assert [len(one.names) for one in columns] == [2, 3, 0, 0, 0, 1]
    # What a neuron passes on has been through all three.
    assert (columns[1].maps >= 0).all()
    passed = columns[1].maps.reshape(3, -1).T
    said = passed @ model.layers[4].weights["kernel"] + model.layers[4].weights["bias"]
    np.testing.assert_allclose(said, model.predict(plane_grid(20)), atol=1e-5)


def test_a_layer_before_the_first_neurons_lets_the_features_through() -> None:
    columns = network_columns(stack(BatchNormalization(), Dense(2), Dense(1)), XY)
    assert [one.source for one in columns] == [None, None, 0, 2]


def test_where_numbers_are_rearranged_no_weight_belongs_to_a_neuron() -> None:
    model = stack(Dense(6), Reshape((3, 2)), Conv1D(2, 2), Flatten(), Dense(1))
    columns = network_columns(model, XY)
    assert [one.source for one in columns] == [None, 0, None, None, None, None]
    assert columns[-1].kernel.shape == (0, 1)
    assert columns[-1].bias is not None


def test_a_layer_without_biases() -> None:
    assert network_columns(stack(Dense(2, use_bias=False), Dense(1)), XY)[1].bias is None


def test_a_network_of_other_features_is_refused() -> None:
    with pytest.raises(ShapeError, match="takes inputs of shape"):
        network_columns(stack(Dense(1), inputs=3), XY)


def test_names() -> None:
    assert neuron_name(11, 15) == "a₁₆⁽¹²⁾"
    assert neuron_name(None, 1, ("x1", "sin(x2)")) == "sin x₂"
