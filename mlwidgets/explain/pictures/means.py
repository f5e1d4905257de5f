"""The mean picture of each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.engine.arrays import AnyArray


@dataclass(frozen=True, eq=False)
class ClassMeans:
    """The mean picture of each class.

    Attributes
    ----------
    means : ndarray of float32, shape (classes, height, width, channels)
        Pixel by pixel the mean, 0 to 255; zero for a class without pictures.
    counts : ndarray of int64, shape (classes,)
        How many pictures each class has.
    """

    means: NDArray[np.float32]
    counts: NDArray[np.int64]


def class_means(x: AnyArray, y: AnyArray, n_classes: int, white: float) -> ClassMeans:
    r"""Return the mean picture of each class.

    For class :math:`c` with the pictures :math:`x_i, y_i = c`, the mean is
    :math:`\bar{x}_c = \frac{1}{n_c} \sum_{y_i = c} x_i`, pixel by pixel.

    Parameters
    ----------
    x : ndarray, shape (n, height, width, channels)
        Pictures.
    y : ndarray of int, shape (n,)
        Their classes.
    n_classes : int
        How many classes there are.
    white : float
        The value that stands for white.

    Examples
    --------
    >>> x = np.array([0.0, 1.0, 0.5]).reshape(3, 1, 1, 1)
    >>> class_means(x, np.array([0, 0, 1]), 2, 1.0).means.ravel().tolist()
    [127.5, 127.5]
    """
    counts = np.bincount(y, minlength=n_classes)
    order = np.argsort(y, kind="stable")
    means = np.zeros((n_classes, *x.shape[1:]), np.float32)
    start = 0
    for number, count in enumerate(counts.tolist()):
        if count:
            means[number] = x[order[start : start + count]].mean(axis=0, dtype=np.float64) * (255 / white)
        start += count
    return ClassMeans(means, counts)
