"""LayerSpec: one layer as it is chosen, checked once, and a new one to begin with."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.layers import LAYERS
from mlwidgets.spec.rows.layers import LAYER_ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.layers import Layer
    from mlwidgets.spec.row import Row


@dataclass(frozen=True)
class LayerSpec:
    """A layer that the engine can make.

    Made with `of`, which checks it. Two are equal if they make the same layer.

    Attributes
    ----------
    class_name : str
        Which layer: "Dense".
    config : dict
        Every setting, as plain JSON values. Nobody writes into it.

    Examples
    --------
    >>> spec = LayerSpec.of({"class_name": "dropout", "config": {"rate": 0.5}})
    >>> spec.to_dict()
    {'class_name': 'Dropout', 'config': {'rate': 0.5}}
    """

    class_name: str
    config: Mapping[str, Any] = field(hash=False)

    @classmethod
    def of(cls, value: object) -> Self:
        """Return the spec of a layer that is given as an object, as a mapping or as a spec.

        Raises
        ------
        ConfigurationError
            There is no such layer, or it cannot have such settings.
        """
        # Written down at once: a layer object belongs to whoever made it, and may be in use elsewhere.
        return value if isinstance(value, cls) else cls(**serialize(LAYERS.get(value)))

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Return the spec that `to_dict` has written down."""
        return cls.of(plain)

    def to_dict(self) -> dict[str, Any]:
        """Return `{"class_name": …, "config": {…}}`, in a copy."""
        return {"class_name": self.class_name, "config": copy.deepcopy(dict(self.config))}

    @property
    def row(self) -> Row:
        """What a person is told about such a layer."""
        return LAYER_ROWS.of(self.class_name)

    def make(self) -> Layer:
        """Return a new layer of the engine."""
        return LAYERS.find(self.class_name).from_config(self.config)


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
