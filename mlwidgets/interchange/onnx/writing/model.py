"""A whole stack as an ONNX graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mlwidgets.engine.summary import layer_names
from mlwidgets.interchange.onnx.graph import Graph, Port
from mlwidgets.interchange.onnx.writing.activations import write_activation
from mlwidgets.interchange.onnx.writing.layers import write_layer
from mlwidgets.interchange.onnx.writing.writer import Writer
from mlwidgets.spec.rows import LAYER_ROWS

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.network import Network
    from mlwidgets.interchange.onnx.writing.writer import Origin

INPUT, OUTPUT, BATCH = "input", "output", "batch"

CONFIG = "mlwidgets.config"
"""Under this name the file keeps what ONNX has no word for, such as initializers and regularizers."""

TEXT = {
    "model": "A stack of layers from mlwidgets. Pictures lie channels last: height, width, channels.",
    "input": "Examples, prepared as in training.",
    "output": "One prediction for each example.",
}


def written(model: Network) -> tuple[Graph, dict[str, Origin]]:
    """Return a model as a graph, and which of the graph's constants are which weights.

    Raises
    ------
    SessionStateError
        The model has no layers, or does not know the shape of its input.
    """
    shapes = model.shapes()
    model.build()
    w = Writer(INPUT, shapes[0])
    for place, (layer, name) in enumerate(zip(model.layers, layer_names(model.layers), strict=True)):
        w.begin(layer, place, name, LAYER_ROWS.of(type(layer)).sentence)
        write_layer(layer, w)
        write_activation(layer.activation, w)
    w.finish(OUTPUT)
    graph = Graph(
        nodes=tuple(w.nodes),
        constants=w.constants,
        input=_port(INPUT, shapes[0]),
        output=_port(OUTPUT, shapes[-1]),
        doc=TEXT["model"],
        metadata={CONFIG: json.dumps(model.get_config())},
    )
    return graph, w.origins


def _port(name: str, shape: Shape) -> Port:
    return Port(name, (BATCH, *shape), TEXT[name])
