"""The arithmetic of one cell: its sum is the engine's number, for every layer and setting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    Dropout,
    Flatten,
    GlobalMaxPooling2D,
    Input,
    Layer,
    LayerNormalization,
    LeakyReLU,
    MaxPooling1D,
    MaxPooling2D,
    Reshape,
    UpSampling2D,
    ZeroPadding2D,
)
from mlwidgets.engine.tracing import trace
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.network.cell_arithmetic import cell_arithmetic
from mlwidgets.explain.network.cell_blocks import CellArithmetic, Row, Table, Window
from mlwidgets.explain.network.maps import as_maps
from tests.engine.layer_cases import CASES
from tests.explain.network.test_activations import digits, traced

if TYPE_CHECKING:
    from mlwidgets.engine.tracing import Trace

WINDOWED = [
    case
    for case in CASES
    if case[0] in {"Conv1D", "Conv2D", "DepthwiseConv2D", "SeparableConv2D"} or "Pooling" in case[0]
]


def windows(made: CellArithmetic) -> list[Window]:
    return [block for block in made.origin.blocks if isinstance(block, Window)]


def table(made: CellArithmetic) -> Table:
    (found,) = (block for block in made.origin.blocks if isinstance(block, Table))
    return found


def by_hand(x: object, *stack: Layer, weights: list[Any] | None = None) -> Trace:
    """Send a small example through layers whose weights are given."""
    given = np.asarray(x, np.float32)
    model = Sequential([Input(given.shape), *stack])
    if weights is not None:
        model.set_weights(weights)
    return trace(model, given)


# ---- windows ----


def test_a_cell_of_a_convolution_worked_by_hand() -> None:
    x = [[[60], [113]], [[73], [121]]]
    kernel = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], float).reshape(3, 3, 1, 1)
    seen = by_hand(x, Conv2D(1, 3, padding="same", activation="relu"), weights=[kernel, [-200.0]])
    made = cell_arithmetic(seen, 1, 0, 0, 0)
    assert made.place == "Conv2D 1 × 3 × 3, map 1, row 1, column 1"
    assert made.text == "z = 114 − 200 (bias) = −86; a = relu(−86) = 0"
    assert (made.z, made.value) == (-86, 0)
    (window,) = windows(made)
    assert window.title == "Input map 1"
    assert window.values.tolist() == [[0, 0, 0], [0, 60, 113], [0, 73, 121]]
    assert window.inside.tolist() == [[False] * 3, [False, True, True], [False, True, True]]
    assert window.weights is not None
    assert window.weights.tolist() == kernel[:, :, 0, 0].tolist()
    assert window.total == 114
    assert made.origin.reach == (-1, -1, 3, 3)
    assert list(made.origin.channels) == [0]


@pytest.mark.parametrize(("kind", "config", "shape"), WINDOWED, ids=lambda part: str(part)[:40])
def test_products_and_bias_add_up_to_what_the_engine_found(
    kind: str, config: dict[str, Any], shape: tuple[int, ...]
) -> None:
    layer = LAYERS.get({"class_name": kind, "config": config})
    assert isinstance(layer, Layer)
    model = Sequential([Input(shape), layer], seed=2)
    rng = np.random.default_rng(5)
    model.build()
    for name, weights in layer.weights.items():
        if name == "bias":
            weights[...] = rng.normal(size=weights.shape)
    seen = trace(model, rng.normal(size=shape).astype(np.float32))
    maps = as_maps(seen.layers[0].z)
    for channel, row, column in {tuple(rng.integers(maps.shape).tolist()) for _ in range(12)}:
        made = cell_arithmetic(seen, 1, channel, row, column)
        assert made.z == maps[channel, row, column]
        blocks = windows(made)
        if "Pooling" in kind:
            (window,) = blocks
            kept = window.values[window.inside]
            wanted = kept.max() if "Max" in kind else kept.mean()
            if window.winner is not None:
                assert window.values[window.winner] == made.z
                assert window.inside[window.winner]
        elif kind == "SeparableConv2D":
            wanted = sum(row.numbers[2] for row in table(made).rows)
        else:
            products = [one.values * one.weights for one in blocks if one.weights is not None]
            wanted = float(np.sum(products))
            assert [float(one.sum()) for one in products] == pytest.approx([one.total for one in blocks])
        bias = float(layer.weights["bias"][channel]) if "bias" in layer.weights else 0.0
        assert wanted + bias == pytest.approx(made.z, abs=1e-5)


def test_the_window_of_a_stride_and_a_dilation_and_the_maps_of_a_group() -> None:
    seen = traced(Input((9, 9, 4)), Conv2D(4, 3, strides=2, groups=2, padding="same"))
    made = cell_arithmetic(seen, 1, 3, 1, 2)
    assert made.origin.reach == (1, 3, 3, 3)
    assert list(made.origin.channels) == [2, 3]
    assert [window.title for window in windows(made)] == ["Input map 3", "Input map 4"]
    np.testing.assert_array_equal(windows(made)[1].values, seen.x[1:4, 3:6, 3])
    seen = traced(Input((9, 9, 1)), Conv2D(1, 3, dilation_rate=2))
    made = cell_arithmetic(seen, 1, 0, 1, 2)
    assert made.origin.reach == (1, 2, 5, 5)
    np.testing.assert_array_equal(windows(made)[0].values, seen.x[1:6:2, 2:7:2, 0])


def test_of_many_input_maps_the_largest_are_shown_in_their_order_and_the_rest_is_summed() -> None:
    seen = traced(Input((3, 3, 20)), Conv2D(1, 3))
    made = cell_arithmetic(seen, 1, 0, 0, 0)
    shown = windows(made)
    numbers = [int(window.title.removeprefix("Input map ")) - 1 for window in shown]
    assert len(shown) == 8
    assert numbers == sorted(numbers)
    sums = (seen.x * seen.layers[0].weights["kernel"][:, :, :, 0]).sum(axis=(0, 1), dtype=np.float64)
    assert set(numbers) == set(np.argsort(-np.abs(sums))[:8].tolist())
    left = made.z - sum(window.total for window in shown)
    assert made.origin.rest.startswith("… and 12 more maps that sum to ")
    said = made.origin.rest.rsplit(" ", 1)[1].replace("−", "-")
    assert float(said) == pytest.approx(left, rel=1e-3)
    assert "(12 more) + 0 (bias)" in made.text


def test_pooling_says_which_number_won_and_how_a_mean_comes_about() -> None:
    x = [[[1], [7]], [[3], [5]]]
    made = cell_arithmetic(by_hand(x, MaxPooling2D(2)), 1, 0, 0, 0)
    assert made.text == "The largest of the 4 numbers in the window is 7, at row 1, column 2 of the input"
    assert windows(made)[0].winner == (0, 1)
    made = cell_arithmetic(by_hand(x, AveragePooling2D(2)), 1, 0, 0, 0)
    assert made.text == "(1 + 7 + 3 + 5) / 4 = 4"
    assert windows(made)[0].winner is None
    made = cell_arithmetic(by_hand([[1.0], [4.0], [2.0]], MaxPooling1D(2, strides=1)), 1, 0, 0, 1)
    assert made.place == "MaxPooling1D 2, map 1, step 2"
    assert made.text == "The largest of the 2 numbers in the window is 4, at step 2 of the input"


def test_of_a_pooling_over_the_rim_only_the_inside_counts() -> None:
    x = np.full((3, 3, 1), -2.0)
    made = cell_arithmetic(by_hand(x, MaxPooling2D(2, padding="same")), 1, 0, 1, 1)
    assert made.text.startswith("The largest of the 1 numbers in the window is −2, at row 3, column 3")
    made = cell_arithmetic(by_hand(x, AveragePooling2D(2, padding="same")), 1, 0, 1, 0)
    assert made.text == "(−2 − 2) / 2 = −2"


def test_a_pooling_over_a_whole_large_picture_is_told_in_words() -> None:
    seen = traced(Input((20, 20, 2)), GlobalMaxPooling2D())
    made = cell_arithmetic(seen, 1, 1, 0, 0)
    assert made.origin.blocks == ()
    assert made.place == "GlobalMaxPooling2D, unit 2"
    assert made.text.startswith("The largest of the 400 numbers in the window is ")
    assert made.origin.reach == (0, 0, 20, 20)


# ---- sums and softmax ----


def test_a_dense_unit_worked_by_hand() -> None:
    seen = by_hand([3.0, 4.0], Dense(1, "relu"), weights=[[[2.0], [-1.0]], [0.5]])
    made = cell_arithmetic(seen, 1, 0, 0, 0)
    assert made.text == "z = 6 − 4 + 0.5 (bias) = 2.5; a = relu(2.5) = 2.5"
    assert table(made) == Table(
        "The terms",
        ("input", "weight", "product"),
        (Row("input 1", (3.0, 2.0, 6.0)), Row("input 2", (4.0, -1.0, -4.0))),
    )


def test_of_many_terms_the_eight_largest_come_first_and_the_rest_is_summed() -> None:
    seen = digits()
    made = cell_arithmetic(seen, 6, 7, 0, 0)
    terms = seen.layers[5].input.astype(float) * seen.layers[5].weights["kernel"][:, 7]
    shown = [row.numbers[2] for row in table(made).rows]
    assert np.abs(shown).tolist() == sorted(np.abs(terms).tolist(), reverse=True)[:8]
    assert table(made).rest.startswith("… and 392 more terms that sum to ")
    assert terms.sum() == pytest.approx(made.z, abs=1e-5)
    # After a Flatten an input is named by its place in the maps before it.
    label = table(made).rows[0].label
    row, column, channel = np.unravel_index(int(np.abs(terms).argmax()), (5, 5, 16))
    assert label == f"map {channel + 1}, row {row + 1}, column {column + 1}"


def test_softmax_shows_z_its_power_and_its_share() -> None:
    seen = by_hand([1.0], Dense(3, "softmax"), weights=[[[0.0, np.log(2), np.log(5)]], [0.0, 0.0, 0.0]])
    made = cell_arithmetic(seen, 1, 2, 0, 0, names=("ant", "bee", "cat"))
    assert made.place == "Dense 3, class cat"
    assert made.shares is not None
    assert made.shares.heads == ("z", "e^z", "share")
    assert [row.label for row in made.shares.rows] == ["ant", "bee", "cat"]
    assert [row.chosen for row in made.shares.rows] == [False, False, True]
    np.testing.assert_allclose([row.numbers[1] for row in made.shares.rows], [1, 2, 5], rtol=1e-6)
    np.testing.assert_allclose([row.numbers[2] for row in made.shares.rows], [1 / 8, 2 / 8, 5 / 8], rtol=1e-6)
    assert made.text == "z = 1.609 + 0 (bias) = 1.609; a = e^z / sum of all = 5 / 8 = 0.625"


def test_of_many_shares_the_largest_and_the_chosen_one_are_shown() -> None:
    seen = by_hand(np.arange(40) / 4, Activation("softmax"))
    made = cell_arithmetic(seen, 1, 3, 0, 0)
    assert made.shares is not None
    assert [row.label for row in made.shares.rows] == ["unit 4", *(f"unit {at + 1}" for at in range(25, 40))]
    assert made.shares.rest.startswith("… and 24 more units with 0.")
    total = sum(row.numbers[2] for row in made.shares.rows) + float(made.shares.rest.split(" ")[6])
    assert total == pytest.approx(1, abs=1e-4)


def test_a_softmax_over_the_channels_of_each_place() -> None:
    seen = traced(Input((3, 4, 5)), Conv2D(6, 1, activation="softmax"))
    made = cell_arithmetic(seen, 1, 4, 2, 1)
    assert made.shares is not None
    assert [row.numbers[2] for row in made.shares.rows] == pytest.approx(seen.output[2, 1].tolist())


def test_powers_beyond_all_formats_are_taken_relative_to_the_largest() -> None:
    made = cell_arithmetic(by_hand([1000.0, 999.0], Activation("softmax")), 1, 0, 0, 0)
    assert made.shares is not None
    assert made.shares.heads[1] == "e^(z − 1,000)"
    assert made.shares.rows[0].numbers[1] == 1
    assert made.text == "a = e^(z − 1,000) / sum of all = 1 / 1.368 = 0.7311"


# ---- other layers ----


def test_the_input_is_what_it_is() -> None:
    seen = digits()
    made = cell_arithmetic(seen, 0, 0, 4, 5)
    assert made.place == "Input, map 1, row 5, column 6"
    assert made.value == seen.x[4, 5, 0]
    assert seen.x_gradient is not None
    assert made.z_gradient == made.a_gradient == seen.x_gradient[4, 5, 0]


def test_gradients_come_along() -> None:
    seen = digits()
    made = cell_arithmetic(seen, 3, 5, 2, 7)
    assert seen.layers[2].a_gradient is not None
    assert seen.layers[2].z_gradient is not None
    assert made.a_gradient == seen.layers[2].a_gradient[2, 7, 5]
    assert made.z_gradient == seen.layers[2].z_gradient[2, 7, 5]
    assert cell_arithmetic(digits(y=None), 3, 5, 2, 7).z_gradient is None


def test_flatten_and_reshape_say_where_a_number_comes_from() -> None:
    x = np.arange(24).reshape(2, 3, 4)
    seen = by_hand(x, Flatten(), Reshape((4, 6)))
    made = cell_arithmetic(seen, 1, 17, 0, 0)
    assert made.text == "Flatten only moves numbers: this is the input's number at row 2, column 2 of map 2"
    assert made.value == x[1, 1, 1]
    made = cell_arithmetic(seen, 2, 5, 0, 2)
    assert made.text == "Reshape only moves numbers: this is the input's number at place 18"
    assert made.value == 17


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (Dropout(0.5), "Dropout is active only in training: here each number passes unchanged"),
        (LeakyReLU(0.1), "LeakyReLU turns −2 into −0.2"),
        (Activation("relu"), "a = relu(−2) = 0"),
        (
            UpSampling2D(2),
            "UpSampling2D repeats numbers: this one is the input's number at row 1, column 1 of map 1",
        ),
        (ZeroPadding2D(1), "ZeroPadding2D adds a border of zeros, and this cell belongs to the border"),
        (
            ZeroPadding2D(((0, 1), (0, 1))),
            "ZeroPadding2D adds a border of zeros; this is the input's number at row 1, column 2 of map 1",
        ),
    ],
)
def test_layers_that_multiply_nothing_get_a_sentence(layer: Layer, text: str) -> None:
    x = [[[-2.0], [-2.0]], [[3.0], [4.0]]]
    assert cell_arithmetic(by_hand(x, layer), 1, 0, 0, 1).text == text


def test_batch_normalization_with_its_numbers() -> None:
    layer = BatchNormalization(epsilon=0.5)
    seen = by_hand([7.0], layer, weights=[[-2.0], [1.0], [-3.0], [3.5]])
    made = cell_arithmetic(seen, 1, 0, 0, 0)
    assert made.text == "z = (−2) · (7 − (−3)) / √(3.5 + 0.5) + 1 = −9"


def test_every_layer_without_arithmetic_of_its_own_says_something() -> None:
    for layer in (LayerNormalization(), LAYERS.get({"class_name": "Conv2DTranspose", "config": KERNEL})):
        assert isinstance(layer, Layer)
        seen = traced(Input((4, 4, 2)), layer)
        assert len(cell_arithmetic(seen, 1, 1, 2, 3).text) > 40


KERNEL = {"filters": 2, "kernel_size": 3}


def test_every_cell_of_a_sequence_network_can_be_asked() -> None:
    seen = traced(Input((9, 2)), Conv1D(3, 3, activation="tanh"), Flatten(), Dense(2))
    made = cell_arithmetic(seen, 1, 2, 0, 4)
    assert made.place == "Conv1D 3 × 3, map 3, step 5"
    assert made.origin.reach == (0, 4, 1, 3)
    assert made.value == seen.layers[0].a[4, 2]
    label = table(cell_arithmetic(seen, 3, 1, 0, 0)).rows[0].label
    assert label.startswith("input ")
    assert ":" not in label  # what was flattened was no picture


@pytest.mark.parametrize("cell", [(7, 0, 0, 0), (-1, 0, 0, 0), (1, 8, 0, 0), (1, 0, 26, 0), (6, 0, 1, 0)])
def test_a_place_that_does_not_exist_is_refused(cell: tuple[int, int, int, int]) -> None:
    with pytest.raises(ConfigurationError):
        cell_arithmetic(digits(), *cell)


def test_numbers_that_overflowed_are_shown_as_what_they_are() -> None:
    with np.errstate(all="ignore"):
        seen = by_hand([3e38, 1.0], Dense(2, "relu"), weights=[[[3e38, 1.0], [1.0, 1.0]], [0.0, 0.0]])
        made = cell_arithmetic(seen, 1, 0, 0, 0)
    assert made.text.endswith("= ∞; a = relu(∞) = ∞")
