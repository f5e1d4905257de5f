"""Array types, and the one place that knows how a batch lies in memory.

Outside the engine a batch comes as in Keras, examples first: tables `(n, features)`, pictures
`(n, height, width, channels)`. Inside, the examples are the innermost axis: tables `(features, n)`,
pictures `(channels, height, width, n)`. Every window of a convolution or a pooling is then a run of
contiguous numbers, and a whole batch goes through one wide matrix product.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]
AnyArray = npt.NDArray[Any]
Shape = tuple[int, ...]
"""The shape of one example at the public face, without the batch: `(height, width, channels)`."""


def to_engine(batch: AnyArray, dtype: npt.DTypeLike, out: Array | None = None) -> Array:
    """Turn a public batch into the engine's layout: `(n, h, w, c)` → `(c, h, w, n)`, `(n, f)` → `(f, n)`.

    The result is written into `out` if that is given.
    """
    turned = batch.transpose(_ends_swapped(batch.ndim))
    if out is None:
        return np.ascontiguousarray(turned, dtype=dtype)
    out[...] = turned
    return out


def to_public(batch: AnyArray) -> AnyArray:
    """Turn a batch in the engine's layout back into the public one; always a copy."""
    return batch.transpose(_ends_swapped(batch.ndim)).copy()


def public_shape(batch: AnyArray) -> Shape:
    """Return the public shape of one example of a batch in the engine's layout."""
    return (*batch.shape[1:-1], batch.shape[0])


def engine_shape(shape: Shape, n: int) -> Shape:
    """Return the engine's shape of `n` examples of the public shape `shape`."""
    return (shape[-1], *shape[:-1], n)


def _ends_swapped(rank: int) -> tuple[int, ...]:
    # (n, ..., channels) <-> (channels, ..., n): the two ends change places, so the way back is the same.
    return (rank - 1, *range(1, rank - 1), 0)
