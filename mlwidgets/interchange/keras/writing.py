"""A model as a file of Keras 3."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from mlwidgets.data.archives import zip_bytes
from mlwidgets.interchange.files import write_file
from mlwidgets.interchange.formats.format import KERAS
from mlwidgets.interchange.formats.writing import Written, remarks, written_stack
from mlwidgets.interchange.keras.naming import CONFIG, METADATA, WEIGHTS, group_name
from mlwidgets.interchange.keras.training import compile_config, training_remark
from mlwidgets.interchange.keras.weights import weights_bytes

if TYPE_CHECKING:
    import os

    from mlwidgets.engine import Sequential

KERAS_VERSION = "3.0.0"
"""The version whose form this is; later ones read it as well."""


def keras_bytes(model: Sequential) -> bytes:
    """Return a model as the contents of a `.keras` file (v3), which `keras.saving.load_model` opens.

    Parameters
    ----------
    model : Sequential
        It has to know its input's shape. If it is compiled, it is compiled in Keras, too.

    Raises
    ------
    MissingDependencyError
        h5py is not installed; Keras itself is not needed.
    ConfigurationError
        Keras lacks a setting of a layer.
    SessionStateError
        The model does not know its input's shape.
    """
    stack = written_stack(model, KERAS)
    files = {
        METADATA: _json({"keras_version": KERAS_VERSION, "date_saved": "1980-01-01@00:00:00"}),
        CONFIG: _json(_config(model, stack)),
        WEIGHTS: weights_bytes(_groups(stack)),
    }
    return zip_bytes(files)


def save_keras(model: Sequential, path: str | os.PathLike[str]) -> None:
    """Write what `keras_bytes` returns into a file, whose name should end in ".keras"."""
    write_file(path, keras_bytes(model))


def keras_remarks(model: Sequential) -> tuple[str, ...]:
    """Return what has to be said about this file: what acts in training only and has no place in it."""
    said = training_remark(model)
    return (*remarks(model, KERAS), said) if said else remarks(model, KERAS)


def _groups(stack: list[Written]) -> dict[str, list[Any]]:
    """Return each layer's arrays by the name of its group: that of its class, counted."""
    taken: Counter[str] = Counter()
    return {group_name(layer.class_name, taken): list(layer.weights.values()) for layer in stack}


def _config(model: Sequential, stack: list[Written]) -> dict[str, Any]:
    shape = [None, *stack[0].input_shape]
    start = KERAS.written(
        "InputLayer",
        {"batch_shape": shape, "dtype": "float32", "sparse": False, "name": "input_layer"},
        "layers",
    )
    layers = [
        {
            **KERAS.written(layer.class_name, layer.config, "layers"),
            "build_config": {"input_shape": [None, *layer.input_shape]},
        }
        for layer in stack
    ]
    config = {"name": "sequential", "trainable": True, "dtype": "float32", "layers": [start, *layers]}
    whole: dict[str, Any] = {
        "module": "keras",
        "class_name": "Sequential",
        "config": {**config, "build_input_shape": shape},
        "registered_name": None,
        "build_config": {"input_shape": shape},
    }
    compiled = compile_config(model)
    return whole if compiled is None else {**whole, "compile_config": compiled}


def _json(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, allow_nan=False).encode()
