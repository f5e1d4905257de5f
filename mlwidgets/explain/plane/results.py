"""How well a network does on points, and what it says of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine.activations import Sigmoid, Softmax

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray


@dataclass(frozen=True)
class Result:
    """How well a network does on some points.

    Attributes
    ----------
    loss : float
        What is minimized: with the penalty on the weights, if there is one.
    metric : float
        The accuracy, from 0 to 1, or the mean absolute error.
    """

    loss: float
    metric: float


def results(model: Sequential, parts: Mapping[str, tuple[AnyArray, AnyArray]]) -> dict[str, Result]:
    """Return how well a compiled network with one metric does on each part of the points.

    Parameters
    ----------
    model : Sequential
        The network.
    parts : mapping of str to (ndarray, ndarray)
        Inputs and targets of each part, as the network takes them.
    """
    found = {}
    for name, (x, y) in parts.items():
        logs = model.measure(x, y).logs
        (metric,) = (value for key, value in logs.items() if key not in ("loss", "penalty"))
        found[name] = Result(logs["loss"], metric)
    return found


def answer(
    model: Sequential, x: AnyArray, shares: Callable[[AnyArray], AnyArray | None], y: AnyArray | None = None
) -> dict[str, Any]:
    """Return what a network says of one point, as plain JSON values; null for what is no finite number.

    Parameters
    ----------
    model : Sequential
        The network.
    x : ndarray, shape (1, inputs)
        The point, as the network takes it.
    shares : callable
        As in `decision_map`.
    y : ndarray, shape (1, …), optional
        The target: then the loss is part of the answer.

    Returns
    -------
    dict
        "shares" of the classes or the "number" that is predicted, and "loss" if asked for.
    """
    output = model.predict(x)
    found = shares(output)
    said: dict[str, Any] = (
        {"number": _plain(output[0, 0])} if found is None else {"shares": [_plain(one) for one in found[0]]}
    )
    if y is not None:
        said["loss"] = _plain(model.measure(x, y).logs["loss"])
    return said


def gives_probabilities(model: Sequential) -> bool:
    """Return whether a network's outputs are from 0 to 1."""
    return isinstance(getattr(model.layers[-1], "activation", None), (Sigmoid, Softmax))


def _plain(value: float) -> float | None:
    """Return a number as JSON can carry it: it knows no infinity."""
    return float(value) if np.isfinite(value) else None
