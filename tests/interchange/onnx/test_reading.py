"""ONNX files as stacks: our own as they were, others node by node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, Input
from mlwidgets.interchange.onnx import load_onnx, onnx_bytes, open_onnx
from mlwidgets.interchange.onnx.reading.model import ROWS
from tests.interchange.onnx.graphs import file_of, model, node, proto_of
from tests.interchange.random_stacks import random_stacks

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

W = np.arange(12, dtype=np.float32).reshape(4, 3) / 10


def kinds(made: Sequential) -> list[str]:
    return [layer.class_name for layer in made.layers]


def same(a: AnyArray, b: AnyArray) -> bool:
    return a.shape == b.shape and bool(np.abs(a - b).max() <= 1e-5 * max(1, np.abs(b).max()))


def test_our_own_file_is_the_same_stack_with_the_same_weights() -> None:
    for stack in random_stacks(12, seed=3):
        back = load_onnx(onnx_bytes(stack.model))
        assert back.get_config() == stack.model.get_config()
        pairs = zip(back.get_weights(), stack.model.get_weights(), strict=True)
        assert all(np.array_equal(one, two) for one, two in pairs)


def test_without_our_config_the_nodes_give_the_same_numbers() -> None:
    for stack in random_stacks(12, seed=4):
        content = proto_of(stack.model, config=False).SerializeToString()
        assert same(load_onnx(content).predict(stack.x), stack.model.predict(stack.x)), str(stack)


def test_a_file_that_was_changed_is_read_by_its_nodes() -> None:
    made = Sequential([Input((4,)), Dropout(0.5), Dense(3, activation="relu", kernel_regularizer="l2")])
    proto = proto_of(made)
    proto.graph.node[-1].op_type = "Tanh"
    back = load_onnx(proto.SerializeToString())
    assert kinds(back) == ["Dropout", "Dense"]
    assert back.layers[1].get_config()["activation"] == "tanh"
    assert back.layers[1].get_config()["kernel_regularizer"] is None


@pytest.mark.parametrize(
    "config",
    ["{", "[]", '{"layers": 3}', "[" * 100_000, '{"layers": [{"class_name": "Nope"}]}', "\x00", "1e999"],
)
def test_a_config_that_is_none_does_no_harm(config: str) -> None:
    proto = proto_of(Sequential([Input((4,)), Dense(3)]))
    proto.metadata_props[0].value = config
    assert kinds(load_onnx(proto.SerializeToString())) == ["Dense"]


def test_a_config_with_more_weights_than_the_file_takes_no_memory() -> None:
    proto = proto_of(Sequential([Input((4,)), Dense(3)]))
    text = Sequential([Input((10_000,)), *(Dense(10_000) for _ in range(50))]).get_config()
    proto.metadata_props[0].value = (
        str(text).replace("'", '"').replace("True", "true").replace("None", "null")
    )
    assert kinds(load_onnx(proto.SerializeToString())) == ["Dense"]


def test_pictures_channels_first_come_channels_last_and_it_is_said() -> None:
    rng = np.random.default_rng(0)
    kernel = rng.normal(size=(5, 3, 3, 3)).astype(np.float32)
    dense = rng.normal(size=(5 * 4 * 6, 2)).astype(np.float32)
    content = file_of(
        [
            node("Conv", "x", "k", output="c", pads=[1, 1, 1, 1]),
            node("Relu", "c", output="r"),
            node("MaxPool", "r", output="m", kernel_shape=[2, 2], strides=[2, 2]),
            node("Flatten", "m", output="f"),
            node("Gemm", "f", "d"),
        ],
        {"k": kernel, "d": dense},
        shape=("n", 3, 8, 12),
    )
    opened = open_onnx(content)
    assert kinds(opened.model) == ["Conv2D", "MaxPooling2D", "Flatten", "Dense"]
    assert opened.notes == (
        "The file takes examples channels first, (3, 8, 12); here they are channels last, (8, 12, 3).",
    )
    x = rng.normal(size=(2, 3, 8, 12)).astype(np.float32)
    (expected,) = onnx.reference.ReferenceEvaluator(onnx.load_from_string(content)).run(None, {"x": x})
    assert same(opened.model.predict(np.moveaxis(x, 1, -1)), expected)


def read(nodes: list[Any], constants: dict[str, Any] | None = None, **options: Any) -> Sequential:  # noqa: ANN401
    """Open a file, and compare what it predicts with the reference of ONNX."""
    content = file_of(nodes, constants, **options)
    opened = open_onnx(content)
    proto = onnx.load_from_string(content)
    sides = tuple(side.dim_value for side in proto.graph.input[0].type.tensor_type.shape.dim[1:])
    x = np.random.default_rng(1).normal(size=(3, *sides)).astype(np.float32)
    (expected,) = onnx.reference.ReferenceEvaluator(proto).run(None, {"x": x})
    got = opened.model.predict(x if opened.model.input_shape == sides else np.moveaxis(x, 1, -1))
    moved = any("gives results channels first" in note for note in opened.notes)
    assert same(np.moveaxis(got, -1, 1) if moved else got, expected)
    return opened.model


def test_a_bias_that_is_added_becomes_that_of_the_layer() -> None:
    made = read([node("MatMul", "x", "w", output="z"), node("Add", "b", "z")], {"w": W, "b": W[0]})
    assert kinds(made) == ["Dense"]
    assert np.array_equal(made.layers[0].weights["bias"], W[0])


def test_a_matrix_that_the_graph_turns_is_followed() -> None:
    read([node("Transpose", "w", output="t", perm=[1, 0]), node("Gemm", "x", "t", alpha=0.5)], {"w": W.T})
    read([node("Gemm", "x", "w", "b", transB=1, beta=2.0)], {"w": W.T, "b": np.float32(0.25)})


def test_a_shape_that_the_graph_computes_is_followed() -> None:
    w = np.ones((12, 2), np.float32)
    made = read(
        [
            node("Shape", "x", output="s"),
            node("Gather", "s", "zero", output="n"),
            node("Unsqueeze", "n", "axes", output="u"),
            node("Concat", "u", "rest", output="shape", axis=0),
            node("Reshape", "x", "shape", output="f"),
            node("MatMul", "f", "w"),
        ],
        {"zero": np.int64(0), "axes": np.array([0]), "rest": np.array([-1]), "w": w},
        shape=("n", 3, 4),
    )
    assert kinds(made) == ["Flatten", "Dense"]


def test_functions_of_several_operators() -> None:
    w = {"w": W[:, :3]}
    start = node("MatMul", "x", "w", output="z")
    swish = [node("Sigmoid", "z", output="s"), node("Mul", "z", "s")]
    mish = [node("Softplus", "z", output="p"), node("Tanh", "p", output="t"), node("Mul", "t", "z")]
    softsign = [node("Abs", "z", output="a"), node("Add", "a", "one", output="b"), node("Div", "z", "b")]
    gelu = [
        *(
            node("Div", "z", "root", output="d"),
            node("Erf", "d", output="e"),
            node("Add", "e", "one", output="p"),
        ),
        *(node("Mul", "z", "p", output="m"), node("Mul", "m", "half")),
    ]
    numbers = {"one": np.float32(1), "root": np.float32(2**0.5), "half": np.float32(0.5)}
    for nodes, name in ((swish, "swish"), (mish, "mish"), (softsign, "softsign")):
        made = read([start, *nodes], w | numbers)
        assert made.layers[0].get_config()["activation"] == name
    # The reference of ONNX computes this one in float64, ours in float32.
    assert kinds(read([start, *gelu], w | numbers)) == ["Dense"]


def test_padding_of_every_kind() -> None:
    kernel = {"k": np.random.default_rng(2).normal(size=(2, 1, 3, 3)).astype(np.float32)}
    shape = ("n", 1, 6, 7)
    same_padding = read([node("Conv", "x", "k", auto_pad="SAME_UPPER", strides=[2, 2])], kernel, shape=shape)
    assert same_padding.layers[0].get_config()["padding"] == "same"
    lower = read([node("Conv", "x", "k", auto_pad="SAME_LOWER", strides=[2, 2])], kernel, shape=shape)
    assert kinds(lower) == ["ZeroPadding2D", "Conv2D"]
    odd = read([node("Conv", "x", "k", pads=[2, 0, 1, 3])], kernel, shape=shape)
    assert kinds(odd) == ["ZeroPadding2D", "Conv2D"]
    average = node("AveragePool", "x", kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1)
    assert kinds(read([average], shape=shape)) == ["ZeroPadding2D", "AveragePooling2D"]
    biggest = node("MaxPool", "r", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    after = read([node("Relu", "x", output="r"), biggest], shape=shape)
    assert kinds(after) == ["Activation", "ZeroPadding2D", "MaxPooling2D"]


def test_normalization_lies_along_the_axis_that_it_had() -> None:
    for axis in (1, 2, 3, -1):
        made = model(
            ("BatchNormalization", {"axis": axis}), ("Flatten", {}), ("Dense", {"units": 2}), shape=(5, 3, 2)
        )
        back = load_onnx(proto_of(made, config=False).SerializeToString())
        x = np.random.default_rng(0).normal(size=(4, 5, 3, 2)).astype(np.float32)
        assert isinstance(back.layers[0], BatchNormalization)
        assert same(back.predict(x), made.predict(x))


def test_sides_of_one_make_no_layer_that_only_reshapes() -> None:
    made = Sequential([Input((28, 28, 1)), Conv2D(2, 3), Flatten(), Dense(2)])
    back = open_onnx(proto_of(made, config=False).SerializeToString())
    assert (kinds(back.model), back.notes) == (["Conv2D", "Flatten", "Dense"], ())


def test_settings_are_short_decimals_again() -> None:
    made = model(
        ("LeakyReLU", {"negative_slope": 0.1}), ("LayerNormalization", {"epsilon": 1e-3}), shape=(4,)
    )
    first, second = load_onnx(proto_of(made, config=False).SerializeToString()).layers
    assert (first.get_config()["negative_slope"], second.get_config()["epsilon"]) == (0.1, 0.001)


def test_an_older_form_of_the_same_operators() -> None:
    made = read(
        [
            node("Unsqueeze", "x", output="u", axes=[2]),
            node("Squeeze", "u", output="s", axes=[2]),
            node("Gemm", "s", "w"),
        ],
        {"w": W},
        opset=11,
    )
    assert kinds(made) == ["Dense"]


def test_half_and_double_weights_become_single() -> None:
    for kind in (np.float16, np.float64):
        content = file_of([node("Gemm", "x", "w")], {"w": W.astype(kind)})
        assert np.allclose(load_onnx(content).layers[0].weights["kernel"], W, atol=1e-3)
    listed = numpy_helper.from_array(W, "w")
    listed.ClearField("raw_data")
    listed.float_data.extend(W.ravel().tolist())
    proto = onnx.load_from_string(file_of([node("Gemm", "x", "w")], {"w": W}))
    proto.graph.initializer[0].CopyFrom(listed)
    assert np.array_equal(load_onnx(proto.SerializeToString()).layers[0].weights["kernel"], W)


def test_the_list_of_operators_is_the_one_that_a_refusal_gives() -> None:
    assert {"Conv", "Gemm", "Softmax", "Transpose", "Reshape", "BatchNormalization"} <= set(ROWS)
