"""Layers that TensorFlow.js has not, or cannot train: several of its own, or a class that is written out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mlwidgets.engine.activations import Linear
from mlwidgets.engine.constraints import FixedFilters
from mlwidgets.engine.layers import ELU, BatchNormalization, DepthwiseConv2D, SeparableConv2D, UpSampling2D
from mlwidgets.interchange.code.common.geometry import padding_of, pair, window
from mlwidgets.interchange.code.common.row import not_in
from mlwidgets.interchange.code.common.text import Call, Code
from mlwidgets.interchange.code.tfjs.initializers import initializer_code
from mlwidgets.interchange.code.tfjs.parts import Held, Part, activation_name, constraint, regularizer
from mlwidgets.interchange.code.tfjs.settings import held_weights, layer_settings

if TYPE_CHECKING:
    from mlwidgets.engine.layers import Layer
    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.interchange.code.common.description import LayerInStack

LAST_AXIS = (
    "TensorFlow.js trains a batchNormalization of the last axis only: the axis is moved there and back."
)


EQUAL_CELLS = "As globalMaxPooling2d, which sends the whole gradient to each of several equal largest cells."
MANY_AXES = "TensorFlow.js normalizes examples of up to three axes: the places are laid in one row."
MOST_AXES = 3


def special(placed: LayerInStack) -> list[Part] | None:
    """Return what stands in for a layer, or None if TensorFlow.js' own will do."""
    layer = placed.layer
    if layer.class_name == "LayerNormalization" and len(placed.input_shape) > MOST_AXES:
        raise not_in(
            f"LayerNormalization, with whatever axis, of an input of shape {placed.input_shape},",
            "TensorFlow.js",
            "It normalizes inputs of up to three axes. Put a Reshape to fewer axes before it.",
        )
    if isinstance(layer, BatchNormalization):
        last = layer.weight_axes(placed.input_shape)[0] == len(placed.input_shape) - 1
        return _in_rows(placed) if last else _other_axis(placed, layer)
    if layer.class_name == "GlobalMaxPooling2D":
        sides = {"poolSize": list(placed.input_shape[:2])}
        return [
            Part(Call("tf.layers.maxPooling2d", named=sides, comment=EQUAL_CELLS)),
            Part(Call("tf.layers.flatten", (Code("{}"),))),
        ]
    if isinstance(layer, ELU):
        return [Part(Call("new Elu", named={"alpha": layer.alpha}))] if layer.alpha != 1 else None
    if isinstance(layer, UpSampling2D):
        size = {"size": list(layer.size)}
        return [Part(Call("new BlockUpSampling", named=size))]
    if layer.class_name.startswith("AveragePooling"):
        return [_padded_mean(placed)] if any(max(side) for side in padding_of(placed)) else None
    return _convolution(placed)


def _convolution(placed: LayerInStack) -> list[Part] | None:
    """Return what stands in for a convolution with groups, a dilation, or two initializers."""
    layer = placed.layer
    dilated = pair(layer, "dilation_rate") != (1, 1)
    if isinstance(layer, SeparableConv2D):
        # TensorFlow.js' own takes one initializer for both kernels.
        config = layer.get_config()
        alike = config["depthwise_initializer"] == config["pointwise_initializer"]
        return None if alike and not dilated else _in_two_steps(placed, layer)
    groups = layer.get_config().get("groups", 1)
    if groups == 1 and not dilated:
        return None
    if isinstance(layer, DepthwiseConv2D):
        groups = placed.input_shape[-1]
    return [_spaced(placed, "kernel", groups, bias=True), *_activation(layer)]


def _activation(layer: Layer) -> list[Part]:
    """Return the layer of an activation, where it cannot be a setting of the layer before."""
    name = activation_name(layer.activation)
    if isinstance(layer.activation, Linear) or not name:
        return []
    return [Part(Call("tf.layers.activation", named={"activation": name}))]


def _in_rows(placed: LayerInStack) -> list[Part] | None:
    """Return a normalization of the last of more axes than TensorFlow.js takes; None if it takes them."""
    shape = placed.input_shape
    if len(shape) <= MOST_AXES:
        return None
    settings = {name: value for name, value in layer_settings(placed).items() if name != "axis"}
    empty = () if settings else (Code("{}"),)
    flat, back = [math.prod(shape[:-1]), shape[-1]], list(shape)
    return [
        Part(Call("tf.layers.reshape", named={"targetShape": flat}, comment=MANY_AXES)),
        Part(Call("tf.layers.batchNormalization", empty, settings), held_weights(placed)),
        Part(Call("tf.layers.reshape", named={"targetShape": back})),
    ]


def _other_axis(placed: LayerInStack, layer: BatchNormalization) -> list[Part]:
    """Return a normalization of another axis than the last, which TensorFlow.js cannot train."""
    rank = len(placed.input_shape)
    (axis,) = layer.weight_axes(placed.input_shape)
    there = [*(one + 1 for one in range(rank) if one != axis), axis + 1]
    back = [there.index(one + 1) + 1 for one in range(rank)]
    settings = {name: value for name, value in layer_settings(placed).items() if name != "axis"}
    empty = () if settings else (Code("{}"),)
    turned = [placed.input_shape[one - 1] for one in there]
    flat, whole = [math.prod(turned[:-1]), turned[-1]], turned
    many = rank > MOST_AXES
    return [
        Part(Call("tf.layers.permute", named={"dims": there}, comment=LAST_AXIS)),
        *([Part(Call("tf.layers.reshape", named={"targetShape": flat}, comment=MANY_AXES))] if many else []),
        Part(Call("tf.layers.batchNormalization", empty, settings), held_weights(placed)),
        *([Part(Call("tf.layers.reshape", named={"targetShape": whole}))] if many else []),
        Part(Call("tf.layers.permute", named={"dims": back})),
    ]


def _in_two_steps(placed: LayerInStack, layer: SeparableConv2D) -> list[Part]:
    specs = layer.weight_specs(placed.input_shape)
    channels = placed.input_shape[-1]
    first = _spaced(placed, "depthwise_kernel", channels, bias=False)
    settings: dict[str, object] = {"filters": layer.filters, "kernelSize": 1}
    name = activation_name(layer.activation)
    if name and not isinstance(layer.activation, Linear):
        settings["activation"] = name
    if not layer.use_bias:
        settings["useBias"] = False
    for ours, theirs in (("pointwise_kernel", "kernel"), ("bias", "bias")):
        if ours in specs:
            settings |= _rules(specs[ours], theirs)
    names = ("pointwise_kernel", "bias") if layer.use_bias else ("pointwise_kernel",)
    held = tuple(
        Held(placed.number, ours, "kernel" if ours != "bias" else "bias", specs[ours]) for ours in names
    )
    return [first, Part(Call("tf.layers.conv2d", named=settings), held)]


def _rules(spec: WeightSpec, name: str, *, as_object: bool = False) -> dict[str, object]:
    """Return initializer, regularizer and constraint of one array of weights as settings."""
    found: dict[str, object] = {
        f"{name}Initializer": initializer_code(spec.initializer, spec.shape, as_object=as_object)
    }
    if spec.regularizer is not None:
        found[f"{name}Regularizer"] = regularizer(spec.regularizer)
    if spec.constraint is not None and not isinstance(spec.constraint, FixedFilters):
        found[f"{name}Constraint"] = constraint(spec.constraint)
    return found


def _spaced(placed: LayerInStack, kernel: str, groups: int, *, bias: bool) -> Part:
    """Return a convolution with groups or a dilation, which TensorFlow.js has not, or cannot train."""
    layer = placed.layer
    specs = layer.weight_specs(placed.input_shape)
    shape = specs[kernel].shape
    sides = placed.output_shape if bias else (*placed.output_shape[:-1], shape[2] * shape[3])
    settings: dict[str, object] = {
        "kernelShape": list(shape),
        "outputShape": list(sides),
        "strides": list(pair(layer, "strides")),
        "padding": layer.get_config()["padding"],
        "dilationRate": list(pair(layer, "dilation_rate")),
        "groups": groups,
    }
    settings |= _rules(specs[kernel], "kernel", as_object=True)
    names = [kernel]
    if bias and "bias" in specs:
        settings |= _rules(specs["bias"], "bias", as_object=True)
        names.append("bias")
    held = tuple(
        Held(placed.number, name, "bias" if name == "bias" else "kernel", specs[name]) for name in names
    )
    return Part(Call("new SpacedConv", named=settings), held)


def _padded_mean(placed: LayerInStack) -> Part:
    rows, columns = padding_of(placed)
    settings: dict[str, object] = {
        "padding": [list(rows), list(columns)],
        "poolSize": list(window(placed.layer)),
        "strides": list(pair(placed.layer, "strides")),
        "outputShape": list(placed.output_shape),
    }
    return Part(Call("new PaddedMean", named=settings))
