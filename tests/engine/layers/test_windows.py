"""Where a sliding window stands."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from mlwidgets.engine.layers.windows import Windows


@pytest.mark.parametrize(
    ("sizes", "padding", "output"),
    [
        # side, window, stride: rows before, rows after, places
        ((5, 3, 1), (1, 1), 5),
        ((5, 2, 1), (0, 1), 5),
        ((6, 3, 2), (0, 1), 3),
        ((7, 3, 2), (1, 1), 4),
        ((7, 1, 3), (0, 0), 3),
        ((4, 3, 5), (0, 0), 1),
        ((2, 5, 1), (2, 2), 2),
    ],
)
def test_same_padding_is_that_of_tensorflow(
    sizes: tuple[int, int, int], padding: tuple[int, int], output: int
) -> None:
    side, k, s = sizes
    before, after = padding
    windows = Windows.over((side, side, 1), (k, k), (s, s), "same", "Conv2D")
    assert (windows.before, windows.after, windows.output) == ((before,) * 2, (after,) * 2, (output,) * 2)
    assert windows.padded == bool(before or after)


def test_every_window_lies_within_the_padded_picture_and_touches_the_picture() -> None:
    for side, k, s, padding in itertools.product(range(1, 9), range(1, 6), range(1, 6), ("valid", "same")):
        if padding == "valid" and k > side:
            continue
        windows = Windows.over((side, 3, 1), (k, 1), (s, 1), padding, "Conv2D")
        height, _ = windows.padded_size((side, 3))
        starts = [place * s for place in range(windows.output[0])]
        assert all(start + k <= height for start in starts)
        assert starts[0] + k > windows.before[0]
        assert starts[-1] < windows.before[0] + side
        padded = np.arange(height).reshape(1, height, 1, 1).repeat(3, axis=2)
        for row, column in windows.offsets():
            seen = windows.seen_at(padded, row, column)
            assert seen[0, :, 0, 0].tolist() == [start + row for start in starts]
        inside = windows.inside(padded)
        assert inside.shape == (1, side, 3, 1)
        assert inside[0, 0, 0, 0] == windows.before[0]
