"""The layers of a stack as entries of the NumPy program's list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.engine.layers import (
    ELU,
    BatchNormalization,
    Conv2DTranspose,
    Dropout,
    GaussianNoise,
    LayerNormalization,
    LeakyReLU,
    Reshape,
    SpatialDropout2D,
    UpSampling2D,
    ZeroPadding2D,
)
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.interchange.code.common.geometry import Pair, padding_of, pair, window
from mlwidgets.interchange.code.common.source import Call, Code
from mlwidgets.interchange.code.numpy.activations import activation_call, activation_key
from mlwidgets.interchange.code.numpy.initializers import InitializerFunctions

if TYPE_CHECKING:
    from mlwidgets.engine.layers import Layer
    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.interchange.code.common.description import LayerInStack, ModelDescription

POOLINGS = ("MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D")
WINDOWED = ("Conv1D", "Conv2D", "DepthwiseConv2D", "Conv2DTranspose", *POOLINGS)
NO_PADDING = ((0, 0), (0, 0))
GIVES_NOTHING = ("Activation", "Softmax")
"""Layers that are nothing but their activation."""


@dataclass(frozen=True)
class Entry:
    """One entry of the program's list of layers.

    Attributes
    ----------
    call : Call
        What makes it; its weights come first.
    kind : str
        The class that has to be written out for it.
    layer : int
        The place of our layer.
    weights : tuple of str
        The names of our layer's weights that the optimizer moves, in order.
    kept : tuple of str
        Those that the layer itself keeps.
    """

    call: Call
    kind: str
    layer: int
    weights: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class Writer:
    """Turns a stack into entries.

    Parameters
    ----------
    description : ModelDescription
        The network.
    """

    def __init__(self, description: ModelDescription) -> None:
        self._description = description
        self.specs = [placed.layer.weight_specs(placed.input_shape) for placed in description.stack]
        self.initializers = InitializerFunctions(
            [
                (number, spec.initializer, spec.shape)
                for number, specs in enumerate(self.specs)
                for spec in specs.values()
            ]
        )

    def entries(self) -> list[Entry]:
        """Return the entries; the last activation is left out where the loss contains it."""
        found: list[Entry] = []
        for placed in self._description.stack:
            found += self._transformation(placed)
            last = placed.number == len(self._description.stack) - 1
            if not (last and self._description.absorbs):
                function = placed.layer.activation
                found += [
                    Entry(call, activation_key(function), placed.number) for call in activation_call(function)
                ]
        return found

    def _transformation(self, placed: LayerInStack) -> list[Entry]:
        layer, kind = placed.layer, placed.layer.class_name
        if kind in GIVES_NOTHING or (kind == "Flatten" and len(placed.input_shape) == 1):
            return []
        if isinstance(layer, (BatchNormalization, LayerNormalization)):
            return [self._normalization(placed, layer)]
        names = tuple(self.specs[placed.number])
        if kind == "SeparableConv2D":
            first = self._entry(placed, "DepthwiseConv2D", _windows(placed), names[:1])
            return [first, self._entry(placed, "Conv2D", {"size": (1, 1)}, names[1:])]
        if names or kind in POOLINGS:
            return [self._entry(placed, kind, _windows(placed) if kind in WINDOWED else {}, names)]
        if isinstance(layer, ELU):
            settings = {"alpha": layer.alpha} if layer.alpha != 1 else {}
            return [Entry(Call("ELU", named=settings), "elu", placed.number)]
        return [Entry(Call(kind, _plain(layer)), kind, placed.number)]

    def _entry(
        self, placed: LayerInStack, kind: str, settings: dict[str, object], names: tuple[str, ...]
    ) -> Entry:
        weights = tuple(Code(self._start(placed, name)) for name in names)
        return Entry(Call(kind, weights, settings), kind, placed.number, names)

    def _normalization(self, placed: LayerInStack, layer: BatchNormalization | LayerNormalization) -> Entry:
        names = [name for name in ("gamma", "beta") if name in self.specs[placed.number]]
        weights = tuple(Code(self._start(placed, name)) for name in names)
        settings: dict[str, object] = {}
        kept: tuple[str, ...] = ()
        axes = tuple(axis + 1 for axis in layer.weight_axes(placed.input_shape))
        if isinstance(layer, BatchNormalization):
            kept = ("moving_mean", "moving_variance")
            settings["kept"] = [Code(self._start(placed, name)) for name in kept]
            settings["momentum"] = layer.momentum
            if axes[0] != len(placed.input_shape):
                settings["axis"] = axes[0]
        else:
            settings["axes"] = axes
        settings["epsilon"] = layer.epsilon
        settings |= {name: False for name in ("scale", "center") if not getattr(layer, name)}
        return Entry(
            Call(layer.class_name, weights, settings), layer.class_name, placed.number, tuple(names), kept
        )

    def _start(self, placed: LayerInStack, name: str) -> str:
        spec: WeightSpec = self.specs[placed.number][name]
        return self.initializers.start(placed.number, spec.initializer, spec.shape)


def _windows(placed: LayerInStack) -> dict[str, object]:
    layer = placed.layer
    if isinstance(layer, Conv2DTranspose):
        return _stamps(placed, layer)
    settings: dict[str, object] = {"size": window(layer)}
    if pair(layer, "strides") != (1, 1):
        settings["strides"] = pair(layer, "strides")
    if pair(layer, "dilation_rate") != (1, 1):
        settings["dilation"] = pair(layer, "dilation_rate")
    if padding_of(placed) != NO_PADDING:
        settings["padding"] = padding_of(placed)
    groups = layer.get_config().get("groups", 1)
    return settings | ({"groups": groups} if groups > 1 else {})


def _stamps(placed: LayerInStack, layer: Conv2DTranspose) -> dict[str, object]:
    result = placed.output_shape
    found = Windows.over(result, layer.kernel_size, layer.strides, layer.padding, "Conv2DTranspose")
    settings: dict[str, object] = {"size": layer.kernel_size, "result": result}
    if layer.strides != (1, 1):
        settings["strides"] = layer.strides
    (top, left), (bottom, right) = found.before, found.after
    around: tuple[Pair, Pair] = ((top, bottom), (left, right))
    return settings | ({"padding": around} if around != NO_PADDING else {})


def _plain(layer: Layer) -> tuple[object, ...]:
    """Return the settings of a layer without weights."""
    if isinstance(layer, Reshape):
        return layer.target_shape
    if isinstance(layer, (Dropout, SpatialDropout2D)):
        return (layer.rate,)
    if isinstance(layer, GaussianNoise):
        return (layer.stddev,)
    if isinstance(layer, LeakyReLU):
        return (layer.negative_slope,)
    if isinstance(layer, UpSampling2D):
        return layer.size
    return layer.padding if isinstance(layer, ZeroPadding2D) else ()
