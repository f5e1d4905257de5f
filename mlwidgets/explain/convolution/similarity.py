"""How alike two kernels are, and kernels as small grey pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.engine.arrays import Array


def similarity(kernel: Array, filters: Array) -> Array:
    """Return the cosine of the angle between a kernel and each of some filters.

    cos = Σ K·F / (‖K‖ ‖F‖): 1 for the same up to a positive factor, −1 for the opposite, 0 for nothing in
    common.

    Parameters
    ----------
    kernel : ndarray, shape (height, width, channels)
        K.
    filters : ndarray, shape (height, width, channels, n)
        F.

    Returns
    -------
    ndarray of float64, shape (n,)
        0 where K or F is all 0.

    Examples
    --------
    >>> edge = np.array([[-1.0, 0, 1]])[:, :, np.newaxis]
    >>> similarity(edge, np.stack([2 * edge, -edge], axis=-1)).round(6).tolist()
    [1.0, -1.0]
    """
    one = np.asarray(kernel, np.float64).reshape(-1)
    many = np.asarray(filters, np.float64).reshape(len(one), -1)
    lengths = np.linalg.norm(one) * np.linalg.norm(many, axis=0)
    return np.divide(one @ many, lengths, out=np.zeros(many.shape[1]), where=lengths > 0)


def as_pictures(kernels: Array) -> NDArray[np.uint8]:
    """Return kernels as grey pictures: 0 is mid-grey, the largest size of each kernel black or white.

    Parameters
    ----------
    kernels : ndarray, shape (height, width, channels, n)
        Channels are shown as their mean.

    Returns
    -------
    ndarray of uint8, shape (n, height, width)

    Examples
    --------
    >>> as_pictures(np.array([-1.0, 0, 1]).reshape(1, 3, 1, 1)).tolist()
    [[[1, 128, 255]]]
    """
    flat = np.asarray(kernels, np.float64).mean(axis=2).transpose(2, 0, 1)
    largest = np.abs(flat).max(axis=(1, 2), keepdims=True)
    shares = np.divide(flat, largest, out=np.zeros_like(flat), where=largest > 0)
    return np.rint(128 + 127 * shares).astype(np.uint8)
