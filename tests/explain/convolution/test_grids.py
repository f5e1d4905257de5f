"""Grids from outside: what becomes of them, and a sentence for each way in which they can be wrong."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from mlwidgets.errors import DataError, MLWidgetsError, ShapeError
from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
from mlwidgets.explain.convolution.geometry import output_size
from mlwidgets.explain.convolution.gradients import convolve_back
from mlwidgets.explain.convolution.grids import checked_grid, checked_kernel

GRID = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
KERNEL = [[0, 1], [2, 3]]
CELL = "Each cell of the input must be a number from -1,000,000 to 1,000,000; got "


@pytest.mark.parametrize(
    "values",
    [
        GRID,
        np.array(GRID),
        np.array(GRID, np.uint8),
        np.array(GRID, np.float64)[:, :, np.newaxis],
        np.array(GRID, np.float16),
        np.array(GRID, ">f4"),
        np.array(GRID, np.longdouble),
        np.asfortranarray(np.array(GRID, np.float64)),
        np.array(GRID, np.float64)[::-1, ::-1][::-1, ::-1],
        [[Fraction(cell) for cell in row] for row in GRID],
        np.array(GRID, object),
    ],
    ids=lambda values: str(getattr(values, "dtype", type(values[0][0]).__name__)),
)
def test_numbers_become_float64_with_a_channel(values: object) -> None:
    grid = checked_grid(values)
    assert grid.shape == (3, 3, 1)
    assert grid.dtype == np.float64
    assert grid.flags.c_contiguous
    assert grid[:, :, 0].tolist() == GRID


def test_float32_stays_float32() -> None:
    assert checked_grid(np.array(GRID, np.float32)).dtype == np.float32


def test_truth_values_are_0_and_1() -> None:
    assert checked_grid([[True, False]])[:, :, 0].tolist() == [[1, 0]]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([[1, "two"], [3, 4]], CELL + "'two'."),
        ([["1", "2"]], CELL + "'1'."),
        ([[1, None]], CELL + "None."),
        ([[1, 2j]], CELL + "2j."),
        ([[1, math.nan]], CELL + "nan."),
        ([[1, math.inf], [-math.inf, 0]], CELL + "inf."),
        ([[0, -1000001]], CELL + "-1000001.0."),
        (np.array([[0, 2e6]], np.float32), CELL + "2000000.0."),
        (np.array([[np.longdouble("1e4000")]]), CELL + "inf."),
        ([[10**30]], CELL + str(10**30) + "."),
        ([[Fraction(10**400)]], CELL + "Fraction(1"),
        ([[Decimal(1)]], CELL + "Decimal('1')."),
        ([[10**400]], CELL + "1000"),
        (np.array([["2020-01-01"]], "datetime64[D]"), CELL + "datetime.date(2020, 1, 1)."),
        ("word", CELL + "'word'."),
        (None, CELL + "None."),
        ({}, CELL + "{}."),
        ([[1, 2], [3]], "All rows of the input must be of the same length; got rows of different lengths."),
        ([[1, 2], 3], "All rows of the input must be of the same length; got rows of different lengths."),
    ],
    ids=lambda value: str(value)[:40],
)
def test_cells_that_are_no_numbers(values: object, message: str) -> None:
    with pytest.raises(DataError) as caught:
        checked_grid(values)
    assert str(caught.value).startswith(message)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "values", [5, [1, 2], [], [[]], np.zeros((0, 3)), np.zeros((1, 1, 1, 1)), np.array([], str)]
)
def test_what_is_no_grid(values: object) -> None:
    with pytest.raises(ShapeError, match="The input must have at least one cell, in the shape") as caught:
        checked_grid(values)
    assert str(caught.value).endswith(f"got an array of shape {np.asarray(values).shape}.")


def test_a_kernel_with_a_word_in_it() -> None:
    with pytest.raises(DataError, match=r"Each cell of the kernel must be a number from .* got 'abc'\."):
        convolve(GRID, [[1, "abc"]], ConvolutionSettings())


@pytest.mark.parametrize("shape", [(12, 3), (3, 12), (12, 12, 1)])
def test_a_kernel_has_at_most_eleven_rows_and_columns(shape: tuple[int, ...]) -> None:
    with pytest.raises(ShapeError, match=f"1 to 11 rows and 1 to 11 columns; got {shape[0]} × {shape[1]}"):
        checked_kernel(np.zeros(shape))


def test_the_kernel_of_a_network_has_a_slice_for_each_channel() -> None:
    picture = np.zeros((4, 4, 3))
    message = (
        'With channels="sum" the kernel has one slice for each channel of the input: 3; got 1. Give it the '
        'shape (rows, columns, 3), or set channels to "separately".'
    )
    with pytest.raises(ShapeError) as caught:
        convolve(picture, KERNEL, ConvolutionSettings())
    assert str(caught.value) == message


def test_the_kernel_of_a_picture_has_one_slice() -> None:
    with pytest.raises(ShapeError, match=r'With channels="separately" the same slice .* so it has 1; got 3'):
        convolve(np.zeros((4, 4, 3)), np.zeros((2, 2, 3)), ConvolutionSettings(channels="separately"))


def test_a_kernel_larger_than_the_input() -> None:
    with pytest.raises(ShapeError) as caught:
        convolve(GRID, np.ones((4, 2)), ConvolutionSettings(padding="valid"))
    assert str(caught.value) == (
        "A kernel of 4 × 2 does not fit into the input of 3 × 3. Use a smaller kernel, less dilation, or "
        'more padding, such as "same".'
    )


def test_a_kernel_that_dilation_makes_too_large() -> None:
    with pytest.raises(
        ShapeError, match="A kernel of 2 × 3 with dilation_rate 4, 5 × 9, does not fit into the padded"
    ):
        convolve(GRID, np.ones((2, 3)), ConvolutionSettings(padding=2, dilation_rate=4))


@pytest.mark.parametrize(
    ("settings", "kernel"),
    [
        (ConvolutionSettings(padding=3, padding_mode="reflect"), (1, 1)),
        (ConvolutionSettings(padding="full", padding_mode="reflect"), (4, 1)),
        (ConvolutionSettings(padding="same", padding_mode="reflect"), (1, 7)),
    ],
)
def test_a_reflection_needs_something_to_mirror(
    settings: ConvolutionSettings, kernel: tuple[int, int]
) -> None:
    with pytest.raises(ShapeError) as caught:
        convolve(GRID, np.ones(kernel), settings)
    assert str(caught.value) == (
        'padding_mode="reflect" mirrors the input at its outermost cells, so the padding must be smaller '
        "than the input; got 3 cells of padding around an input of 3 × 3. Use less padding, or the mode "
        '"edge" or "zero".'
    )


def test_a_pooling_window_larger_than_the_result() -> None:
    with pytest.raises(ShapeError, match="A pooling window of 4 × 4 does not fit into a result of 3 × 3"):
        convolve(GRID, KERNEL, ConvolutionSettings(pooling="max", pool_size=4))


@pytest.mark.parametrize("gradient", [[[1]], np.ones((3, 3, 2)), np.ones((3, 2))])
def test_a_gradient_has_the_shape_of_the_output(gradient: object) -> None:
    with pytest.raises(
        ShapeError, match=r"The gradient has one number for each cell of the output, shape \(3, 3, 1\)"
    ):
        convolve_back(GRID, KERNEL, ConvolutionSettings(), gradient)


def test_a_gradient_of_words() -> None:
    with pytest.raises(DataError, match="Each cell of the gradient must be a number"):
        convolve_back(GRID, KERNEL, ConvolutionSettings(), [["a"] * 3] * 3)


@pytest.mark.parametrize(
    "settings", [ConvolutionSettings(), ConvolutionSettings(padding="full", dilation_rate=4)]
)
def test_the_largest_numbers_stay_finite(settings: ConvolutionSettings) -> None:
    tiny = ConvolutionSettings(
        padding=settings.padding, dilation_rate=settings.dilation_rate, divisor=1e-6, bias=1e6
    )
    x, kernel = np.full((64, 64), 1e6, np.float32), np.full((11, 11), -1e6, np.float32)
    size = output_size(x.shape, kernel.shape, tiny)
    back = convolve_back(x, kernel, tiny, np.full(size.output, 1e6))
    for array in (back.convolved.output, back.kernel, back.input, back.bias):
        assert np.isfinite(array).all()


def test_every_fault_is_one_of_ours() -> None:
    for values in (object(), [object()], lambda: 1, b"abc", "x" * 1000, [[{}]], [[[[1]]]], range(3), {1, 2}):
        for x, kernel in ((values, KERNEL), (GRID, values)):
            with pytest.raises(MLWidgetsError) as caught:
                convolve(x, kernel, ConvolutionSettings())
            assert len(str(caught.value)) < 250
