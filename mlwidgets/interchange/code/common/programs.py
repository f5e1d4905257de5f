"""The one function that writes a program in any of the languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.code.common.languages import LANGUAGE, LANGUAGES, Language
from mlwidgets.interchange.code.common.row import not_in
from mlwidgets.interchange.code.common.text import tidied
from mlwidgets.interchange.code.keras.writer import keras_text
from mlwidgets.interchange.code.numpy.program import numpy_code
from mlwidgets.interchange.code.tfjs.program import tfjs_code
from mlwidgets.interchange.code.torch.program import torch_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.interchange.code.common.description import ModelDescription

__all__ = ["LANGUAGES", "Language", "model_code"]

_WRITERS: dict[str, Callable[[ModelDescription], str]] = {
    "keras": keras_text,
    "tensorflowjs": tfjs_code,
    "pytorch": torch_code,
    "numpy": numpy_code,
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
        that is there too, trains, prints the loss on the test examples, and leaves ``loss`` and
        ``predictions``.

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
    if description.class_weight and description.epochs and name != "keras":
        raise not_in(
            "Training with class weights", LANGUAGES[name].title, "Choose Keras, or remove the class weights."
        )
    if description.schedule and name in ("numpy", "tensorflowjs", "pytorch"):
        raise not_in("A schedule of the learning rate", LANGUAGES[name].title, "Choose Keras, or a number.")
    text = _WRITERS[name](description)
    return tidied(text) if name == "keras" else text
