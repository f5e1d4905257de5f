"""What the layers that multiply nothing do to a number, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import layers as kinds
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _, numeral

if TYPE_CHECKING:
    from mlwidgets.engine.tracing import LayerTrace

_ONLY_IN_TRAINING = (kinds.Dropout, kinds.SpatialDropout2D, kinds.GaussianNoise)
_SLOPES = (kinds.LeakyReLU, kinds.ELU, kinds.PReLU)

_MOVES = _("{layer} only moves numbers: this is the input's number at {place}")
_IN_TRAINING = _("{layer} is active only in training: here each number passes unchanged")
_REPEATS = _("{layer} repeats numbers: this one is the input's number at {place}")
_TURNS = _("{layer} turns {before} into {after}")
_PADS = _("{layer} adds a border of zeros; this is the input's number at {place}")
_BORDER = _("{layer} adds a border of zeros, and this cell belongs to the border")

_PLACE = _("place {number}")
_STEP = _("step {step} of map {map}")
_CELL = _("row {row}, column {column} of map {map}")
_BLOCK = _("block {number}, {place}")
"""The last one before any of the others."""


def plain_text(seen: LayerTrace, index: tuple[int, ...]) -> str:
    """Return what a layer does to arrive at one number of its result, in words.

    Parameters
    ----------
    seen : LayerTrace
        A layer that has no arithmetic of its own in `cell_arithmetic`.
    index : tuple of int
        The number's place in the layer's output.
    """
    layer, name = seen.layer, seen.layer.class_name
    if isinstance(layer, (kinds.Flatten, kinds.Reshape)):
        number = int(np.ravel_multi_index(index, seen.z.shape))
        source = tuple(int(part) for part in np.unravel_index(number, seen.input.shape))
        text = _MOVES.format(layer=name, place=_at(source))
    elif isinstance(layer, _ONLY_IN_TRAINING):
        text = _IN_TRAINING.format(layer=name)
    elif isinstance(layer, kinds.UpSampling2D):
        row, column, channel = index
        source = (row // layer.size[0], column // layer.size[1], channel)
        text = _REPEATS.format(layer=name, place=_at(source))
    elif isinstance(layer, kinds.ZeroPadding2D):
        text = _padding(layer, seen, index)
    elif isinstance(layer, kinds.BatchNormalization):
        text = _batch_normalization(layer, seen, index)
    elif isinstance(layer, _SLOPES):
        before, after = number_text(float(seen.input[index])), number_text(float(seen.z[index]))
        text = _TURNS.format(layer=name, before=before, after=after)
    else:
        text = str(_OTHERS.get(name, ""))
    return text


_OTHERS = {
    "Conv2DTranspose": _(
        "Every input cell stamps its kernel, as strong as the cell is, into the result; this is the sum of "
        "the stamps that reach here"
    ),
    "LayerNormalization": _(
        "The example's own mean is subtracted, the result divided by its standard deviation, scaled by gamma "
        "and shifted by beta"
    ),
}


def _at(index: tuple[int, ...]) -> str:
    """Return a place in words, counted from 1: rows and columns before the channel, as they are stored."""
    *leading, last = (at + 1 for at in index)
    if not leading:
        return _PLACE.format(number=last)
    if len(leading) == 1:  # a sequence
        return _STEP.format(step=leading[0], map=last)
    *blocks, row, column = leading
    place = _CELL.format(row=row, column=column, map=last)
    for block in reversed(blocks):
        place = _BLOCK.format(number=block, place=place)
    return place


def _padding(layer: kinds.ZeroPadding2D, seen: LayerTrace, index: tuple[int, ...]) -> str:
    row, column, channel = index
    (top, _), (left, _) = layer.padding
    source = (row - top, column - left, channel)
    if all(0 <= at < side for at, side in zip(source, seen.input.shape, strict=True)):
        return _PADS.format(layer=layer.class_name, place=_at(source))
    return _BORDER.format(layer=layer.class_name)


def _batch_normalization(layer: kinds.BatchNormalization, seen: LayerTrace, index: tuple[int, ...]) -> str:
    (axis,) = layer.weight_axes(seen.input.shape)
    kept = {name: float(values[index[axis]]) for name, values in seen.weights.items()}
    mean, variance = number_text(kept["moving_mean"]), number_text(kept["moving_variance"])
    value, epsilon = number_text(float(seen.input[index])), numeral(layer.epsilon, "g")
    text = f"({value} − {_signed(mean)}) / √({variance} + {epsilon})"
    if "gamma" in kept:
        text = f"{_signed(number_text(kept['gamma']))} · {text}"
    if "beta" in kept:
        text += f" {'−' if kept['beta'] < 0 else '+'} {number_text(abs(kept['beta']))}"
    return f"z = {text} = {number_text(float(seen.z[index]))}"


def _signed(number: str) -> str:
    """Return a negative number in brackets."""
    return f"({number})" if number.startswith("−") else number
