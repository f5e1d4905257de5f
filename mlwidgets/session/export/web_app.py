"""An experiment's network as a web page of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mlwidgets.interchange.files import write_folder
from mlwidgets.interchange.web.examples import Examples
from mlwidgets.interchange.web.inputs import Inputs
from mlwidgets.interchange.web.page import web_app_files
from mlwidgets.language import _

if TYPE_CHECKING:
    import os

    from mlwidgets.session import Experiment

_TITLES = {
    "picture": _("Draw, and a network answers"),
    "row": _("Fill in a row, and a network answers"),
    "point": _("Choose a point, and a network answers"),
    "numbers": _("Give numbers, and a network answers"),
}
"""The page's title where none is given."""


def usual_title(experiment: Experiment) -> str:
    """Return the title of an experiment's page where none is given."""
    return str(_TITLES[Inputs.of(experiment.dataset, experiment.features).kind])


def experiment_web_app(experiment: Experiment, title: str | None = None) -> dict[str, bytes]:
    """Return the files of the page, by their names; see `export_web_app`."""
    settings, data = experiment.settings, experiment.dataset
    inputs = Inputs.of(data, settings.features)
    write = partial(
        web_app_files,
        inputs=inputs,
        loss=settings.loss.make(),
        optimizer=settings.optimizer.make(),
        title=str(_TITLES[inputs.kind]) if title is None else title,
        examples=Examples.of(data, inputs, experiment.split.train_index),
        batch_size=settings.batch_size,
    )
    return experiment.ask(write)  # of a copy, which does not move while the training goes on


def export_web_app(
    experiment: Experiment, folder: str | os.PathLike[str], *, title: str | None = None
) -> None:
    """Write a small static web site where anyone can use the network and train it further.

    A visitor draws a digit, fills in a row or clicks a point, sees the answer, and can go on training
    on examples of their own. It works from any static server and by a double click on ``index.html``, needs
    no internet, and sends nothing anywhere. Rows of a table and pictures of one's own are not part of it; of
    points and of MNIST's digits some training examples are.

    Parameters
    ----------
    experiment : Experiment
        Whose network it is, with the weights that it has now.
    folder : path
        Where the files go; it is made if it is not there.
    title : str, optional
        Of the page.

    Raises
    ------
    ConfigurationError
        TensorFlow.js lacks a layer of the network; nothing is written.
    DataError
        The folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from mlwidgets import Experiment
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export_web_app(Experiment("circle"), folder, title="Inside or outside?")
    ...     sorted(path.name for path in Path(folder).iterdir())[-4:]
    ['predict.mjs', 'prepare.mjs', 'style.css', 'tensorflow.js']
    """
    write_folder(folder, experiment_web_app(experiment, title))
