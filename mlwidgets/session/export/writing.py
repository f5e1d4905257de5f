"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.ranges import shown
from mlwidgets.session.export.formats import FORMAT, FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlwidgets.session import Experiment


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


def checked_path(path: object, *, force: bool, folder: bool = False) -> Path:
    """Return where something can be written, or say why it cannot, before anything is made for it."""
    if not isinstance(path, str | os.PathLike) or not str(path) or "\0" in str(path):
        raise ConfigurationError(f"A path is a text or a Path; got {shown(path)}.")
    target = Path(path)
    with _sentences(target):
        if not target.parent.is_dir():
            raise ConfigurationError(f"There is no folder {target.parent}. Make it first, or choose another.")
        if target.exists() and target.is_dir() != folder:
            kind, wanted = ("folder", "a file") if target.is_dir() else ("file", "a folder")
            raise ConfigurationError(f"{target} is a {kind}, and {wanted} is written. Choose another name.")
        taken = any(target.iterdir()) if target.is_dir() else target.exists()
    if taken and not force:
        raise ConfigurationError(
            f"{target} is there already. Choose another name, or add --force (force=True in Python) to "
            "replace what is in it."
        )
    return target


def write_file(target: Path, content: bytes) -> None:
    """Write a file under another name first, so that it is whole when it gets its own."""
    with _sentences(target), tempfile.TemporaryDirectory(dir=target.parent, prefix=".mlwidgets-") as made:
        written = Path(made) / "file"
        written.write_bytes(content)
        written.replace(target)


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder; one that is new gets its name when all of them are in it."""
    with _sentences(target), tempfile.TemporaryDirectory(dir=target.parent, prefix=".mlwidgets-") as made:
        new = Path(made) / "new"
        for name, content in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(content)
        if not target.exists():
            new.rename(target)
            return
        for name in files:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).replace(target / name)


@contextmanager
def _sentences(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DataError(f"{target} cannot be written ({error.strerror}). Choose another place.") from error
