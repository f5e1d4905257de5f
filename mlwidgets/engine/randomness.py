"""Random numbers that can be drawn again: each purpose and each moment has a stream of its own.

Nothing random is carried along during training. The order of epoch 7, or the dropout of update 1,042, follows
from the seed and that number alone, so any moment of a run can be reached again without replaying it.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Purpose(IntEnum):
    """What random numbers are for."""

    INITIAL_WEIGHTS = 0
    ORDER = 1
    DROPOUT = 2


def stream(seed: int, purpose: Purpose, number: int, part: int = 0) -> np.random.Generator:
    """Return the generator for the `number`-th use (layer, epoch or update) of a purpose.

    Where a batch goes through in parts, each has a stream of its own.
    """
    return np.random.default_rng([seed, int(purpose), number, part])
