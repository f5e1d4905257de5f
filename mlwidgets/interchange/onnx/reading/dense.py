"""Products with a matrix, and biases that are added afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import activations
from mlwidgets.engine import layers as kinds
from mlwidgets.interchange.onnx.reading.refused import Refused, named
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.interchange.onnx.graph import Node
    from mlwidgets.interchange.onnx.reading.chain import Chain
    from mlwidgets.interchange.onnx.reading.settings import Settings


def _gemm(chain: Chain, node: Node, settings: Settings) -> None:
    """Dense: alpha · x W + beta · b."""
    settings.must_be("transA", 0)
    matrix = _times(chain.weights(node, 1, 2), settings.number("alpha", 1))
    if settings.integer("transB", 0):
        matrix = matrix.T
    beta = settings.number("beta", 1)
    bias = None if chain.optional(node, 2) is None else _times(chain.weights(node, 2), beta)
    _dense(chain, node, matrix, bias)


def _times(array: AnyArray, factor: float) -> AnyArray:
    """Return weights times a setting; what is not finite then is refused when the weights are set."""
    with np.errstate(over="ignore", invalid="ignore"):
        return array * np.float32(factor)


def _matmul(chain: Chain, node: Node, _settings: Settings) -> None:
    """Dense without a bias; one may be added next."""
    _dense(chain, node, chain.weights(node, 1, 2), None)


def _dense(chain: Chain, node: Node, matrix: AnyArray, bias: AnyArray | None) -> None:
    stack = chain.stack
    stack.make_row()
    features, units = matrix.shape
    if features != stack.places.size:
        raise Refused(
            _("{node} takes {features} numbers; an example has {size} here.").format(
                node=named(node), features=features, size=stack.places.size
            )
        )
    kernel = np.empty_like(matrix)
    kernel[stack.places] = matrix  # the rows in the order in which the numbers lie here
    weights = {"kernel": kernel}
    if bias is not None:
        weights["bias"] = _spread(bias, units, node)
    stack.add(kinds.Dense(units, use_bias=bias is not None), weights)


def _spread(bias: AnyArray, units: int, node: Node) -> AnyArray:
    """Return a bias for each unit; ONNX lets one number, or a row, stand for all."""
    if bias.size not in (1, units) or bias.shape not in ((), (1,), (units,), (1, units), (1, 1)):
        raise Refused(
            _("{node} adds numbers of shape {shape} to {units} units.").format(
                node=named(node), shape=bias.shape, units=units
            )
        )
    return np.array(np.broadcast_to(bias.ravel(), (units,)))


def _add(chain: Chain, node: Node, _settings: Settings) -> None:
    """Add a bias to the layer before, if that has none."""
    stack = chain.stack
    place = 1 - node.inputs.index(chain.tensor)
    given = chain.weights(node, place)
    last = stack.layers[-1] if stack.layers else None
    if (
        not isinstance(last, kinds.Dense | kinds.Conv2D | kinds.Conv1D | kinds.DepthwiseConv2D)
        or last.use_bias
        or not isinstance(last.activation, activations.Linear)
    ):
        raise Refused(_("{node} adds numbers where no layer here has a bias.").format(node=named(node)))
    numbers = stack.in_example(given[0] if given.ndim == stack.places.ndim + 1 and len(given) == 1 else given)
    channels = stack.shape[-1]
    bias = numbers.reshape(-1, channels)[0]
    if (numbers.reshape(-1, channels) != bias).any():
        raise Refused(
            _("{node} adds a different number at each place; a bias is one for each channel.").format(
                node=named(node)
            )
        )
    last.use_bias = True
    stack.weights[-1] = dict(stack.weights[-1]) | {"bias": bias}


ROWS: dict[str, Callable[[Chain, Node, Settings], None]] = {"Add": _add, "Gemm": _gemm, "MatMul": _matmul}
