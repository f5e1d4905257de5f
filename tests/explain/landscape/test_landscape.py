"""Directions through the weights, the loss along them, and the order of the points."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import (
    BatchNormalization,
    Conv2D,
    Conv2DTranspose,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    Input,
)
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.landscape.directions import (
    filter_axes,
    random_directions,
    trajectory_plane,
    two_weights,
)
from mlwidgets.explain.landscape.grid import SIZE, filled, refinements
from mlwidgets.explain.landscape.loss_at import LossAt, chosen_examples

RNG = np.random.default_rng(0)


def network(dtype: str = "float32") -> Sequential:
    model = Sequential(
        [
            Input((6, 6, 2)),
            Conv2D(3, 3, activation="relu"),
            BatchNormalization(),
            DepthwiseConv2D(2),
            Conv2DTranspose(4, 2),
            Flatten(),
            Dropout(0.5),
            Dense(5, activation="tanh", kernel_regularizer="l2"),
            Dense(3, activation="softmax"),
        ],
        seed=3,
        dtype=dtype,
    )
    model.compile("sgd", "sparse_categorical_crossentropy", ["accuracy"])
    model.build()
    return model


def names(model: Sequential) -> list[str]:
    return [layer.class_name for layer in model.layers]


def test_every_filter_of_a_random_direction_is_as_long_as_that_of_the_network() -> None:
    model = network("float64")
    found = random_directions(model.parameters, model.slots, 5, names(model))
    for direction in (found.first, found.second):
        for slot in (one for one in model.slots if one.trainable):
            part = direction[slot.start : slot.stop].reshape(slot.shape)
            weights = model.parameters[slot.start : slot.stop].reshape(slot.shape)
            if len(slot.shape) == 1:  # biases, and the scale and shift of the normalization
                assert not part.any()
                continue
            match names(model)[slot.layer]:
                case "Dense":
                    filters = [(part[:, one], weights[:, one]) for one in range(slot.shape[-1])]
                case "Conv2D":
                    filters = [(part[..., one], weights[..., one]) for one in range(slot.shape[-1])]
                case "Conv2DTranspose":
                    filters = [(part[..., one, :], weights[..., one, :]) for one in range(slot.shape[-2])]
                case "DepthwiseConv2D":
                    filters = [
                        (part[..., channel, one], weights[..., channel, one])
                        for channel in range(slot.shape[-2])
                        for one in range(slot.shape[-1])
                    ]
                case other:
                    raise AssertionError(other)
            for mine, theirs in filters:
                assert np.linalg.norm(mine) == pytest.approx(np.linalg.norm(theirs), rel=1e-12)
    assert abs(found.first @ found.second) < 0.5 * np.linalg.norm(found.first) ** 2
    assert found.domain == (-1, 1, -1, 1)


def test_the_same_seed_gives_the_same_directions_and_another_one_others() -> None:
    model = network()
    one, same, other = (
        random_directions(model.parameters, model.slots, seed, names(model)) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one.first, same.first)
    assert not np.array_equal(one.first, other.first)
    assert not np.array_equal(one.first, one.second)


def test_a_filter_without_weights_gets_no_direction() -> None:
    model = network()
    slot = next(one for one in model.slots if one.name == "kernel")
    model.parameters[slot.start : slot.stop] = 0
    found = random_directions(model.parameters, model.slots, 0, names(model))
    assert not found.first[slot.start : slot.stop].any()
    assert np.isfinite(found.first).all()


def test_the_kernels_of_a_separable_convolution_have_filters_of_their_own() -> None:
    slot = next(one for one in network().slots if one.name == "kernel")
    assert filter_axes("SeparableConv2D", slot) == (3,)
    assert filter_axes("DepthwiseConv2D", slot) == (2, 3)


def test_the_plane_of_a_run_is_that_of_the_first_two_singular_vectors() -> None:
    theta = RNG.normal(size=40)
    moments = theta + RNG.normal(size=(9, 40)) * np.linspace(3, 0, 9)[:, np.newaxis]
    moments[-1] = theta
    found = trajectory_plane(theta, moments)
    _, sizes, rows = np.linalg.svd(moments - theta)
    for direction, row in zip((found.first, found.second), rows[:2], strict=True):
        assert abs(direction @ row) == pytest.approx(1, abs=1e-12)
    assert found.share == pytest.approx((sizes[:2] ** 2).sum() / (sizes**2).sum())
    # The place of a moment is its projection, and the last one stands in the middle.
    np.testing.assert_allclose(found.path[:, 0], (moments - theta) @ found.first)
    np.testing.assert_allclose(found.path[-1], 0, atol=1e-12)
    x_low, x_high, y_low, y_high = found.domain
    assert x_low < found.path[:, 0].min() <= found.path[:, 0].max() < x_high
    assert y_low < found.path[:, 1].min() <= found.path[:, 1].max() < y_high
    assert (found.path[0] >= 0).all()


def test_a_run_within_a_plane_lies_in_it_wholly() -> None:
    theta, plane = RNG.normal(size=20), RNG.normal(size=(2, 20))
    moments = theta + RNG.normal(size=(6, 2)) @ plane
    found = trajectory_plane(theta, moments)
    assert found.share == pytest.approx(1)
    rebuilt = theta + found.path @ np.stack([found.first, found.second])
    np.testing.assert_allclose(rebuilt, moments, atol=1e-10)


@pytest.mark.parametrize("moments", [0, 1, 2])
def test_a_run_that_has_hardly_begun_has_no_plane(moments: int) -> None:
    theta = np.ones(5)
    with pytest.raises(ConfigurationError, match="three different moments"):
        trajectory_plane(theta, np.ones((moments, 5)) * np.arange(1, moments + 1)[:, np.newaxis])
    with pytest.raises(ConfigurationError, match="three different moments"):
        trajectory_plane(theta, np.full((4, 5), np.nan))


def test_two_weights_are_moved_and_no_other() -> None:
    model = network()
    theta = model.parameters
    found = two_weights(theta, model.slots, 3, 80)
    assert np.flatnonzero(found.first).tolist() == [3]
    assert np.flatnonzero(found.second).tolist() == [80]
    x_low, x_high, y_low, y_high = found.domain
    assert x_low == -x_high <= -1
    assert y_low == -y_high <= -1


@pytest.mark.parametrize("bad", [(-1, 2), (1, 1), (0, 10**9), (True, 2), (1.0, 2), ("1", 2), (0, 10**400)])
def test_weights_that_are_not_there_are_refused(bad: tuple[int, int]) -> None:
    model = network()
    with pytest.raises(ConfigurationError, match=r"\."):
        two_weights(model.parameters, model.slots, *bad)


def examples(count: int = 150) -> tuple[np.ndarray, np.ndarray]:
    return RNG.normal(size=(count, 6, 6, 2)).astype(np.float32), RNG.integers(0, 3, count)


def test_the_loss_at_any_weights_is_that_of_an_evaluation_with_them() -> None:
    model, other = network(), network()
    x, y = examples()
    loss_at = LossAt(model, x, y)
    theta = other.parameters.copy()
    for _ in range(3):
        moved = theta + RNG.normal(size=len(theta)).astype(np.float32) * 0.3
        other.parameters[...] = moved
        wanted = other.measure(x, y).logs["loss"]
        assert loss_at(moved) == pytest.approx(wanted, rel=1e-5)


def test_examples_count_as_much_as_in_training() -> None:
    model = network()
    x, y = examples()
    weights = RNG.random(len(x)).astype(np.float32)
    plain, weighted = LossAt(network(), x, y), LossAt(model, x, y, weights)
    ones = LossAt(network(), x, y, np.ones(len(x), np.float32))
    theta = model.parameters.copy()
    assert ones(theta) == pytest.approx(plain(theta), rel=1e-6)
    single = [LossAt(network(), x[one : one + 1], y[one : one + 1])(theta) for one in range(len(x))]
    penalty = model.rules.penalty(model.parameters)
    wanted = np.mean(weights * (np.array(single) - penalty)) + penalty
    assert weighted(theta) == pytest.approx(wanted, rel=1e-4)


def test_a_loss_that_cannot_be_is_not_finite_and_no_error() -> None:
    model = network()
    x, y = examples(10)
    loss_at = LossAt(model, x, y)
    theta = model.parameters.copy()
    with np.errstate(all="raise"):
        assert not np.isfinite(loss_at(np.full_like(theta, np.inf)))
        assert np.isfinite(loss_at(theta))


def test_examples_are_all_or_some_at_even_distances() -> None:
    assert chosen_examples(3).tolist() == [0, 1, 2]
    chosen = chosen_examples(4000)
    assert len(set(chosen.tolist())) == 400
    assert (chosen[0], chosen[-1]) == (0, 3999)


def test_every_point_comes_once_and_the_coarse_ones_first() -> None:
    levels = list(refinements())
    assert [len(points) for points in levels] == [11**2, 21**2 - 11**2, 41**2 - 21**2]
    every = [point for points in levels for point in points]
    assert sorted(every) == [(row, column) for row in range(SIZE) for column in range(SIZE)]


def test_a_picture_is_whole_from_the_coarse_points_on() -> None:
    rows, columns = np.mgrid[0:SIZE, 0:SIZE].astype(float)
    plane = 2 * rows - columns + 1
    heights = np.full((SIZE, SIZE), np.nan)
    heights[::4, ::4] = plane[::4, ::4]
    np.testing.assert_allclose(filled(heights, 4), plane)
    heights[1, 1] = 99.0
    assert filled(heights, 4)[1, 1] == 99.0
    heights[::2, ::2] = plane[::2, ::2] ** 2
    heights[1, 1] = np.nan
    around = heights[0:3:2, 0:3:2]
    assert filled(heights, 2)[1, 1] == pytest.approx(around.mean())
