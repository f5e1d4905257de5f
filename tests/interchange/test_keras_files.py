"""Files of Keras 3: what is written, what comes back, and what is refused. Keras itself is not needed."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import h5py  # type: ignore[import-untyped]
import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import (
    Activation,
    AveragePooling2D,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Flatten,
    Input,
    LayerNormalization,
    PReLU,
    SpatialDropout2D,
)
from mlwidgets.engine.losses import Huber
from mlwidgets.engine.optimizers import Adam
from mlwidgets.engine.schedules import ExponentialDecay, OneCycle
from mlwidgets.errors import DataError, MissingDependencyError, ShapeError
from mlwidgets.interchange.formats.format import NotInFormatError
from mlwidgets.interchange.keras import (
    keras_bytes,
    keras_remarks,
    load_keras,
    model_from_bytes,
    save_keras,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mlwidgets.engine.layers import Layer


def small() -> Sequential:
    stack = [Conv2D(3, 3, activation="swish"), PReLU(shared_axes=[1, 2]), SpatialDropout2D(0.2)]
    more = [
        LayerNormalization([-1, 2]),
        PReLU(),
        Flatten(),
        Dense(3, "softmax", kernel_constraint="max_norm"),
    ]
    return Sequential([Input((6, 6, 2)), *stack, *more], seed=5)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def changed(content: bytes, change: Callable[[dict[str, Any]], object], name: str = "config.json") -> bytes:
    files = members(content)
    plain = json.loads(files[name])
    change(plain)
    return packed({**files, name: json.dumps(plain).encode()})


def with_weights(content: bytes, change: Callable[[Any], object]) -> bytes:
    files = members(content)
    held = io.BytesIO(files["model.weights.h5"])
    with h5py.File(held, "r+") as file:
        change(file)
    return packed({**files, "model.weights.h5": held.getvalue()})


def test_there_and_back(tmp_path: Path) -> None:
    model = small()
    x = np.random.default_rng(0).normal(size=(4, 6, 6, 2))
    save_keras(model, tmp_path / "model.keras")
    back = load_keras(tmp_path / "model.keras")
    assert np.array_equal(back.predict(x), model.predict(x))
    assert [layer.class_name for layer in back.layers] == [layer.class_name for layer in model.layers]
    assert back.layers[-1].get_config() == model.layers[-1].get_config()
    assert keras_bytes(back) == keras_bytes(model) == (tmp_path / "model.keras").read_bytes()


def test_the_groups_are_named_as_keras_names_them() -> None:
    files = members(keras_bytes(small()))
    assert sorted(files) == ["config.json", "metadata.json", "model.weights.h5"]
    with h5py.File(io.BytesIO(files["model.weights.h5"])) as file:
        assert sorted(file["layers"]) == [
            *("conv2d", "dense", "flatten", "layer_normalization", "p_re_lu", "p_re_lu_1"),
            "spatial_dropout2d",
        ]
        assert file["layers/p_re_lu/vars/0"].shape == (1, 1, 3)
    config = json.loads(files["config.json"])
    assert config["config"]["layers"][1]["config"]["activation"] == "silu"
    assert config["config"]["layers"][-1]["config"]["kernel_constraint"] == {
        "module": "keras.constraints",
        "class_name": "MaxNorm",
        "config": {"max_value": 2.0, "axis": 0},
        "registered_name": None,
    }


def test_how_it_is_trained_goes_along() -> None:
    model = Sequential([Input((2,)), Dense(1)])
    schedule = ExponentialDecay(0.1, decay_steps=100, decay_rate=0.5)
    model.compile(Adam(schedule, clipnorm=1.0), Huber(0.5), ["mean_absolute_error", "r2_score"])
    back = model_from_bytes(keras_bytes(model))
    assert back.optimizer.get_config() == model.optimizer.get_config()  # type: ignore[union-attr]
    assert back.loss.get_config() == {"delta": 0.5}  # type: ignore[union-attr]
    assert [metric.name for metric in back.metrics] == ["mean_absolute_error"]
    assert keras_remarks(model) == ()
    model.compile(Adam(OneCycle(0.1, 100)), "mean_squared_error")
    assert model_from_bytes(keras_bytes(model)).optimizer is None
    assert "OneCycle" in keras_remarks(model)[0]


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        (Conv2D(4, 2, strides=2, dilation_rate=2), "both strides and a dilation_rate above 1, and Keras"),
        (LayerNormalization(1), "without the last one, which Keras 3"),
        (Activation({"class_name": "ELU", "config": {"alpha": 2.0}}), "Choose alpha=1"),
    ],
)
def test_what_it_lacks_is_refused(layer: Layer, sentence: str) -> None:
    with pytest.raises(NotInFormatError, match=sentence):
        keras_bytes(Sequential([Input((6, 6, 2)), layer]))


def test_where_keras_itself_differs_is_said() -> None:
    stack = [DepthwiseConv2D(2, strides=(1, 2)), AveragePooling2D(2, 1, "same")]
    said = keras_remarks(Sequential([Input((6, 6, 2)), *stack]))
    assert ["not on TensorFlow" in said[0], "not on PyTorch" in said[1]] == [True, True]


def _layer(plain: dict[str, Any], number: int) -> dict[str, Any]:
    found: dict[str, Any] = plain["config"]["layers"][number]["config"]
    return found


BAD: dict[str, tuple[Any, str]] = {
    "policy": (
        lambda p: _layer(p, 1).update(
            dtype={"class_name": "DTypePolicy", "config": {"name": "mixed_float16"}}
        ),
        "The dtype of layer 2",
    ),
    "quantized": (lambda p: _layer(p, 7).update(quantization_config={"mode": "int8"}), "quantization_config"),
    "custom": (
        lambda p: _layer(p, 1).update(activation={"class_name": "function", "config": "f"}),
        "function",
    ),
    "any size": (lambda p: _layer(p, 0).update(batch_shape=[None, None, None, 2]), "of any size"),
    "unknown": (lambda p: p["config"]["layers"][1].update(class_name="Attention"), "is a 'Attention'"),
    "subclass": (lambda p: p.update(class_name="MyModel"), "of the class 'MyModel'"),
    "regularizer": (
        lambda p: _layer(p, 1).update(
            kernel_regularizer={"class_name": "OrthogonalRegularizer", "config": {}}
        ),
        "kernel_regularizer of layer 2",
    ),
    "activity": (lambda p: _layer(p, 1).update(activity_regularizer="l2"), "activity_regularizer"),
    "keepdims": (lambda p: _layer(p, 6).update(keepdims=True), "The keepdims of layer 7"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_models(case: str) -> None:
    change, sentence = BAD[case]
    with pytest.raises(DataError, match=sentence):
        model_from_bytes(changed(keras_bytes(small()), change))


def test_bad_weights() -> None:
    content = keras_bytes(small())

    def replace(name: str, data: Any, **settings: Any) -> Callable[[Any], None]:  # noqa: ANN401
        def change(file: Any) -> None:  # noqa: ANN401
            del file[name]
            file.create_dataset(name, data=data, **settings)

        return change

    def unwritten(file: Any) -> None:  # noqa: ANN401
        del file["layers/dense/vars/1"]  # HDF5 takes no room for it before something is written
        file.create_dataset("layers/dense/vars/1", shape=(3,), dtype="<f4")

    place, zeros = "layers/dense/vars/1", np.zeros(3, "<f4")
    for change, sentence in (
        (lambda file: file.pop(place), "needs 2 arrays of weights"),
        (replace(place, zeros[:2]), "must have the shape"),
        (replace(place, zeros.astype("<f8")), "of the dtype float64"),
        (replace(place, zeros, chunks=(3,), compression="gzip"), "not stored as Keras stores it"),
        (unwritten, "not stored as Keras stores it"),
        (replace(place, zeros * np.float32(np.nan)), "finite"),
        (lambda file: file.create_dataset("layers/flatten/vars/0", data=zeros), "needs 0 arrays"),
    ):
        with pytest.raises((DataError, ShapeError), match=sentence):
            model_from_bytes(with_weights(content, change))


def test_bad_archives(tmp_path: Path) -> None:
    files = members(keras_bytes(small()))
    for change, sentence in (
        ({"../evil": b""}, "leads out of the archive"),
        ({"bomb": bytes(20 * 2**20)}, "zip bomb"),
        ({"model.weights.h5": files["model.weights.h5"][:900]}, "cannot be read"),
        ({"model.weights.h5": b""}, "cannot be read"),
        ({"config.json": b"{"}, "not valid JSON"),
        ({"metadata.json": b'{"keras_version": "2.15.0"}'}, "mlwidgets reads those of Keras 3"),
    ):
        with pytest.raises(DataError, match=sentence):
            model_from_bytes(packed({**files, **change}))
    with pytest.raises(DataError, match=r"has no model\.weights\.h5"):
        model_from_bytes(packed({name: files[name] for name in ("config.json", "metadata.json")}))
    with pytest.raises(DataError, match="cannot be opened as a zip"):
        model_from_bytes(b"PK")
    with pytest.raises(DataError, match="cannot be read"):
        load_keras(tmp_path / "nothing.keras")


def test_without_h5py(monkeypatch: pytest.MonkeyPatch) -> None:
    content = keras_bytes(small())
    monkeypatch.setitem(sys.modules, "h5py", None)
    for use in (lambda: keras_bytes(small()), lambda: model_from_bytes(content)):
        with pytest.raises(MissingDependencyError, match=r'pip install "mlwidgets\[keras\]"'):
            use()
