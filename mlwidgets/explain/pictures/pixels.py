"""Pictures as the whole numbers from 0 to 255 that stand in their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.engine.arrays import AnyArray

_LOOKED_AT = 1000


def are_pictures(input_shape: tuple[int, ...]) -> bool:
    """Whether examples of this shape are pictures in grey or RGB, (height, width, 1 or 3)."""
    return len(input_shape) == 3 and input_shape[2] in (1, 3)  # noqa: PLR2004 - as said


def largest_value(x_train: AnyArray) -> float:
    """Return the number that stands for white: 1 where all values are from 0 to 1, else 255.

    Parameters
    ----------
    x_train : ndarray, shape (n, height, width, channels)
        The training pictures; a thousand of them are looked at.
    """
    some = x_train[:: max(1, len(x_train) // _LOOKED_AT)]
    return 1.0 if float(some.max()) <= 1 else 255.0


def whole_pixels(x: AnyArray, white: float) -> NDArray[np.uint8]:
    """Return pictures as whole numbers from 0 to 255.

    Numbers of float32 that came from bytes divided by 255 give those bytes back exactly.

    Parameters
    ----------
    x : ndarray
        Values from 0 to `white`.
    white : float
        What stands for white.

    Examples
    --------
    >>> whole_pixels(np.arange(256, dtype=np.float32) / np.float32(255), 1.0).tolist() == list(range(256))
    True
    """
    return np.clip(np.rint(np.asarray(x, np.float32) * (255 / white)), 0, 255).astype(np.uint8)
