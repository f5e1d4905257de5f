"""Normalization in PyTorch, which has other defaults and names for the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.layers import BatchNormalization, LayerNormalization
from mlwidgets.interchange.code.common.source import Call
from mlwidgets.interchange.code.torch.parts import AxisPermutation, Part, Weights
from mlwidgets.interchange.code.torch.shapes import move

if TYPE_CHECKING:
    from mlwidgets.engine.layers.normalization import Normalization
    from mlwidgets.interchange.code.common.description import LayerInStack

DIMENSIONS = {1: "1d", 2: "1d", 3: "2d", 4: "3d"}
"""Kinds of batch normalization, by the number of axes of an example."""

MOMENTUM = (
    "PyTorch's momentum is the share of the new: 1 − Keras's. It also keeps the unbiased variance of "
    "a batch of n, larger by n / (n − 1)."
)


def batch_normalization(placed: LayerInStack) -> list[Part]:
    """Return the modules of a batch normalization."""
    layer = placed.layer
    assert isinstance(layer, BatchNormalization)  # noqa: S101 - its name says so
    (axis,) = layer.weight_axes(placed.input_shape)
    shape = (placed.input_shape[axis],)
    named: dict[str, object] = {"eps": layer.epsilon, "momentum": float(f"{1 - layer.momentum:.12g}")}
    if not layer.scale and not layer.center:
        named["affine"] = False
    name = f"nn.BatchNorm{DIMENSIONS[len(placed.input_shape)]}"
    kept = tuple(
        Weights(
            attribute,
            placed.number,
            ours,
            layer.weight_specs(placed.input_shape)[ours],
            AxisPermutation.same(shape),
        )
        for attribute, ours in (("running_mean", "moving_mean"), ("running_var", "moving_variance"))
    )
    part = Part(
        Call(name, shape, named, MOMENTUM),
        (*_scale_and_shift(layer, placed, AxisPermutation.same(shape)), *kept),
        counts_batches=True,
    )
    if axis == len(placed.input_shape) - 1:
        return [part]
    return [move(axis + 2, 1), part, move(1, axis + 2)]


def layer_normalization(placed: LayerInStack) -> list[Part]:
    """Return the modules of a layer normalization."""
    layer = placed.layer
    assert isinstance(layer, LayerNormalization)  # noqa: S101 - its name says so
    shape = placed.input_shape
    axes, last = layer.weight_axes(shape), len(shape) - 1
    named = _settings(layer)
    if axes == tuple(range(len(shape))):
        turn = AxisPermutation.channels_first(shape)
        first = turn.after if last else shape[0]
        return [Part(Call("nn.LayerNorm", (first,), named), _scale_and_shift(layer, placed, turn))]
    if axes == (last,):
        part = Part(
            Call("nn.LayerNorm", (shape[-1],), named),
            _scale_and_shift(layer, placed, AxisPermutation.same(shape[-1:])),
        )
        return [
            move(1, -1, "nn.LayerNorm goes over the last axes: the channels have to be there."),
            part,
            move(-1, 1),
        ]
    inner = tuple(side if axis in axes else 1 for axis, side in enumerate(shape))
    dims = {place: 0 if axis == last else axis + 1 for place, axis in enumerate(axes)}
    turn = AxisPermutation(inner, (last, *range(last)), (inner[-1], *inner[:-1]), dims)
    named.pop("elementwise_affine", None)
    named.pop("bias", None)
    return [
        Part(
            Call("LayerNorm", (turn.after,), named),
            _scale_and_shift(layer, placed, turn, always=True),
            own="LayerNorm",
        )
    ]


def _settings(layer: LayerNormalization) -> dict[str, object]:
    named: dict[str, object] = {"eps": layer.epsilon}
    if not layer.scale and not layer.center:
        named["elementwise_affine"] = False
    elif not layer.center:
        named["bias"] = False
    return named


def _scale_and_shift(
    layer: Normalization, placed: LayerInStack, turn: AxisPermutation, *, always: bool = False
) -> tuple[Weights, ...]:
    """Return gamma and beta; where the module has one that our layer leaves out, it is kept as it is."""
    specs = layer.weight_specs(placed.input_shape)
    found = []
    for attribute, ours, value in (("weight", "gamma", 1.0), ("bias", "beta", 0.0)):
        spec = specs.get(ours)
        dropped = ours == "beta" and isinstance(layer, LayerNormalization)
        if spec is not None or always or ((layer.scale or layer.center) and not dropped):
            found.append(Weights(attribute, placed.number, ours if spec else "", spec, turn, value))
    return tuple(found)
