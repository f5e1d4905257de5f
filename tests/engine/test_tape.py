"""A layer's memory for one batch."""

from __future__ import annotations

import numpy as np

from mlwidgets.engine.tape import Tape


def test_a_buffer_is_the_same_memory_until_it_is_too_small_or_of_another_type() -> None:
    tape = Tape()
    first = tape.buffer("z", (3, 4), np.float32)
    assert first.shape == (3, 4)
    assert first.dtype == np.float32
    smaller = tape.buffer("z", (2, 5), np.float32)
    assert smaller.shape == (2, 5)
    assert np.shares_memory(first, smaller)
    assert not np.shares_memory(first, tape.buffer("dx", (3, 4), np.float32))
    larger = tape.buffer("z", (5, 5), np.float32)
    assert not np.shares_memory(first, larger)
    assert not np.shares_memory(larger, tape.buffer("z", (5, 5), np.float64))


def test_two_tapes_share_nothing() -> None:
    assert not np.shares_memory(Tape().buffer("z", (4,), float), Tape().buffer("z", (4,), float))
