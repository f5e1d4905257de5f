"""The one place that knows the package ``onnx``: a graph to the bytes of a file, and back."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import DataError, MissingDependencyError
from mlwidgets.interchange.onnx.graph import OPSETS_READ, Graph, Node, Port
from mlwidgets.interchange.onnx.tensors import array_of
from mlwidgets.interchange.onnx.wire import DAMAGED, check_structure
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.interchange.onnx.graph import Attribute

IR_VERSION = 9
"""Of the file format around the operators: the one that belongs to opset 20."""

_MISSING = _(
    "ONNX files need the package onnx, which is not installed here. Install it with pip install "
    '"mlwidgets[onnx]", then try again.'
)

_SUBGRAPH = _(
    'The operator {operator} (node "{node}") holds a graph of its own, in its setting '
    "{attribute}. A stack of layers has no branches and no loops: export the model without them."
)

_OTHER_VERSION = _(
    "ONNX's operators are understood here in the versions {lowest} to {highest}; the file names version "
    "{version}. Export it again with opset_version=20."
)
_NO_VERSION = _(
    "ONNX's operators are understood here in the versions {lowest} to {highest}; the file names no single "
    "version. Export it again with opset_version=20."
)
_ONE_PORT = {
    "input": _("A stack of layers has one input; the ONNX file has {count}."),
    "output": _("A stack of layers has one output; the ONNX file has {count}."),
}
_FLOAT_PORT = {
    "input": _(
        "The input of the ONNX file must be a tensor of 32-bit floats; that of this file is something else. "
        "Export the model in float32."
    ),
    "output": _(
        "The output of the ONNX file must be a tensor of 32-bit floats; that of this file is something else. "
        "Export the model in float32."
    ),
}

# ---- out ----


def to_bytes(graph: Graph) -> bytes:
    """Return a graph as the bytes of an ONNX file; the same graph gives the same bytes."""
    onnx = _package()
    helper, kind = onnx.helper, onnx.TensorProto
    nodes = [
        helper.make_node(
            node.operator,
            node.inputs,
            node.outputs,
            name=node.name,
            doc_string=node.doc or None,
            **node.attributes,
        )
        for node in graph.nodes
    ]
    constants = [onnx.numpy_helper.from_array(array, name) for name, array in graph.constants.items()]
    ports = [
        helper.make_tensor_value_info(port.name, kind.FLOAT, port.shape, doc_string=port.doc)
        for port in (graph.input, graph.output)
    ]
    drawn = helper.make_graph(nodes, "model", ports[:1], ports[1:], constants, doc_string=graph.doc)
    model = helper.make_model(
        drawn,
        opset_imports=[helper.make_opsetid("", graph.opset)],
        ir_version=IR_VERSION,
        producer_name="mlwidgets",
        doc_string=graph.doc,
    )
    helper.set_model_props(model, dict(graph.metadata))
    return bytes(model.SerializeToString(deterministic=True))


# ---- in ----


def from_bytes(data: bytes) -> Graph:
    """Return the graph in the bytes of an ONNX file.

    Nothing is followed that the file names outside of itself, and no memory is taken that it does not fill.

    Raises
    ------
    DataError
        The file is no ONNX file, damaged, or holds what no stack of layers can be made of.
    MissingDependencyError
        The package ``onnx`` is not installed.
    """
    onnx = _package()
    check_structure(data)
    try:
        model = onnx.ModelProto.FromString(data)
        return _graph(model, onnx)
    except (_decode_error(), UnicodeDecodeError) as error:
        raise DataError(DAMAGED) from error


def _graph(model: Any, onnx: ModuleType) -> Graph:  # noqa: ANN401 - the package's types are made at run time
    if not model.HasField("graph") or not model.graph.node:
        raise DataError(DAMAGED)
    if model.functions or model.training_info or model.graph.sparse_initializer:
        raise DataError(
            _(
                "The ONNX file holds functions of its own, steps of training or sparse tensors. "
                "Export the model for inference, with standard operators alone."
            )
        )
    opset = _opset(model)
    constants: dict[str, AnyArray] = {}
    for tensor in model.graph.initializer:
        name = _text(tensor.name)
        if name in constants:
            raise DataError(_("The ONNX file has two initializers called {name}.").format(name=shown(name)))
        constants[name] = array_of(tensor, onnx)
    nodes = []
    for proto in model.graph.node:
        if proto.op_type == "Constant" and not proto.domain and len(proto.output) == 1:
            constants[_text(proto.output[0])] = _constant(proto, onnx)
        else:
            nodes.append(_node(proto, onnx))
    inputs = [port for port in model.graph.input if port.name not in constants]
    return Graph(
        nodes=tuple(nodes),
        constants=constants,
        input=_port(inputs, "input", onnx),
        output=_port(list(model.graph.output), "output", onnx),
        opset=opset,
        doc=_text(model.graph.doc_string),
        metadata={_text(entry.key): _text(entry.value) for entry in model.metadata_props},
    )


def _opset(model: Any) -> int:  # noqa: ANN401 - the package's types are made at run time
    lowest, highest = OPSETS_READ
    versions = [entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")]
    if len(versions) != 1 or not lowest <= versions[0] <= highest:
        said = _OTHER_VERSION if len(versions) == 1 else _NO_VERSION
        raise DataError(said.format(lowest=lowest, highest=highest, version=next(iter(versions), "")))
    return int(versions[0])


def _port(ports: list[Any], what: str, onnx: ModuleType) -> Port:
    if len(ports) != 1:
        raise DataError(_ONE_PORT[what].format(count=len(ports)))
    tensor = ports[0].type.tensor_type
    if not ports[0].type.HasField("tensor_type") or tensor.elem_type != onnx.TensorProto.FLOAT:
        raise DataError(_FLOAT_PORT[what])
    sides = [
        int(side.dim_value) if side.HasField("dim_value") else _text(side.dim_param) or None
        for side in tensor.shape.dim
    ]
    return Port(_text(ports[0].name), tuple(sides), _text(ports[0].doc_string))


def _node(proto: Any, onnx: ModuleType) -> Node:  # noqa: ANN401 - the package's types are made at run time
    if proto.domain not in ("", "ai.onnx"):
        raise DataError(
            _(
                "The operator {op_type} is one of {domain}, not of ONNX itself. Export the model "
                "with standard operators alone."
            ).format(op_type=shown(proto.op_type), domain=shown(proto.domain))
        )
    attributes = {_text(one.name): _attribute(one, proto, onnx) for one in proto.attribute}
    inputs, outputs = tuple(map(_text, proto.input)), tuple(map(_text, proto.output))
    name = _text(proto.name) or (outputs[0] if outputs else proto.op_type)
    return Node(_text(proto.op_type), name, inputs, outputs, attributes, _text(proto.doc_string))


def _attribute(one: Any, proto: Any, onnx: ModuleType) -> Attribute:  # noqa: ANN401 - made at run time
    kind = onnx.AttributeProto
    readers: Mapping[int, Any] = {
        kind.FLOAT: lambda: float(one.f),
        kind.INT: lambda: int(one.i),
        kind.STRING: one.s.decode,
        kind.FLOATS: lambda: tuple(map(float, one.floats)),
        kind.INTS: lambda: tuple(map(int, one.ints)),
    }
    if one.type in readers and not one.ref_attr_name:
        value: Attribute = readers[one.type]()
        return value
    if one.type in (kind.GRAPH, kind.GRAPHS):
        texts = {"operator": proto.op_type, "node": proto.name, "attribute": one.name}
        raise DataError(_SUBGRAPH.format(**{name: text[:60] for name, text in texts.items()}))
    raise DataError(
        _(
            "The setting {name} of the operator {op_type} is of a kind that no layer has. Export the "
            "model with plain numbers as settings."
        ).format(name=shown(one.name), op_type=shown(proto.op_type))
    )


def _constant(proto: Any, onnx: ModuleType) -> AnyArray:  # noqa: ANN401 - made at run time
    """Return what a node Constant holds: a tensor, a number or a list of numbers."""
    (one,) = proto.attribute if len(proto.attribute) == 1 else (None,)
    if one is not None and one.name == "value" and one.type == onnx.AttributeProto.TENSOR:
        return array_of(one.t, onnx)
    if one is None or one.name not in ("value_float", "value_int", "value_floats", "value_ints"):
        raise DataError(
            _("The node Constant {name} holds no tensor of numbers.").format(name=shown(proto.name))
        )
    value = _attribute(one, proto, onnx)
    return np.asarray(value, dtype=np.float32 if "float" in one.name else np.int64)


def _text(value: object) -> str:
    """Return a text of the file; the package gives bytes where it is none."""
    if isinstance(value, str):
        return value
    raise DataError(DAMAGED)


def _decode_error() -> type[Exception]:
    """Return what the package raises for bytes that it cannot read; it comes from Protocol Buffers' own."""
    error: type[Exception] = import_module("google.protobuf.message").DecodeError
    return error


def _package() -> ModuleType:
    try:
        import onnx  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise MissingDependencyError(_MISSING) from error
    return onnx
