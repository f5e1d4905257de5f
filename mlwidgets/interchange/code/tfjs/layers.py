"""The layers of a stack as TensorFlow.js has them: mostly Keras's, with exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.interchange.code.common.text import Call, Code
from mlwidgets.interchange.code.tfjs.initializers import remark
from mlwidgets.interchange.code.tfjs.parts import Part, activation_name, own_activation
from mlwidgets.interchange.code.tfjs.settings import held_weights, layer_settings
from mlwidgets.interchange.code.tfjs.special import special

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.interchange.code.common.description import LayerInStack, ModelDescription

FUNCTIONS = {
    "Dense": "dense",
    "Conv1D": "conv1d",
    "Conv2D": "conv2d",
    "DepthwiseConv2D": "depthwiseConv2d",
    "SeparableConv2D": "separableConv2d",
    "Conv2DTranspose": "conv2dTranspose",
    "MaxPooling1D": "maxPooling1d",
    "MaxPooling2D": "maxPooling2d",
    "AveragePooling1D": "averagePooling1d",
    "AveragePooling2D": "averagePooling2d",
    "GlobalAveragePooling2D": "globalAveragePooling2d",
    "ZeroPadding2D": "zeroPadding2d",
    "Flatten": "flatten",
    "Reshape": "reshape",
    "Dropout": "dropout",
    "SpatialDropout2D": "dropout",
    "GaussianNoise": "gaussianNoise",
    "BatchNormalization": "batchNormalization",
    "LayerNormalization": "layerNormalization",
    "Activation": "activation",
    "LeakyReLU": "leakyReLU",
    "PReLU": "prelu",
    "ELU": "elu",
    "Softmax": "softmax",
}


def tfjs_parts(description: ModelDescription) -> list[Part]:
    """Return the layers of a stack, in order; the first says what shape comes in."""
    parts: list[Part] = []
    for placed in description.stack:
        parts += _layer(placed)
    if not parts:
        parts = [Part(Call("tf.layers.activation", named={"activation": "linear"}))]
    first = parts[0]
    shaped = {"inputShape": list(description.input_shape), **first.call.named}
    call = Call(first.call.name, named=shaped, comment=first.call.comment)
    return [Part(call, first.held), *parts[1:]]


def tfjs_weights(description: ModelDescription, named: Sequence[dict[str, Array]]) -> list[list[AnyArray]]:
    """Return the weights of each layer as its ``setWeights`` takes them."""
    return [
        [
            named[held.layer][held.name] if held.name else np.full(held.shape, held.value, dtype=np.float32)
            for held in part.held
        ]
        for part in tfjs_parts(description)
    ]


def _layer(placed: LayerInStack) -> list[Part]:
    layer = placed.layer
    after = own_activation(layer.activation)
    if layer.class_name == "Activation":
        named = {"activation": activation_name(layer.activation)}
        return after or [Part(Call("tf.layers.activation", named=named))]
    return [*_transformation(placed), *after]


def _transformation(placed: LayerInStack) -> list[Part]:
    layer = placed.layer
    if layer.class_name == "Flatten" and len(placed.input_shape) == 1:
        return []  # TensorFlow.js refuses what is flat already
    instead = special(placed)
    if instead is not None:
        return instead
    settings = layer_settings(placed)
    # Not every layer does without an object of settings.
    empty = () if settings else (Code("{}"),)
    remarks = dict.fromkeys(
        remark(spec.initializer) for spec in layer.weight_specs(placed.input_shape).values()
    )
    call = Call(f"tf.layers.{FUNCTIONS[layer.class_name]}", empty, settings, " ".join(filter(None, remarks)))
    return [Part(call, held_weights(placed))]
