"""Grids with something changed, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.explain.convolution.grid_editing import recentred, resized, with_block, with_channels

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array

GRID = np.arange(12, dtype=np.float64).reshape(3, 4, 1)


def plain(grid: Array) -> list[list[float]]:
    rows: list[list[float]] = grid[:, :, 0].tolist()
    return rows


def test_a_block_goes_into_one_channel_of_a_copy() -> None:
    grid = np.zeros((2, 2, 2))
    changed = with_block(grid, 1, 0, 1, [[5, 6]])
    assert changed[:, :, 1].tolist() == [[0, 0], [5, 6]]
    assert not changed[:, :, 0].any()
    assert not grid.any()
    assert with_block(grid.astype(np.float32), 0, 0, 0, [[0.1]]).dtype == np.float32


def test_a_grid_is_cut_or_filled_at_the_bottom_and_the_right() -> None:
    assert plain(resized(GRID, 2, 3)) == [[0, 1, 2], [4, 5, 6]]
    assert plain(resized(GRID, 4, 2)) == [[0, 1], [4, 5], [8, 9], [0, 0]]
    assert resized(np.ones((2, 2, 3)), 3, 3).sum() == 12


@pytest.mark.parametrize(
    ("before", "after", "row"),
    [
        (3, 5, [0, 1, 2, 3, 0]),
        (3, 1, [2]),
        (3, 4, [1, 2, 3, 0]),
        (4, 3, [1, 2, 3]),
        (4, 5, [0, 1, 2, 3, 4]),
        (1, 2, [1, 0]),
        (2, 1, [1]),
        (2, 11, [0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0]),
        (3, 3, [1, 2, 3]),
    ],
)
def test_the_middle_of_a_kernel_stays_in_the_middle(before: int, after: int, row: list[int]) -> None:
    kernel = np.arange(1.0, before + 1).reshape(1, before, 1)
    assert plain(recentred(kernel, 1, after)) == [row]
    assert plain(recentred(kernel.transpose(1, 0, 2), after, 1)) == [[value] for value in row]


@pytest.mark.parametrize("rows", range(1, 12))
@pytest.mark.parametrize("columns", [1, 2, 5, 11])
def test_a_kernel_that_grows_comes_back_as_it_was(rows: int, columns: int) -> None:
    kernel = np.random.default_rng(rows).normal(size=(rows, columns, 2))
    larger = recentred(kernel, 11, 11)
    assert larger.sum() == pytest.approx(kernel.sum())
    np.testing.assert_array_equal(recentred(larger, rows, columns), kernel)


def test_new_channels_are_copies_of_the_last() -> None:
    grid = np.stack([np.zeros((2, 2)), np.ones((2, 2))], axis=2)
    assert with_channels(grid, 3).mean(axis=(0, 1)).tolist() == [0, 1, 1]
    assert with_channels(grid, 1).mean(axis=(0, 1)).tolist() == [0]
    assert with_channels(grid, 2) is not grid
    assert with_channels(grid, 3).flags.c_contiguous
