"""A model as the files of TensorFlow.js."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.interchange.files import write_folder
from mlwidgets.interchange.formats.format import TFJS
from mlwidgets.interchange.formats.writing import Written, remarks, written_stack
from mlwidgets.interchange.tfjs.training import training_config, training_remark

if TYPE_CHECKING:
    import os

    from mlwidgets.engine import Sequential

SHARD_BYTES = 4 * 2**20
"""The size of TensorFlow.js' own shards: a browser keeps files of this size in its cache."""

MODEL_FILE = "model.json"


def tfjs_files(model: Sequential) -> dict[str, bytes]:
    """Return the files of a model in TensorFlow.js' layers format, by name.

    `tf.loadLayersModel` opens them. Weights are float32, as TensorFlow.js has no others.

    Parameters
    ----------
    model : Sequential
        It has to know its input's shape. If it is compiled, and TensorFlow.js has its loss and optimizer, it
        is compiled there, too.

    Returns
    -------
    dict of str to bytes
        "model.json" and one or more shards of at most 4 MB each.

    Raises
    ------
    ConfigurationError
        TensorFlow.js lacks a layer or one of its settings.
    SessionStateError
        The model does not know its input's shape.

    Examples
    --------
    >>> from mlwidgets.engine import Sequential
    >>> from mlwidgets.engine.layers import Dense, Input
    >>> files = tfjs_files(Sequential([Input((2,)), Dense(3)]))
    >>> {name: len(content) for name, content in files.items() if name != "model.json"}
    {'group1-shard1of1.bin': 36}
    """
    stack = written_stack(model, TFJS)
    data = b"".join(_bytes(array) for layer in stack for array in layer.weights.values())
    pieces = [data[start : start + SHARD_BYTES] for start in range(0, len(data), SHARD_BYTES)]
    shards = {
        f"group1-shard{number}of{len(pieces)}.bin": piece for number, piece in enumerate(pieces, start=1)
    }
    return {MODEL_FILE: _json(_topology(model, stack, list(shards))), **shards}


def save_tfjs(model: Sequential, folder: str | os.PathLike[str]) -> None:
    """Write the files of `tfjs_files` into a folder, which is made if it is not there.

    Nothing is written unless the whole model can be.
    """
    write_folder(folder, tfjs_files(model))


def tfjs_remarks(model: Sequential) -> tuple[str, ...]:
    """Return what has to be said about these files: what acts in training only and has no place in them."""
    said = training_remark(model)
    return (*remarks(model, TFJS), said) if said else remarks(model, TFJS)


def _topology(model: Sequential, stack: list[Written], paths: list[str]) -> dict[str, Any]:
    begin = {"batch_input_shape": [None, *stack[0].input_shape]}
    layers = [
        {"class_name": layer.class_name, "config": {**layer.config, **(begin if layer is stack[0] else {})}}
        for layer in stack
    ]
    weights = [
        {"name": f"{layer.name}/{name}", "shape": list(array.shape), "dtype": "float32"}
        for layer in stack
        for name, array in layer.weights.items()
    ]
    written: dict[str, Any] = {
        "format": "layers-model",
        "generatedBy": "mlwidgets",
        "convertedBy": None,
        "modelTopology": {"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}},
        "weightsManifest": [{"paths": paths, "weights": weights}] if weights else [],
    }
    training = training_config(model)
    return written if training is None else {**written, "trainingConfig": training}


def _bytes(array: Any) -> bytes:  # noqa: ANN401 - an array of the engine
    return np.ascontiguousarray(array, dtype="<f4").tobytes()


def _json(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, separators=(",", ":"), allow_nan=False).encode()
