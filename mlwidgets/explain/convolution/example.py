"""The worked convolution of the article: five by five pixels, and a kernel that sharpens."""

from __future__ import annotations

import numpy as np

from mlwidgets.data.checks import read_only
from mlwidgets.explain.convolution.kernels import PRESETS

INPUT = read_only(
    np.array(
        [
            [60, 113, 56, 139, 85],
            [73, 121, 54, 84, 128],
            [131, 99, 70, 129, 127],
            [80, 57, 115, 69, 134],
            [104, 126, 123, 95, 130],
        ],
        np.float64,
    )[:, :, np.newaxis]
)
"""Pixels, 0 (black) to 255 (white), shape (5, 5, 1)."""

KERNEL = read_only(PRESETS["article"].array())
"""Shape (3, 3, 1). With zero padding and stride 1 the first cell of the result is 5·60 − 113 − 73 = 114."""
