"""The plane: where its places are, what neurons compute over it, and what the network decides there."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Conv1D, Dense, Dropout, Flatten, Input, Reshape
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.explain.network.answers import OneOutput
from mlwidgets.explain.plane.neurons import decision_map, neuron_maps, plane_grid, plane_inputs

XY = ("x1", "x2")


def network(*units: int, activation: str = "tanh", last: str = "softmax", inputs: int = 2) -> Sequential:
    """Make a network with weights that are not small."""
    stack = [Dense(count, activation=activation) for count in units[:-1]]
    model = Sequential([Input((inputs,)), *stack, Dense(units[-1], activation=last)], seed=3)
    rng = np.random.default_rng(1)
    model.set_weights([rng.normal(size=weights.shape) for weights in model.get_weights()])
    return model


def same(output: np.ndarray) -> np.ndarray:
    """Take the outputs as shares."""
    return output


def test_the_grid_covers_the_plane_row_by_row_from_the_top() -> None:
    grid = plane_grid(100).reshape(100, 100, 2)
    assert grid.dtype == np.float32
    np.testing.assert_allclose(grid[0, 0], [-5.94, 5.94], rtol=1e-6)
    np.testing.assert_allclose(grid[0, 99], [5.94, 5.94], rtol=1e-6)
    np.testing.assert_allclose(grid[99, 0], [-5.94, -5.94], rtol=1e-6)
    np.testing.assert_allclose(np.diff(grid[50, :, 0]), 0.12, rtol=1e-4)
    assert not grid.flags.writeable


@pytest.mark.parametrize("size", [1, 501, 2.5, "20", True])
def test_a_size_that_cannot_be_is_refused(size: Any) -> None:  # noqa: ANN401 - hostile on purpose
    with pytest.raises(ConfigurationError, match=r"size must be a whole number in \[2, 500\]"):
        plane_grid(size)


def test_features_of_the_plane() -> None:
    inputs = plane_inputs(("x1*x2", "sin(x2)"), 20)
    x1, x2 = plane_grid(20).T
    np.testing.assert_array_equal(inputs, np.stack([x1 * x2, np.sin(x2)], axis=1))


def test_every_neuron_has_the_number_that_the_network_gives_at_each_place() -> None:
    model = network(3, 4, 2)
    maps = neuron_maps(model, XY, 8)
    x = plane_grid(8)
    first = np.tanh(x @ model.layers[0].weights["kernel"] + model.layers[0].weights["bias"])
    second = np.tanh(first @ model.layers[1].weights["kernel"] + model.layers[1].weights["bias"])
    for found, wanted in zip(maps, [x, first, second, model.predict(x)], strict=True):
        assert found is not None
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, wanted.T.reshape(-1, 8, 8), atol=1e-6)


def test_a_neuron_of_x1_alone_grows_from_left_to_right_and_one_of_x2_from_bottom_to_top() -> None:
    model = Sequential([Input((2,)), Dense(2)])
    model.set_weights([np.eye(2), [0, 0]])
    maps = neuron_maps(model, XY)[1]
    assert maps is not None
    assert (np.diff(maps[0], axis=1) > 0).all()
    assert (np.diff(maps[1], axis=0) < 0).all()


def test_layers_that_work_in_place_do_not_spoil_the_maps_before_them() -> None:
    model = Sequential([Input((2,)), Dense(4), Dropout(0.5), Dense(4, activation="relu"), Dense(1)], seed=2)
    maps = neuron_maps(model, XY, 6)
    again = Sequential([Input((2,)), Dense.from_config(model.layers[0].get_config())], seed=2)
    again.set_weights([model.layers[0].weights["kernel"], model.layers[0].weights["bias"]])
    linear = again.predict(plane_grid(6)).T.reshape(-1, 6, 6)
    for found in maps[1:3]:
        assert found is not None
        np.testing.assert_allclose(found, linear, atol=1e-6)


def test_a_layer_whose_output_is_no_row_of_numbers_has_no_maps() -> None:
    model = Sequential([Input((2,)), Dense(6), Reshape((3, 2)), Conv1D(2, 2), Flatten(), Dense(1)])
    assert [found is None for found in neuron_maps(model, XY, 4)] == [False, False, True, True, False, False]


def test_the_model_stays_as_it_is() -> None:
    model = network(3, 2)
    before = model.vector.copy()
    neuron_maps(model, XY)
    decision_map(model, XY, same)
    np.testing.assert_array_equal(model.vector, before)


def test_a_network_of_other_features_is_refused() -> None:
    with pytest.raises(ShapeError, match="takes inputs of shape"):
        neuron_maps(network(3, 2, inputs=3), XY)
    with pytest.raises(ShapeError, match="takes inputs of shape"):
        decision_map(network(3, 2, inputs=3), XY, same)


def test_the_map_says_the_class_and_its_share() -> None:
    model = network(3, 3)
    found = decision_map(model, XY, same, size=10)
    output = model.predict(plane_grid(10))
    assert found.classes is not None
    assert found.classes.dtype == np.uint8
    assert found.numbers.dtype == np.float32
    np.testing.assert_array_equal(found.classes.ravel(), output.argmax(axis=1))
    np.testing.assert_allclose(found.numbers.ravel(), output.max(axis=1), rtol=1e-6)


def test_two_classes_with_one_output() -> None:
    model = Sequential([Input((1,)), Dense(1, activation="tanh")])
    model.set_weights([[[1.0]], [0.0]])
    found = decision_map(model, ("x1",), OneOutput(-1, 1).shares, size=2)
    assert found.classes is not None
    assert found.classes.tolist() == [[0, 1], [0, 1]]
    np.testing.assert_allclose(found.numbers, (1 + np.tanh(3)) / 2, rtol=1e-6)


def test_numbers_are_predicted_where_there_are_no_classes() -> None:
    model = Sequential([Input((2,)), Dense(2)])
    model.set_weights([[[1.0, 9.0], [0.0, 9.0]], [0.5, 9.0]])
    found = decision_map(model, XY, lambda _: None, size=3)
    assert found.classes is None
    np.testing.assert_allclose(found.numbers[0], [-3.5, 0.5, 4.5], rtol=1e-6)


def test_a_network_that_has_diverged_leaves_places_empty() -> None:
    model = network(3, 2)
    model.vector[:] = np.nan
    found = decision_map(model, XY, same, size=4)
    assert found.classes is not None
    assert found.classes.tolist() == np.zeros((4, 4)).tolist()
    assert np.isnan(found.numbers).all()


def test_neurons_and_a_map_of_100_x_100_take_less_than_10_ms() -> None:
    model = network(8, 8, 8, 3)
    times = []
    for _ in range(5):
        start = time.thread_time()  # of computing: a busy machine takes longer
        neuron_maps(model, XY)
        decision_map(model, XY, same)
        times.append(time.thread_time() - start)
    assert min(times) < 0.010
