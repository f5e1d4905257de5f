"""Pictures of any range of numbers, as grey values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray


def grey_pictures(x: AnyArray) -> AnyArray:
    """Return pictures `(n, height, width, 1)` as grey values 0 to 255, `(n, height, width)`, uint8.

    The largest number of all becomes white, and 0, or the smallest if that is below, black.

    Examples
    --------
    >>> grey_pictures(np.array([[[[0.0], [0.5]]]])).tolist()
    [[[0, 255]]]
    """
    pictures = x[..., 0].astype(np.float64)
    low, high = min(pictures.min(initial=0.0), 0.0), max(pictures.max(initial=0.0), 1e-12)
    grey: AnyArray = np.rint((pictures - low) / (high - low) * 255).astype(np.uint8)
    return grey
