"""The layers of a stack as TensorFlow.js has them: Keras's under other names, but for those in `REPLACED`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlwidgets.engine.activations import ELU, GELU, ActivationFunction, HardSigmoid, Linear
from mlwidgets.engine.constraints import Constraint, FixedFilters, MaxNorm, UnitNorm
from mlwidgets.engine.initializers import Initializer
from mlwidgets.engine.regularizers import Regularizer
from mlwidgets.interchange.code.common.geometry import padding_of, pair, short
from mlwidgets.interchange.code.common.row import changed, name_of, not_in
from mlwidgets.interchange.code.common.text import Call, Code, whole
from mlwidgets.interchange.code.tfjs.initializers import initializer_code, remark
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.interchange.code.common.description import LayerInStack, ModelDescription

MOST_AXES = 3
"""Of an example that TensorFlow.js normalizes."""

SHOWN = ("pool_size", "kernel_initializer", "depthwise_initializer", "pointwise_initializer")
"""Settings that are written even at their default: TensorFlow.js has another, or they say what is done."""

NAMES = {"SpatialDropout2D": "dropout", "PReLU": "prelu"}
"""Of the layers that are not called as ours, but for a small first letter and a small "d"."""

SETTINGS: dict[str, Callable[[Any], dict[str, object]]] = {
    "SpatialDropout2D": lambda of: {"rate": of.layer.rate, "noiseShape": [None, 1, 1, None]},
    "LeakyReLU": lambda of: {"alpha": of.layer.negative_slope},
    "Softmax": lambda of: {"axis": -1} if len(of.input_shape) > 1 else {},
    "Reshape": lambda of: {"targetShape": list(of.output_shape)},
    "ZeroPadding2D": lambda of: {"padding": of.layer.get_config()["padding"]},
}
"""Of the layers that have them under other names, or in another form, than ours."""

EQUAL_CELLS = "As globalMaxPooling2d, which sends the whole gradient to each of several equal largest cells."
REPLACED: dict[str, Callable[[Any], list[Call]]] = {
    "GlobalMaxPooling2D": lambda of: [
        Call("tf.layers.maxPooling2d", (), {"poolSize": list(of.input_shape[:2])}, EQUAL_CELLS),
        Call("tf.layers.flatten", (Code("{}"),)),
    ],
    "UpSampling2D": lambda of: [Call("new BlockUpSampling", named={"size": list(of.layer.size)})],
    # TensorFlow.js refuses to flatten what is flat already.
    "Flatten": lambda of: [Call("tf.layers.flatten", (Code("{}"),))] if len(of.input_shape) > 1 else [],
    "ELU": lambda of: [
        Call("tf.layers.elu", (Code("{}"),)) if of.layer.alpha == 1 else _activation(ELU(of.layer.alpha))
    ],
    "Activation": lambda of: [_activation(of.layer.activation)],
}
"""The layers that TensorFlow.js has otherwise, or trains wrongly."""


class Part(NamedTuple):
    """A layer: the call that makes it, and the layer of ours whose weights it holds, in the same order."""

    call: Call
    placed: LayerInStack | None = None


def tfjs_parts(description: ModelDescription) -> list[Part]:
    """Return the layers of a stack, in order; the first says what shape comes in.

    Raises
    ------
    ConfigurationError
        TensorFlow.js does not have one of the layers with these settings, or trains it wrongly.
    """
    parts = [part for placed in description.stack for part in _layer(placed)]
    call, placed = parts[0] if parts else (_activation(Linear()), None)
    shaped = {"inputShape": list(description.input_shape), **call.named}
    return [Part(Call(call.name, named=shaped, comment=call.comment), placed), *parts[1:]]


def tfjs_weights(description: ModelDescription, named: Sequence[dict[str, Array]]) -> list[list[AnyArray]]:
    """Return the weights of each layer as its ``setWeights`` takes them."""
    return [
        list(named[part.placed.number].values()) if part.placed else [] for part in tfjs_parts(description)
    ]


def camel(name: str) -> str:
    """Return a setting's name as JavaScript writes it.

    Examples
    --------
    >>> camel("kernel_size")
    'kernelSize'
    """
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def constraint(thing: Constraint) -> Call:
    """Return a constraint."""
    if isinstance(thing, MaxNorm):
        return Call("tf.constraints.maxNorm", named={"maxValue": thing.max_value, "axis": thing.axis})
    if isinstance(thing, UnitNorm):
        return Call("tf.constraints.unitNorm", named={"axis": thing.axis})
    return Call("tf.constraints.nonNeg")


def _refusals(placed: LayerInStack) -> Iterator[tuple[bool, str, str]]:
    """Yield whether a layer cannot be written, with what, and what to do then."""
    layer, shape = placed.layer, placed.input_shape
    name, config = layer.class_name, layer.get_config()
    yield max(pair(layer, "dilation_rate")) > 1, _("a dilation_rate above 1"), _("Set dilation_rate to 1.")
    yield config.get("groups", 1) > 1, "groups", _("Set groups to 1.")
    told = _("a depthwise_initializer other than the pointwise_initializer")
    differ = config.get("depthwise_initializer") != config.get("pointwise_initializer")
    yield differ and name == "SeparableConv2D", told, _("Choose the same for both.")
    # Its own sends wrong gradients back from there.
    hangs = name.startswith("AveragePooling") and any(max(side) for side in padding_of(placed))
    yield hangs, _('padding "same" and windows that hang over the edge'), _('Choose "valid".')
    if not name.endswith("Normalization"):
        return
    yield (
        len(shape) > MOST_AXES,
        _("whatever axis and inputs of shape {shape}").format(shape=shape),
        _("Put a Reshape before it."),
    )
    last = name != "BatchNormalization" or layer.weight_axes(shape) == (len(shape) - 1,)  # type: ignore[attr-defined]
    yield not last, _("an axis other than the last"), _("Set axis to -1.")
    yield not (config["scale"] and config["center"]), _("scale or center False"), _("Set both to True.")
    rules = name == "LayerNormalization" and any(spec.constraint for spec in placed.specs.values())
    yield rules, _("a gamma_constraint or beta_constraint"), _("Remove the constraint.")


def _layer(placed: LayerInStack) -> list[Part]:
    layer = placed.layer
    for refused, what, advice in _refusals(placed):
        if refused:
            raise not_in(
                _("{class_name} with {what}").format(class_name=layer.class_name, what=what),
                "TensorFlow.js",
                advice,
            )
    after: list[Part] = []
    if _written_out(layer.activation) and layer.class_name != "Activation":
        after = [Part(_activation(layer.activation))]
    if layer.class_name in REPLACED:
        return [*map(Part, REPLACED[layer.class_name](placed)), *after]
    name = layer.class_name[:1].lower() + layer.class_name[1:]
    name = NAMES.get(layer.class_name, name.replace("1D", "1d").replace("2D", "2d"))
    settings = SETTINGS.get(layer.class_name, _settings)(placed)
    remarks = " ".join(dict.fromkeys(remark(spec.initializer) for spec in placed.specs.values()))
    # Not every layer does without an object of settings.
    call = Call(f"tf.layers.{name}", () if settings else (Code("{}"),), settings, remarks.strip())
    return [Part(call, placed), *after]


def _written_out(function: ActivationFunction) -> bool:
    """Return whether helpers.jinja has an activation: TensorFlow.js' own has another slope, or no alpha."""
    return isinstance(function, HardSigmoid) or (isinstance(function, ELU) and function.alpha != 1)


def _activation(function: ActivationFunction) -> Call:
    """Return the layer of an activation."""
    if isinstance(function, HardSigmoid):
        return Call("new HardSigmoid", (Code("{}"),))
    if isinstance(function, ELU) and function.alpha != 1:
        return Call("new Elu", named={"alpha": function.alpha})
    return Call("tf.layers.activation", named={"activation": _activation_name(function)})


def _activation_name(function: ActivationFunction) -> str:
    return "gelu_new" if isinstance(function, GELU) and function.approximate else camel(name_of(function))


def _settings(placed: LayerInStack) -> dict[str, object]:
    """Return the settings of a layer under their names in JavaScript, without those that need none."""
    settings = changed(placed.layer, *SHOWN)
    if placed.layer.class_name == "LayerNormalization" and "axis" in settings:
        layer: Any = placed.layer
        axes = [axis + 1 for axis in layer.weight_axes(placed.input_shape)]
        settings["axis"] = axes if len(axes) > 1 else axes[0]
    found = {camel(name): _setting(placed, name, value) for name, value in settings.items()}
    return {name: value for name, value in found.items() if value is not None}


def _setting(placed: LayerInStack, name: str, value: object) -> object:
    if isinstance(value, Initializer):
        stem = name.removesuffix("_initializer")
        weights = next(one for one in (stem, f"{stem}_kernel", "kernel") if one in placed.specs)
        return initializer_code(value, placed.specs[weights].shape)
    if isinstance(value, Constraint):
        return None if isinstance(value, FixedFilters) else constraint(value)
    if isinstance(value, ActivationFunction):
        return None if isinstance(value, Linear) or _written_out(value) else _activation_name(value)
    if isinstance(value, Regularizer):
        return _regularizer(value)
    return whole(short(value)) if isinstance(value, (tuple, list)) else value


def _regularizer(thing: Regularizer) -> Call:
    """Return a regularizer; what is not given would be 0.01, so all factors are."""
    factors = {"l1": 0.0, "l2": 0.0} | thing.get_config()
    if factors["l1"]:
        return Call("l1l2", named=factors)
    return Call("tf.regularizers.l2", named={"l2": factors["l2"]})
