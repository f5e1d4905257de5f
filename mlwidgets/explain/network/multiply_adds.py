"""How many multiplications with an addition a layer makes for one example, and how that number comes about.

Only multiplications by weights are counted, as is usual: the addition of a bias, an activation function and a
pooling cost little beside them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mlwidgets.engine import layers as kinds
from mlwidgets.language import numeral

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape

Product = tuple[int, ...]

_EACH_NUMBER = (kinds.BatchNormalization, kinds.LayerNormalization, kinds.PReLU)
"""Layers that multiply every number of their input by one weight."""


def multiply_adds(layer: kinds.Layer, input_shape: Shape) -> int:
    """Return how many multiply–adds a layer makes for one example of this shape.

    Raises
    ------
    ShapeError
        The layer does not take this shape.

    Examples
    --------
    >>> multiply_adds(kinds.Conv2D(8, 3), (28, 28, 1))
    48672
    """
    return sum(math.prod(product) for product in _products(layer, input_shape))


def multiply_adds_arithmetic(layer: kinds.Layer, input_shape: Shape) -> str:
    """Return how `multiply_adds` comes about: places × kernel × filters for a convolution.

    A single number needs no arithmetic: "0" for a layer that multiplies nothing.

    Raises
    ------
    ShapeError
        The layer does not take this shape.

    Examples
    --------
    >>> multiply_adds_arithmetic(kinds.Conv2D(8, 3), (28, 28, 1))
    '26 × 26 × 3 × 3 × 1 × 8 = 48,672'
    >>> multiply_adds_arithmetic(kinds.Dense(10), (1352,))
    '1,352 × 10 = 13,520'
    """
    terms = [" × ".join(numeral(side) for side in product) for product in _products(layer, input_shape)]
    total = numeral(multiply_adds(layer, input_shape))
    return total if terms in ([], [total]) else f"{' + '.join(terms)} = {total}"


def _products(layer: kinds.Layer, input_shape: Shape) -> list[Product]:
    """Return the multiply–adds as a sum of products."""
    output = layer.compute_output_shape(input_shape)
    weights = {name: spec.shape for name, spec in layer.weight_specs(input_shape).items()}
    if isinstance(layer, kinds.Dense):
        return [weights["kernel"]]
    if isinstance(layer, (kinds.Conv1D, kinds.Conv2D, kinds.DepthwiseConv2D)):
        return [output[:-1] + weights["kernel"]]  # the whole kernel at each place of the result
    if isinstance(layer, kinds.Conv2DTranspose):
        return [input_shape[:-1] + weights["kernel"]]  # and here at each place of the input
    if isinstance(layer, kinds.SeparableConv2D):
        return [output[:-1] + weights["depthwise_kernel"], output[:-1] + weights["pointwise_kernel"]]
    return [input_shape] if isinstance(layer, _EACH_NUMBER) else []
