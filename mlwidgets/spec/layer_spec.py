"""LayerSpec: one layer as it is chosen, and a new one to begin with."""

from __future__ import annotations

import copy
from typing import Any, ClassVar

from mlwidgets.engine.layers import Layer
from mlwidgets.spec.base import Spec
from mlwidgets.spec.rows.layers import LAYER_ROWS


class LayerSpec(Spec[Layer]):
    """A layer that the engine can make.

    Examples
    --------
    >>> spec = LayerSpec.of({"class_name": "dropout", "config": {"rate": 0.5}})
    >>> spec.to_dict()
    {'class_name': 'Dropout', 'config': {'rate': 0.5}}
    """

    rows: ClassVar = LAYER_ROWS


def new_layer(class_name: str, input_shape: tuple[int, ...] | None = None) -> dict[str, Any]:
    """Return a layer to begin with, as `{"class_name": …, "config": {…}}`.

    Layers that add up inputs start with a ReLU, because a stack of them would otherwise compute no more than
    one of them.

    Parameters
    ----------
    class_name : str
        Which layer.
    input_shape : tuple of int, optional
        What comes in, if it is known; a Reshape makes a square picture of a row of numbers that fits.

    Raises
    ------
    ConfigurationError
        There is no such layer.

    Examples
    --------
    >>> new_layer("Conv2D")
    {'class_name': 'Conv2D', 'config': {'filters': 8, 'kernel_size': 3, 'activation': 'relu'}}
    >>> new_layer("Reshape", (784,))
    {'class_name': 'Reshape', 'config': {'target_shape': [28, 28, 1]}}
    """
    row = LAYER_ROWS.of(class_name)
    config = {
        option.name: copy.copy(option.start)
        for option in row.options
        if option.required or option.start != option.default
    }
    square = None if input_shape is None or len(input_shape) != 1 else as_picture(input_shape[0])
    if square is not None and "target_shape" in config:
        config["target_shape"] = list(square)
    return {"class_name": row.class_name, "config": config}


def as_picture(count: int) -> tuple[int, int, int] | None:
    """Return the square picture, grey or in colour, that has so many numbers; None if there is none.

    Examples
    --------
    >>> as_picture(784), as_picture(3072), as_picture(10)
    ((28, 28, 1), (32, 32, 3), None)
    """
    for channels in (1, 3):
        side = round((count / channels) ** 0.5)
        if side > 1 and side * side * channels == count:
            return (side, side, channels)
    return None
