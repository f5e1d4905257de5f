"""The layers a network is stacked from, under their Keras names."""

from __future__ import annotations

from mlwidgets.engine.configurable import Registry
from mlwidgets.engine.layers.activation import Activation
from mlwidgets.engine.layers.base import Layer
from mlwidgets.engine.layers.convolution import Conv2D
from mlwidgets.engine.layers.dense import Dense
from mlwidgets.engine.layers.input import Input
from mlwidgets.engine.layers.pooling import MaxPooling2D
from mlwidgets.engine.layers.regularization import Dropout
from mlwidgets.engine.layers.reshaping import Flatten

__all__ = ["Activation", "Conv2D", "Dense", "Dropout", "Flatten", "Input", "Layer", "MaxPooling2D", "get"]

LAYERS: Registry[Layer] = Registry("layer", (Activation, Conv2D, Dense, Dropout, Flatten, MaxPooling2D))


def get(spec: object) -> Layer:
    """Return a layer from `{"class_name": "Dense", "config": {"units": 10}}` or as it is."""
    return LAYERS.get(spec)
