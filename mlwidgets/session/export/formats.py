"""The forms in which a network can be taken away: one table for the page and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.interchange.code import LANGUAGES
from mlwidgets.interchange.model_files import WRITERS
from mlwidgets.interchange.tfjs import tfjs_files
from mlwidgets.ranges import OneOf
from mlwidgets.session.export.program import program_files
from mlwidgets.session.export.web_app import experiment_web_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.session import Experiment

Files = dict[str, bytes]
"""What is written, by the names of the files."""


@dataclass(frozen=True)
class Format:
    """One way to take a network away.

    Attributes
    ----------
    name : str
        As it is typed: "tfjs".
    title : str
        As it is read: "TensorFlow.js model".
    suffix : str
        How the file's name ends; empty if there are several files, which need a folder.
    files : callable
        Takes an experiment, returns the files. A single one is called "model" and the suffix.
    """

    name: str
    title: str
    suffix: str
    files: Callable[[Experiment], Files]


def _one_file(name: str) -> Callable[[Experiment], Files]:
    writer = WRITERS[name]
    return lambda experiment: {f"model{writer.ending}": writer.write(experiment.model_now())}


def _program(language: str, *, notebook: bool = False) -> Callable[[Experiment], Files]:
    return lambda experiment: program_files(experiment, language, notebook=notebook)


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("tfjs", "TensorFlow.js model", "", lambda experiment: tfjs_files(experiment.model_now())),
        Format("web", "Web page", "", experiment_web_app),
        Format("keras", "Keras model", WRITERS["keras"].ending, _one_file("keras")),
        Format("onnx", "ONNX model", WRITERS["onnx"].ending, _one_file("onnx")),
        # The name "keras" is taken by the model file.
        *(
            Format(
                "keras-code" if language == "keras" else language,
                f"{LANGUAGES[language].title} program",
                "",
                _program(language),
            )
            for language in LANGUAGES
        ),
        Format("notebook", "Keras program as a notebook", "", _program("keras", notebook=True)),
    )
}
"""By name."""

FORMAT = OneOf(name="format", options=tuple(FORMATS))
