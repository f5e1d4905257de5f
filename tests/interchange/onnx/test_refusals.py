"""Bad ONNX files: each is refused in a sentence that names what is wrong, quickly and in little memory."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import BatchNormalization, Conv2D, Dense, Flatten, Input, MaxPooling2D
from mlwidgets.errors import DataError, MLWidgetsError
from mlwidgets.interchange.onnx import load_onnx, onnx_bytes, open_onnx, wire
from tests.interchange.onnx.graphs import file_of, node, proto_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

W = {"w": np.ones((4, 3), np.float32)}
PICTURE = ("n", 1, 6, 6)
K = {"k": np.ones((2, 1, 3, 3), np.float32)}


def dense() -> Any:  # noqa: ANN401 - made at run time
    return proto_of(Sequential([Input((4,)), Dense(3)]), config=False)


@pytest.mark.parametrize(
    ("nodes", "constants", "options", "said"),
    [
        ([node("LSTM", "x", "w")], W, {}, r"The operator LSTM \(node 'the y'\) has no counterpart"),
        ([node("Gemm", "x", "w", transA=1)], W, {}, "transA = 1"),
        ([node("Gemm", "x", "w", zeal=1)], W, {}, "zeal = 1"),
        ([node("Gemm", "w", "x")], W, {}, "does not use the result before it"),
        ([node("Gemm", "x", "x")], W, {}, "does not use the result before it"),
        ([node("Gemm", "x", "lost")], W, {}, "'lost'"),
        (
            [node("Gemm", "x", "w")],
            {"w": np.ones((5, 3), np.float32)},
            {},
            "takes 5 numbers; an example has 4",
        ),
        ([node("Gemm", "x", "w")], {"w": np.full((4, 3), np.nan, np.float32)}, {}, "finite"),
        ([node("Gemm", "x", "w")], {"w": np.full((4, 3), 1e300)}, {}, "finite"),
        ([node("Gemm", "x", "w")], {"w": np.ones((4, 3), np.int64)}, {}, "needs floats"),
        ([node("Gemm", "x", "w", "b")], W | {"b": np.ones((2, 3), np.float32)}, {}, "adds numbers of shape"),
        ([node("Relu", "x", output="a"), node("Add", "x", "a")], {}, {}, "not a chain of layers: Add, Relu"),
        ([node("Relu", "x", output="a")], {}, {}, "nothing takes the tensor 'a'"),
        ([node("Relu", "x", output="x")], {}, {}, "twice"),
        ([node("Relu", "y"), node("Relu", "x")], {}, {}, "twice"),
        (
            [node("Add", "x", "a", output="b"), node("Relu", "b", output="a")],
            {},
            {},
            "'a', which is computed",
        ),
        ([node("HardSigmoid", "x")], {}, {}, "alpha = 0.2"),
        ([node("Clip", "x", "w")], {"w": np.float32(-1)}, {}, "within -1.0 and None"),
        ([node("Softmax", "x", axis=0)], {}, {}, "axis = 0"),
        ([node("Softmax", "x", axis=2)], {}, {"shape": PICTURE}, "softmax here goes over the channels"),
        ([node("Flatten", "x", axis=0)], {}, {}, "axis = 0"),
        ([node("Transpose", "x", perm=[1, 0])], {}, {}, "moves the batch"),
        ([node("Reshape", "x", "s")], {"s": np.array([-1, 2])}, {}, "keep the batch"),
        ([node("Reshape", "x", "s")], {"s": np.array([2, -1])}, {}, "keep the batch"),
        ([node("Reshape", "x", "s")], {"s": np.array([0, -1, -1])}, {}, "one side open"),
        ([node("Reshape", "x", "s")], {"s": np.array([0, -7])}, {}, "keep the batch"),
        ([node("Squeeze", "x", "s")], {"s": np.array([0])}, {}, "is the batch"),
        ([node("Unsqueeze", "x", "s")], {"s": np.array([1, 1])}, {}, "names the axes"),
        ([node("Conv", "x", "k", group=2)], K, {"shape": PICTURE}, "group"),
        ([node("Conv", "x", "k", pads=[-1, 0, 0, 0])], K, {"shape": PICTURE}, "pads"),
        ([node("Conv", "x", "k", strides=[0, 1])], K, {"shape": PICTURE}, "strides must be a whole number"),
        ([node("Conv", "x", "k", strides=[1])], K, {"shape": PICTURE}, r"strides = \(1,\)"),
        ([node("Conv", "x", "k", auto_pad="ALL")], K, {"shape": PICTURE}, "auto_pad = 'ALL'"),
        ([node("Conv", "x", "k", kernel_shape=[2, 2])], K, {"shape": PICTURE}, "its weights are for"),
        (
            [node("Conv", "x", "k")],
            {"k": np.ones((2, 5, 3, 3), np.float32)},
            {"shape": PICTURE},
            "do not fit",
        ),
        ([node("Conv", "x", "k")], {"k": np.ones((2, 1, 3, 3, 3), np.float32)}, {}, "kernel with 3 axes"),
        ([node("Conv", "x", "k")], {"k": np.ones((2, 1, 9, 9), np.float32)}, {"shape": PICTURE}, "not fit"),
        (
            [node("MaxPool", "x", kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)],
            {},
            {"shape": PICTURE},
            "zeros instead",
        ),
        ([node("MaxPool", "x", kernel_shape=[2, 2], dilations=[2, 2])], {}, {"shape": PICTURE}, "dilations"),
        (
            [node("MaxPool", "x", kernel_shape=[5, 5], strides=[2, 2], ceil_mode=1)],
            {},
            {"shape": PICTURE},
            "ceil_mode = 1",
        ),
        (
            [node("Resize", "x", "", "s")],
            {"s": np.array([1, 1, 1.5, 2], np.float32)},
            {"shape": PICTURE},
            "resizes by",
        ),
        (
            [node("Resize", "x", "", "s")],
            {"s": np.array([1, 1, 1e9, 2], np.float32)},
            {"shape": PICTURE},
            "size must be",
        ),
        (
            [node("Resize", "x", "", "s", mode="linear")],
            {"s": np.array([1, 1, 2, 2], np.float32)},
            {"shape": PICTURE},
            "mode",
        ),
        ([node("Pad", "x", "p")], {"p": np.array([1, 0, 0, 0, 0, 0, 1, 0])}, {"shape": PICTURE}, "pads = "),
        (
            [node("Pad", "x", "p", mode="reflect")],
            {"p": np.zeros(8, np.int64)},
            {"shape": PICTURE},
            "reflect",
        ),
        ([node("Relu", "x")], {}, {"opset": 9}, "11 to 25; the file names version 9"),
        ([node("Relu", "x")], {}, {"opset": 999}, "names version 999"),
        ([node("Relu", "x")], {}, {"shape": ("n", "sides")}, "fixed sides"),
        ([node("Relu", "x")], {}, {"shape": ("n",)}, "fixed sides"),
        ([node("Relu", "x")], {}, {"shape": ("n", 0)}, "fixed sides"),
        ([node("Relu", "x")], {}, {"shape": ("n", 10**6, 10**6, 10**6)}, "1,000,000,000,000,000,000 numbers"),
        ([node("Identity", "x")], {}, {}, "no layer in it"),
        (
            [node("Dropout", "x", "r", "t")],
            {"r": np.float32(0.5), "t": np.array([1]) > 0},
            {},
            "training mode",
        ),
        ([node("Cast", "x", to=7)], {}, {}, "to = 7"),
    ],
)
def test_a_graph_that_is_no_stack(nodes: Any, constants: Any, options: Any, said: str) -> None:  # noqa: ANN401
    with pytest.raises(MLWidgetsError, match=said) as caught:
        load_onnx(file_of(nodes, constants, **options))
    assert len(str(caught.value)) < 700


def _external(proto: Any) -> None:  # noqa: ANN401
    tensor = proto.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../etc/passwd")


def _short(proto: Any) -> None:  # noqa: ANN401
    proto.graph.initializer[0].raw_data = proto.graph.initializer[0].raw_data[:-4]


def _huge(proto: Any) -> None:  # noqa: ANN401
    proto.graph.initializer[0].dims[:] = [2**40, 2**40]


def _negative(proto: Any) -> None:  # noqa: ANN401
    proto.graph.initializer[0].dims[:] = [-4, -3]


def _flat(proto: Any) -> None:  # noqa: ANN401
    proto.graph.initializer[0].dims[:] = [1] * 30 + [12]


def _texts(proto: Any) -> None:  # noqa: ANN401
    proto.graph.initializer[0].data_type = TensorProto.STRING


def _twice(proto: Any) -> None:  # noqa: ANN401
    proto.graph.initializer.append(proto.graph.initializer[0])


def _subgraph(proto: Any) -> None:  # noqa: ANN401
    proto.graph.node[0].attribute.append(helper.make_attribute("body", proto.graph))


def _custom(proto: Any) -> None:  # noqa: ANN401
    proto.graph.node[0].domain = "com.microsoft"


def _function(proto: Any) -> None:  # noqa: ANN401
    proto.functions.add(name="f")


def _two_inputs(proto: Any) -> None:  # noqa: ANN401
    proto.graph.input.add(name="other")


def _double_input(proto: Any) -> None:  # noqa: ANN401
    proto.graph.input[0].type.tensor_type.elem_type = TensorProto.DOUBLE


def _no_opset(proto: Any) -> None:  # noqa: ANN401
    del proto.opset_import[:]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_external, "lie in another file"),
        (_short, "cut short or damaged"),
        (_huge, "cut short or damaged"),
        (_negative, "a shape that no weights have"),
        (_flat, "a shape that no weights have"),
        (_texts, "holds none of float"),
        (_twice, "two initializers"),
        (_subgraph, r"The operator Gemm .* holds a graph of its own, in its setting body"),
        (_custom, "'com.microsoft'"),
        (_function, "functions of its own"),
        (_two_inputs, "has one input; the ONNX file has 2"),
        (_double_input, "32-bit floats"),
        (_no_opset, "names no single version"),
    ],
)
def test_a_file_that_is_none_of_ours(change: Callable[[Any], None], said: str) -> None:
    proto = dense()
    change(proto)
    with pytest.raises(DataError, match=said):
        load_onnx(proto.SerializeToString())


def test_a_name_that_is_no_text_is_damage() -> None:
    content = dense().SerializeToString()
    for name in (b"Gemm", b"input", b"dense/kernel", b"output", b"batch"):
        assert name in content
        with pytest.raises(DataError, match="cut short or damaged"):
            load_onnx(content.replace(name, b"\xff" * len(name)))


def test_a_variance_below_0_is_refused() -> None:
    made = Sequential([Input((2,)), BatchNormalization()])
    proto = proto_of(made, config=False)
    proto.graph.initializer[3].raw_data = np.array([-1, 1], np.float32).tobytes()
    with pytest.raises(DataError, match="variance below 0"):
        load_onnx(proto.SerializeToString())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", b"\x0a" * 100, b"\xff" * 50])
def test_what_is_no_onnx_file_is_said(content: bytes) -> None:
    with pytest.raises(DataError, match=r"not an ONNX file|cut short"):
        load_onnx(content)


@pytest.mark.parametrize("source", [3, None, "", "no/such/file.onnx", "\0", "x" * 5000])
def test_a_source_that_is_none_is_said(source: Any) -> None:  # noqa: ANN401
    with pytest.raises(MLWidgetsError, match=r"A path is a text|cannot be read"):
        load_onnx(source)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        load_onnx(tmp_path)


def test_a_file_of_empty_entries_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    # Two bytes each in the file; opened, a hundred: 100 MB would become 5 GB.
    monkeypatch.setattr(wire, "MOST_STRUCTURE", 2**14)
    for field in (b"\x0a\x00", b"\x2a\x00"):  # nodes, initializers
        many = field * (2**13 + 1)
        size = bytes([len(many) & 0x7F | 0x80, len(many) >> 7 & 0x7F | 0x80, len(many) >> 14])
        with pytest.raises(DataError, match="holds more than 16 KB of nodes"):
            load_onnx(b"\x3a" + size + many)


def test_constants_that_are_joined_over_and_over_are_joined_once() -> None:
    nodes = [node("Concat", *(["w0"] * 8), output="w1", axis=0)]
    nodes += [node("Concat", *([f"w{n}"] * 8), output=f"w{n + 1}", axis=0) for n in range(1, 12)]
    with pytest.raises(DataError, match="keep the batch"):
        load_onnx(file_of([*nodes, node("Reshape", "x", "w12")], {"w0": np.zeros(0, np.int64)}))


def test_random_damage_is_refused_in_a_sentence() -> None:
    made = Sequential(
        [Input((6, 6, 1)), Conv2D(2, 3, activation="swish"), MaxPooling2D(2), Flatten(), Dense(2)]
    )
    files = [onnx_bytes(made), bytes(proto_of(made, config=False).SerializeToString())]
    rng = random.Random(12)  # noqa: S311 - damage, no secret
    opened = 0
    for _ in range(1500):
        content = bytearray(rng.choice(files))
        at = rng.randrange(len(content))
        way = rng.randrange(4)
        if way == 0:
            del content[at:]
        elif way == 1:
            content[at] = rng.randrange(256)
        elif way == 2:
            del content[at : at + rng.randint(1, 9)]
        else:
            content[at:at] = content[: rng.randint(1, 30)]
        with suppress(MLWidgetsError):
            open_onnx(bytes(content))
            opened += 1
    assert 0 < opened < 500  # the rest of what was hit are sentences, names and weights


def test_the_package_itself_would_open_what_is_refused_here() -> None:
    # So the refusals above are ours, not those of a damaged test.
    proto = dense()
    _custom(proto)
    assert onnx.load_from_string(proto.SerializeToString()).graph.node[0].domain == "com.microsoft"
