"""The languages, and what their files are called."""

from __future__ import annotations

from dataclasses import dataclass

from mlwidgets.ranges import OneOf


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
