"""A network written in one of the formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.files import checked_path, write_file, write_folder
from mlwidgets.session.export.formats import FORMAT, FORMATS

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from mlwidgets.session import Experiment

__all__ = ["checked_path", "export", "write_file"]


def export(experiment: Experiment, name: str, path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Write an experiment's network in one of the formats.

    Parameters
    ----------
    experiment : Experiment
        Whose network it is, with the weights that it has now.
    name : str
        One of `FORMATS`.
    path : path
        A file, or a folder for a format of several files.
    force : bool
        Whether files that are there already are replaced. No others in a folder are touched.

    Returns
    -------
    Path
        Where it is.

    Raises
    ------
    ConfigurationError
        There is no such format, something stands there already, or the format lacks a layer.
    DataError
        It cannot be written.
    """
    form = FORMATS[FORMAT.check(name)]
    target = checked_path(path, force=force, folder=not form.suffix)
    files = form.files(experiment)
    if form.suffix:
        (content,) = files.values()
        write_file(target, content)
    else:
        write_folder(target, files)
    return target
