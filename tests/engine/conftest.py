"""Every test of the engine runs where a division by zero, an overflow or a NaN raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _floating_point_faults_raise() -> Iterator[None]:
    # Numbers too small for the format become 0: that is what e^(-1000) should be.
    with np.errstate(all="raise", under="ignore"):
        yield
