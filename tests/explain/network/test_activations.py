"""The inside of a network in tiles: what is shown, how it is scaled, and where each number comes from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import (
    LAYERS,
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv1D,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    Input,
    Layer,
    MaxPooling2D,
    PReLU,
    Reshape,
    SeparableConv2D,
    UpSampling2D,
)
from mlwidgets.engine.tracing import Trace, trace
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.network.activations import MOST_TILES, Tiles, layer_pictures, layer_title
from mlwidgets.explain.network.maps import MOST_SIDE, as_maps, check_cell, place_in
from tests.engine.layer_cases import CASES


def traced(*stack: Layer | Input, compiled: bool = False, y: object = None) -> Trace:
    """Send one random example through a stack."""
    model = Sequential(stack, seed=4)
    if compiled:
        model.compile("sgd", "sparse_categorical_crossentropy")
    assert model.input_shape is not None
    x = np.random.default_rng(1).normal(size=model.input_shape).astype(np.float32)
    return trace(model, x, y, model.loss)


def digits(*, y: object = 3) -> Trace:
    """Send an example through the network that mlwidgets proposes for MNIST."""
    return traced(
        Input((28, 28, 1)),
        Conv2D(8, 3, activation="relu"),
        MaxPooling2D(2),
        Conv2D(16, 3, activation="relu"),
        MaxPooling2D(2),
        Flatten(),
        Dense(10, activation="softmax"),
        compiled=True,
        y=y,
    )


def test_every_layer_has_its_title_its_shape_and_its_maps() -> None:
    seen = digits()
    pictures = layer_pictures(seen)
    assert [picture.title for picture in pictures] == [
        "Input",
        "Conv2D 8 × 3 × 3",
        "MaxPooling2D 2 × 2",
        "Conv2D 16 × 3 × 3",
        "MaxPooling2D 2 × 2",
        "Flatten",
        "Dense 10",
    ]
    assert [picture.activation for picture in pictures] == ["", "relu", "", "relu", "", "", "softmax"]
    assert [picture.shape for picture in pictures][:3] == [(28, 28, 1), (26, 26, 8), (13, 13, 8)]
    first, *_, dense = pictures[1:]
    (maps,), (units,) = first.tiles, dense.tiles
    assert (maps.kind, maps.total) == ("maps", 8)
    np.testing.assert_array_equal(maps.values[5], seen.layers[0].a[:, :, 5])
    assert (units.kind, units.total) == ("units", 10)
    np.testing.assert_array_equal(units.values, seen.output)


@pytest.mark.parametrize(
    ("kind", "config", "title"),
    [
        ("Conv1D", {"filters": 16, "kernel_size": 5}, "Conv1D 16 × 5"),
        ("DepthwiseConv2D", {"kernel_size": (3, 2)}, "DepthwiseConv2D 3 × 2"),
        ("UpSampling2D", {"size": 2}, "UpSampling2D 2 × 2"),
        ("GaussianNoise", {"stddev": 0.1}, "GaussianNoise 0.1"),
        ("BatchNormalization", {}, "BatchNormalization"),
    ],
)
def test_titles(kind: str, config: dict[str, Any], title: str) -> None:
    assert layer_title(LAYERS.get({"class_name": kind, "config": config})) == title


def test_gradients_are_those_of_z_and_need_a_truth() -> None:
    seen = digits()
    pictures = layer_pictures(seen, "gradients")
    assert seen.x_gradient is not None
    assert seen.layers[0].z_gradient is not None
    np.testing.assert_array_equal(pictures[0].tiles[0].values[0], seen.x_gradient[:, :, 0])
    np.testing.assert_array_equal(pictures[1].tiles[0].values[2], seen.layers[0].z_gradient[:, :, 2])
    assert pictures[1].tiles[0].signed
    # The slope of the loss at each sum of the output is its share, less 1 for the right class.
    wanted = seen.output - np.eye(10)[3]
    np.testing.assert_allclose(pictures[-1].tiles[0].values, wanted, atol=1e-6)
    assert [picture.tiles for picture in layer_pictures(digits(y=None), "gradients")] == [()] * 7


def test_an_unknown_view_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="'activations', 'gradients', 'weights'"):
        layer_pictures(digits(), "activation")


# ---- scaling ----


def test_without_negative_numbers_the_scale_goes_from_0_to_the_largest() -> None:
    shades = Tiles("", np.array([[[0.0, 1.0]], [[2.0, 4.0]]]), 2).shades
    assert shades.tolist() == [[[1, 65]], [[128, 255]]]  # one scale for both maps


def test_with_negative_numbers_0_is_in_the_middle_and_signs_have_equal_strength() -> None:
    tiles = Tiles("", np.array([[[-4.0, -2.0, 0.0, 2.0, 1.0]]]), 1)
    assert tiles.signed
    assert tiles.shades.tolist() == [[[1, 64, 128, 192, 160]]]


def test_empty_places_and_numbers_that_are_none_are_0() -> None:
    tiles = Tiles("kernel", np.array([[[np.nan, 1.0, np.inf]]]), 1)
    assert tiles.shades.tolist() == [[[0, 255, 0]]]
    assert tiles.ends == (1.0, 1.0)
    nothing = Tiles("", np.full((1, 2, 2), np.nan), 1)
    assert nothing.ends == (0.0, 0.0)
    assert not nothing.shades.any()


def test_a_map_of_noughts_is_nought_everywhere() -> None:
    assert Tiles("", np.zeros((1, 1, 2)), 1).shades.tolist() == [[[1, 1]]]


def test_numbers_at_the_end_of_the_format_do_not_overflow() -> None:
    values = np.array([[[-3e38, 3e38, 1e-40]]], np.float32)
    assert Tiles("", values, 1).shades.tolist() == [[[1, 255, 128]]]


# ---- shapes ----


@pytest.mark.parametrize("shape", [(5,), (4, 3), (2, 3, 4), (2, 3, 4, 2), (1, 2, 3, 4, 2)])
def test_maps_of_any_rank_hold_each_number_once_where_place_in_says(shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape), dtype=float).reshape(shape)
    maps = as_maps(array)
    assert maps.ndim == 3
    assert maps.shape[0] == shape[-1]
    for (channel, row, column), value in np.ndenumerate(maps):
        assert array[place_in(shape, channel, row, column)] == value
        check_cell(shape, channel, row, column)
    for outside in ((shape[-1], 0, 0), (0, maps.shape[1], 0), (0, 0, maps.shape[2]), (-1, 0, 0), (0, -1, 0)):
        with pytest.raises(ConfigurationError, match="There are"):
            check_cell(shape, *outside)


def test_of_many_channels_and_units_the_first_are_shown_and_all_are_counted() -> None:
    seen = traced(Input((6, 6, 1)), Conv2D(100, 3), Flatten(), Dense(2000))
    (maps,), (flat,), (units,) = (picture.tiles for picture in layer_pictures(seen)[1:])
    assert (len(maps.values), maps.total) == (MOST_TILES, 100)
    assert (len(flat.values), flat.total) == (MOST_TILES, 1600)
    assert (len(units.values), units.total) == (MOST_TILES, 2000)
    kernel, bias = layer_pictures(seen, "weights")[3].tiles
    assert (len(kernel.values), kernel.total) == (MOST_TILES, 2000)
    assert (len(bias.values), bias.total) == (MOST_TILES, 2000)
    assert max(kernel.values.shape[1:]) <= MOST_SIDE + 1


def test_of_a_large_map_every_second_row_and_column_is_shown() -> None:
    seen = traced(Input((100, 130, 1)), Activation("linear"))
    (tiles,) = layer_pictures(seen)[1].tiles
    np.testing.assert_array_equal(tiles.values[0], seen.x[::3, ::3, 0])


@pytest.mark.parametrize(("kind", "config", "shape"), CASES[::7], ids=lambda part: str(part)[:30])
def test_every_kind_of_layer_has_pictures_of_everything(
    kind: str, config: dict[str, Any], shape: tuple[int, ...]
) -> None:
    layer = LAYERS.get({"class_name": kind, "config": config})
    assert isinstance(layer, Layer)
    seen = traced(Input(shape), layer, Flatten(), Dense(3, "softmax"), compiled=True, y=1)
    for shows in ("activations", "gradients", "weights"):
        for picture in layer_pictures(seen, shows):
            for tiles in picture.tiles:
                assert tiles.shades.dtype == np.uint8
                assert len(tiles.shades) <= tiles.total
                assert tiles.kind == ("maps" if tiles.values.ndim == 3 else "units")


# ---- weights ----


def weights_of(*stack: Layer | Input) -> tuple[Trace, tuple[Tiles, ...]]:
    """Return a trace and the tiles of its last layer's weights."""
    seen = traced(*stack)
    return seen, layer_pictures(seen, "weights")[-1].tiles


def test_a_filter_is_a_tile_with_a_kernel_for_each_input_map() -> None:
    seen, (kernel, bias) = weights_of(Input((5, 5, 3)), Conv2D(2, (2, 3)))
    weights = seen.layers[0].weights["kernel"]
    assert (kernel.name, bias.name) == ("kernel", "bias")
    # Three kernels of 2 × 3 in a square of two by two, with an empty row and column in between.
    assert kernel.values.shape == (2, 5, 7)
    np.testing.assert_array_equal(kernel.values[1, :2, :3], weights[:, :, 0, 1])
    np.testing.assert_array_equal(kernel.values[1, :2, 4:], weights[:, :, 1, 1])
    np.testing.assert_array_equal(kernel.values[1, 3:, :3], weights[:, :, 2, 1])
    assert np.isnan(kernel.values[:, 2]).all()
    assert np.isnan(kernel.values[:, 3:, 4:]).all()
    assert not kernel.shades[:, 2].any()


def test_the_weights_of_a_unit_lie_as_the_picture_that_was_flattened() -> None:
    seen, (kernel, _) = weights_of(Input((4, 3, 1)), Flatten(), Dropout(0.5), Dense(2))
    np.testing.assert_array_equal(kernel.values[1], seen.layers[2].weights["kernel"][:, 1].reshape(4, 3))


@pytest.mark.parametrize(("features", "shape"), [(4, (1, 4)), (16, (1, 16)), (17, (4, 5)), (100, (10, 10))])
def test_the_weights_of_a_unit_of_a_table_are_a_strip_or_a_square(
    features: int, shape: tuple[int, int]
) -> None:
    seen, (kernel, _) = weights_of(Input((features,)), Dense(3))
    assert kernel.values.shape == (3, *shape)
    np.testing.assert_array_equal(kernel.values[2].ravel()[:features], seen.layers[0].weights["kernel"][:, 2])
    assert np.isnan(kernel.values[2].ravel()[features:]).all()


def test_after_another_dense_layer_there_is_no_picture_any_more() -> None:
    _, (kernel, _) = weights_of(Input((4, 3, 1)), Flatten(), Dense(12), Dense(2))
    assert kernel.values.shape == (2, 1, 12)


def test_weights_of_other_layers() -> None:
    seen, (depthwise, _) = weights_of(Input((5, 5, 2)), DepthwiseConv2D(3, depth_multiplier=2))
    np.testing.assert_array_equal(depthwise.values[3], seen.layers[0].weights["kernel"][:, :, 1, 1])
    seen, (kernel, _) = weights_of(Input((9, 2)), Conv1D(4, 3))
    # Two strips of three steps, one below the other.
    np.testing.assert_array_equal(kernel.values[1], seen.layers[0].weights["kernel"][:, :, 1].T)
    _, tiles = weights_of(Input((5, 5, 2)), SeparableConv2D(3, 3))
    assert [group.name for group in tiles] == ["depthwise_kernel", "pointwise_kernel", "bias"]
    assert [group.values.shape for group in tiles] == [(2, 3, 3), (3, 1, 2), (3,)]
    _, tiles = weights_of(Input((5, 4, 2)), BatchNormalization())
    assert [group.name for group in tiles] == ["gamma", "beta", "moving_mean", "moving_variance"]
    _, (alpha,) = weights_of(Input((5, 4, 2)), PReLU())
    assert alpha.values.shape == (2, 5, 4)
    _, tiles = weights_of(Input((5, 4, 2)), AveragePooling2D(2))
    assert tiles == ()


def test_a_picture_behind_a_reshape_and_one_made_larger() -> None:
    seen = traced(Input((12,)), Reshape((2, 3, 2)), UpSampling2D(2))
    pictures = layer_pictures(seen)
    assert [picture.tiles[0].values.shape for picture in pictures] == [(12,), (2, 2, 3), (2, 4, 6)]
