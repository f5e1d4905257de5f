"""An experiment's network as a program: what it is written from, and the files beside it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mlwidgets.engine import metrics
from mlwidgets.errors import ConfigurationError
from mlwidgets.interchange.code import (
    LANGUAGES,
    ModelDescription,
    data_file,
    model_code,
    notebook_code,
    suitable_divisor,
    weights_file,
)
from mlwidgets.interchange.web.inputs import Inputs

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

NOTEBOOK = "program.ipynb"


def described(experiment: Experiment) -> ModelDescription:
    """Return what programs are written from: the network, its way of learning and its data."""
    task, data = experiment.task, experiment.dataset
    return ModelDescription.of(
        experiment.model,
        batch_size=experiment.batch_size,
        epochs=experiment.epochs,
        metrics=[_metric(experiment)],
        features=task.features,
        divisor=suitable_divisor(data.x_train),
        dataset=data.name,
        class_weight=task.class_weight(experiment.class_weight, experiment.split.y_train),
        inputs=Inputs.of(data, task.features).to_dict(),
        measured_on="validation" if len(experiment.split.x_validation) else "train",
    )


def _metric(experiment: Experiment) -> str:
    """Return what a program measures: accuracy, if its loss is for classes; else how far outputs are off."""
    if experiment.dataset.n_classes:
        with suppress(ConfigurationError):
            metrics.get("accuracy", experiment.settings.loss.make())
            return "accuracy"
    return "mean_absolute_error"


def program_data(experiment: Experiment, language: str, description: ModelDescription | None = None) -> bytes:
    """Return the file with the examples: those to train on, those to validate with, and those of the test.

    The description is made, unless there is one already: it looks at every training example.
    """
    data, split, task = experiment.dataset, experiment.split, experiment.task
    parts = {
        "train": (split.x_train, split.y_train),
        "validation": (split.x_validation, split.y_validation),
        "test": (data.x_test, data.y_test),
    }
    return data_file(
        description or described(experiment),
        {part: (x, task.targets(y)) for part, (x, y) in parts.items() if len(x)},
        language=language,
    )


def program_weights(
    experiment: Experiment, language: str, description: ModelDescription | None = None
) -> bytes:
    """Return the file with the weights that the network has now; see `program_data`."""
    description = description or described(experiment)
    return weights_file(description, experiment.model.get_weights(), language=language)


def program_files(experiment: Experiment, language: str, *, notebook: bool = False) -> dict[str, bytes]:
    """Return a program, or a notebook, with its data and the present weights, by the names of the files.

    Parameters
    ----------
    experiment : Experiment
        Whose network it is.
    language : {"keras", "tensorflowjs", "pytorch", "numpy"}
        What the program is written with.
    notebook : bool
        Whether it is a Jupyter notebook, which needs a language of Python.

    Raises
    ------
    ConfigurationError
        The network cannot be written in this language.

    Examples
    --------
    >>> from mlwidgets import Experiment
    >>> sorted(program_files(Experiment("circle"), "numpy"))
    ['data.npz', 'program.py', 'weights.npz']
    """
    description = described(experiment)
    if notebook:
        files = {NOTEBOOK: notebook_code(description, language)}
    else:
        text = model_code(description, language)
        files = {LANGUAGES[language].program: text.encode()}
    return files | {
        LANGUAGES[language].data: program_data(experiment, language, description),
        LANGUAGES[language].weights: program_weights(experiment, language, description),
    }
