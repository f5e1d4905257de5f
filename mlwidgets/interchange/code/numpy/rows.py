"""The layers of a stack as entries of the NumPy program's list: one row for each class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine.activations import ELU, GELU, ActivationFunction, Linear
from mlwidgets.engine.initializers import SCALINGS
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.interchange.code.common.distributions import drawing, drawn_by
from mlwidgets.interchange.code.common.geometry import padding_of, pair, sides, window
from mlwidgets.interchange.code.common.row import Row, name_of
from mlwidgets.interchange.code.common.text import Call, Code, literal, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.initializers import Initializer
    from mlwidgets.interchange.code.common.description import LayerInStack, ModelDescription

NO_PADDING = ((0, 0), (0, 0))


def _stamps(placed: Any) -> object:  # noqa: ANN401 - a layer with windows, at its place
    """Return the padding of the result that a transposed convolution stamps its kernels into."""
    layer = placed.layer
    return sides(Windows.over(placed.output_shape, layer.kernel_size, layer.strides, layer.padding, ""))


def _axis(placed: Any) -> object:  # noqa: ANN401 - a normalization, at its place
    (axis,) = placed.layer.weight_axes(placed.input_shape)
    return -1 if axis == len(placed.input_shape) - 1 else axis + 1


STEPS: dict[str, Any] = {
    "size": lambda placed: window(placed.layer),
    "strides": (lambda placed: pair(placed.layer, "strides"), (1, 1)),
}
WINDOW: dict[str, Any] = STEPS | {
    "dilation": (lambda placed: pair(placed.layer, "dilation_rate"), (1, 1)),
    "padding": (padding_of, NO_PADDING),
}
SCALED: dict[str, Any] = {"epsilon": "epsilon", "scale": ("scale", True), "center": ("center", True)}
WINDOWED = Row(named=WINDOW)
CONVOLUTION = Row(named=WINDOW | {"groups": ("groups", 1)})
ROWS = {
    "Dense": Row(),
    "Conv1D": CONVOLUTION,
    "Conv2D": CONVOLUTION,
    "DepthwiseConv2D": WINDOWED,
    "SeparableConv2D": Row("DepthwiseConv2D", named=WINDOW),
    "Conv2DTranspose": Row(
        named=STEPS | {"result": lambda placed: placed.output_shape, "padding": (_stamps, NO_PADDING)}
    ),
    "MaxPooling1D": WINDOWED,
    "MaxPooling2D": WINDOWED,
    "AveragePooling1D": WINDOWED,
    "AveragePooling2D": WINDOWED,
    "GlobalAveragePooling2D": Row(),
    "GlobalMaxPooling2D": Row(),
    "UpSampling2D": Row(named={"size": "size"}),
    "ZeroPadding2D": Row(named={"padding": "padding"}),
    "Flatten": Row(),
    "Reshape": Row(named={"target_shape": "target_shape"}),
    "Dropout": Row(named={"rate": "rate"}),
    "SpatialDropout2D": Row(named={"rate": "rate"}),
    "GaussianNoise": Row(named={"stddev": "stddev"}),
    "BatchNormalization": Row(named={"momentum": "momentum", "axis": (_axis, -1)} | SCALED),
    "LayerNormalization": Row(
        named={"axes": lambda of: tuple(axis + 1 for axis in of.layer.weight_axes(of.input_shape))} | SCALED
    ),
    "LeakyReLU": Row(named={"negative_slope": "negative_slope"}),
    "PReLU": Row(),
    "ELU": Row(named={"alpha": ("alpha", 1.0)}),
}
"""What a layer's class is called with, after its weights.

Activation and Softmax are not here: they are their activation alone.
"""


def numpy_layers(description: ModelDescription) -> list[Call]:
    """Return the entries; the last activation is left out where the loss contains it."""
    found: list[Call] = []
    for placed in description.stack:
        name = placed.layer.class_name
        if name in ROWS and not (name == "Flatten" and len(placed.input_shape) == 1):
            found += _entries(placed)
        if placed.number < len(description.stack) - 1 or not description.absorbs:
            found += _activation(placed.layer.activation)
    return found


def _entries(placed: LayerInStack) -> Iterator[Call]:
    specs = placed.specs
    starts = [Code(_start(placed.number, spec.initializer, spec.shape)) for spec in specs.values()]
    learned = sum(spec.trainable for spec in specs.values())  # those that the layer itself keeps come last
    row = ROWS[placed.layer.class_name]
    call = Row(row.name, (), row.named).call(placed)
    kept = {"kept": starts[learned:]} if learned < len(specs) else {}
    if placed.layer.class_name == "SeparableConv2D":
        yield Call(call.name, tuple(starts[:1]), call.named)
        yield Call("Conv2D", tuple(starts[1:]), {"size": (1, 1)})
        return
    yield Call(call.name, tuple(starts[:learned]), kept | dict(call.named))


def _activation(function: ActivationFunction) -> list[Call]:
    """Return what makes the layer of an activation; a linear one needs none."""
    if isinstance(function, Linear):
        return []
    tanh = isinstance(function, GELU) and function.approximate
    named = {"alpha": function.alpha} if isinstance(function, ELU) and function.alpha != 1 else {}
    return [Call("GELUTanh" if tanh else type(function).__name__, named=named)]


def _start(layer: int, initializer: Initializer, shape: Shape) -> str:
    """Return the expression for one array of weights of a layer, given by its place in the stack."""
    drawer = drawn_by(initializer)
    rng, listed = f"stream({layer})", ", ".join(map(str, shape))
    if type(drawer) in SCALINGS and len(shape) > 1:
        return f"{name_of(drawer)}({rng}, {listed})"
    kind, a, b = drawing(drawer, shape)
    if kind == "same" and a in (0, 1):
        return f"np.{'ones' if a else 'zeros'}({listed if len(shape) == 1 else literal(shape)})"
    times = "" if a == 1 else f"{number(a)} * "
    plus = f"{number(a)} + " if a else ""
    return {
        "same": f"np.full({literal(shape)}, {number(a)})",
        "identity": f"{times}np.eye({listed})",
        "orthogonal": f"{times}orthogonal({rng}, {listed})",
        "uniform": f"{rng}.uniform({number(a)}, {number(b)}, {literal(shape)})",
        "normal": f"{rng}.normal({number(a)}, {number(b)}, {literal(shape)})",
        "truncated": f"{plus}{number(b)} * truncated({rng}, {literal(shape)})",
    }[kind]
