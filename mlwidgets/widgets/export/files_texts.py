"""Every sentence of the pane *Model files*."""

from __future__ import annotations

FILES = "Model files"

LABEL = "The model as a file of another library"
TITLES = {"tfjs": "TensorFlow.js", "keras": "Keras", "onnx": "ONNX"}
OPENS = {
    "tfjs": "For web pages: unpack the zip and open model.json with tf.loadLayersModel.",
    "keras": "For Python: keras.saving.load_model opens it, on TensorFlow, PyTorch or JAX.",
    "onnx": "For other programs: ONNX Runtime runs it on servers, phones and in browsers.",
}
"""What each file is for, by the key of its library."""

OPEN = "Open a model file"
HINT = (
    "Or drop it here: .keras, .onnx, or a TensorFlow.js model as a zip or as model.json with its .bin "
    "files, up to {limit}\u00a0MB. It replaces your network’s layers and weights; Undo brings them back."
)
EMPTY = "“{name}” is empty: it has 0 bytes. Choose another file."
LARGE = (
    "“{name}” has {size} MB; through this page a model file may have at most {limit} MB, so nothing was "
    "sent. Open it in a notebook with load_keras, load_tfjs or load_onnx."
)
KIND = (
    "“{name}” is {kind}, judging by its content, not a model. Choose a .keras, .onnx, .zip, .json or .bin "
    "file."
)
SEVERAL = "These are {count} files; a model has fewer. Put model.json and its .bin files into one zip."
PROGRESS = "Opening the model"
WAITING = "Waiting for {names}: choose it as well."
NAME = "the model file {name}"
