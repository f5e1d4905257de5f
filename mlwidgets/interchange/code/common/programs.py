"""The functions that write a program in any of the languages, as a file or as a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.interchange.code.common.notebook import notebook
from mlwidgets.interchange.code.common.row import not_in
from mlwidgets.interchange.code.common.text import tidied
from mlwidgets.interchange.code.keras.writer import keras_text
from mlwidgets.interchange.code.numpy.writer import numpy_text
from mlwidgets.interchange.code.tfjs.writer import tfjs_text
from mlwidgets.interchange.code.torch.writer import torch_text
from mlwidgets.language import _
from mlwidgets.ranges import OneOf

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.interchange.code.common.description import ModelDescription


@dataclass(frozen=True)
class Language:
    """One of the languages in which a program is written.

    Attributes
    ----------
    title : str
        Its name on the page.
    program, data, weights : str
        The names of the program's file, and of the two files that it reads.
    """

    title: str
    program: str
    data: str = "data.npz"
    weights: str = "weights.npz"


LANGUAGES = {
    "keras": Language("Keras", "program.py"),
    "tensorflowjs": Language("TensorFlow.js", "program.mjs", "data.json", "weights.json"),
    "pytorch": Language("PyTorch", "program.py"),
    "numpy": Language("NumPy", "program.py"),
}
"""By the name under which `model_code` takes them."""

LANGUAGE = OneOf(name="language", options=tuple(LANGUAGES))

_WRITERS: dict[str, Callable[[ModelDescription], str]] = {
    "keras": keras_text,
    "tensorflowjs": tfjs_text,
    "pytorch": torch_text,
    "numpy": numpy_text,
}


def model_code(description: ModelDescription, language: str) -> str:
    """Return a network as a program that runs as it stands.

    Parameters
    ----------
    description : ModelDescription
        The network, its way of learning and its data.
    language : {"keras", "tensorflowjs", "pytorch", "numpy"}
        What the program is written with.

    Returns
    -------
    str
        The program. It reads data.npz (data.json) in its folder, starts from weights.npz (weights.json) if
        that is there too, trains, prints the loss on the examples that `measured_on` names, and leaves
        ``loss`` (TensorFlow.js: ``measured``) and ``predictions``.

    Raises
    ------
    ConfigurationError
        There is no such language, or the program cannot be written in it.

    Examples
    --------
    >>> from mlwidgets.interchange.code import ModelDescription
    >>> dense = {"class_name": "Dense", "config": {"units": 1}}
    >>> description = ModelDescription(input_shape=(2,), layers=[dense], loss="mse", optimizer="sgd")
    >>> [line.strip() for line in model_code(description, "keras").splitlines() if "Dense" in line]
    ['layers.Dense(1),']
    """
    name = LANGUAGE.check(language)
    return tidied(_text(description, name), "javascript" if name == "tensorflowjs" else "python")


def notebook_code(description: ModelDescription, language: str) -> bytes:
    """Return the same program as a Jupyter notebook: a few cells, each with a text above it.

    Parameters
    ----------
    description : ModelDescription
        The network, its way of learning and its data.
    language : {"keras", "pytorch", "numpy"}
        What the program is written with.

    Returns
    -------
    bytes
        The content of an .ipynb file, format 4.5. It reads the same files as the program.

    Raises
    ------
    ConfigurationError
        The program cannot be written, or is none in Python.
    """
    name = LANGUAGE.check(language)
    if name == "tensorflowjs":
        raise not_in(
            _("A notebook"), "TensorFlow.js", _("Choose Keras, PyTorch or NumPy, or take the program.")
        )
    return notebook(_text(description, name))


def _text(description: ModelDescription, name: str) -> str:
    title = LANGUAGES[name].title
    if description.class_weight and description.trains and name not in ("keras", "pytorch"):
        raise not_in(
            _("Training with class weights"),
            title,
            _("Choose Keras or PyTorch, or remove the class weights."),
        )
    if description.schedule and name == "tensorflowjs":
        raise not_in(
            _("A schedule of the learning rate"), title, _("Choose a program in Python, or a number.")
        )
    if description.epochs and not description.trains and any(placed.specs for placed in description.stack):
        what = _("Training a BatchNormalization without scale and center, where nothing else learns,")
        raise not_in(what, title, _("Set scale to True, or add a layer with weights."))
    return _WRITERS[name](description)
