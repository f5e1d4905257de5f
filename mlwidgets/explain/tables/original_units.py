"""The weights of a first layer as they would be without scaling: for millimetres and grams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.layers import Dense
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.language import _

if TYPE_CHECKING:
    import numpy.typing as npt
    from numpy.typing import NDArray

    from mlwidgets.data.prepare.prepared import PreparedTable
    from mlwidgets.engine.network import Network

_EMPTY = _("Only the weights of a Dense layer can be read in original units, and the first layer is none.")
_OTHER = _("Only the weights of a Dense layer can be read in original units, and the first layer is {layer}.")


@dataclass(frozen=True, eq=False)
class OriginalUnits:
    """The first layer of a network on a table, in the units of the table.

    The network is given x = (value − offset) / divisor of each input, so that

        Σ wᵢ xᵢ + b = Σ (wᵢ / divisorᵢ) valueᵢ + (b − Σ wᵢ offsetᵢ / divisorᵢ).

    With standard scaling offset and divisor are mean and standard deviation of the training rows; with
    min–max they are the minimum and the range; without scaling 0 and 1. A value is what the column has after
    missing ones have been imputed and categories encoded.

    Attributes
    ----------
    inputs : tuple of str
        What each input is: "bill_length_mm", "island = Dream".
    kernel : ndarray of float64, shape (inputs, units)
        w / divisor: by how much the sum of a unit grows if the value is larger by one of its own units.
    bias : ndarray of float64, shape (units,)
        The sum of a unit where all values are 0.
    """

    inputs: tuple[str, ...]
    kernel: NDArray[np.float64]
    bias: NDArray[np.float64]


def original_units(
    prepared: PreparedTable, kernel: npt.ArrayLike, bias: npt.ArrayLike | None = None
) -> OriginalUnits:
    """Return the weights of a Dense layer on a table in the units of the table.

    Parameters
    ----------
    prepared : PreparedTable
        How the inputs were made.
    kernel : array, shape (inputs, units)
        The layer's weights.
    bias : array, shape (units,), optional
        Its biases; 0 if it has none.

    Raises
    ------
    ShapeError
        The arrays are not those of a layer on these inputs.

    Examples
    --------
    >>> from mlwidgets.data import load
    >>> penguins = load("penguins").prepared
    >>> own = original_units(penguins, np.ones((11, 2)))
    >>> own.inputs[3], own.kernel.shape, own.bias.shape
    ('bill_length_mm', (11, 2), (2,))
    """
    weights = np.asarray(kernel, np.float64)
    count = len(prepared.inputs)
    if weights.ndim != 2 or len(weights) != count:  # noqa: PLR2004 - inputs and units
        raise ShapeError(f"kernel must have the shape ({count}, units); got {weights.shape}.")
    units = weights.shape[1]
    before = np.zeros(units) if bias is None else np.asarray(bias, np.float64)
    if before.shape != (units,):
        raise ShapeError(f"bias must have the shape ({units},); got {before.shape}.")
    offsets, divisors = prepared.scaling
    own = weights / divisors[:, np.newaxis]
    return OriginalUnits(tuple(one.name for one in prepared.inputs), own, before - offsets @ own)


def first_layer_units(prepared: PreparedTable, model: Network) -> OriginalUnits:
    """Return the first layer of a network on a table in the units of the table.

    Raises
    ------
    ConfigurationError
        It is no Dense layer.
    """
    first = model.layers[0] if model.layers else None
    if not isinstance(first, Dense):
        raise ConfigurationError(_EMPTY if first is None else _OTHER.format(layer=type(first).__name__))
    return original_units(prepared, first.weights["kernel"], first.weights.get("bias"))
