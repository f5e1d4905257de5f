"""Layers that are one line in PyTorch, or a small class."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mlwidgets.engine.layers import (
    ELU,
    Dropout,
    GaussianNoise,
    LeakyReLU,
    PReLU,
    SpatialDropout2D,
    UpSampling2D,
    ZeroPadding2D,
)
from mlwidgets.interchange.code.common.geometry import short
from mlwidgets.interchange.code.common.source import Call
from mlwidgets.interchange.code.torch.parts import AxisPermutation, Part, Weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.interchange.code.common.description import LayerInStack


def _call(placed: LayerInStack) -> Call:
    """Return the module of a layer with one setting."""
    layer = placed.layer
    if isinstance(layer, Dropout):
        return Call("nn.Dropout", (layer.rate,))
    if isinstance(layer, SpatialDropout2D):
        return Call("nn.Dropout2d", (layer.rate,))
    if isinstance(layer, LeakyReLU):
        return Call("nn.LeakyReLU", (layer.negative_slope,))
    if isinstance(layer, ELU):
        return Call("nn.ELU", (layer.alpha,) if layer.alpha != 1 else ())
    if isinstance(layer, UpSampling2D):
        return Call("nn.Upsample", named={"scale_factor": short(layer.size)})
    assert isinstance(layer, ZeroPadding2D)  # noqa: S101 - the table below has no other
    rows, columns = layer.padding
    around = (*columns, *rows)
    return Call("nn.ZeroPad2d", (around[0] if len(set(around)) == 1 else around,))


def _one(placed: LayerInStack) -> list[Part]:
    return [Part(_call(placed))]


def _nothing(placed: LayerInStack) -> list[Part]:  # noqa: ARG001 - its activation is all there is
    return []


def _noise(placed: LayerInStack) -> list[Part]:
    layer = placed.layer
    assert isinstance(layer, GaussianNoise)  # noqa: S101 - its name says so
    return [Part(Call("GaussianNoise", (layer.stddev,)), own="GaussianNoise")]


def _prelu(placed: LayerInStack) -> list[Part]:
    layer = placed.layer
    assert isinstance(layer, PReLU)  # noqa: S101 - its name says so
    spec = layer.weight_specs(placed.input_shape)["alpha"]
    shape = spec.shape
    if math.prod(shape[:-1]) == 1:  # one alpha for each channel, or one for all
        same = AxisPermutation.same(shape)
        turn = AxisPermutation(shape, same.axes, shape[-1:], same.dims, view=shape)
        weights = Weights("weight", placed.number, "alpha", spec, turn)
        return [Part(Call("nn.PReLU", shape[-1:], {"init": 0.0}), (weights,))]
    turn = AxisPermutation.channels_first(shape)
    weights = Weights("alpha", placed.number, "alpha", spec, turn)
    return [Part(Call("PReLU", (turn.after,)), (weights,), own="PReLU")]


PLAIN: dict[str, Callable[[LayerInStack], list[Part]]] = {
    "Activation": _nothing,
    "Softmax": _nothing,
    "Dropout": _one,
    "SpatialDropout2D": _one,
    "LeakyReLU": _one,
    "ELU": _one,
    "UpSampling2D": _one,
    "ZeroPadding2D": _one,
    "GaussianNoise": _noise,
    "PReLU": _prelu,
}
