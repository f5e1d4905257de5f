"""The two layouts of a batch."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine.arrays import engine_shape, to_engine, to_public


@pytest.mark.parametrize("shape", [(5, 3), (5, 4, 3), (5, 4, 3, 2), (1, 1, 1, 1)])
def test_there_and_back(shape: tuple[int, ...]) -> None:
    batch = np.random.default_rng(0).normal(size=shape)
    inside = to_engine(batch, "float64")
    assert inside.shape == engine_shape(shape[1:], shape[0])
    assert inside.flags.c_contiguous
    np.testing.assert_array_equal(to_public(inside), batch)


def test_examples_are_innermost_and_channels_outermost() -> None:
    picture = np.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5)  # n, height, width, channels
    inside = to_engine(picture, "float32")
    assert inside.shape == (5, 3, 4, 2)
    assert inside[4, 2, 1, 0] == picture[0, 2, 1, 4]
    assert inside.dtype == np.float32


def test_the_way_out_is_a_copy() -> None:
    inside = np.zeros((3, 2))
    to_public(inside)[...] = 1
    assert not inside.any()
