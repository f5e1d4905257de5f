"""The shapes that layers expect, and what to put before a layer that gets another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.errors import ShapeError
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape

_TABLE, _SEQUENCE, _PICTURE = 1, 2, 3
"""Numbers of axes, without the batch."""


def check_picture(shape: Shape, layer: str) -> None:
    """Raise `ShapeError` unless `shape` is (height, width, channels)."""
    if len(shape) == _PICTURE:
        return
    advice = ""
    if len(shape) == _TABLE:
        advice = str(
            _(" Put it before the Flatten. If there is none, put a Reshape((height, width, 1)) before it.")
        )
    elif len(shape) == _SEQUENCE:
        height, width = shape
        advice = _(" A grey picture has 1 channel. Put a Reshape(({height}, {width}, 1)) before it.").format(
            height=height, width=width
        )
    said = _("{layer} needs pictures of shape (height, width, channels); got {shape}.")
    raise ShapeError(said.format(layer=layer, shape=shape) + advice)


def check_sequence(shape: Shape, layer: str) -> None:
    """Raise `ShapeError` unless `shape` is (steps, channels)."""
    if len(shape) == _SEQUENCE:
        return
    advice = ""
    if len(shape) == _TABLE:
        advice = _(" Put a Reshape(({steps}, 1)) before it.").format(steps=shape[0])
    elif len(shape) == _PICTURE:
        height, width, channels = shape
        advice = _(" Put a Reshape(({height}, {numbers})) before it, and each row is a step.").format(
            height=height, numbers=width * channels
        )
    said = _("{layer} needs sequences of shape (steps, channels); got {shape}.")
    raise ShapeError(said.format(layer=layer, shape=shape) + advice)


def check_fits(steps: int, window: int, padding: str, layer: str) -> None:
    """Raise `ShapeError` if a window is longer than the sequence and nothing is padded."""
    if padding == "valid" and window > steps:
        raise ShapeError(
            _(
                "{layer} with a window of {window} does not fit into a sequence of {steps}. "
                'Use a smaller window or padding="same".'
            ).format(layer=layer, window=window, steps=steps)
        )
