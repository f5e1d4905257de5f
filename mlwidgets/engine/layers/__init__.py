"""The layers a network is stacked from, under their Keras names."""

from __future__ import annotations

from mlwidgets.engine.configurable import Registry
from mlwidgets.engine.layers.activation import Activation
from mlwidgets.engine.layers.averaging import AveragePooling2D, GlobalAveragePooling2D, GlobalMaxPooling2D
from mlwidgets.engine.layers.base import Layer
from mlwidgets.engine.layers.batch_normalization import BatchNormalization
from mlwidgets.engine.layers.convolution import Conv2D
from mlwidgets.engine.layers.dense import Dense
from mlwidgets.engine.layers.depthwise import DepthwiseConv2D
from mlwidgets.engine.layers.input import Input
from mlwidgets.engine.layers.layer_normalization import LayerNormalization
from mlwidgets.engine.layers.pooling import MaxPooling2D
from mlwidgets.engine.layers.regularization import Dropout, GaussianNoise, SpatialDropout2D
from mlwidgets.engine.layers.reshaping import Flatten, Reshape
from mlwidgets.engine.layers.resizing import UpSampling2D, ZeroPadding2D
from mlwidgets.engine.layers.separable import SeparableConv2D
from mlwidgets.engine.layers.sequences import AveragePooling1D, Conv1D, MaxPooling1D
from mlwidgets.engine.layers.slopes import ELU, LeakyReLU, PReLU, Softmax
from mlwidgets.engine.layers.transposed import Conv2DTranspose

__all__ = [
    "ELU",
    "Activation",
    "AveragePooling1D",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv1D",
    "Conv2D",
    "Conv2DTranspose",
    "Dense",
    "DepthwiseConv2D",
    "Dropout",
    "Flatten",
    "GaussianNoise",
    "GlobalAveragePooling2D",
    "GlobalMaxPooling2D",
    "Input",
    "Layer",
    "LayerNormalization",
    "LeakyReLU",
    "MaxPooling1D",
    "MaxPooling2D",
    "PReLU",
    "Reshape",
    "SeparableConv2D",
    "Softmax",
    "SpatialDropout2D",
    "UpSampling2D",
    "ZeroPadding2D",
    "get",
]

LAYERS: Registry[Layer] = Registry(
    "layer",
    (
        Dense,
        Conv1D,
        Conv2D,
        DepthwiseConv2D,
        SeparableConv2D,
        Conv2DTranspose,
        MaxPooling1D,
        MaxPooling2D,
        AveragePooling1D,
        AveragePooling2D,
        GlobalAveragePooling2D,
        GlobalMaxPooling2D,
        UpSampling2D,
        ZeroPadding2D,
        Flatten,
        Reshape,
        Dropout,
        SpatialDropout2D,
        GaussianNoise,
        BatchNormalization,
        LayerNormalization,
        Activation,
        LeakyReLU,
        PReLU,
        ELU,
        Softmax,
    ),
)


def get(spec: object) -> Layer:
    """Return a layer from `{"class_name": "Dense", "config": {"units": 10}}` or as it is."""
    return LAYERS.get(spec)
