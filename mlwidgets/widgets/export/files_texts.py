"""Every sentence of the pane *Model files*."""

from __future__ import annotations

from mlwidgets.language import _, n_

FILES = _("Model files")

LABEL = _("The model as a file of another library")
TITLES = {"tfjs": _("TensorFlow.js"), "keras": _("Keras"), "onnx": _("ONNX")}
OPENS = {
    "tfjs": _("For web pages: unpack the zip and open model.json with tf.loadLayersModel."),
    "keras": _("For Python: keras.saving.load_model opens it, on TensorFlow, PyTorch or JAX."),
    "onnx": _("For other programs: ONNX Runtime runs it on servers, phones and in browsers."),
}
"""What each file is for, by the key of its library."""

OPEN = _("Open a model file")
HINT = _(
    "Or drop it here: .keras, .onnx, or a TensorFlow.js model as a zip or as model.json with its .bin "
    "files, up to {limit}\u00a0MB. It replaces your network’s layers and weights; Undo brings them back."
)
EMPTY = _("“{name}” is empty: it has 0 bytes. Choose another file.")
LARGE = _(
    "“{name}” has {size} MB; through this page a model file may have at most {limit} MB, so nothing was "
    "sent. Open it in a notebook with load_keras, load_tfjs or load_onnx."
)
KIND = _(
    "“{name}” is {kind}, judging by its content, not a model. Choose a .keras, .onnx, .zip, .json or .bin "
    "file."
)
SEVERAL = _("These are {count} files; a model has fewer. Put model.json and its .bin files into one zip.")
PROGRESS = _("Opening the model")
WAITING = n_("Waiting for {names}: choose it as well.", "Waiting for {names}: choose them as well.")
NAME = _("the model file {name}")
