"""A network written down for a page that computes it by itself: sent once, played in the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine import layers as kinds
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.explain.network.activations import activation_name
from mlwidgets.explain.network.maps import MOST_SIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.layers import Layer

MOST_WEIGHTS = 50_000
"""A page computes so many weights within a frame while somebody draws."""

ACTIVATIONS = ("", "relu", "tanh", "sigmoid", "softmax")
"""Those that `widgets/inside/forward.ts` knows; the empty one is linear."""


def page_layers(model: Sequential) -> list[dict[str, Any]] | None:
    """Return what a page must know of each layer to compute it; None if there is a layer it cannot compute.

    Parameters
    ----------
    model : Sequential
        Built, with an input shape.

    Returns
    -------
    list of dict or None
        For each layer ``kind``, ``input`` and ``output`` (the shapes of one example), ``activation``, and for
        a layer with a window ``size``, ``strides`` and ``before``, the rows and columns of padding on top
        and at the left; ``bias`` says whether there is one.

    Examples
    --------
    >>> from mlwidgets.engine import Sequential
    >>> from mlwidgets.engine.layers import Conv1D, Dense, Input
    >>> [layer["kind"] for layer in page_layers(Sequential([Input((2,)), Dense(3, activation="relu")]))]
    ['Dense']
    >>> page_layers(Sequential([Input((9, 1)), Conv1D(2, 3)])) is None
    True
    """
    model.build()
    shape = model.input_shape
    if shape is None or model.count_params() > MOST_WEIGHTS:
        return None
    written = []
    for layer in model.layers:
        row = _written(layer, shape)
        if row is None or max(row["output"][:-1], default=0) > MOST_SIDE:
            return None
        written.append(row)
        shape = tuple(row["output"])
    return written


def page_weights(weights: Sequence[Array]) -> bytes:
    """Return all weights as float32, layer by layer, kernel before bias, as `Sequential.get_weights` does."""
    parts = [np.asarray(part, "<f4").ravel() for part in weights]
    return np.concatenate(parts).tobytes() if parts else b""


def _written(layer: Layer, shape: Shape) -> dict[str, Any] | None:
    name = activation_name(layer.activation)
    if name not in ACTIVATIONS:
        return None
    output = layer.compute_output_shape(shape)
    row: dict[str, Any] = {
        "kind": layer.class_name,
        "input": list(shape),
        "output": list(output),
        "activation": name,
    }
    if isinstance(layer, (kinds.Flatten, kinds.Dropout)):
        return row
    if isinstance(layer, kinds.Dense):
        return row | {"bias": layer.use_bias}
    if isinstance(layer, kinds.Conv2D) and layer.groups == 1 and layer.dilation_rate == (1, 1):
        windows = Windows.over(shape, layer.kernel_size, layer.strides, layer.padding, layer.class_name)
        return row | _window(windows) | {"bias": layer.use_bias}
    if isinstance(layer, kinds.MaxPooling2D):
        return row | _window(
            Windows.over(shape, layer.pool_size, layer.strides, layer.padding, layer.class_name)
        )
    return None


def _window(windows: Windows) -> dict[str, list[int]]:
    return {"size": list(windows.size), "strides": list(windows.strides), "before": list(windows.before)}
