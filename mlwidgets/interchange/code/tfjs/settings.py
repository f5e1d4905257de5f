"""The settings of a layer and the weights that it holds, as TensorFlow.js names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.activations import ActivationFunction, Linear
from mlwidgets.engine.constraints import Constraint, FixedFilters
from mlwidgets.engine.initializers import Initializer
from mlwidgets.engine.layers import BatchNormalization, LayerNormalization, LeakyReLU, SpatialDropout2D
from mlwidgets.engine.regularizers import Regularizer
from mlwidgets.interchange.code.common.geometry import short
from mlwidgets.interchange.code.common.settings import changed
from mlwidgets.interchange.code.common.text import whole
from mlwidgets.interchange.code.tfjs.initializers import initializer_code
from mlwidgets.interchange.code.tfjs.parts import Held, activation_name, camel, constraint, regularizer

if TYPE_CHECKING:
    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.interchange.code.common.description import LayerInStack

SHOWN = ("pool_size", "kernel_initializer", "depthwise_initializer", "pointwise_initializer")
"""Settings that are written even at their default: TensorFlow.js has another, or they say what is done."""

DEPTHWISE = {"kernel": "depthwiseKernel"}
"""Names of a DepthwiseConv2D's weights that are not simply ours."""


def layer_settings(placed: LayerInStack) -> dict[str, object]:
    """Return the settings of a layer."""
    layer = placed.layer
    special = _renamed(placed)
    if special is not None:
        return special
    settings = changed(layer, *SHOWN)
    if isinstance(layer, LayerNormalization) and "axis" in settings:
        axes = [axis + 1 for axis in layer.weight_axes(placed.input_shape)]
        settings["axis"] = axes if len(axes) > 1 else axes[0]
    specs = layer.weight_specs(placed.input_shape)
    found = {
        camel(name): _setting(placed, name, value, specs)
        for name, value in settings.items()
        if name not in ("scale", "center")  # see `held_weights`
    }
    return {name: value for name, value in found.items() if value is not None}


def _renamed(placed: LayerInStack) -> dict[str, object] | None:
    """Return the settings of a layer that has them under other names, or in another form, than ours."""
    layer = placed.layer
    if isinstance(layer, SpatialDropout2D):
        return {"rate": layer.rate, "noiseShape": [None, 1, 1, None]}
    if isinstance(layer, LeakyReLU):
        return {"alpha": layer.negative_slope}
    if layer.class_name == "Softmax":
        return {"axis": -1} if len(placed.input_shape) > 1 else {}
    forms: dict[str, dict[str, object]] = {
        "Reshape": {"targetShape": list(placed.output_shape)},
        "ZeroPadding2D": {"padding": layer.get_config().get("padding")},
    }
    return forms.get(layer.class_name)


def _setting(placed: LayerInStack, name: str, value: object, specs: dict[str, WeightSpec]) -> object:
    """Return one setting, or None if the layer takes none."""
    if isinstance(value, Initializer):
        stem = name.removesuffix("_initializer")
        weights = stem if stem in specs else f"{stem}_kernel" if f"{stem}_kernel" in specs else "kernel"
        return initializer_code(value, specs[weights].shape)
    if isinstance(value, Constraint):
        afterwards = isinstance(placed.layer, LayerNormalization) or isinstance(value, FixedFilters)
        return None if afterwards else constraint(value)
    if isinstance(value, ActivationFunction):
        return None if isinstance(value, Linear) else activation_name(value) or None
    if isinstance(value, Regularizer):
        return regularizer(value)
    return whole(short(value)) if isinstance(value, (tuple, list)) else value


def held_weights(placed: LayerInStack) -> tuple[Held, ...]:
    """Return a layer's weights in TensorFlow.js' order, which is ours."""
    layer = placed.layer
    specs = layer.weight_specs(placed.input_shape)
    renamed = DEPTHWISE if layer.class_name == "DepthwiseConv2D" else {}
    free = not isinstance(layer, LayerNormalization)
    held = [
        Held(placed.number, name, renamed.get(name, camel(name)), spec, own_constraint=free)
        for name, spec in specs.items()
    ]
    if isinstance(layer, (BatchNormalization, LayerNormalization)):
        # TensorFlow.js cannot train without gamma or beta: it gets one that is put back after every update.
        sides = tuple(placed.input_shape[axis] for axis in layer.weight_axes(placed.input_shape))
        for place, (name, value) in enumerate((("gamma", 1.0), ("beta", 0.0))):
            if name not in specs:
                held.insert(place, Held(placed.number, "", name, None, sides, value))
    return tuple(held)
