"""Small ONNX files, made by the package onnx itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Input, get
from mlwidgets.interchange.onnx import onnx_bytes


def model(*layers: tuple[str, dict[str, Any]], shape: tuple[int, ...]) -> Sequential:
    """Return a model with random weights, variances between 0.5 and 1.5."""
    kinds = [get({"class_name": one[0], "config": one[1]}) for one in layers]
    made = Sequential([Input(shape), *kinds], seed=3)
    rng = np.random.default_rng(5)
    made.set_weights([rng.uniform(0.5, 1.5, array.shape) for array in made.get_weights()])
    return made


def proto_of(made: Sequential, *, config: bool = True) -> Any:  # noqa: ANN401 - made at run time
    """Return a model's file, opened by onnx; without `config` it is like one that others have written."""
    proto = onnx.load_from_string(onnx_bytes(made))
    if not config:
        del proto.metadata_props[:]
    return proto


def file_of(
    nodes: list[Any],
    constants: dict[str, Any] | None = None,
    *,
    shape: tuple[Any, ...] = ("n", 4),
    opset: int = 20,
    output: str = "y",
) -> bytes:
    """Return a file with these nodes, from the tensor "x" to "y"."""
    arrays = [numpy_helper.from_array(np.asarray(array), name) for name, array in (constants or {}).items()]
    ports = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, shape),
        helper.make_tensor_value_info(output, TensorProto.FLOAT, None),
    ]
    graph = helper.make_graph(nodes, "g", ports[:1], ports[1:], arrays)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    return bytes(made.SerializeToString())


def node(operator: str, *inputs: str, output: str = "y", **attributes: Any) -> Any:  # noqa: ANN401
    """Return a node of the name that its output has."""
    return helper.make_node(operator, list(inputs), [output], name=f"the {output}", **attributes)
