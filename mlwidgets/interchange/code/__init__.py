"""A network as a program that runs elsewhere: in Keras, TensorFlow.js, PyTorch and plain NumPy.

`model_code` writes the program, `notebook_code` the same as a notebook, `data_file` and `weights_file` the
two files that lie beside it. Every program reads the data, starts from the given weights if there are any,
trains, and measures on the validation examples; on the test examples only when it is told to.
"""

from __future__ import annotations

from mlwidgets.interchange.code.common.description import ModelDescription
from mlwidgets.interchange.code.common.files import data_file, suitable_divisor, weights_file
from mlwidgets.interchange.code.common.programs import LANGUAGES, Language, model_code, notebook_code

__all__ = [
    "LANGUAGES",
    "Language",
    "ModelDescription",
    "data_file",
    "model_code",
    "notebook_code",
    "suitable_divisor",
    "weights_file",
]
