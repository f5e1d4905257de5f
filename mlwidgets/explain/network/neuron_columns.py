"""A network on points in the plane in columns of neurons: what each computes, and the weights between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.plane.features import FEATURE_TITLES
from mlwidgets.engine.layers import Dense
from mlwidgets.explain.network.activations import activation_name, layer_title
from mlwidgets.explain.plane.neurons import NEURON_SIZE, neuron_maps

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray

MOST_NEURONS = 16
"""More of a layer than these cannot be told apart on a screen; the first ones are shown."""

_DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"), str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a network's diagram.

    Attributes
    ----------
    layer : int or None
        Which layer of the stack, counted from 0; None for the features.
    title : str
        "Dense 8", "Dropout 0.5"; empty for the features.
    activation : str
        The name of the layer's activation function; empty if it has none.
    names : tuple of str
        The neurons that are shown, such as "x₁" or "a₂⁽¹⁾"; none for a layer that only changes the numbers of
        the one before it, or that does not stand in one row.
    total : int
        How many neurons there are; the first `MOST_NEURONS` are shown.
    source : int or None
        The number of the column whose neurons the weights come from; None if there are none, or if the
        numbers between them are rearranged, so that no weight belongs to a neuron.
    maps : ndarray, shape (shown, size, size)
        What each neuron passes on over the plane: layers after it that only change its number, such as a
        batch normalization, have been applied.
    kernel : ndarray, shape (shown of the source, shown)
        Copies of the weights.
    bias : ndarray, shape (shown,), or None
        Copies of the biases; None if the layer has none.
    """

    layer: int | None
    title: str
    activation: str
    names: tuple[str, ...]
    total: int
    source: int | None
    maps: AnyArray
    kernel: AnyArray
    bias: AnyArray | None


def neuron_name(layer: int | None, unit: int, features: tuple[str, ...] = ()) -> str:
    """Return how a formula calls a neuron, or a feature where `layer` is None; both counted from 0.

    Examples
    --------
    >>> neuron_name(1, 2), neuron_name(None, 0, ("x1^2", "x2"))
    ('a₃⁽²⁾', 'x₁²')
    """
    if layer is None:
        return FEATURE_TITLES[features[unit]]
    below, above = _DIGITS
    return f"a{str(unit + 1).translate(below)}⁽{str(layer + 1).translate(above)}⁾"


def input_column(model: Sequential, layer: int) -> tuple[bool, int | None]:
    """Say where the numbers that a layer is given come from.

    Returns
    -------
    known : bool
        Whether they are, one by one, those of neurons or features.
    source : int or None
        The fully connected layer whose neurons they are; None for the features.
    """
    shapes = model.shapes()
    for number in range(layer - 1, -1, -1):
        if isinstance(model.layers[number], Dense):
            return True, number
        if not _keeps_neurons(shapes[number], shapes[number + 1]):
            return False, None
    return True, None


def followers(model: Sequential, layer: int) -> range:
    """Return the numbers of the layers after a fully connected one that change its neurons one by one."""
    shapes, stop = model.shapes(), layer + 1
    while (
        stop < len(model.layers)
        and not isinstance(model.layers[stop], Dense)
        and _keeps_neurons(shapes[stop], shapes[stop + 1])
    ):
        stop += 1
    return range(layer + 1, stop)


def network_columns(model: Sequential, features: tuple[str, ...], size: int = NEURON_SIZE) -> list[Column]:
    """Return a network on features of points in columns: the features, then every layer.

    Parameters
    ----------
    model : Sequential
        The network; nothing of it changes.
    features : tuple of str
        What it is given of each point; see `mlwidgets.data.plane.features`.
    size : int
        Cells a side of each map.

    Raises
    ------
    ShapeError
        The network takes another number of inputs.
    """
    maps = neuron_maps(model, features, size)
    names = tuple(neuron_name(None, unit, features) for unit in range(len(features)))
    nothing: AnyArray = np.zeros((0, 0), np.float32)
    first = maps[0]
    assert first is not None  # noqa: S101 - features are a row of numbers
    columns = [Column(None, "", "", names, len(names), None, first, nothing, None)]
    place: dict[int | None, int] = {None: 0}
    for number, layer in enumerate(model.layers):
        title, activation = layer_title(layer), activation_name(layer.activation)
        if not isinstance(layer, Dense):
            empty = np.zeros((0, size, size), np.float32)
            columns.append(Column(number, title, activation, (), 0, None, empty, nothing, None))
            continue
        known, source = input_column(model, number)
        passed_on = maps[[number, *followers(model, number)][-1] + 1]
        assert passed_on is not None  # noqa: S101 - followers keep the row of neurons
        shown = min(layer.units, MOST_NEURONS)
        rows = min(len(layer.kernel), MOST_NEURONS) if known else 0
        columns.append(
            Column(
                number,
                title,
                activation,
                tuple(neuron_name(number, unit) for unit in range(shown)),
                layer.units,
                place[source] if known else None,
                passed_on[:shown],
                layer.kernel[:rows, :shown].copy(),
                layer.bias[:shown].copy() if layer.use_bias else None,
            )
        )
        place[number] = len(columns) - 1
    return columns


def _keeps_neurons(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    return len(before) == 1 and before == after
