"""A stack as an ONNX graph: which nodes, in which order of axes, under which names."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator

from mlwidgets.engine import Sequential, activations, layers
from mlwidgets.engine.layers import Conv2D, Dense, Flatten, Input, MaxPooling2D
from mlwidgets.errors import MissingDependencyError, SessionStateError
from mlwidgets.interchange.onnx import load_onnx, onnx_bytes, save_onnx
from mlwidgets.interchange.onnx.writing import activations as activation_rows
from mlwidgets.interchange.onnx.writing import layers as layer_rows
from tests.interchange.onnx.graphs import model, proto_of
from tests.interchange.random_stacks import random_stacks

if TYPE_CHECKING:
    from pathlib import Path


def operators(made: Sequential) -> list[str]:
    return [one.op_type for one in proto_of(made).graph.node]


def test_every_layer_and_activation_has_a_row() -> None:
    assert {kind.__name__ for kind in layer_rows.ROWS} == set(map(_class_name, layers.LAYERS.names))
    kinds = {activations.ACTIVATIONS.find(name) for name in activations.ACTIVATIONS.names}
    assert set(activation_rows.ROWS) == kinds


def _class_name(name: str) -> str:
    return layers.LAYERS.find(name).__name__


def test_axes_turn_once_before_the_first_convolution_and_once_before_flatten() -> None:
    made = Sequential(
        [
            *(Input((8, 9, 2)), Conv2D(3, 3, padding="same", activation="relu"), MaxPooling2D(2)),
            *(Conv2D(4, 2, activation="swish"), Flatten(), Dense(3, activation="softmax")),
        ]
    )
    assert operators(made) == [
        *("Transpose", "Conv", "Relu", "MaxPool", "Conv", "Sigmoid", "Mul"),
        *("Transpose", "Flatten", "Gemm", "Softmax"),
    ]


def test_a_table_needs_no_turning_and_a_picture_that_comes_out_is_turned_back() -> None:
    assert operators(Sequential([Input((4,)), Dense(2)])) == ["Gemm"]
    assert operators(model(("UpSampling2D", {}), shape=(2, 3, 1))) == ["Transpose", "Resize", "Transpose"]


def test_names_sentences_and_sides() -> None:
    proto = proto_of(Sequential([Input((8, 8, 1)), Conv2D(2, 3, activation="relu"), Flatten(), Dense(2)]))
    assert [one.name for one in proto.graph.node] == [
        *("conv2d/Transpose", "conv2d/Conv", "conv2d/Relu"),
        *("flatten/Transpose", "flatten/Flatten", "dense/Gemm"),
    ]
    assert [one.name for one in proto.graph.initializer] == [
        *("conv2d/kernel", "conv2d/bias", "dense/kernel", "dense/bias"),
    ]
    assert proto.graph.node[0].doc_string.startswith("Slides small kernels")
    assert proto.opset_import[0].version == 20
    (port,) = proto.graph.input
    sides = port.type.tensor_type.shape.dim
    assert (sides[0].dim_param, [side.dim_value for side in sides[1:]]) == ("batch", [8, 8, 1])


def test_a_stack_that_does_nothing_is_a_graph_all_the_same() -> None:
    made = Sequential([Input((3,)), layers.Activation("linear")])
    assert operators(made) == ["Identity"]
    assert load_onnx(onnx_bytes(made)).get_config() == made.get_config()


def test_random_stacks_give_the_same_numbers_in_the_reference_of_onnx() -> None:
    # ONNX Runtime does the same for two hundred in `make oracles`; this evaluator comes with the package.
    for stack in random_stacks(6, seed=7):
        content = onnx_bytes(stack.model)
        proto = onnx.load_from_string(content)
        onnx.checker.check_model(proto, full_check=True)
        assert onnx_bytes(stack.model) == content
        with np.errstate(all="ignore"):
            (got,) = ReferenceEvaluator(proto).run(None, {"input": stack.x})
        expected = stack.model.predict(stack.x)
        assert np.abs(got - expected).max() <= 1e-5 * max(1, np.abs(expected).max()), str(stack)


def test_a_file_is_written(tmp_path: Path) -> None:
    made = Sequential([Input((2,)), Dense(1)])
    save_onnx(made, tmp_path / "model.onnx")
    assert (tmp_path / "model.onnx").read_bytes() == onnx_bytes(made)


def test_a_stack_without_an_input_shape_is_refused() -> None:
    with pytest.raises(SessionStateError, match="does not know its input's shape"):
        onnx_bytes(Sequential([Dense(1)]))


def test_without_the_package_the_pip_line_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Sequential([Input((2,)), Dense(1)])
    content = onnx_bytes(made)
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(MissingDependencyError, match=r'pip install "mlwidgets\[onnx\]"'):
        onnx_bytes(made)
    with pytest.raises(MissingDependencyError, match=r'pip install "mlwidgets\[onnx\]"'):
        load_onnx(content)
