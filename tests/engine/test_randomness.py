"""Streams of random numbers."""

from __future__ import annotations

import itertools

from mlwidgets.engine.randomness import Purpose, stream


def test_a_stream_can_be_drawn_again_and_differs_from_all_others() -> None:
    keys = list(itertools.product((0, 1, 2**32 - 1), Purpose, (0, 1, 1042)))
    drawn = [stream(*key).integers(0, 2**63) for key in keys]
    assert drawn == [stream(*key).integers(0, 2**63) for key in keys]
    assert len(set(drawn)) == len(keys)
