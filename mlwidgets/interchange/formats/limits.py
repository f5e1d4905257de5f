"""What a format lacks of a layer, or has otherwise: sentences that go on after "Layer 2, Conv2D, "."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from mlwidgets.engine.layers.windows import Windows
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.layers import BatchNormalization, Layer, LayerNormalization

_MOST_AXES = 3

Limit = Callable[["Layer", "Shape"], str]
"""Takes a layer and its input's shape; returns a sentence, or "" if there is nothing to say."""


def strides_or_dilation(title: str) -> Limit:
    """Return the limit of a library that takes one of the two only."""

    def limit(layer: Layer, _shape: Shape) -> str:
        if _largest(layer, "strides") == 1 or _largest(layer, "dilation_rate") == 1:
            return ""
        return _(
            "has both strides and a dilation_rate above 1, and {title} takes one of them. Set the other to 1."
        ).format(title=title)

    return limit


def no_groups(layer: Layer, _shape: Shape) -> str:
    """Say that TensorFlow.js has no grouped convolutions."""
    groups = _setting(layer, "groups")
    if groups == 1:
        return ""
    return _(
        "has groups={groups}, and TensorFlow.js has no groups. Set groups=1, or save the model for Keras."
    ).format(groups=groups)


def no_depthwise_dilation(layer: Layer, _shape: Shape) -> str:
    """Say that TensorFlow.js reads the dilation of a DepthwiseConv2D and takes no notice of it."""
    if _largest(layer, "dilation_rate") == 1:
        return ""
    return _(
        "has a dilation_rate above 1, which TensorFlow.js leaves out of its calculation. Set "
        "dilation_rate=1, or save the model for Keras."
    )


def no_elu_alpha(layer: Layer, _shape: Shape) -> str:
    """Say that TensorFlow.js has one ELU."""
    alpha = _setting(layer, "alpha")
    if alpha == 1:
        return ""
    return _(
        "has alpha={alpha:g}, and TensorFlow.js calculates with alpha=1. Set alpha=1, or save "
        "the model for Keras."
    ).format(alpha=alpha)


def no_four_axes(_layer: Layer, shape: Shape) -> str:
    """Say that TensorFlow.js normalizes pictures, sequences and rows, but nothing with more axes."""
    if len(shape) <= _MOST_AXES:
        return ""
    return _(
        "normalizes examples of {count} axes, and TensorFlow.js those of up to {most}. Put a "
        "Reshape before it."
    ).format(count=len(shape), most=_MOST_AXES)


def no_other_axis(layer: Layer, shape: Shape) -> str:
    """Say that TensorFlow.js normalizes the last axis: with another, its CPU back end is wrong."""
    (axis,) = cast("BatchNormalization", layer).weight_axes(shape)
    if axis == len(shape) - 1:
        return ""
    return _("normalizes an axis other than the last, which TensorFlow.js calculates wrongly. Set axis=-1.")


def last_axis_missing(layer: Layer, shape: Shape) -> str:
    """Say that Keras normalizes over axes with the last among them."""
    axes = cast("LayerNormalization", layer).weight_axes(shape)
    if axes[-1] == len(shape) - 1:
        return ""
    return _("normalizes over axes without the last one, which Keras 3 does not do. Add axis -1.")


def unequal_strides(layer: Layer, _shape: Shape) -> str:
    """Say on which back ends Keras takes unequal strides of a depthwise convolution."""
    down, right = _setting(layer, "strides")
    if down == right:
        return ""
    return _("has unequal strides, which Keras takes on PyTorch and JAX, but not on TensorFlow.")


def uneven_average(layer: Layer, shape: Shape) -> str:
    """Say where Keras on PyTorch averages otherwise."""
    picture = (shape[0], 1, shape[1]) if layer.class_name.endswith("1D") else shape
    pool, strides = (_pair(_setting(layer, name)) for name in ("pool_size", "strides"))
    windows = Windows.over(picture, pool, strides, _setting(layer, "padding"), layer.class_name)
    if windows.before == windows.after:
        return ""
    return _(
        "averages windows that hang over the edge: Keras gives the same numbers on TensorFlow "
        "and JAX, but not on PyTorch, which counts the last cells twice."
    )


def _largest(layer: Layer, name: str) -> int:
    value = _setting(layer, name)
    return max(value) if isinstance(value, (tuple, list)) else int(value)


def _pair(value: int | tuple[int, int]) -> tuple[int, int]:
    return value if isinstance(value, tuple) else (value, 1)  # a sequence is a picture one column wide


def _setting(layer: Layer, name: str) -> Any:  # noqa: ANN401 - settings are of several types
    return getattr(layer, name)
