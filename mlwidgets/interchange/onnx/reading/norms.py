"""Normalization, whichever axes it goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import layers as kinds
from mlwidgets.interchange.onnx.reading.refused import Refused, named
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.interchange.onnx.graph import Node
    from mlwidgets.interchange.onnx.reading.chain import Chain
    from mlwidgets.interchange.onnx.reading.settings import Settings


def _batch_normalization(chain: Chain, node: Node, settings: Settings) -> None:
    """BatchNormalization, along the axis of our example that ONNX's first one is."""
    settings.must_be("training_mode", 0)
    settings.must_be("spatial", 1)
    epsilon, momentum = settings.number("epsilon", 1e-5), settings.number("momentum", 0.9)
    stack = chain.stack
    if stack.places.ndim == 1:
        stack.make_row()
    channels = len(stack.places)
    numbers = _along(chain, 0)
    varies = stack.axes_along_which(numbers)
    if len(varies) > 1:
        raise Refused(
            _("{node} normalizes channels that are no axis of the example with channels last.").format(
                node=named(node)
            )
        )
    axis = varies[0] if varies else _axis_of_one(chain)
    order = np.moveaxis(numbers, axis, 0).reshape(stack.shape[axis], -1)[:, 0]
    weights = {}
    for place, name in enumerate(("gamma", "beta", "moving_mean", "moving_variance"), start=1):
        array = chain.weights(node, place, 1)
        if len(array) != channels:
            raise Refused(
                _("{node} has {count} numbers for {channels} channels.").format(
                    node=named(node), count=len(array), channels=channels
                )
            )
        weights[name] = array[order]
    if (weights["moving_variance"] < 0).any():
        raise Refused(_("{node} has a variance below 0.").format(node=named(node)))
    last = axis == len(stack.shape) - 1
    stack.keep(kinds.BatchNormalization(-1 if last else axis + 1, momentum, epsilon), weights)


def _axis_of_one(chain: Chain) -> int:
    """Return an axis for a single channel: the last, unless only another one has side 1."""
    sides = [at for at, side in enumerate(chain.stack.shape) if side == 1]
    if not sides:
        raise Refused(_("It normalizes all numbers of an example together, which no layer here does."))
    return sides[-1]


def _layer_normalization(chain: Chain, node: Node, settings: Settings) -> None:
    """LayerNormalization, over the axes of our example that ONNX's last ones are."""
    stack = chain.stack
    rank = stack.places.ndim + 1
    axis = settings.integer("axis", -1)
    settings.must_be("stash_type", 1)
    epsilon = settings.number("epsilon", 1e-5)
    axis = axis + rank if axis < 0 else axis
    if not 1 <= axis < rank:
        raise Refused(
            _("{node} has axis = {axis}, where an example has the axes 1 to {rank}.").format(
                node=named(node), axis=axis, rank=rank - 1
            )
        )
    outside = stack.places.shape[: axis - 1]
    groups = np.arange(int(np.prod(outside, dtype=np.int64)))
    numbers = stack.in_example(groups.reshape(*outside, *(1,) * (rank - axis)))
    apart = stack.axes_along_which(numbers)
    over = tuple(at for at in range(len(stack.shape)) if at not in apart)
    if not over or int(np.prod([stack.shape[at] for at in apart], dtype=np.int64)) != len(groups):
        raise Refused(
            _("{node} normalizes over numbers that are no axes of the example here.").format(node=named(node))
        )
    weights = {"gamma": chain.weights(node, 1)}
    if chain.optional(node, 2) is not None:
        weights["beta"] = chain.weights(node, 2)
    for name, array in weights.items():
        spread = stack.in_example(array)
        weights[name] = spread[tuple(slice(None) if at in over else 0 for at in range(spread.ndim))]
    axes: int | tuple[int, ...] = tuple(at + 1 for at in over)
    if over == (len(stack.shape) - 1,):
        axes = -1
    stack.keep(kinds.LayerNormalization(axes, epsilon, center="beta" in weights), weights)


def _along(chain: Chain, axis: int) -> AnyArray:
    """Return, as our example lies, which number along an axis of the tensor each of its numbers has."""
    places = chain.stack.places
    shape = [1] * places.ndim
    shape[axis] = places.shape[axis]
    return chain.stack.in_example(np.arange(places.shape[axis]).reshape(shape))


ROWS: dict[str, Callable[[Chain, Node, Settings], None]] = {
    "BatchNormalization": _batch_normalization,
    "LayerNormalization": _layer_normalization,
}
