"""Operators that only move numbers about: the stack follows them by places, and learns nothing from them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.layers import Dropout, UpSampling2D, ZeroPadding2D
from mlwidgets.interchange.onnx.reading.refused import Refused, named
from mlwidgets.interchange.onnx.reading.shapes import BATCH, shape_vector
from mlwidgets.interchange.onnx.tensors import MOST_AXES
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.interchange.onnx.graph import Node
    from mlwidgets.interchange.onnx.reading.chain import Chain
    from mlwidgets.interchange.onnx.reading.settings import Settings

_FLOAT = 1
"""ONNX's number for 32-bit floats."""

_NEAREST = {
    ("asymmetric", "floor"),
    ("half_pixel", "round_prefer_floor"),
    ("half_pixel", "round_prefer_ceil"),
}
"""Ways to find the nearest cell that all repeat rows and columns when a picture grows by a whole number."""


def _identity(chain: Chain, node: Node, settings: Settings) -> None:
    """Pass on."""


def _cast(_chain: Chain, _node: Node, settings: Settings) -> None:
    settings.must_be("to", _FLOAT)
    settings.must_be("saturate", 1)


def _dropout(chain: Chain, node: Node, settings: Settings) -> None:
    """Dropout, if its rate is one; in a file for inference it does nothing."""
    settings.must_be("seed", settings.integer("seed", 0))
    training = chain.optional(node, 2)
    if training is not None and training.any():
        raise Refused(
            _("{node} is in training mode. Export the model for inference.").format(node=named(node))
        )
    given = chain.optional(node, 1)
    rate = settings.number("ratio", 0.5) if given is None else _single(given, node)
    chain.stack.keep(Dropout(rate))


def _transpose(chain: Chain, node: Node, settings: Settings) -> None:
    places = chain.stack.places
    rank = places.ndim + 1
    axes = settings.integers("perm", rank, tuple(range(rank))[::-1])
    if axes[0] != 0 or sorted(axes) != list(range(rank)):
        raise Refused(
            _("{node} has perm = {axes}, which moves the batch or does not order the axes.").format(
                node=named(node), axes=axes
            )
        )
    chain.stack.places = places.transpose([axis - 1 for axis in axes[1:]])


def _flatten(chain: Chain, node: Node, settings: Settings) -> None:
    places = chain.stack.places
    axis = settings.integer("axis", 1)
    if axis not in (1, -places.ndim):
        raise Refused(
            _("{node} has axis = {axis}; only 1, which keeps the batch, makes one row of it.").format(
                node=named(node), axis=axis
            )
        )
    chain.stack.places = places.reshape(-1)


def _reshape(chain: Chain, node: Node, settings: Settings) -> None:
    """Follow a new shape, whose first number must leave the batch alone."""
    settings.must_be("allowzero", 0)
    places = chain.stack.places
    target = shape_vector(chain, node, 1)
    keeps = (BATCH, 0, -1, chain.graph.input.shape[0])
    first, sides = (target[0], target[1:]) if target else (None, ())
    copied = [places.shape[at] if side == 0 and at < places.ndim else side for at, side in enumerate(sides)]
    known = math.prod(side for side in copied if side != -1)
    open_sides = copied.count(-1)
    fits = known > 0 and (places.size % known == 0 if open_sides else places.size == known)
    if first not in keeps or BATCH in sides or min(copied, default=1) < -1 or not fits:
        raise Refused(
            _(
                "{node} makes {target} of examples of shape {shape}: it must keep the batch as the "
                "first axis and all numbers of an example."
            ).format(node=named(node), target=shown(list(target)), shape=places.shape)
        )
    if open_sides > (0 if first == -1 and places.size != known else 1) or len(copied) > MOST_AXES:
        raise Refused(
            _("{node} makes {target}, which leaves more than one side open.").format(
                node=named(node), target=shown(list(target))
            )
        )
    chain.stack.places = places.reshape(copied)


def _squeeze(chain: Chain, node: Node, settings: Settings) -> None:
    """Drop axes of side 1."""
    places = chain.stack.places
    axes = _axes(chain, node, settings, places.ndim + 1)
    if any(axis == 0 or places.shape[axis - 1] != 1 for axis in axes):
        raise Refused(
            _("{node} takes away an axis that is the batch, or longer than 1.").format(node=named(node))
        )
    kept = [side for at, side in enumerate(places.shape, start=1) if at not in axes]
    if not kept:
        raise Refused(_("{node} leaves an example without axes.").format(node=named(node)))
    chain.stack.places = places.reshape(kept)


def _unsqueeze(chain: Chain, node: Node, settings: Settings) -> None:
    """Put axes of side 1 in."""
    places = chain.stack.places
    count = len(np.atleast_1d(chain.constant(node, 1))) if len(node.inputs) > 1 else 1
    axes = _axes(chain, node, settings, places.ndim + 1 + count)
    if 0 in axes or places.ndim + len(axes) > MOST_AXES:
        raise Refused(
            _("{node} puts an axis before the batch, or too many of them.").format(node=named(node))
        )
    sides = iter(places.shape)
    rank = places.ndim + len(axes)
    chain.stack.places = places.reshape([1 if at in axes else next(sides) for at in range(1, rank + 1)])


def _pad(chain: Chain, node: Node, settings: Settings) -> None:
    """ZeroPadding2D."""
    settings.must_be("mode", "constant")
    value = chain.optional(node, 2)
    if (value is not None and value.any()) or chain.optional(node, 3) is not None:
        raise Refused(
            _("{node} pads with something other than zeros, or names its axes.").format(node=named(node))
        )
    places = chain.stack.places
    pads = [int(one) for one in chain.constant(node, 1).ravel()[: 2 * MOST_AXES]]
    rank = places.ndim + 1
    if len(pads) != 2 * rank:
        raise Refused(
            _("{node} needs {value} numbers of padding; the file has {count}.").format(
                node=named(node), value=2 * rank, count=len(pads)
            )
        )
    sides = list(zip(pads[1:rank], pads[rank + 1 :], strict=True))
    # Which axis of the tensor is which of our picture: the channels are those that are not padded.
    for first in (True, False):
        channels = sides[0] if first else sides[-1]
        if rank == 4 and channels == (0, 0) and pads[0] == pads[rank] == 0:  # noqa: PLR2004 - a picture
            if not first:
                chain.stack.places = np.moveaxis(places, -1, 0)
            try:
                chain.stack.make_channels_last(3)
            except Refused:
                chain.stack.places = places
                continue
            rows, columns = sides[1:] if first else sides[:2]
            chain.stack.add(ZeroPadding2D((rows, columns)), first=first)
            return
    raise Refused(
        _("{node} has pads = {pads}; only rows and columns of pictures are padded.").format(
            node=named(node), pads=shown(pads)
        )
    )


def _resize(chain: Chain, node: Node, settings: Settings) -> None:
    """UpSampling2D."""
    settings.must_be("mode", "nearest")
    way = settings.text("coordinate_transformation_mode", "half_pixel")
    nearest = settings.text("nearest_mode", "round_prefer_floor")
    for name in ("antialias", "exclude_outside"):
        settings.must_be(name, 0)
    for name in ("cubic_coeff_a", "extrapolation_value"):
        settings.number(name, 0)
    chain.stack.make_channels_last(3)
    height, width, channels = chain.stack.shape
    scales, sizes = chain.optional(node, 2), chain.optional(node, 3)
    if scales is not None and scales.size:
        factors = scales.ravel().tolist()[:5]
    elif sizes is not None and sizes.shape == (4,):
        factors = [1, *(a / b for a, b in zip(sizes[1:].tolist(), (channels, height, width), strict=True))]
    else:
        factors = []
    whole = len(factors) == 4 and all(float(one).is_integer() for one in factors)  # noqa: PLR2004
    if not whole or factors[:2] != [1, 1] or (way, nearest) not in _NEAREST:
        raise Refused(
            _(
                "{node} resizes by {factors} in the way {value}; only repeating rows and columns a "
                "whole number of times is a layer here."
            ).format(node=named(node), factors=shown(factors), value=shown((way, nearest)))
        )
    chain.stack.add(UpSampling2D((int(factors[2]), int(factors[3]))), first=True)


def _axes(chain: Chain, node: Node, settings: Settings, rank: int) -> tuple[int, ...]:
    """Return the axes that a node names as an input or, in old files, as a setting; from 0, the batch."""
    given = chain.optional(node, 1)
    if given is None:
        value = node.attributes.get("axes")
        count = len(value) if isinstance(value, tuple) else 0
        axes = settings.integers("axes", count, ())
    else:
        axes = tuple(int(one) for one in given.ravel()[:MOST_AXES] if given.dtype.kind == "i")
    counted = tuple(axis + rank if axis < 0 else axis for axis in axes)
    if not counted or len(set(counted)) != len(counted) or not all(0 <= axis < rank for axis in counted):
        raise Refused(
            _("{node} names the axes {axes} of {rank}.").format(node=named(node), axes=shown(axes), rank=rank)
        )
    return counted


def _single(array: AnyArray, node: Node) -> float:
    if array.size != 1 or array.dtype.kind not in "fi":
        raise Refused(
            _("{node} needs a single number; the file has an array of shape {shape}.").format(
                node=named(node), shape=array.shape
            )
        )
    return float(f"{array.item():.7g}")


ROWS: dict[str, Callable[[Chain, Node, Settings], None]] = {
    "Cast": _cast,
    "Dropout": _dropout,
    "Flatten": _flatten,
    "Identity": _identity,
    "Pad": _pad,
    "Reshape": _reshape,
    "Resize": _resize,
    "Squeeze": _squeeze,
    "Transpose": _transpose,
    "Unsqueeze": _unsqueeze,
}
