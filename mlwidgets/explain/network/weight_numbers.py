"""One weight among the tiles of a layer: where it stands in its array, its value and its gradient."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.convolution.filters import filters_of, flattened_from, side_by_side

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.tracing import Trace


@dataclass(frozen=True)
class WeightNumber:
    """One weight of a layer.

    Attributes
    ----------
    name : str
        Its array: "kernel".
    index : tuple of int
        Its place in the array, as NumPy counts.
    value : float
        The weight.
    gradient : float or None
        ∂L/∂weight for the example; None without a truth, and for what is not trained.
    """

    name: str
    index: tuple[int, ...]
    value: float
    gradient: float | None


def weight_sheet(trace: Trace, layer: int, group: int, output: int) -> Array:
    """Return one tile of a layer's weights, `(rows, columns)`; NaN where there is none.

    Parameters
    ----------
    trace : Trace
        One example's way through the network.
    layer : int
        As `layer_pictures` counts: 1 is the first layer.
    group, output : int
        Which of its arrays of weights, and which tile of it.

    Raises
    ------
    mlwidgets.errors.ConfigurationError
        There is no such tile.
    """
    arrays = trace.layers[layer - 1].weights if 1 <= layer <= len(trace.layers) else {}
    if not 0 <= group < len(arrays):
        raise ConfigurationError(f"There are no weights number {group} in layer {layer}.")
    name = list(arrays)[group]
    if not 0 <= output < _outputs(trace, layer, name):
        raise ConfigurationError(f"The {name} of layer {layer} has no tile number {output}.")
    return _sheet(trace, layer, name, arrays[name], output)


def weight_number(  # noqa: PLR0917 - a place has five numbers
    trace: Trace, layer: int, group: int, output: int, row: int, column: int
) -> WeightNumber | None:
    """Return what stands at a place of a tile of weights; None at a gap between two kernels.

    The parameters are those of `weight_sheet`, and the row and the column in the sheet, from 0.
    """
    sheet = weight_sheet(trace, layer, group, output)
    if not (0 <= row < sheet.shape[0] and 0 <= column < sheet.shape[1]):
        raise ConfigurationError(
            f"The tile has {sheet.shape[0]} × {sheet.shape[1]} cells, counted from 0; got row {row}, column "
            f"{column}."
        )
    seen = trace.layers[layer - 1]
    name, weights = list(seen.weights.items())[group]
    # Numbered instead of valued, the same sheet says which number went where.
    numbered = np.arange(weights.size, dtype=np.float64).reshape(weights.shape)
    number = _sheet(trace, layer, name, numbered, output)[row, column]
    if np.isnan(number):
        return None
    index = tuple(int(part) for part in np.unravel_index(int(number), weights.shape))
    gradients = seen.weight_gradients.get(name)
    gradient = None if gradients is None else float(gradients[index])
    return WeightNumber(name, index, float(weights[index]), gradient)


def _outputs(trace: Trace, layer: int, name: str) -> int:
    seen = trace.layers[layer - 1]
    weights = seen.weights[name]
    return len(weights if weights.ndim == 1 else filters_of(seen, name, flattened_from(trace, layer - 1)))


def _sheet(trace: Trace, layer: int, name: str, numbers: Array, output: int) -> Array:
    if numbers.ndim == 1:
        return numbers[output].reshape(1, 1)
    seen = dataclasses.replace(trace.layers[layer - 1], weights={name: numbers})
    return side_by_side(filters_of(seen, name, flattened_from(trace, layer - 1))[output])
