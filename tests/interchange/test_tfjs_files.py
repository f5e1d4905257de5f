"""Files of TensorFlow.js: what is written, what comes back, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.activations import Tanh
from mlwidgets.engine.constraints import FixedFilters, MaxNorm
from mlwidgets.engine.initializers import GivenFilters, Ones
from mlwidgets.engine.layers import (
    ELU,
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    Input,
    Layer,
    LayerNormalization,
    LeakyReLU,
    Reshape,
    SeparableConv2D,
    Softmax,
    SpatialDropout2D,
)
from mlwidgets.engine.optimizers import SGD, Adam, AdamW
from mlwidgets.errors import DataError, SessionStateError, ShapeError
from mlwidgets.interchange.formats.format import NotInFormatError
from mlwidgets.interchange.tfjs import load_tfjs, model_from_files, save_tfjs, tfjs_files, tfjs_remarks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def small() -> Sequential:
    """Return a model with every way in which a layer differs there."""
    stack = [
        Conv2D(3, 3, padding="same", activation="relu", kernel_regularizer="l2"),
        BatchNormalization(),
        SpatialDropout2D(0.2),
        Dropout(0.1),
        SeparableConv2D(4, 2, depth_multiplier=2),
        DepthwiseConv2D(2),
        LeakyReLU(0.2),
        LayerNormalization([-1, 1]),
        Flatten(),
        Reshape([-1, 2]),
        Softmax(),
        Flatten(),
        Flatten(),
        Dense(3, "swish"),
    ]
    return Sequential([Input((6, 6, 2)), *stack], seed=5)


def changed(files: dict[str, bytes], change: Callable[[dict[str, Any]], object]) -> dict[str, bytes]:
    """Return files whose model.json has been changed."""
    plain = json.loads(files["model.json"])
    change(plain)
    return {**files, "model.json": json.dumps(plain).encode()}


def layers_of(plain: dict[str, Any]) -> list[Any]:
    found: list[Any] = plain["modelTopology"]["config"]["layers"]
    return found


def test_there_and_back(tmp_path: Path) -> None:
    model = small()
    x = np.random.default_rng(0).normal(size=(4, 6, 6, 2))
    save_tfjs(model, tmp_path / "new" / "folder")
    back = load_tfjs(tmp_path / "new" / "folder")
    assert np.array_equal(back.predict(x), model.predict(x))
    names = [layer.class_name for layer in back.layers]
    # What is flat already cannot be flattened there: a layer stands in for it that does as little.
    assert names == [*(layer.class_name for layer in model.layers[:12]), "Activation", "Dense"]
    assert back.layers[2].get_config() == {"rate": 0.2}
    assert tfjs_files(back)["group1-shard1of1.bin"] == tfjs_files(model)["group1-shard1of1.bin"]


def test_the_files_say_what_tensorflow_js_expects() -> None:
    files = tfjs_files(small())
    plain = json.loads(files["model.json"])
    assert plain["format"] == "layers-model"
    first, *_ = layers_of(plain)
    assert first["class_name"] == "Conv2D"
    assert first["config"]["batch_input_shape"] == [None, 6, 6, 2]
    assert first["config"]["kernel_regularizer"] == {"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.01}}
    assert layers_of(plain)[2] == {
        "class_name": "Dropout",
        "config": {
            "name": "spatial_dropout2d",
            "dtype": "float32",
            "rate": 0.2,
            "noise_shape": [None, 1, 1, None],
        },
    }
    names = [entry["name"] for entry in plain["weightsManifest"][0]["weights"]]
    assert names[:6] == [
        *("conv2d/kernel", "conv2d/bias", "batch_normalization/gamma", "batch_normalization/beta"),
        *("batch_normalization/moving_mean", "batch_normalization/moving_variance"),
    ]
    assert "depthwise_conv2d/depthwise_kernel" in names


def test_large_weights_come_in_shards_of_4_mb() -> None:
    files = tfjs_files(Sequential([Input((1500,)), Dense(1000)]))
    shards = [len(content) for name, content in files.items() if name != "model.json"]
    assert list(files)[1] == "group1-shard1of2.bin"
    assert shards == [4 * 2**20, 4 * 1501 * 1000 - 4 * 2**20]
    deeper = {f"somewhere/{name}": one for name, one in files.items()}
    assert model_from_files(deeper).count_params() == 1501000


def test_a_model_without_weights() -> None:
    files = tfjs_files(Sequential([Input((3,)), Activation("tanh")]))
    assert list(files) == ["model.json"]
    assert model_from_files(files).predict([[0, 0, 0]]).tolist() == [[0, 0, 0]]


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        (Conv2D(4, 3, groups=2), "Layer 1, Conv2D, has groups=2, and TensorFlow.js has no groups"),
        (Conv2D(4, 2, strides=2, dilation_rate=2), "both strides and a dilation_rate above 1"),
        (DepthwiseConv2D(2, dilation_rate=2), "leaves out of its calculation"),
        (ELU(0.5), "calculates with alpha=1"),
        (BatchNormalization(axis=1), "Set axis=-1"),
        (Conv2D(4, 3, activation="hard_sigmoid"), "another slope in TensorFlow.js"),
        (Activation({"class_name": "GELU", "config": {"approximate": True}}), "approximate=False"),
        (Activation({"class_name": "ELU", "config": {"alpha": 2.0}}), "Choose alpha=1"),
    ],
)
def test_what_it_lacks_is_refused_before_anything_is_written(
    layer: Layer, sentence: str, tmp_path: Path
) -> None:
    model = Sequential([Input((6, 6, 2)), layer])
    with pytest.raises(NotInFormatError, match=sentence):
        save_tfjs(model, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_examples_of_four_axes_are_not_normalized() -> None:
    for layer in (LayerNormalization(), BatchNormalization()):
        model = Sequential([Input((2, 3, 2, 2)), layer])
        with pytest.raises(NotInFormatError, match="normalizes examples of 4 axes"):
            tfjs_files(model)


def test_a_layer_and_parts_of_somebodys_own() -> None:
    class Mine(Dense):
        """A layer that no format has."""

    class Odd(Tanh):
        """An activation that no format has."""

    class Start(Ones):
        """An initializer that no format has."""

    with pytest.raises(NotInFormatError, match="Layer 1, Mine, is not a layer of mlwidgets itself"):
        tfjs_files(Sequential([Input((2,)), Mine(3)]))
    with pytest.raises(NotInFormatError, match="Layer 1, Dense, has the activation Odd"):
        tfjs_files(Sequential([Input((2,)), Dense(3, Odd())]))
    back = model_from_files(tfjs_files(Sequential([Input((2,)), Dense(3, kernel_initializer=Start())])))
    assert back.get_weights()[0].tolist() == [[1, 1, 1], [1, 1, 1]]


def test_a_model_that_does_not_know_its_input() -> None:
    with pytest.raises(SessionStateError, match="input's shape"):
        tfjs_files(Sequential([Dense(3)]))


def test_what_acts_in_training_only_is_left_out_and_said() -> None:
    given = GivenFilters([0], [[[[1.0]]]], "he_normal")
    fixed = FixedFilters([0], [[[[1.0]]]])
    stack = [
        Conv2D(2, 1, kernel_initializer=given, kernel_constraint=fixed),
        Flatten(),
        Dense(2, kernel_constraint=MaxNorm(0.1)),
    ]
    model = Sequential([Input((4, 4, 1)), *stack])
    x = np.random.default_rng(1).normal(size=(3, 4, 4, 1))
    back = model_from_files(tfjs_files(model))
    assert np.array_equal(back.predict(x), model.predict(x))
    assert back.layers[0].get_config()["kernel_initializer"] == "he_normal"
    assert [said[:40] for said in tfjs_remarks(model)] == [
        "Layer 1, Conv2D, has a kernel_constraint",
        "Layer 3, Dense, has a kernel_constraint ",
    ]


def test_how_it_is_trained_goes_along() -> None:
    model = Sequential([Input((2,)), Dense(3, "softmax")])
    model.compile(Adam(0.02, beta_1=0.8), "categorical_crossentropy", ["accuracy"])
    back = model_from_files(tfjs_files(model))
    assert back.optimizer.get_config() == model.optimizer.get_config()  # type: ignore[union-attr]
    assert type(back.loss) is type(model.loss)
    assert [metric.name for metric in back.metrics] == [metric.name for metric in model.metrics]
    assert tfjs_remarks(model) == ()
    model.compile(SGD(0.1, momentum=0.5, nesterov=True), "log_cosh")
    back = model_from_files(tfjs_files(model))
    assert back.optimizer.get_config() == model.optimizer.get_config()  # type: ignore[union-attr]
    model.compile(AdamW(), "mean_squared_error")
    assert model_from_files(tfjs_files(model)).optimizer is None
    assert "AdamW" in tfjs_remarks(model)[0]


def test_a_model_of_tensorflow_js_itself() -> None:
    """It may have a wrapper, writes null for what is left over, and has a layer ReLU."""
    files = tfjs_files(Sequential([Input((8, 2)), Reshape([4, 4]), Activation("relu"), Flatten(), Dense(1)]))

    def as_there(plain: dict[str, Any]) -> None:
        layers_of(plain)[0]["config"]["target_shape"] = [None, 4]
        layers_of(plain)[1] = {"class_name": "ReLU", "config": {"name": "re_lu", "max_value": 6}}
        scaling = {"scale": 1, "mode": "fan_avg", "distribution": "uniform", "seed": None}
        layers_of(plain)[3]["config"] |= {
            "activity_regularizer": None,
            "trainable": True,
            "kernel_initializer": {"class_name": "VarianceScaling", "config": scaling},
        }
        plain["modelTopology"] = {"keras_version": "4.22.0", "model_config": plain["modelTopology"]}

    back = model_from_files(changed(files, as_there))
    assert back.layers[0].get_config() == {"target_shape": [-1, 4]}
    assert back.layers[1].get_config() == {"activation": "relu6"}
    assert back.layers[3].get_config()["kernel_initializer"] == "glorot_uniform"


def test_a_functional_chain() -> None:
    model = Sequential([Input((2,)), Dense(3, "tanh"), Dense(1)])

    def functional(plain: dict[str, Any]) -> None:
        first, second = layers_of(plain)
        start = {"class_name": "InputLayer", "config": {"batch_input_shape": [None, 2], "name": "in"}}
        nodes = [[], [[["in", 0, 0, {}]]], [[["dense", 0, 0]]]]
        names = ("in", "dense", "dense_1")
        entries = [
            {**layer, "name": name, "inbound_nodes": node}
            for layer, name, node in zip((start, first, second), names, nodes, strict=True)
        ]
        config = {
            "layers": [entries[2], entries[0], entries[1]],
            "input_layers": [["in", 0, 0]],
            "output_layers": [["dense_1", 0, 0]],
        }
        plain["modelTopology"] = {"class_name": "Model", "config": config}

    files = changed(tfjs_files(model), functional)
    assert np.array_equal(model_from_files(files).predict([[1, 2]]), model.predict([[1, 2]]))

    def branching(plain: dict[str, Any]) -> None:
        plain["modelTopology"]["config"]["layers"][0]["inbound_nodes"] = [[["dense", 0, 0], ["in", 0, 0]]]

    with pytest.raises(DataError, match="not a plain chain"):
        model_from_files(changed(files, branching))


@pytest.mark.parametrize("kind", ["uint8", "uint16", "float16"])
def test_quantized_weights(kind: str) -> None:
    model = Sequential([Input((4,)), Dense(3)])
    files = tfjs_files(model)
    kernel = model.get_weights()[0]

    def quantize(plain: dict[str, Any]) -> None:
        entry = plain["weightsManifest"][0]["weights"][0]
        entry["quantization"] = {"dtype": kind, "original_dtype": "float32"}
        if kind != "float16":
            entry["quantization"] |= {"scale": scale, "min": float(kernel.min())}

    most = {"uint8": 255, "uint16": 65535}.get(kind, 1)
    scale = float(np.ptp(kernel)) / most
    whole = np.rint((kernel - kernel.min()) / scale)
    packed = kernel.astype("<f2") if kind == "float16" else whole.astype(np.dtype(kind).newbyteorder("<"))
    files = changed(files, quantize)
    files["group1-shard1of1.bin"] = packed.tobytes() + files["group1-shard1of1.bin"][48:]
    found = model_from_files(files).get_weights()[0]
    assert np.abs(found - kernel).max() <= (1e-3 if kind == "float16" else scale)


def test_weights_of_an_optimizer_are_passed_over() -> None:
    model = Sequential([Input((2,)), Dense(1)])

    def add(plain: dict[str, Any]) -> None:
        more = {"name": "Adam/iter", "shape": [], "dtype": "int32", "group": "optimizer"}
        plain["weightsManifest"][0]["weights"].append(more)

    files = changed(tfjs_files(model), add)
    files["group1-shard1of1.bin"] += b"\1\0\0\0"
    assert np.array_equal(model_from_files(files).get_weights()[0], model.get_weights()[0])


def _entry(plain: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = plain["weightsManifest"][0]["weights"][0]
    return found


def _group(plain: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = plain["weightsManifest"][0]
    return found


def _first(plain: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = layers_of(plain)[0]["config"]
    return found


MORE = {"name": "x/y", "shape": [0], "dtype": "float32"}

BAD: dict[str, tuple[Any, str]] = {
    "missing weight": (lambda p: _group(p)["weights"].pop(), "has no weights 'dense/bias'"),
    "two alike": (lambda p: _group(p)["weights"].append(_entry(p)), "two arrays of weights the same name"),
    "left over": (lambda p: _group(p)["weights"].append(MORE), "no layer of the model needs, 'x/y'"),
    "wrong shape": (lambda p: _entry(p).update(shape=[3, 2]), "must have the shape"),
    "huge shape": (lambda p: _entry(p).update(shape=[10**9, 10**9]), "must have the shape"),
    "negative side": (lambda p: _entry(p).update(shape=[-2, 3]), "must be a list of whole numbers"),
    "texts": (lambda p: _entry(p).update(dtype="string"), "must be float32"),
    "whole numbers": (lambda p: _entry(p).update(dtype="int32"), "are int32"),
    "packed oddly": (lambda p: _entry(p).update(quantization={"dtype": "int4"}), "quantized as 'int4'"),
    "no scale": (lambda p: _entry(p).update(quantization={"dtype": "uint8", "min": 0}), "scale and min"),
    "path out": (lambda p: _group(p).update(paths=["../../etc/passwd"]), "leads out of"),
    "absolute": (lambda p: _group(p).update(paths=["/etc/passwd"]), "leads out of"),
    "drive": (lambda p: _group(p).update(paths=["C:\\x.bin"]), "leads out of"),
    "no such file": (lambda p: _group(p).update(paths=["a.bin", "b.bin"]), "'a.bin' is missing"),
    "unknown layer": (lambda p: layers_of(p)[0].update(class_name="LSTM"), "is a 'LSTM', which mlwidgets"),
    "unknown option": (lambda p: _first(p).update(rank=3), "The rank of layer 1"),
    "channels first": (lambda p: _first(p).update(data_format="channels_first"), "data_format"),
    "float16": (lambda p: _first(p).update(dtype="float16"), "The dtype of layer 1"),
    "activation": (lambda p: _first(p).update(activation="exp"), "activation of layer 1"),
    "slope": (lambda p: _first(p).update(activation="hard_sigmoid"), "whose slope is 0.2"),
    "units": (lambda p: _first(p).update(units=10**30), "units must be"),
    "any size": (lambda p: _first(p).update(batch_input_shape=[None, None]), "of any size"),
    "no input": (lambda p: _first(p).pop("batch_input_shape"), "what shape its input has"),
    "no layers": (lambda p: p["modelTopology"]["config"].update(layers=[]), "what shape its input has"),
    "no topology": (lambda p: p.pop("modelTopology"), "has no 'modelTopology'"),
    "graph": (lambda p: p.update(format="graph-model"), "tfjs_layers_model"),
    "class": (lambda p: p["modelTopology"].update(class_name="Graph"), "of the class 'Graph'"),
    "layer is a number": (lambda p: layers_of(p).append(3), "Each layer must be an object"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_models(case: str) -> None:
    change, sentence = BAD[case]
    files = tfjs_files(Sequential([Input((2,)), Dense(3)]))
    with pytest.raises((DataError, ShapeError, ValueError), match=sentence) as caught:
        model_from_files(changed(files, change))
    assert str(caught.value).endswith((".", "?"))


def test_bad_files(tmp_path: Path) -> None:
    files = tfjs_files(Sequential([Input((2,)), Dense(3)]))
    shard = files["group1-shard1of1.bin"]
    for name, content, sentence in (
        ("group1-shard1of1.bin", shard[:-1], "hold 35 bytes together; the weights need 36"),
        ("group1-shard1of1.bin", b"\0\0\xc0\x7f" + shard[4:], "finite"),
        ("model.json", b"\xff\xfe", "not valid JSON"),
        ("model.json", b"[1]", "must hold a JSON object"),
        ("model.json", b"[" * 100_000, "levels deep"),
        ("model.json", b'{"a": ' + b"[" * 60 + b"]" * 60 + b"}", "levels deep"),
        ("model.json", b'{"a": 1, "a": 2}', "says 'a' twice"),
        ("model.json", b'{"a": NaN}', "holds NaN"),
        ("model.json", b'{"a": ' + b"1" * 5000 + b"}", "not valid JSON"),
    ):
        with pytest.raises(DataError, match=sentence):
            model_from_files({**files, name: content})
    with pytest.raises(DataError, match=r"needs one model\.json"):
        model_from_files({})
    with pytest.raises(DataError, match=r"There is no model\.json in"):
        load_tfjs(tmp_path)
