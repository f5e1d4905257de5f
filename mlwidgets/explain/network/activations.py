"""The inside of a network as pictures: every layer's activations, gradients or weights, laid out in tiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.configurable import snake_case
from mlwidgets.explain.convolution.filters import filters_of, flattened_from, side_by_side
from mlwidgets.explain.network.maps import as_maps, levels, thinned
from mlwidgets.language import _
from mlwidgets.ranges import OneOf

if TYPE_CHECKING:
    from mlwidgets.engine.activations import ActivationFunction
    from mlwidgets.engine.arrays import AnyArray, Array, Shape
    from mlwidgets.engine.layers import Layer
    from mlwidgets.engine.tracing import Trace

MOST_TILES = 64
"""More of a layer than these could not be told apart on a screen, and would cost time with every update."""

SHOWS = OneOf(name="shows", options=("activations", "gradients", "weights"))


@dataclass(frozen=True, eq=False)
class Tiles:
    """Numbers that belong together and share one scale.

    Attributes
    ----------
    name : str
        Which weights these are, such as "kernel"; empty for a layer's activations and gradients.
    values : ndarray of float
        Maps `(shown, height, width)`, or single numbers `(shown,)`. A NaN leaves a place empty.
    total : int
        How many there are in all; the first ones are shown.
    """

    name: str
    values: Array
    total: int

    @property
    def kind(self) -> str:
        """What is shown: "maps", or "units", which are single numbers."""
        return "units" if self.values.ndim == 1 else "maps"

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest finite number; 0 and 0 if there is none."""
        finite = self.values[np.isfinite(self.values)]
        return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)

    @property
    def signed(self) -> bool:
        """Whether there are numbers below 0, so that 0 is in the middle of the scale."""
        return self.ends[0] < 0

    @property
    def shades(self) -> AnyArray:
        """The numbers as `uint8`, for a screen: all tiles on one scale, and 0 for places that are empty.

        Without negative numbers 1 is 0 and 255 is the largest. Else 128 is 0, and 1 and 255 are the largest
        size with either sign, so that equal strength means equal size.
        """
        low, high = self.ends
        return levels(self.values, max(-low, high), signed=low < 0)


@dataclass(frozen=True, eq=False)
class LayerPicture:
    """What is shown of one layer.

    Attributes
    ----------
    title : str
        "Conv2D 8 × 3 × 3": its kind, and the settings that make its shape.
    shape : tuple of int
        The shape of its output for one example.
    activation : str
        The name of its activation function; empty if it has none.
    tiles : tuple of Tiles
        One group for activations and gradients, one for each array of weights; none where there is nothing.
    """

    title: str
    shape: Shape
    activation: str
    tiles: tuple[Tiles, ...]


def layer_pictures(trace: Trace, shows: str = "activations") -> list[LayerPicture]:
    """Return a picture of the input and of every layer after it.

    Parameters
    ----------
    trace : Trace
        One example's way through a network.
    shows : {"activations", "gradients", "weights"}
        Gradients are ∂L/∂z, what a little more in each sum, before the activation function, would do to the
        loss; for the input ∂L/∂x. A trace without them, and a layer without weights, have no tiles.
    """
    SHOWS.check(shows)
    if shows == "weights":
        groups = [(), *(_weights(trace, place) for place in range(len(trace.layers)))]
    else:
        wanted = shows == "activations"
        arrays = [trace.x if wanted else trace.x_gradient]
        arrays += [layer.a if wanted else layer.z_gradient for layer in trace.layers]
        groups = [() if array is None else (_outputs(array),) for array in arrays]
    titles = [_("Input"), *(layer_title(layer.layer) for layer in trace.layers)]
    shapes = [trace.x.shape, *(layer.a.shape for layer in trace.layers)]
    activations = ["", *(activation_name(layer.layer.activation) for layer in trace.layers)]
    return [LayerPicture(*parts) for parts in zip(titles, shapes, activations, groups, strict=True)]


def layer_title(layer: Layer) -> str:
    """Return a layer's kind with the settings that make its shape.

    Examples
    --------
    >>> from mlwidgets.engine.layers import Conv2D, Dense, Dropout, Flatten
    >>> [layer_title(layer) for layer in (Conv2D(8, 3), Dense(10), Dropout(0.5), Flatten())]
    ['Conv2D 8 × 3 × 3', 'Dense 10', 'Dropout 0.5', 'Flatten']
    """
    sides: list[object] = []
    for name in ("filters", "units", "kernel_size", "pool_size", "size", "rate", "stddev"):
        setting = getattr(layer, name, None)
        if setting is not None:
            sides += setting if isinstance(setting, tuple) else [setting]
    return " ".join(part for part in (layer.class_name, " × ".join(map(str, sides))) if part)


def activation_name(function: ActivationFunction) -> str:
    """Return the Keras name of an activation function, and an empty text for the linear one."""
    name = snake_case(type(function).__name__)
    return "" if name == "linear" else name


def _outputs(array: Array) -> Tiles:
    maps = as_maps(array)
    shown = maps[:MOST_TILES]
    if array.ndim == 1:
        return Tiles("", shown[:, 0, 0], len(maps))
    return Tiles("", thinned(shown), len(maps))


def _weights(trace: Trace, place: int) -> tuple[Tiles, ...]:
    seen = trace.layers[place]
    groups = []
    for name, weights in seen.weights.items():
        if weights.ndim == 1:
            groups.append(Tiles(name, weights[:MOST_TILES], len(weights)))
            continue
        kernels = filters_of(seen, name, flattened_from(trace, place))
        sheets = [side_by_side(one) for one in kernels[:MOST_TILES]]
        groups.append(Tiles(name, np.stack(sheets), len(kernels)))
    return tuple(groups)
