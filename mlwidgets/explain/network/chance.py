"""Whether a classifier does no better than guessing, and whether a layer of it has fallen silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.tracing import trace

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray

MARGIN = 0.02
"""How much better than the most frequent class an accuracy must be to count as something learned."""

EXAMPLES = 16
"""Examples for which a layer must give nothing but 0 to be called silent."""


def at_chance(accuracy: float | None, y: AnyArray) -> float | None:
    """Return what guessing the most frequent class would get right, if the accuracy is no better.

    Parameters
    ----------
    accuracy : float or None
        What the network gets right, from 0 to 1.
    y : ndarray of int
        The true classes of the same examples.

    Returns
    -------
    float or None
        None where something has been learned, or no accuracy was measured.

    Examples
    --------
    >>> at_chance(0.5, np.array([0, 1, 0, 1])), at_chance(0.9, np.array([0, 1, 0, 1]))
    (0.5, None)
    """
    if accuracy is None or not len(y):
        return None
    chance = float(np.bincount(np.asarray(y, np.int64)).max() / len(y))
    return chance if accuracy <= chance + MARGIN else None


def silent_layer(model: Sequential, x: AnyArray) -> tuple[int, str] | None:
    """Return the first layer whose output is 0 for every one of the first examples: no gradient passes it.

    Parameters
    ----------
    model : Sequential
        The network, which nobody changes meanwhile.
    x : ndarray
        Inputs of the network.

    Returns
    -------
    tuple of int and str, or None
        The layer's place, counted from 1, and the name of its class.
    """
    traces = [trace(model, example) for example in x[:EXAMPLES]]
    for number, layers in enumerate(zip(*(one.layers for one in traces), strict=True), start=1):
        if all(not layer.a.any() for layer in layers):
            return number, type(layers[0].layer).__name__
    return None
