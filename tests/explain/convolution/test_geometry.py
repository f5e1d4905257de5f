"""Sizes along the way, by the formula and in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mlwidgets.explain.convolution.forward import ConvolutionSettings
from mlwidgets.explain.convolution.geometry import OutputSize, output_size, padding_sources


def size(x: tuple[int, ...], kernel: tuple[int, ...], **settings: Any) -> OutputSize:  # noqa: ANN401
    return output_size(x, kernel, ConvolutionSettings(**settings))


@pytest.mark.parametrize(
    ("x", "kernel", "settings", "text"),
    [
        ((5, 5), (3, 3), {}, "⌊(5 + 2 − 3) / 1⌋ + 1 = 5"),
        ((5, 5), (3, 3), {"padding": "valid"}, "⌊(5 + 0 − 3) / 1⌋ + 1 = 3"),
        ((5, 5), (3, 3), {"padding": "full"}, "⌊(5 + 4 − 3) / 1⌋ + 1 = 7"),
        (
            (5, 5),
            (3, 3),
            {"padding": 4, "strides": 3},
            "⌊(5 + 8 − 3) / 3⌋ + 1 = 4. The last row and column of the padded input are not used.",
        ),
        (
            (5, 5),
            (3, 3),
            {"dilation_rate": 2},
            "the kernel spans (3 − 1) · 2 + 1 = 5; ⌊(5 + 4 − 5) / 1⌋ + 1 = 5",
        ),
        (
            (5, 5),
            (3, 3),
            {"pooling": "max"},
            (
                "⌊(5 + 2 − 3) / 1⌋ + 1 = 5; pooling: ⌊5 / 2⌋ = 2. "
                "The last row and column before pooling are not used."
            ),
        ),
        (
            (5, 7),
            (3, 1),
            {"padding": "valid", "strides": 2},
            "Rows: ⌊(5 + 0 − 3) / 2⌋ + 1 = 2. Columns: ⌊(7 + 0 − 1) / 2⌋ + 1 = 4.",
        ),
    ],
)
def test_the_formula_holds_the_learners_numbers(
    x: tuple[int, ...], kernel: tuple[int, ...], settings: dict[str, Any], text: str
) -> None:
    assert size(x, kernel, **settings).text == text


def test_same_puts_the_odd_cell_at_the_end() -> None:
    even = size((5, 5), (2, 4))
    assert (even.before, even.after, even.z) == ((0, 1), (1, 2), (5, 5))


@pytest.mark.parametrize("strides", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("side", [2, 5, 8, 13])
def test_same_holds_as_many_places_as_strides_fit_in(side: int, strides: int) -> None:
    for kernel in (1, 2, 3, 7):
        for dilation_rate in (1, 3):
            found = size((side, 3), (kernel, 1), strides=strides, dilation_rate=dilation_rate)
            assert found.z[0] == -(-side // strides)


def test_full_counts_every_place_where_they_share_a_cell() -> None:
    full = size((5, 6), (3, 2), padding="full", dilation_rate=2)
    assert full.span == (5, 3)
    assert (full.before, full.after) == ((4, 2), (4, 2))
    assert full.z == (9, 8)


def test_pooling_drops_what_does_not_fill_a_window() -> None:
    assert size((7, 9), (1, 1), pooling="average", pool_size=4).output == (1, 2)


@pytest.mark.parametrize("mode", ["edge", "reflect"])
def test_padding_repeats_what_the_sources_say(mode: str) -> None:
    x = np.random.default_rng(0).normal(size=(4, 6))
    rows, columns = padding_sources(4, 2, 3, mode), padding_sources(6, 1, 5, mode)
    np.testing.assert_array_equal(x[rows][:, columns], np.pad(x, ((2, 3), (1, 5)), mode=mode))  # type: ignore[call-overload]
