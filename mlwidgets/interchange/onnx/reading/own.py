"""Files that were written here: the same stack, with what ONNX has no word for."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import Sequential
from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.onnx.writing.model import CONFIG, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.interchange.onnx.graph import Graph, Node
    from mlwidgets.interchange.onnx.writing.writer import Origin

LONGEST_CONFIG = 2**20


def read_own(graph: Graph) -> Sequential | None:
    """Return the very stack that a file was written from, or None if it was not, or was changed since.

    The config beside the graph is not believed: the stack that it describes is written anew, and must give
    the graph of the file node by node. Then the weights are taken from the file.
    """
    text = graph.metadata.get(CONFIG, "")
    if not text or len(text) > LONGEST_CONFIG:
        return None
    try:
        config = json.loads(text)
        if not isinstance(config, dict):
            return None
        model = Sequential.from_config(config)
        if model.dtype != np.float32 or _count(model) > sum(array.size for array in graph.constants.values()):
            return None
        again, origins = written(model)
        weights = _weights(graph, again, origins)
        if weights is None:
            return None
        model.set_weights(
            [weights[place, name] for place, layer in enumerate(model.layers) for name in layer.weights]
        )
    except (MLWidgetsError, ValueError, TypeError, RecursionError, OverflowError):
        return None
    return model


def _count(model: Sequential) -> int:
    """Return how many numbers the model has, before any memory is taken for them."""
    return sum(
        math.prod(spec.shape)
        for layer, shape in zip(model.layers, model.shapes(), strict=False)
        for spec in layer.weight_specs(shape).values()
    )


def _weights(
    graph: Graph, again: Graph, origins: Mapping[str, Origin]
) -> dict[tuple[int, str], AnyArray] | None:
    """Return the weights in a file, by layer and name, if everything else in it is as in `again`."""
    if [_plain(node) for node in graph.nodes] != [_plain(node) for node in again.nodes]:
        return None
    if (graph.input.name, graph.input.shape) != (again.input.name, again.input.shape):
        return None
    if graph.output.name != again.output.name or graph.constants.keys() != again.constants.keys():
        return None
    weights = {}
    for name, array in again.constants.items():
        given, origin = graph.constants[name], origins.get(name)
        if given.shape != array.shape or given.dtype != array.dtype:
            return None
        if origin is not None:
            weights[origin.layer, origin.weight] = origin.back(given)
        elif not np.array_equal(given, array):
            return None
    return weights


def _plain(node: Node) -> Node:
    """Return a node as it comes back from a file: settings as 32-bit floats, without its sentence."""
    attributes = {
        name: float(np.float32(value)) if isinstance(value, float) else value
        for name, value in node.attributes.items()
    }
    return replace(node, attributes=attributes, doc="")
